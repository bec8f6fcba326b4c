"""A school with bells, a class of 7Б with two courses and a weekly timetable; the clock stands on 11 December 2025."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

import pytest

from parta.domain.curriculum.models import Course
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.timetable import actions
from parta.domain.timetable.actions import NewEntry, SlotTimes
from parta.domain.timetable.models import Timetable
from parta.lib import clock

BELLS = [(8, 30), (9, 25), (10, 25), (11, 25), (12, 25), (13, 20), (14, 10)]
THURSDAY = date(2025, 12, 11)


@dataclass
class Drawn:
    """What a test of the timetable starts with."""

    school: SmallSchool
    seven: SchoolClass
    algebra: Course
    physics: Course
    krylova: StaffMember
    gromova: StaffMember
    timetable: Timetable


def slots(numbers: int = 7) -> list[SlotTimes]:
    """Lessons of 40 minutes."""
    return [
        SlotTimes(number, time(hour, minute), time(hour + (minute + 40) // 60, (minute + 40) % 60))
        for number, (hour, minute) in enumerate(BELLS[:numbers], start=1)
    ]


@pytest.fixture
def at_noon() -> Iterator[None]:
    """11 December 2025, noon."""
    with clock.frozen_at(clock.at(THURSDAY, 12)):
        yield


@pytest.fixture
def drawn(db: None, at_noon: None) -> Drawn:
    """Algebra on Monday 1, Thursday 3 and 5; physics on Thursday 2."""
    school = small_school.make()
    seven = school.school_class("7Б")
    krylova, gromova = school.teacher("Крылова", "Екатерина", "Андреевна"), school.teacher("Громова")
    algebra, physics = school.course("Алгебра", seven, krylova), school.course("Физика", seven, gromova)
    administrator = school.administrator
    actions.set_bell_schedule(administrator, year=school.year, slots=slots())
    timetable = actions.create_timetable(administrator, year=school.year, valid_from=school.year.starts_on)
    room = school.room("214")
    lines = [(algebra, 1, 1), (algebra, 4, 3), (algebra, 4, 5), (physics, 4, 2)]
    actions.replace_entries(
        administrator,
        timetable=timetable,
        entries=[NewEntry(course, weekday, number, room=room) for course, weekday, number in lines],
    )
    return Drawn(school, seven, algebra, physics, krylova, gromova, timetable)
