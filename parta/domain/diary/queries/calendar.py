"""The family's calendar: grading periods, vacations and days off of the pupil's grade."""

from dataclasses import dataclass

from parta.domain.school.choices import DayKind
from parta.domain.school.models import CalendarException, GradingPeriod, SchoolClass, Student, Vacation
from parta.domain.school.queries import class_of, year_on
from parta.lib import clock
from parta.lib.dates import year_title


@dataclass(frozen=True, slots=True)
class StudentCalendar:
    """The page (S2-2.2g)."""

    student: Student
    school_class: SchoolClass | None
    title: str
    periods: list[GradingPeriod]
    vacations: list[Vacation]
    days_off: list[CalendarException]
    school_days: list[CalendarException]


def student_calendar(student: Student) -> StudentCalendar:
    """Dates of the current year for the pupil's grade."""
    today = clock.today()
    school_class, year = class_of(student, today), year_on(today)
    if school_class is None or year is None:
        return StudentCalendar(student, school_class, "", [], [], [], [])
    grade = school_class.grade_level
    exceptions = list(CalendarException.objects.filter(day__gte=year.starts_on, day__lte=year.ends_on))
    return StudentCalendar(
        student=student,
        school_class=school_class,
        title=year_title(year.year),
        periods=list(GradingPeriod.objects.filter(year=year, grade_level=grade)),
        vacations=list(Vacation.objects.filter(year=year, first_grade__lte=grade, last_grade__gte=grade)),
        days_off=[one for one in exceptions if one.kind == DayKind.HOLIDAY],
        school_days=[one for one in exceptions if one.kind == DayKind.SCHOOL_DAY],
    )
