"""The family's calendar: periods, vacations, days off of the grade (S2-2.2g); coming control works (S2-2.2d)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.journal.queries.control_works import PlannedWork, works_of_student
from parta.domain.school.choices import DayKind
from parta.domain.school.models import (
    AcademicYear,
    CalendarException,
    GradingPeriod,
    SchoolClass,
    Student,
    Vacation,
)
from parta.domain.school.queries import calendar_between
from parta.lib import clock, dates

WORKS_AHEAD = timedelta(days=42)
"""Between grading periods: how far ahead control works are shown."""


@dataclass(slots=True)
class DaySpan:
    """One or several days in a row under one name."""

    title: str
    first: date
    last: date
    note: str = ""

    @property
    def is_over(self) -> bool:
        """Is it in the past?"""
        return self.last < clock.today()

    @property
    def is_now(self) -> bool:
        """Is today inside?"""
        return self.first <= clock.today() <= self.last

    @property
    def days(self) -> int:
        """Calendar days, ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class StudentCalendar:
    """The page. `next_vacation` with `days_left`: school days before it, today included."""

    student: Student
    school_class: SchoolClass | None
    year: AcademicYear | None = None
    periods: tuple[DaySpan, ...] = ()
    vacations: tuple[DaySpan, ...] = ()
    days_off: tuple[DaySpan, ...] = ()
    school_days: tuple[DaySpan, ...] = ()
    next_vacation: DaySpan | None = None
    days_left: int = 0
    works: tuple[PlannedWork, ...] = ()

    @property
    def period_now(self) -> DaySpan | None:
        """The grading period of today."""
        return next((one for one in self.periods if one.is_now), None)

    @property
    def vacation_now(self) -> DaySpan | None:
        """The vacation of today."""
        return next((one for one in self.vacations if one.is_now), None)


def student_calendar(student: Student) -> StudentCalendar:
    """Dates of the pupil's year and grade. At most ten statements."""
    today = clock.today()
    belonging = belonging_of(student)
    school_class = belonging.class_on(today)
    if school_class is None:
        return StudentCalendar(student, None)
    year, grade = school_class.year, school_class.grade_level
    rows = GradingPeriod.objects.filter(year=year, grade_level=grade).order_by("number")
    periods = tuple(DaySpan(str(row), row.starts_on, row.ends_on) for row in rows)
    until = next((one.last for one in periods if one.is_now), today + WORKS_AHEAD)
    vacations = Vacation.objects.filter(year=year, first_grade__lte=grade, last_grade__gte=grade).order_by("starts_on")
    special = list(CalendarException.objects.filter(day__range=(year.starts_on, year.ends_on)).order_by("day"))
    spans = [DaySpan(row.title, row.starts_on, row.ends_on) for row in vacations]
    coming = next((one for one in spans if one.first > today), None)
    return StudentCalendar(
        student=student,
        school_class=school_class,
        year=year,
        periods=periods,
        vacations=tuple(spans),
        days_off=_joined(row for row in special if row.kind == DayKind.HOLIDAY),
        school_days=tuple(_school_day(row) for row in special if row.kind == DayKind.SCHOOL_DAY),
        next_vacation=coming,
        days_left=_school_days_before(school_class, coming.first) if coming else 0,
        works=tuple(works_of_student(belonging.where("course__", "day"), today, until)),
    )


def _joined(rows: Iterable[CalendarException]) -> tuple[DaySpan, ...]:
    """Neighbouring days of one name become one line."""
    spans: list[DaySpan] = []
    for row in rows:
        title = row.title or "выходной"
        if spans and spans[-1].title == title and row.day - spans[-1].last == timedelta(days=1):
            spans[-1].last = row.day
        else:
            spans.append(DaySpan(title, row.day, row.day))
    return tuple(spans)


def _school_day(row: CalendarException) -> DaySpan:
    note = f"по расписанию: {dates.WEEKDAYS[row.as_weekday - 1]}" if row.as_weekday else ""
    return DaySpan(row.title or "учебный день", row.day, row.day, note)


def _school_days_before(school_class: SchoolClass, day: date) -> int:
    calendar = calendar_between(school_class.year, clock.today(), day - timedelta(days=1))
    return sum(1 for _ in calendar.school_days(school_class.grade_level, school_class.days_per_week))
