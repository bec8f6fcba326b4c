"""The world of the matrix, built once a module; every attempt is undone by its savepoint."""

from collections.abc import Iterator

import pytest

from parta.lib import clock
from parta.ops.cast import Cast
from tests.matrix.world import World, at_two_o_clock


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    """People and things, at ten past two."""
    with clock.frozen_at(at_two_o_clock(cast)):
        yield World(cast)
