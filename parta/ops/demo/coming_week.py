"""A draft of the timetable from January: a few lessons moved, a teacher in two places; only the office sees it."""

from datetime import date

from parta.domain.school.models import SchoolClass
from parta.domain.timetable import actions, queries
from parta.domain.timetable.models import Timetable
from parta.ops.demo.school import YEAR, DemoSchool

FIRST_DAY = date(YEAR + 1, 1, 11)
SWAPS = (((1, 1), (3, 2)), ((2, 2), (4, 3)), ((5, 1), (2, 4)), ((3, 3), (1, 4)), ((4, 2), (5, 3)), ((2, 1), (5, 2)))
"""Places of the week, (weekday, lesson), to be tried one after another."""


def draw_coming_week(built: DemoSchool) -> None:
    """Two swaps without a conflict, then one that puts a teacher in two places."""
    present = Timetable.objects.get(year=built.year)
    draft = actions.create_timetable(
        built.system, year=built.year, valid_from=FIRST_DAY, title="Расписание с 11 января", copy_of=present, draft=True
    )  # fmt: skip
    school_class = SchoolClass.objects.get(year=built.year, grade_level=7, letter="Б")
    known, clean = _conflicts(present), 0
    for first, second in SWAPS:
        places = [queries.entries_at(draft, school_class, *one) for one in (first, second)]
        if not all(places):
            continue
        actions.swap_entries(built.system, first=places[0], second=places[1])
        if _conflicts(draft) > known:
            if clean >= 2:
                return
            moved = [queries.entries_at(draft, school_class, *one) for one in (first, second)]
            actions.swap_entries(built.system, first=moved[0], second=moved[1])
        else:
            clean += 1


def _conflicts(table: Timetable) -> int:
    return sum(one.blocks for one in queries.conflicts(table))
