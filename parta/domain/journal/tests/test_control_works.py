"""The limits of control works: the pure rule, then the journal and the schedule that ask it."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

import pytest

from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.journal.actions import apply_operations, plan_control_work
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import ControlWorkRefused, ScheduleForbidden
from parta.domain.journal.queries.control_works import schedule, slots_for
from parta.domain.journal.rules import Operation
from parta.domain.journal.rules.control_works import ControlWork, DayOfClass, faults_of
from parta.domain.regulation.actions import change_setting
from parta.domain.timetable.models import Lesson
from parta.ops.cast import Cast

MONDAY = date(2026, 12, 14)
PLACE = DayOfClass(first=1, last=6, weekly=3, yearly=102)


@dataclass(frozen=True)
class Of:
    """Limits as the letters recommend them."""

    control_works_per_day: int = 1
    control_work_not_first_or_last: bool = True
    control_work_share_percent: int = 10
    control_work_gap_days: int = 18


WORK = ControlWork(1, 10, 100, "Алгебра", 7, frozenset({7}), "7Б", MONDAY, 3)


def other(**changes: object) -> ControlWork:
    """Another work, of another subject on another day unless said."""
    base = replace(WORK, lesson_id=2, course_id=11, subject_id=101, subject="Физика", day=date(2026, 12, 16))
    return replace(base, **changes)  # type: ignore[arg-type]


def kinds(
    *others: ControlWork, place: DayOfClass = PLACE, limits: Of | None = None, work: ControlWork = WORK
) -> list[str]:
    return [one.setting for one in faults_of(work, others, place, limits or Of())]


def test_a_work_on_a_free_day_in_the_middle_passes_nothing() -> None:
    assert kinds(other()) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (other(day=MONDAY), ["control_works_per_day"]),
        (other(day=MONDAY, classes=frozenset({8})), []),
        (other(subject_id=100, day=date(2026, 12, 31)), ["control_work_gap_days"]),
        (other(subject_id=100, day=date(2027, 1, 1)), []),
        (other(subject_id=100, classes=frozenset({8}), day=date(2026, 12, 16)), []),
        (other(subject_id=100, classes=frozenset({8}), day=date(2026, 12, 22)), ["control_work_gap_days"]),
        (other(subject_id=100, grade=8, classes=frozenset({80}), day=date(2026, 12, 22)), []),
    ],
)
def test_one_a_day_for_a_class_and_one_a_subject_and_parallel_in_two_and_a_half_weeks(
    found: ControlWork, expected: list[str]
) -> None:
    assert kinds(found) == expected


@pytest.mark.parametrize(("number", "weekly", "expected"), [(1, 3, True), (6, 3, True), (3, 3, False), (1, 1, False)])
def test_not_the_first_and_not_the_last_lesson_unless_the_subject_has_one_a_week(
    number: int, weekly: int, expected: bool
) -> None:
    found = kinds(work=replace(WORK, number=number), place=replace(PLACE, weekly=weekly))
    assert found == (["control_work_not_first_or_last"] if expected else [])


@pytest.mark.parametrize(("count", "expected"), [(9, False), (10, True)])
def test_at_most_a_tenth_of_the_hours_of_the_subject(count: int, expected: bool) -> None:
    works = [other(lesson_id=10 + n, course_id=10, subject_id=100, day=date(2026, 9, 1)) for n in range(count)]
    assert kinds(*works) == (["control_work_share_percent"] if expected else [])


def test_a_limit_set_to_zero_is_no_limit() -> None:
    none = Of(0, control_work_not_first_or_last=False, control_work_share_percent=0, control_work_gap_days=0)
    works = [other(lesson_id=20 + n, course_id=10, subject_id=100, day=MONDAY) for n in range(30)]
    assert kinds(*works, limits=none, work=replace(WORK, number=1)) == []


def at_the_edge(cast: Cast) -> Lesson:
    """A coming first lesson of 7Б in a subject with several hours."""
    rows = Lesson.objects.filter(course__school_class=cast.school.classes["7Б"], number=1, day__gt=cast.today)
    several = rows.filter(course__subject__name__in=["Русский язык", "Литература", "История", "Алгебра", "Физика"])
    return several.select_related("course__year", "teacher__user").order_by("day")[0]


def control(lesson: Lesson) -> Operation:
    return Operation(id=uuid.uuid4(), kind=OperationKind.WORK_TYPE, lesson=lesson.pk, value="control")


@pytest.mark.django_db
@pytest.mark.clause("S3P-2.5e")
def test_the_journal_warns_by_default_and_refuses_when_the_rulebook_says_so(cast: Cast) -> None:
    lesson = at_the_edge(cast)
    teacher: User = lesson.teacher.user  # type: ignore[union-attr]
    result = apply_operations(teacher, [control(lesson)])[0]
    assert result.status == OperationStatus.APPLIED
    assert "первый" in result.message
    assert "умолчание" in result.message
    plan_control_work(teacher, lesson=lesson, kind="lesson")
    change_setting(
        system_user(), year=2026, name="control_work_limits_mode", value="refuse", reason="Решение педсовета"
    )
    lesson = at_the_edge(cast)
    answer = apply_operations(teacher, [replace(control(lesson), base=2)])[0]
    assert answer.status == OperationStatus.LOCKED
    with pytest.raises(ControlWorkRefused, match="первый"):
        plan_control_work(cast.user("zavuch"), lesson=lesson)


@pytest.mark.django_db
def test_the_deputy_plans_for_a_teacher_and_a_stranger_does_not(cast: Cast) -> None:
    lesson = at_the_edge(cast)
    with pytest.raises(ScheduleForbidden):
        plan_control_work(cast.user("frolov"), lesson=lesson)
    plan_control_work(cast.user("zavuch"), lesson=lesson)
    works = schedule(cast.school.year, 7, cast.today, lesson.day)
    assert [one.lesson.pk for one in works] == [lesson.pk]
    assert any("первый" in fault for fault in works[0].faults)


@pytest.mark.django_db
def test_coming_lessons_say_where_a_work_fits_in_a_fixed_number_of_statements(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    course = at_the_edge(cast).course
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        slots = slots_for(course, cast.today, date(2026, 12, 26))
    assert {bool(one.faults) for one in slots} == {True, False}
