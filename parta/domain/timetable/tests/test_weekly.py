"""Bells and the weekly timetable: set, moved, swapped, replaced, conflicts of the whole school."""

from datetime import date, time
from decimal import Decimal

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.timetable import actions, queries
from parta.domain.timetable.actions import NewEntry, SlotTimes
from parta.domain.timetable.errors import BellsWrong, TimetableClash
from parta.domain.timetable.models import BellSchedule, TimetableEntry
from parta.domain.timetable.rules import ConflictKind
from parta.domain.timetable.tests.conftest import Drawn, slots
from parta.lib.errors import InvalidInput


def places(drawn: Drawn) -> set[tuple[str, int, int]]:
    rows = TimetableEntry.objects.filter(timetable=drawn.timetable).select_related("course__subject")
    return {(row.course.subject.name, row.weekday, row.number) for row in rows}


def test_bells_of_the_same_shift_and_day_are_replaced(drawn: Drawn) -> None:
    actions.set_bell_schedule(drawn.school.administrator, year=drawn.school.year, slots=slots(5))
    schedule = BellSchedule.objects.get()
    assert schedule.slots.count() == 5
    assert schedule.title == "Первая смена"


def test_crossing_bells_are_refused_and_the_old_ones_stay(drawn: Drawn) -> None:
    with pytest.raises(BellsWrong, match="начинается"):
        actions.set_bell_schedule(
            drawn.school.administrator,
            year=drawn.school.year,
            slots=[SlotTimes(1, time(9), time(9, 40)), SlotTimes(2, time(9, 30), time(10))],
        )
    assert BellSchedule.objects.get().slots.count() == 7


def test_a_version_may_be_put_between_two(drawn: Drawn) -> None:
    administrator, year = drawn.school.administrator, drawn.school.year
    january = actions.create_timetable(administrator, year=year, valid_from=date(2026, 1, 12), copy_of=drawn.timetable)
    november = actions.create_timetable(administrator, year=year, valid_from=date(2025, 11, 5))
    drawn.timetable.refresh_from_db()
    assert (drawn.timetable.valid_to, november.valid_to) == (date(2025, 11, 4), date(2026, 1, 11))
    assert january.entries.count() == 4
    with pytest.raises(TimetableClash, match="уже есть"):
        actions.create_timetable(administrator, year=year, valid_from=date(2025, 11, 5))
    with pytest.raises(InvalidInput, match="не в этом учебном году"):
        actions.create_timetable(administrator, year=year, valid_from=date(2026, 8, 1))


def test_a_lesson_is_set_changed_and_removed_with_history(drawn: Drawn) -> None:
    administrator = drawn.school.administrator
    entry = actions.set_entry(administrator, timetable=drawn.timetable, course=drawn.physics, weekday=5, number=4)
    with pytest.raises(TimetableClash, match="уже стоит"):
        actions.set_entry(administrator, timetable=drawn.timetable, course=drawn.physics, weekday=5, number=4)
    actions.set_entry(
        administrator,
        timetable=drawn.timetable,
        course=drawn.physics,
        weekday=5,
        number=6,
        room=drawn.school.room("116"),
        entry=entry,
    )
    assert ("Физика", 5, 6) in places(drawn)
    actions.remove_entry(administrator, entry=entry)
    assert ("Физика", 5, 6) not in places(drawn)
    codes = AuditEntry.objects.filter(code__startswith="timetable.entry.").values_list("code", flat=True)
    assert list(codes) == ["timetable.entry.set", "timetable.entry.changed", "timetable.entry.removed"]


def test_two_places_swap_even_when_both_hold_the_same_course(drawn: Drawn) -> None:
    rows = {(row.weekday, row.number): row for row in TimetableEntry.objects.filter(timetable=drawn.timetable)}
    actions.swap_entries(drawn.school.administrator, first=[rows[(1, 1)]], second=[rows[(4, 2)]])
    assert places(drawn) == {("Физика", 1, 1), ("Алгебра", 4, 2), ("Алгебра", 4, 3), ("Алгебра", 4, 5)}
    rows = {(row.weekday, row.number): row for row in TimetableEntry.objects.filter(timetable=drawn.timetable)}
    actions.swap_entries(drawn.school.administrator, first=[rows[(4, 2)]], second=[rows[(4, 3)]])
    assert len(places(drawn)) == 4


def test_a_move_onto_the_same_course_is_refused_and_nothing_moves(drawn: Drawn) -> None:
    entry = TimetableEntry.objects.get(timetable=drawn.timetable, weekday=1, number=1)
    with pytest.raises(TimetableClash):
        actions.move_entries(drawn.school.administrator, entries=[entry], weekday=4, number=3)
    assert ("Алгебра", 1, 1) in places(drawn)


def test_a_newer_file_keeps_unchanged_lines_and_their_rows(drawn: Drawn) -> None:
    before = {row.pk: (row.weekday, row.number) for row in TimetableEntry.objects.filter(course=drawn.algebra)}
    room = drawn.school.room("214")
    entries = [
        NewEntry(drawn.algebra, 1, 1, room=room),
        NewEntry(drawn.algebra, 4, 3, room=drawn.school.room("300")),
        NewEntry(drawn.algebra, 5, 1, room=room),
    ]
    change = actions.replace_entries(
        drawn.school.administrator, timetable=drawn.timetable, entries=entries, scope={drawn.algebra.pk}
    )
    assert (change.created, change.changed, change.removed, change.kept) == (1, 1, 1, 1)
    assert ("Физика", 4, 2) in places(drawn)
    kept = TimetableEntry.objects.filter(pk__in=before).values_list("weekday", "number")
    assert set(kept) == {(1, 1), (4, 3)}


def test_conflicts_see_the_assigned_teacher_when_the_timetable_names_none(drawn: Drawn) -> None:
    other = drawn.school.course("Алгебра", drawn.school.school_class("9А"), drawn.krylova)
    actions.set_entry(
        drawn.school.administrator,
        timetable=drawn.timetable,
        course=other,
        weekday=1,
        number=1,
        room=drawn.school.room("301"),
    )
    hard = [one for one in queries.conflicts(drawn.timetable) if not one.soft]
    assert [(one.kind, one.text) for one in hard] == [(ConflictKind.TEACHER, "пн 1: Крылова\u00a0Е.\u00a0А. — 7Б и 9А")]


def test_a_stream_occupies_all_its_classes_and_groups_are_drawn_in_each(drawn: Drawn) -> None:
    school: SmallSchool = drawn.school
    other = school.school_class("7В")
    stream = school.course("Физкультура", school.group("7Б+7В", drawn.seven, other))
    actions.set_entry(school.administrator, timetable=drawn.timetable, course=stream, weekday=4, number=3)
    conflicts = [one for one in queries.conflicts(drawn.timetable) if one.kind == ConflictKind.CLASS]
    assert [one.text for one in conflicts] == ["чт 3: 7Б — Алгебра и Физкультура"]
    grid = queries.weekly_grid(drawn.timetable, [drawn.seven, other])
    row = next(row for row in grid.rows if (row.weekday, row.number) == (4, 3))
    assert [[item.subject for item in place.items] for place in row.places] == [
        ["Алгебра", "Физкультура"],
        ["Физкультура"],
    ]
    assert row.places[0].has_conflict


def test_the_grid_costs_the_same_for_any_number_of_classes(drawn: Drawn, django_assert_max_num_queries: object) -> None:
    classes = [drawn.seven]
    for name in ("8А", "8Б", "8В"):
        unit = drawn.school.school_class(name)
        classes.append(unit)
        for weekday in range(1, 6):
            course = drawn.school.course(f"Предмет {weekday}", unit, drawn.krylova)
            actions.set_entry(
                drawn.school.administrator, timetable=drawn.timetable, course=course, weekday=weekday, number=1
            )
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        queries.weekly_grid(drawn.timetable, classes)


def test_hours_placed_are_set_against_the_study_plan(drawn: Drawn) -> None:
    hours = {(7, drawn.algebra.subject_id): Decimal(4), (7, drawn.physics.subject_id): Decimal(2)}
    curriculum.set_study_plan_hours(drawn.school.administrator, year=drawn.school.year, hours=hours)
    actions.set_entry(
        drawn.school.administrator, timetable=drawn.timetable, course=drawn.physics, weekday=1, number=2, week="odd"
    )
    rows = queries.placed_hours(drawn.timetable, [drawn.algebra, drawn.physics])
    assert [(float(row.placed), float(row.left or 0)) for row in rows] == [(3.0, 1.0), (1.5, 0.5)]
