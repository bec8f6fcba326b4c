"""The cast of the diary's tests, for its pages."""

from collections.abc import Iterator

import pytest

from parta.domain.diary.tests.cast import Cast, build, noon
from parta.lib import clock


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The small school; it is 15:00 of Thursday, 11 December 2025."""
    with clock.frozen_at(noon(hour=15)):
        yield build()
