"""The school and its year: periods per grade, vacations, special days."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.school import actions as school
from parta.domain.school import queries, rules
from parta.domain.school.choices import DayKind, DaySource, PeriodKind
from parta.domain.school.errors import AlreadyThere, BadDates, YearClosed
from parta.domain.school.models import AcademicYear, CalendarException, GradingPeriod

pytestmark = pytest.mark.django_db


def test_a_new_year_comes_with_periods_vacations_and_public_holidays(year: AcademicYear) -> None:
    kinds = dict(GradingPeriod.objects.filter(year=year, number=1).values_list("grade_level", "kind"))
    assert kinds[9] == PeriodKind.QUARTER
    assert kinds[10] == PeriodKind.HALF_YEAR
    assert GradingPeriod.objects.filter(year=year).count() == 9 * 4 + 2 * 2
    assert year.vacations.count() == 4
    assert CalendarException.objects.get(day=date(2026, 1, 9)).source == DaySource.GOVERNMENT


def test_a_year_is_opened_once(admin: User, year: AcademicYear) -> None:
    with pytest.raises(AlreadyThere, match="2025/26"):
        school.create_year(admin, year=2025)


def test_the_secretary_does_not_open_years(secretary: User) -> None:
    with pytest.raises(RightMissing):
        school.create_year(secretary, year=2026)


@pytest.mark.clause("S0-7c")
def test_each_grade_may_have_quarters_trimesters_or_half_years(admin: User, year: AcademicYear) -> None:
    school.set_grading_periods(admin, year=year, grades=[5, 6], kind=PeriodKind.TRIMESTER)
    counts = {
        grade: list(GradingPeriod.objects.filter(year=year, grade_level=grade).values_list("kind", flat=True))
        for grade in (5, 6, 7, 11)
    }
    assert counts[5] == counts[6] == ["trimester"] * 3
    assert counts[7] == ["quarter"] * 4
    assert counts[11] == ["half_year"] * 2


def test_a_period_moved_by_a_day_keeps_its_row(admin: User, year: AcademicYear) -> None:
    before = GradingPeriod.objects.get(year=year, grade_level=7, number=1)
    periods = [rules.PeriodDates(1, date(2025, 9, 1), date(2025, 10, 25)), *rules.proposed_year(2025).quarters[1:]]
    school.set_grading_periods(admin, year=year, grades=[7], kind=PeriodKind.QUARTER, periods=periods)
    after = GradingPeriod.objects.get(year=year, grade_level=7, number=1)
    assert (after.pk, after.ends_on) == (before.pk, date(2025, 10, 25))


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ((date(2025, 10, 20), date(2025, 12, 30)), "раньше, чем кончается предыдущий"),
        ((date(2025, 12, 30), date(2025, 11, 5)), "раньше первого"),
        ((date(2025, 11, 5), date(2026, 7, 1)), "выходит за учебный год"),
    ],
)
def test_periods_that_overlap_or_leave_the_year_are_refused(
    admin: User, year: AcademicYear, second: tuple[date, date], words: str
) -> None:
    periods = [rules.PeriodDates(1, date(2025, 9, 1), date(2025, 10, 24)), rules.PeriodDates(2, *second)]
    with pytest.raises(BadDates, match=words):
        school.set_grading_periods(admin, year=year, grades=[7], kind=PeriodKind.QUARTER, periods=periods)
    assert GradingPeriod.objects.filter(year=year, grade_level=7).count() == 4


def test_a_closed_year_no_longer_changes(admin: User, year: AcademicYear) -> None:
    AcademicYear.objects.update(is_closed=True)
    year.refresh_from_db()
    with pytest.raises(YearClosed, match="закрыт"):
        school.create_class(admin, year=year, grade_level=5, letter="А")


def test_the_schools_own_day_survives_a_reload_of_the_governments(admin: User, year: AcademicYear) -> None:
    school.set_calendar_exception(admin, day=date(2025, 11, 3), kind=DayKind.SCHOOL_DAY, title="Учимся", as_weekday=1)
    assert school.import_government_holidays(admin, year=year) == 0
    assert CalendarException.objects.get(day=date(2025, 11, 3)).kind == DayKind.SCHOOL_DAY


def test_a_day_dropped_from_the_decree_goes_and_a_missing_one_returns(admin: User, year: AcademicYear) -> None:
    CalendarException.objects.filter(day=date(2026, 1, 9)).delete()
    CalendarException.objects.create(day=date(2026, 4, 10), kind=DayKind.HOLIDAY, source=DaySource.GOVERNMENT)
    assert school.import_government_holidays(admin, year=year) == 2
    assert CalendarException.objects.filter(day=date(2026, 1, 9)).exists()
    assert not CalendarException.objects.filter(day=date(2026, 4, 10)).exists()


def test_the_calendar_answers_any_number_of_days_with_one_query(year: AcademicYear) -> None:
    with CaptureQueriesContext(connection) as queried:
        calendar = queries.calendar_of(year)
        days = list(calendar.school_days(7))
        reasons = [calendar.reason(day, 7) for day in days]
    assert len(queried) == 1
    assert len(days) == 40 + 40 + 53 + 35
    assert not any(reasons)
    assert calendar.reason(date(2025, 11, 4), 7) == "День народного единства"
    assert calendar.reason(date(2025, 8, 31), 7) == "не учебный год"


def test_a_saturday_by_mondays_timetable(admin: User, year: AcademicYear) -> None:
    school.set_calendar_exception(admin, day=date(2025, 12, 13), kind=DayKind.SCHOOL_DAY, as_weekday=1)
    calendar = queries.calendar_of(year)
    assert calendar.is_school_day(date(2025, 12, 13), 7)
    assert calendar.weekday_of(date(2025, 12, 13)) == 1
    school.clear_calendar_exception(admin, day=date(2025, 12, 13))
    assert queries.calendar_of(year).reason(date(2025, 12, 13), 7) == "суббота"


def test_vacations_are_changed_and_removed_with_a_trace(admin: User, year: AcademicYear) -> None:
    autumn = year.vacations.get(title="Осенние каникулы")
    school.change_vacation(admin, autumn, span=rules.Span(autumn.title, autumn.starts_on, date(2025, 11, 4)))
    assert (AuditEntry.objects.get(code="school.vacation.changed").after or {})["ends_on"] == "2025-11-04"
    school.remove_vacation(admin, autumn)
    assert not year.vacations.filter(title="Осенние каникулы").exists()
    assert (AuditEntry.objects.get(code="school.vacation.removed").before or {})["title"] == "Осенние каникулы"


def test_the_name_of_the_school_is_changed_once_for_all_pages(admin: User) -> None:
    school.create_school(admin, name="Лицей имени Чехова", short_name="Лицей")
    assert queries.school_name() == "Лицей"
    school.create_school(admin, name="Лицей имени Чехова", short_name="Лицей № 4")
    assert queries.school_name() == "Лицей № 4"
    assert AuditEntry.objects.filter(code="school.school.changed").latest("sequence").before == {"short_name": "Лицей"}
