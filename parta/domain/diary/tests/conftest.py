"""The cast on a Thursday afternoon."""

from collections.abc import Iterator

import pytest

from parta.domain.diary.tests.cast import Cast, build, noon
from parta.lib import clock


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The small school; it is 15:00 of 11 December, the day's lessons are over."""
    with clock.frozen_at(noon(hour=15)):
        yield build()
