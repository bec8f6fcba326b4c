"""Which days are school days, and why the others are not. Read once for a range, then asked any number of times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from parta.domain.school import rules
from parta.domain.school.choices import DayKind, DaySource
from parta.domain.school.models import AcademicYear, CalendarException, GradingPeriod, SchoolClass, Vacation
from parta.lib import clock
from parta.lib.prepared import prepared

VACATION = "vacation"


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """Days of one academic year between two days, both included; outside the year there are no school days."""

    first: date
    last: date
    vacations: tuple[rules.Span, ...]
    exceptions: dict[date, rules.SpecialDay]

    def is_school_day(self, day: date, grade_level: int, days_per_week: int = 5) -> bool:
        """Are there lessons for the grade on the day?"""
        return not self.reason(day, grade_level, days_per_week)

    def reason(self, day: date, grade_level: int = 0, days_per_week: int = 5) -> str:
        """Why there are no lessons: «осенние каникулы», «День народного единства», «воскресенье»; «» on a school day.

        grade_level 0 asks for the whole school: vacations of some grades only are left out.
        """
        if not self.first <= day <= self.last:
            return "не учебный год"
        return rules.day_off_reason(day, grade_level, days_per_week, self.vacations, self.exceptions)

    def weekday_of(self, day: date) -> int:
        """The weekday (1 = Monday) whose timetable the day follows: a working Saturday may stand for a Monday."""
        special = self.exceptions.get(day)
        return special.as_weekday if special and special.as_weekday else day.isoweekday()

    def school_days(self, grade_level: int, days_per_week: int = 5) -> Iterator[date]:
        """Every school day of the range, in order."""
        return (
            day
            for day in clock.days_between(self.first, self.last)
            if self.is_school_day(day, grade_level, days_per_week)
        )

    def title(self, day: date) -> str:
        """The name of a special day, whatever its kind: «рабочая суббота»; «» for an ordinary one."""
        special = self.exceptions.get(day)
        return special.title if special else ""


def calendar_between(year: AcademicYear, first: date, last: date) -> SchoolCalendar:
    """The calendar of the part of the year that lies between the days. One statement."""
    first, last = max(first, year.starts_on), min(last, year.ends_on)
    rows = _days_between(year.pk, first, last)
    return SchoolCalendar(
        first=first,
        last=last,
        vacations=tuple(
            rules.Span(title, starts, ends, first_grade, last_grade)
            for kind, title, starts, ends, first_grade, last_grade, _ in rows
            if kind == VACATION
        ),
        exceptions={
            day: rules.SpecialDay(
                day,
                title,
                is_school_day=kind == DayKind.SCHOOL_DAY,
                by_government=source == DaySource.GOVERNMENT,
                as_weekday=as_weekday,
            )
            for kind, title, day, _, as_weekday, _, source in rows
            if kind != VACATION
        },
    )


@prepared
def _days_between(year_id: int, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Vacations and special days as rows of one form."""
    text = CharField()
    special = CalendarException.objects.filter(day__gte=first, day__lte=last).order_by()
    vacations = Vacation.objects.filter(year_id=year_id, starts_on__lte=last, ends_on__gte=first).order_by()
    return special.values_list("kind", "title", "day", F("day"), "as_weekday", F("as_weekday"), "source").union(
        vacations.values_list(
            Value(VACATION, text), "title", "starts_on", "ends_on", "first_grade", "last_grade", Value("", text)
        ),
        all=True,
    )


def calendar_of(year: AcademicYear) -> SchoolCalendar:
    """The calendar of the whole year."""
    return calendar_between(year, year.starts_on, year.ends_on)


def is_school_day(day: date, school_class: SchoolClass) -> bool:
    """Does the class study on the day? For one question; for many take a calendar once."""
    calendar = calendar_between(school_class.year, day, day)
    return calendar.is_school_day(day, school_class.grade_level, school_class.days_per_week)


@dataclass(frozen=True, slots=True)
class PeriodGroup:
    """Grades that divide the year the same way."""

    grades: tuple[int, ...]
    kind: str
    kind_title: str
    periods: tuple[rules.PeriodDates, ...]

    @property
    def title(self) -> str:
        """«1–9 классы»."""
        return rules.grades_in_words(self.grades)


def period_groups(year: AcademicYear) -> list[PeriodGroup]:
    """How the grades divide the year, those alike together. One query."""
    by_grade: dict[int, list[GradingPeriod]] = {}
    for row in GradingPeriod.objects.filter(year=year).order_by("grade_level", "number"):
        by_grade.setdefault(row.grade_level, []).append(row)
    alike: dict[tuple[str, tuple[rules.PeriodDates, ...]], list[int]] = {}
    for grade, rows in by_grade.items():
        dates_of = tuple(rules.PeriodDates(row.number, row.starts_on, row.ends_on) for row in rows)
        alike.setdefault((rows[0].kind, dates_of), []).append(grade)
    return [
        PeriodGroup(tuple(grades), kind, rules.KIND_WORDS[kind], periods) for (kind, periods), grades in alike.items()
    ]


def special_days(year: AcademicYear) -> list[CalendarException]:
    """Special days from September to August of the year, by date."""
    first, last = date(year.year, 9, 1), date(year.year + 1, 8, 31)
    return list(CalendarException.objects.filter(day__gte=first, day__lte=last))
