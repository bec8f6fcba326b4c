"""Reads: the year and its days, classes and who is in them on a day, families."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.regulation.choices import TermUnit
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import (
    AcademicYear,
    ClassTeacher,
    Enrollment,
    GradingPeriod,
    Guardianship,
    School,
    SchoolClass,
    StaffMember,
    Student,
)
from parta.lib import clock
from parta.lib.dates import academic_year_of
from parta.lib.prepared import prepared

SCHOOL_NAME_KEY = "school-name"


def school_name() -> str:
    """Short name of the school; cached, the settings page clears it."""
    name: str | None = cache.get(SCHOOL_NAME_KEY)
    if name is None:
        name = School.objects.values_list("short_name", flat=True).first() or "Школа"
        cache.set(SCHOOL_NAME_KEY, name, 60)
    return name


def year_on(day: date) -> AcademicYear | None:
    """The academic year that covers the day, else the year the day belongs to by September, else the latest one."""
    return (
        AcademicYear.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
        or AcademicYear.objects.filter(year=academic_year_of(day)).first()
        or AcademicYear.objects.order_by("-year").first()
    )


def period_on(year: AcademicYear, grade_level: int, day: date) -> GradingPeriod | None:
    """The grading period of a grade that covers the day, else the next one, else the last."""
    return period_among(periods_of(year, grade_level), day)


def periods_of(year: AcademicYear, grade_level: int) -> list[GradingPeriod]:
    """Grading periods of a grade, in order. One statement."""
    return _periods(year.pk, grade_level)


@prepared
def _periods(year_id: int, grade_level: int) -> QuerySet[GradingPeriod]:
    return GradingPeriod.objects.filter(year_id=year_id, grade_level=grade_level).order_by("number")


def period_among(periods: Sequence[GradingPeriod], day: date) -> GradingPeriod | None:
    """Of the periods of a grade the one that covers the day, else the next one, else the last."""
    inside = next((one for one in periods if one.covers(day)), None)
    coming = next((one for one in periods if one.starts_on > day), None)
    return inside or coming or (periods[-1] if periods else None)


def students_of(school_class: SchoolClass, day: date) -> QuerySet[Student]:
    """Pupils of the class on the day, by the alphabet."""
    return (
        Student.objects.filter(in_force("enrollments__", day), enrollments__school_class=school_class)
        .select_related("user")
        .order_by("user__sort_name", "id")
    )


def class_of(student: Student, day: date) -> SchoolClass | None:
    """The pupil's class on the day."""
    row = (
        Enrollment.objects.filter(in_force("", day), student=student)
        .select_related("school_class")
        .order_by("-valid_from")
        .first()
    )
    return row.school_class if row else None


def diaries_open_to(user: User, day: date) -> QuerySet[Student]:
    """Pupils whose diary the person may read: oneself, and children while the tie is in force (S0-2b, S3-3.6a)."""
    return diaries_of(user.pk, day, departures_open(day))


def departures_open(day: date) -> date:
    """Of pupils who have left the school, those whose last day is not before this one still have their diary.

    By the rule `account_removal_after_leaving`, counted from the day after the last one; of its units calendar days
    run as they are, working days skip Saturdays and Sundays, longer ones keep the diary open.
    """
    term = rulebook_for(day).rulebook.access.account_removal_after_leaving
    if term.unit is TermUnit.CALENDAR_DAYS:
        return day - timedelta(days=term.amount)
    if term.unit is not TermUnit.WORKING_DAYS:
        return day if term.unit is TermUnit.SAME_DAY else date.min + timedelta(days=1)
    left = term.amount
    while left:
        left -= day.isoweekday() <= 5
        day -= timedelta(days=1)
    return day


def diaries_of(user_id: int, day: date, left_since: date) -> QuerySet[Student]:
    """The same by the number of the person. left_since: `departures_open` of the day."""
    here = Enrollment.objects.filter(student=OuterRef("pk"))
    staying = Exists(here.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=left_since))) | ~Exists(here)
    children = Guardianship.objects.filter(in_force("", day), guardian__user_id=user_id).values("student_id")
    return (
        Student.objects.filter(staying, Q(user_id=user_id) | Q(id__in=children))
        .select_related("user")
        .order_by("user__sort_name", "id")
    )


def class_teacher_of(school_class: SchoolClass, day: date) -> StaffMember | None:
    """The homeroom teacher on the day."""
    row = (
        ClassTeacher.objects.filter(in_force("", day), school_class=school_class).select_related("staff__user").first()
    )
    return row.staff if row else None


def roles_from_school(user_id: int, day: date) -> dict[Role, QuerySet[Any]]:
    """Role source of the room: pupil, guardian, homeroom teacher."""
    return {
        Role.STUDENT: Student.objects.filter(user_id=user_id),
        Role.GUARDIAN: Guardianship.objects.filter(in_force("", day), guardian__user_id=user_id),
        Role.CLASS_TEACHER: ClassTeacher.objects.filter(in_force("", day), staff__user_id=user_id),
    }


def current_year() -> AcademicYear | None:
    """The year of today."""
    return year_on(clock.today())
