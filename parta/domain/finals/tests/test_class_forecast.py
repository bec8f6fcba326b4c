"""The forecast read from the journal: of a class and of a school, in few statements; families told of it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.finals.actions.informing import seen_in_diary, tell_families
from parta.domain.finals.choices import InformedBy
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import FamilyInformed, FinalMark
from parta.domain.finals.queries.class_forecast import ClassForecast, PupilRow, class_forecast, forecasts
from parta.domain.finals.queries.forecast import read_all, readings, scale_on
from parta.domain.finals.queries.informed import informed_of
from parta.domain.finals.tests.steps import DANIIL, algebra, give, quarter
from parta.domain.journal.tests.lock_steps import adopt
from parta.lib import clock
from parta.lib.remembered import forget_everything
from parta.ops.cast import Cast

MOST = 12


def _row(cast: Cast, name: str = DANIIL) -> tuple[ClassForecast, PupilRow]:
    view = class_forecast(cast.school.classes["7Б"])
    return view, next(row for row in view.rows if row.student.pk == cast.pupil(name).pk)


@pytest.mark.clause("S3-2.8a")
@pytest.mark.clause("S3-2.8b")
def test_a_class_is_forecast_by_pupil_and_as_a_whole(cast: Cast) -> None:
    course = algebra(cast)
    pupils = [row.student for row in class_forecast(cast.school.classes["7Б"]).rows]
    for number, pupil in enumerate(pupils):
        give(cast, course, pupil, "5 5 5 5" if number % 3 else "2 2 3 2")
    view = class_forecast(cast.school.classes["7Б"])
    column = next(one.expected for one in view.columns if course.pk in one.courses)
    weak = [row for number, row in enumerate(view.rows) if number % 3 == 0]
    assert column.count == len(pupils)
    assert column.quality == round(100 * (len(pupils) - len(weak)) / len(pupils))
    assert {row.student.pk for row in view.at_risk} == {row.student.pk for row in weak}
    assert view.rows[1].prospects[course.pk].mark == 5
    assert sum(count for _, count in view.categories) == len(pupils)


def test_the_mark_before_and_lessons_ahead_are_weighed(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4")
    _, row = _row(cast)
    found = row.prospects[course.pk]
    assert found.standing.lessons > 0
    assert found.forecast.spread > 0
    FinalMark.objects.create(
        course=course, student=pupil, kind="quarter", period=quarter(course, 1).period, value="5",
        entered_by=cast.user("krylova"), entered_at=cast.now,
    )  # fmt: skip
    better = _row(cast)[1].prospects[course.pk].forecast
    assert better.mean > found.forecast.mean


def test_the_history_of_the_course_is_weighed_too(cast: Cast) -> None:
    """A class marked low the quarter before pulls two fives of a pupil down; what is known of it leaves less doubt."""
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "5 5")
    alone = _row(cast)[1].prospects[course.pk].forecast
    others = [row.student for row in class_forecast(cast.school.classes["7Б"]).rows if row.student.pk != pupil.pk]
    for one in others[:12]:
        give(cast, course, one, "3 3 2 3", number=1)
    forget_everything()
    found = _row(cast)[1].prospects[course.pk].forecast
    assert found.mean < alone.mean
    assert found.spread < alone.spread


def test_marks_outside_the_period_and_pupils_without_marks_are_not_forecast(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "2 2", number=1)
    view, row = _row(cast)
    assert row.prospects == {}
    assert (view.expected.success, view.expected.count) == (None, 0)


def test_a_school_costs_as_many_statements_as_a_class(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give(cast, algebra(cast), cast.pupil(DANIIL), "5 4 4")
    classes = [one for one in cast.school.classes.values() if one.grade_level > 1]
    class_forecast(classes[0])
    forget_everything()
    with django_assert_max_num_queries(MOST):
        found = forecasts(classes)
    assert [one.school_class for one in found] == classes


@pytest.mark.clause("S0-7b")
def test_a_look_is_kept_once_a_month_and_reader(cast: Cast) -> None:
    mother, pupil = cast.user("kovaleva"), cast.pupil(DANIIL)
    for _ in range(3):
        assert seen_in_diary(mother, pupil)
    row = FamilyInformed.objects.get(student=pupil)
    assert (row.month, row.channel, row.by) == (date(2026, 12, 1), InformedBy.DIARY, mother)
    with clock.frozen_at(clock.at(date(2027, 1, 12), 9)):
        seen_in_diary(mother, pupil)
    assert FamilyInformed.objects.filter(student=pupil).count() == 2


@pytest.mark.clause("S0-7b")
def test_the_class_teacher_ticks_paper_and_it_is_in_the_log(cast: Cast) -> None:
    row, pupil, teacher = cast.school.classes["7Б"], cast.pupil(DANIIL), cast.user("krylova")
    assert len(tell_families(teacher, row, [pupil.pk], InformedBy.PRINTED)) == 1
    assert tell_families(teacher, row, [pupil.pk], InformedBy.PRINTED) == []
    assert AuditEntry.objects.filter(code="finals.informed", person=pupil.user).count() == 1
    view = informed_of(row)
    assert pupil.pk not in {one.student.pk for one in view.missing}
    assert len(view.missing) == len(view.lines) - 1
    with pytest.raises(FinalRefused, match="Выберите учеников"):
        tell_families(teacher, row, [], InformedBy.PRINTED)
    with pytest.raises(FinalRefused, match="отправлено или выдано"):
        tell_families(teacher, row, [pupil.pk], InformedBy.DIARY)
    with pytest.raises(RightMissing):
        tell_families(cast.user("petrova"), row, [pupil.pk], InformedBy.SENT)


@pytest.mark.parametrize(
    ("slug", "duty"),
    [
        ("gymnasium-2015", True),
        ("service-2022", False),
        ("service-gis", True),
        ("full-act-2021", True),
        ("journal-act-2014", True),
        ("default", True),
    ],
)
def test_who_was_not_told_in_the_month_before_is_a_breach_where_the_act_makes_it_a_duty(
    cast: Cast, slug: str, duty: bool
) -> None:
    if slug != "default":
        adopt(cast, slug)
    row, pupil = cast.school.classes["7Б"], cast.pupil(DANIIL)
    with clock.frozen_at(clock.at(date(2026, 11, 20), 12)):
        seen_in_diary(cast.user("kovaleva"), pupil)
    view = informed_of(row)
    assert view.mandatory is duty
    late = {one.student.pk for one in view.breaches}
    assert late == ({one.student.pk for one in view.lines} - {pupil.pk} if duty else set())


def test_courses_are_read_before_anybody_asks(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The work done in the background: the first family of a class waits for no reading of its courses."""
    course, today = algebra(cast), clock.today()
    period = quarter(course, 2).period
    assert period is not None
    span, scale = (period.starts_on, today), scale_on(today)
    assert read_all() >= 12
    with django_assert_num_queries(0):
        kept = readings([course.pk], span, scale)[course.pk]
    pupils = [row.student for row in class_forecast(cast.school.classes["7Б"]).rows]
    for pupil in pupils:
        give(cast, course, pupil, "5 5 5 5")
    assert readings([course.pk], span, scale)[course.pk].mean == kept.mean
    read_all()
    assert readings([course.pk], span, scale)[course.pk].mean > kept.mean
