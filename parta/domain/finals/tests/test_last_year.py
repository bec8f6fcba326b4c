"""The forecast of a first period rests on last year: the pupil's mark of the subject, what the course was like then."""

from datetime import date, time

import pytest
from pytest_django import DjangoAssertNumQueries

from parta.domain.curriculum.models import Course
from parta.domain.finals.forecast import Given, Scale, read_course
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.class_forecast import class_forecast
from parta.domain.finals.queries.forecast import Prospect, past_runs, readings, scale_on, years_before
from parta.domain.finals.rules.levels import generic
from parta.domain.finals.tests.steps import DANIIL, algebra, give
from parta.domain.journal.models import Mark
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.remembered import forget_everything
from parta.ops.cast import Cast

SEPTEMBER = clock.at(date(2026, 9, 28), 15)
SCALE = Scale((2, 3, 4, 5), (2.5, 3.5, 4.5), 2.0, 5.0)


def last_year(cast: Cast) -> tuple[AcademicYear, Course]:
    """Algebra of grade 7 as it was taught to others a year ago."""
    past = AcademicYear.objects.create(year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 26))
    unit = SchoolClass.objects.create(year=past, grade_level=7, letter="Б")
    course = Course.objects.create(year=past, subject=algebra(cast).subject, school_class=unit, grade_level=7)
    return past, course


def marks_then(cast: Cast, course: Course, value: str) -> None:
    pupils = cast.school.pupils["7Б"][:12]
    for day in (8, 10, 15, 17, 22):
        lesson = Lesson.objects.create(
            course=course, day=date(2025, 9, day), number=2, starts_at=time(9), ends_at=time(9, 45)
        )
        Mark.objects.bulk_create(
            Mark(lesson=lesson, student=one, value=value, entered_by=cast.user("krylova"), entered_at=cast.now)
            for one in pupils
        )


def prospect_of(cast: Cast) -> Prospect:
    forget_everything()
    with clock.frozen_at(SEPTEMBER):
        rows = class_forecast(cast.school.classes["7Б"]).rows
    return next(row for row in rows if row.student == cast.pupil(DANIIL)).prospects[algebra(cast).pk]


@pytest.mark.django_db
def test_the_mark_of_last_year_stands_for_the_period_before(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4", number=1)
    alone = prospect_of(cast).forecast
    _, then = last_year(cast)
    row = FinalMark.objects.create(
        course=then, student=pupil, kind="year", value="3", entered_by=cast.user("krylova"), entered_at=cast.now
    )
    low = prospect_of(cast).forecast
    row.value = "5"
    row.save()
    high = prospect_of(cast).forecast
    assert low.mean < alone.mean < high.mean
    assert years_before([pupil.pk], 2026) == {(pupil.pk, course.subject_id): "5"}
    assert years_before([pupil.pk], 2025) == {}


@pytest.mark.django_db
def test_in_the_second_period_last_year_tells_nothing_more(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4", number=2)
    forget_everything()
    before = class_forecast(cast.school.classes["7Б"]).rows
    _, then = last_year(cast)
    FinalMark.objects.create(
        course=then, student=pupil, kind="year", value="2", entered_by=cast.user("krylova"), entered_at=cast.now
    )
    marks_then(cast, then, "2")
    forget_everything()
    after = class_forecast(cast.school.classes["7Б"]).rows
    own = [next(row for row in rows if row.student == pupil).prospects[course.pk].forecast for rows in (before, after)]
    assert own[0] == own[1]


@pytest.mark.django_db
def test_what_the_course_was_like_a_year_ago_takes_the_place_of_the_general_beliefs(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course = algebra(cast)
    span, scale = (date(2026, 9, 1), date(2026, 9, 28)), scale_on(date(2026, 9, 28))
    _, then = last_year(cast)
    marks_then(cast, then, "3")
    give(cast, course, cast.pupil(DANIIL), "4", number=1)
    forget_everything()
    found = readings([course.pk], span, scale)[course.pk]
    assert found.mean < generic(scale).mean
    assert past_runs([course.pk], span, scale)[course.pk].mean == pytest.approx(3, abs=0.1)
    other = cast.course("7Б", "География").pk
    assert past_runs([other], span, scale)[other] == generic(scale), "not taught then"
    with django_assert_num_queries(0):
        past_runs([course.pk, other], span, scale)


def test_priors_of_an_earlier_run_weigh_as_the_general_ones() -> None:
    """Without marks the course is the earlier run; with a whole class of them the run hardly shows."""
    earlier = read_course(SCALE, [[Given(f"w{i}", "control", 3.0, 1.0) for i in range(6)]] * 20)
    assert read_course(SCALE, [], earlier) == read_course(SCALE, [], earlier)
    assert read_course(SCALE, [], earlier).mean == earlier.mean
    own = [[Given(f"n{i}", "answer", 5.0, 1.0) for i in range(20)]] * 25
    assert read_course(SCALE, own, earlier).mean == pytest.approx(read_course(SCALE, own).mean, abs=0.05)
    assert read_course(SCALE, own, generic(SCALE)) == read_course(SCALE, own)
