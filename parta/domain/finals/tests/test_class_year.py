"""The forecast of every kind of reporting period and of the year, played on a class (S0-7c, S2-4b)."""

from datetime import date

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.class_forecast import class_forecast
from parta.domain.finals.queries.class_year import class_year_forecast
from parta.domain.finals.queries.forecast import Prospect
from parta.domain.finals.tests.steps import DANIIL, algebra, give, quarter
from parta.domain.journal.models import Mark
from parta.domain.regulation.actions import change_setting
from parta.domain.regulation.choices import YearMarkRule
from parta.domain.school.models import GradingPeriod
from parta.domain.timetable.models import Lesson
from parta.lib.remembered import forget_everything
from parta.ops.cast import Cast

DIVISIONS = {
    "quarter": [(9, 1, 10, 25), (11, 2, 12, 30), (1, 11, 3, 21), (3, 29, 5, 26)],
    "trimester": [(9, 1, 11, 15), (11, 16, 2, 20), (2, 22, 5, 26)],
    "half_year": [(9, 1, 12, 30), (1, 11, 5, 26)],
}
MOST = 15
"""Eleven of the period, periods of the grade, final marks; the rulebook again, read once a request only."""
LEFT = {
    "quarter": "все три оставшиеся четверти — 5",
    "trimester": "оба оставшиеся триместра — 5",
    "half_year": "оставшееся полугодие — 5",
}


def divide(cast: Cast, kind: str) -> None:
    """The year of grade 7, divided anew."""
    year = cast.school.year.year
    GradingPeriod.objects.filter(year=cast.school.year, grade_level=7).delete()
    for number, (month, day, last_month, last_day) in enumerate(DIVISIONS[kind], start=1):
        GradingPeriod.objects.create(
            year=cast.school.year, grade_level=7, kind=kind, number=number,
            starts_on=date(year + (month < 8), month, day), ends_on=date(year + (last_month < 8), last_month, last_day),
        )  # fmt: skip


def final(cast: Cast, value: str, number: int, kind: str) -> None:
    course = algebra(cast)
    period = GradingPeriod.objects.get(year=cast.school.year, grade_level=7, number=number)
    FinalMark.objects.create(
        course=course, student=cast.pupil(DANIIL), kind=kind, period=period, value=value,
        entered_by=cast.user("krylova"), entered_at=cast.now,
    )  # fmt: skip


def of_year(cast: Cast) -> Prospect:
    view = class_year_forecast(cast.school.classes["7Б"])
    row = next(one for one in view.rows if one.student.pk == cast.pupil(DANIIL).pk)
    return row.prospects[algebra(cast).pk]


@pytest.mark.clause("S0-7c")
@pytest.mark.clause("S2-4b")
@pytest.mark.clause("S3-9.2a")
@pytest.mark.parametrize("kind", list(DIVISIONS))
def test_quarters_trimesters_and_half_years_are_forecast_and_their_year(cast: Cast, kind: str) -> None:
    divide(cast, kind)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    for lesson in Lesson.objects.filter(course=course, day__lte=cast.now.date()).order_by("-day")[:4]:
        Mark.objects.create(
            lesson=lesson, student=pupil, value="4", entered_by=cast.user("krylova"), entered_at=lesson.ends
        )
    if kind != "half_year":
        final(cast, "4", 1, kind)
    view = class_forecast(cast.school.classes["7Б"])
    assert view.period is not None
    assert view.period.kind == kind
    now = next(row for row in view.rows if row.student.pk == pupil.pk).prospects[course.pk]
    year = of_year(cast)
    assert (now.mark, year.mark) == (4, 4)
    assert sum(year.forecast.probabilities) == pytest.approx(1)
    assert year.forecast.probabilities[2] < now.forecast.probabilities[2]


@pytest.mark.parametrize("kind", list(DIVISIONS))
def test_a_period_not_marked_yet_is_counted_among_those_left(cast: Cast, kind: str) -> None:
    divide(cast, kind)
    final(cast, "4", 1, kind)
    assert LEFT[kind] in of_year(cast).sentence


def test_the_year_given_is_certain_and_marks_of_periods_make_it(cast: Cast) -> None:
    course = algebra(cast)
    places = [quarter(course, number).period for number in (1, 2, 3, 4)]
    for value, period in zip("4454", places, strict=True):
        assert period is not None
        final(cast, value, period.number, "quarter")
    assert (of_year(cast).forecast.spread, of_year(cast).mark) == (0.0, 4)
    FinalMark.objects.create(
        course=course, student=cast.pupil(DANIIL), kind="year", value="5",
        entered_by=cast.user("krylova"), entered_at=cast.now,
    )  # fmt: skip
    assert of_year(cast).sentence == "Отметка за год уже поставлена: 5."


def test_where_the_year_is_the_mean_of_all_marks_it_is_forecast_from_them(cast: Cast) -> None:
    change_setting(
        cast.user("admin"), year=cast.school.year.year, name="year_mark_rule", value=YearMarkRule.YEAR_MEAN,
        reason="Положение школы",
    )  # fmt: skip
    give(cast, algebra(cast), cast.pupil(DANIIL), "5 5 5 5 5 5 5 5", number=1)
    give(cast, algebra(cast), cast.pupil(DANIIL), "3", number=2)
    assert of_year(cast).standing.count == 9
    assert of_year(cast).mark == 5


def test_the_year_of_a_class_costs_two_statements_more(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give(cast, algebra(cast), cast.pupil(DANIIL), "4 4")
    class_forecast(cast.school.classes["7Б"])
    cache.clear()
    forget_everything()
    with django_assert_max_num_queries(MOST):
        class_year_forecast(cast.school.classes["7Б"])
