"""Which days the journal page shows: a month, the grading period or the whole year, with ways to the neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from parta.domain.curriculum.models import Course
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.domain.school.queries import periods_of
from parta.lib import clock
from parta.lib.dates import MONTHS
from parta.web.addresses import address

VIEWS = ("month", "period", "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the three views."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the page. `earlier` and `later` are addresses of the neighbours, «» at the ends of the year."""

    view: str
    first: date
    last: date
    title: str
    choices: list[Choice]
    earlier: str = ""
    later: str = ""


def chosen_span(course: Course, query: Mapping[str, str]) -> Span:
    """Reads `view` and `from`; anything unknown means the grading period of today. One query."""
    year = course.year
    periods = periods_of(year, course.grade_level)
    day = min(max(_day(query.get("from", "")) or clock.today(), year.starts_on), year.ends_on)
    view = query.get("view", "") if query.get("view") in VIEWS else "period"
    period = _period_on(periods, day)
    if view == "period" and period is None:
        view = "month"
    first, last, title = _days(view, year, period, day)
    earlier, later = _neighbours(course, view, periods, first, last)
    return Span(
        view=view,
        first=first,
        last=last,
        title=title,
        choices=[
            Choice(_title(one, year, period, day), _address(course, one, day), one == view)
            for one in VIEWS
            if one != "period" or period
        ],
        earlier=earlier,
        later=later,
    )


def period_title(period: GradingPeriod) -> str:
    """«2 четверть»."""
    return f"{period.number} {period.get_kind_display()}"


def _title(view: str, year: AcademicYear, period: GradingPeriod | None, day: date) -> str:
    return "Год" if view == "year" else _days(view, year, period, day)[2]


def _days(view: str, year: AcademicYear, period: GradingPeriod | None, day: date) -> tuple[date, date, str]:
    if view == "month":
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return max(first, year.starts_on), min(last, year.ends_on), MONTHS[day.month].capitalize()
    if view == "period" and period:
        return period.starts_on, period.ends_on, period_title(period)
    return year.starts_on, year.ends_on, f"{year} учебный год"


def _period_on(periods: list[GradingPeriod], day: date) -> GradingPeriod | None:
    """The period of the day; in vacations the one before, as teachers finish it then."""
    begun = [one for one in periods if one.starts_on <= day]
    return begun[-1] if begun else periods[0] if periods else None


def _neighbours(course: Course, view: str, periods: list[GradingPeriod], first: date, last: date) -> tuple[str, str]:
    """Addresses of the same view before and after; «» beyond the year."""
    if view == "year":
        return "", ""
    if view == "period":
        at = [one.starts_on for one in periods].index(first)
        near = [periods[at - 1] if at else None, periods[at + 1] if at + 1 < len(periods) else None]
        found = [one.starts_on if one else None for one in near]
    else:
        days = [first - timedelta(days=1), last + timedelta(days=1)]
        found = [day if course.year.starts_on <= day <= course.year.ends_on else None for day in days]
    before, after = (_address(course, view, day) if day else "" for day in found)
    return before, after


def _address(course: Course, view: str, day: date) -> str:
    return f"{address('journal', course.pk)}?view={view}&from={day:%Y-%m-%d}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
