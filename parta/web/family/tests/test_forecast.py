"""«Оценки и прогноз»: the forecast is said and is no mark; the calculator works by links; a look is remembered."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.diary.queries import prospects_of, student_marks
from parta.domain.diary.tests.cast import MONDAY, Cast
from parta.domain.finals.models import FamilyInformed, FinalMark
from parta.domain.finals.queries.class_forecast import class_forecast
from parta.domain.regulation.actions import adopt_profile
from parta.domain.school.choices import DayKind
from parta.domain.school.models import CalendarException, GradingPeriod
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.family.tests.reading import html_of, read

YEAR_STATEMENTS = 13
"""In its last period: the year's own marks are asked for as well."""


@pytest.fixture
def address(cast: Cast) -> str:
    for name, value in (("algebra_monday", "4"), ("algebra_thursday", "5"), ("russian_monday", "3")):
        cast.mark(cast.lessons[name], cast.daniil, value)
    return f"/students/{cast.daniil.pk}/marks/"


@pytest.fixture
def parent(cast: Cast, enter: Enter) -> Client:
    return enter(cast.mother)


@pytest.mark.clause("S0-7a")
@pytest.mark.clause("S3P-2.5m")
@pytest.mark.clause("S4-2.7a")
def test_the_family_reads_a_forecast_that_is_no_mark(cast: Cast, parent: Client, address: str) -> None:
    page = read(parent, address)
    assert "Оценки и прогноз" in page
    assert "прогноз 4" in page
    assert "Прогноз — не отметка. Он сделан 11 декабря" in page
    html = html_of(parent, address)
    assert 'class="fcx t4"' in html
    assert html.count('class="spark"') == 1


def test_the_family_and_the_staff_read_the_same_forecast(cast: Cast, address: str) -> None:
    """Answers, a control work, classmates with other marks: one number for both."""
    cast.mark(cast.lesson(cast.algebra, MONDAY, 5), cast.daniil, "3", work_type="control")
    cast.mark(cast.lesson(cast.algebra, MONDAY, 6), cast.maria, "2")
    seen = prospects_of(student_marks(cast.daniil), term="до конца четверти")
    school_class = student_marks(cast.daniil).school_class
    assert school_class is not None
    view = class_forecast(school_class)
    mine = next(row for row in view.rows if row.student.pk == cast.daniil.pk)
    subjects = {page.pk: page.subject_id for page in view.pages}
    staff = {subjects[pk]: one.forecast.probabilities for pk, one in mine.prospects.items()}
    assert len(staff) == 2
    assert {subject: one.forecast.probabilities for subject, one in seen.items()} == staff


@pytest.mark.clause("S2-4a")
@pytest.mark.clause("S3-9.2a")
def test_it_is_shown_where_it_is_only_recommended_too(cast: Cast, parent: Client, address: str) -> None:
    adopt_profile(cast.school.administrator, year=2025, profile="service-2022", reason="Положение школы")
    assert "прогноз 4" in read(parent, address)


def test_a_past_period_has_no_forecast(cast: Cast, parent: Client, address: str) -> None:
    first = GradingPeriod.objects.filter(grade_level=7).order_by("number")[0]
    html = html_of(parent, f"{address}?period={first.pk}")
    assert "fcx" not in html
    assert "Что нужно" not in html


@pytest.mark.clause("S2-4b")
@pytest.mark.clause("S3-9.2a")
def test_the_tab_of_the_year_forecasts_the_years_mark(cast: Cast, parent: Client, address: str) -> None:
    first = GradingPeriod.objects.filter(grade_level=7).order_by("number")[0]
    given = {"course": cast.algebra, "student": cast.daniil, "kind": "quarter", "period": first, "value": "3"}
    FinalMark.objects.create(**given, entered_by=cast.krylova.user, entered_at=clock.now())
    page = read(parent, f"{address}?period=year")
    assert "За год" in page
    assert "Прогноз — не отметка. Он сделан 11 декабря по отметкам за прошедшие периоды" in page
    assert "если оставшаяся четверть — 4" in page
    assert "Что нужно" not in page
    GradingPeriod.objects.filter(grade_level=7, number__gt=2).delete()
    FinalMark.objects.create(
        course=cast.algebra, student=cast.daniil, kind="year", value="4",
        entered_by=cast.krylova.user, entered_at=clock.now(),
    )  # fmt: skip
    assert "Итоговая отметка поставлена: 4." in read(parent, f"{address}?period=year")


def test_the_tab_of_the_year_costs_a_fixed_number_of_statements(
    cast: Cast, parent: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parent.get(f"{address}?period=year")
    with django_assert_max_num_queries(YEAR_STATEMENTS):
        parent.get(f"{address}?period=year")


def test_the_head_counts_school_days_by_the_calendar_of_the_class(cast: Cast, parent: Client, address: str) -> None:
    """From 12 to 30 December 2025 there are thirteen weekdays, and nineteen days in all."""
    assert "осталось 13 учебных дней" in read(parent, address)
    CalendarException.objects.create(day=date(2025, 12, 29), kind=DayKind.HOLIDAY, title="Карантин")
    CalendarException.objects.create(day=date(2025, 12, 30), kind=DayKind.HOLIDAY, title="Карантин")
    cache.clear()
    assert "осталось 11 учебных дней" in read(parent, address)


def test_the_calculator_counts_marks_tried_by_links_alone(cast: Cast, parent: Client, address: str) -> None:
    subject = cast.algebra.subject_id
    page = read(parent, f"{address}?subject={subject}&goal=5&try=5,3k")
    assert "Что нужно для пятёрки?" in page
    assert "Сейчас 4,50 Станет 4,00" in page
    assert "Сбросить" in page
    assert "Выходит пятёрка" in page


def test_the_calculator_begins_with_a_subject_whose_mark_is_not_given_yet(
    cast: Cast, parent: Client, address: str
) -> None:
    second = GradingPeriod.objects.filter(grade_level=7).order_by("number")[1]
    assert "Русский язык: средняя по урокам" in read(parent, address)
    FinalMark.objects.create(
        course=cast.russian, student=cast.daniil, kind="quarter", period=second, value="4",
        entered_by=cast.krylova.user, entered_at=clock.now(),
    )  # fmt: skip
    assert "Алгебра: средняя по урокам" in read(parent, address)
    chosen = read(parent, f"{address}?subject={cast.russian.subject_id}")
    assert "Русский язык: средняя по урокам" in chosen
    assert "Итоговая отметка уже поставлена: 4." in chosen


@pytest.mark.parametrize(
    "query", ["subject=9999999", "goal=77", "try=9,x,,5kk", "subject=²&goal=-1", "try=" + "5," * 400]
)
def test_nonsense_in_the_address_shows_the_page(cast: Cast, parent: Client, address: str, query: str) -> None:
    assert "Что нужно" in read(parent, f"{address}?{query}")


def test_the_pupil_is_spoken_to_as_a_friend_and_the_parent_politely(cast: Cast, enter: Enter, address: str) -> None:
    assert "Попробуй: а если получу…" in read(enter(cast.daniil.user), address)
    assert "Попробуйте: а если будет…" in read(enter(cast.mother), address)


@pytest.mark.clause("S0-7b")
def test_opening_the_page_is_remembered_once_a_month(cast: Cast, parent: Client, address: str) -> None:
    parent.head(address)
    parent.get(address, headers={"sec-purpose": "prefetch"})
    assert not FamilyInformed.objects.exists()
    for _ in range(3):
        parent.get(address)
    row = FamilyInformed.objects.get()
    assert (row.student_id, row.by_id, row.month.month) == (cast.daniil.pk, cast.mother.pk, clock.today().month)


def test_nothing_is_remembered_where_nothing_was_forecast(cast: Cast, parent: Client) -> None:
    parent.get(f"/students/{cast.vera.pk}/marks/")
    assert not FamilyInformed.objects.exists()
