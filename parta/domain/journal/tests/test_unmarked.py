"""Pupils left without a mark for long are named to their teacher, by school weeks (S3-4.4.2a)."""

from datetime import date, timedelta

import pytest

from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries import long_unmarked
from parta.domain.journal.rules.unmarked import Unmarked, weeks_without
from parta.domain.journal.tests.lock_steps import rule
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Student
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

DANIIL = "Ковалёв Даниил"
MONDAY = date(2026, 11, 16)


def lessons(cast: Cast) -> list[Lesson]:
    rows = Lesson.objects.filter(course=cast.course("7Б", "Алгебра"), day__lt=cast.today)
    return list(rows.exclude(status=LessonStatus.CANCELLED).order_by("day", "number"))


def mark(cast: Cast, student: Student, lesson: Lesson) -> None:
    Mark.objects.create(
        lesson=lesson, student=student, value="4", entered_by=cast.user("krylova"), entered_at=lesson.ends
    )  # fmt: skip


def everybody_else(cast: Cast) -> None:
    """A mark at the last lesson for all but Daniil."""
    for one in cast.school.pupils["7Б"]:
        if one.pk != cast.pupil(DANIIL).pk:
            mark(cast, one, lessons(cast)[-1])


def named(cast: Cast) -> dict[str, Unmarked]:
    with clock.frozen_at(cast.now):
        found = long_unmarked(cast.user("krylova"), cast.today)
    return {one.name: one for page in found if page.course.title == "7Б, алгебра" for one in page.pupils}


@pytest.mark.parametrize(
    ("days", "last", "weeks"),
    [
        ([0, 1, 3], None, 1),
        ([0, 7, 14], None, 3),
        ([0, 7, 14], 0, 2),
        ([0, 1, 7], 1, 1),
        ([0, 28], None, 2),
        ([], None, 0),
    ],
    ids=["one-week", "three-weeks", "after-the-mark", "the-same-week", "a-vacation-is-no-week", "nothing-held"],
)
def test_weeks_are_school_weeks_with_a_lesson_after_the_mark(days: list[int], last: int | None, weeks: int) -> None:
    attended = [MONDAY + timedelta(days=one) for one in days]
    assert weeks_without(attended, None if last is None else MONDAY + timedelta(days=last)) == weeks


@pytest.mark.clause("S3-4.4.2a")
def test_who_has_had_no_mark_for_three_school_weeks_is_named_with_the_last_one(cast: Cast) -> None:
    everybody_else(cast)
    held = lessons(cast)
    assert list(named(cast)) == [DANIIL]
    assert named(cast)[DANIIL].words.endswith("с начала года ни одной")
    weeks = sorted({one.day - timedelta(days=one.day.weekday()) for one in held})
    before = [one for one in held if one.day < weeks[-3]][-1]
    mark(cast, cast.pupil(DANIIL), before)
    assert (named(cast)[DANIIL].weeks, named(cast)[DANIIL].last) == (3, before.day)
    mark(cast, cast.pupil(DANIIL), [one for one in held if one.day < weeks[-2]][-1])
    assert named(cast) == {}


def test_lessons_missed_are_no_time_in_which_somebody_could_be_asked(cast: Cast) -> None:
    everybody_else(cast)
    for one in lessons(cast)[:-2]:
        AttendanceEntry.objects.create(
            lesson=one, student=cast.pupil(DANIIL), code="б", entered_by=cast.user("krylova"), entered_at=one.ends
        )
    assert named(cast) == {}


def test_the_school_sets_the_weeks_and_may_ask_for_no_names(cast: Cast) -> None:
    everybody_else(cast)
    rule(cast, "unmarked_weeks", 40)
    assert named(cast) == {}
    rule(cast, "unmarked_weeks", 0)
    assert named(cast) == {}
    rule(cast, "unmarked_weeks", 1)
    assert list(named(cast)) == [DANIIL]


def test_the_act_says_systematically_and_the_number_is_the_schools(cast: Cast) -> None:
    current = rulebook_for(cast.today)
    assert (current.rulebook.marks.unmarked_weeks, current.source_text("unmarked_weeks")) == (3, "умолчание")


def test_only_the_own_pages_are_looked_at(cast: Cast) -> None:
    with clock.frozen_at(cast.now):
        assert long_unmarked(cast.user("zavuch"), cast.today) == []
        found = long_unmarked(cast.user("krylova"), cast.today)
    assert {one.course.assignments.get().staff.user.login for one in found} == {"krylova"}
