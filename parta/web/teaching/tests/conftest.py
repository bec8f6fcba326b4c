"""The small school on 11 December 2025, 10:58, in the middle of the third lesson."""

from collections.abc import Iterator

import pytest

from parta.lib import clock
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.frozen_at(clock.at(TODAY, 10, 58)):
        yield


@pytest.fixture
def school(db: None, noon: None) -> SmallSchool:
    return build()
