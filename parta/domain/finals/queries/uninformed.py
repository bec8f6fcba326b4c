"""Families that were not told the forecast in a month that is over (S0-7b), class by class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parta.domain.finals.models import FamilyInformed
from parta.domain.finals.queries.informed import is_duty
from parta.domain.finals.rules.publication import is_past
from parta.domain.regulation import rules as regulation
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import AcademicYear, ClassTeacher, Enrollment, SchoolClass

FIRST_GRADE = 1


@dataclass(frozen=True, slots=True)
class Month:
    """first, last: its days inside the year; due: the last second of it."""

    first: date
    last: date
    due: datetime
    current: CurrentRulebook


@dataclass(frozen=True, slots=True)
class Untold:
    """A pupil whose family heard nothing in the month. who: the class teacher of its last day, «» without one."""

    enrollment: Enrollment
    month: Month
    who: str


def untold(year: AcademicYear, classes: Sequence[SchoolClass], now: datetime) -> Iterator[Untold]:
    """Of every month over by the moment in which the rulebook makes it a duty. Three statements, or none.

    A pupil counts who was in the class on every day of the month. Grade 1 without marks has no forecast.
    """
    months = [one for one in months_of(year) if is_past(now, one.due) and is_duty(one.current)]
    if not months:
        return
    grade1 = months[0].current.rulebook.marks.grade1_marks_allowed
    units = [one.pk for one in classes if grade1 or one.grade_level != FIRST_GRADE]
    told = set(
        FamilyInformed.objects.filter(month__gte=months[0].first.replace(day=1)).values_list("student_id", "month")
    )
    teachers = list(ClassTeacher.objects.filter(school_class__in=units).select_related("staff__user"))
    rows = Enrollment.objects.filter(school_class__in=units).select_related("student__user")
    for row in rows.order_by("student__user__sort_name", "id"):
        for month in months:
            whole = row.valid_from <= month.first and (row.valid_to is None or row.valid_to >= month.last)
            if whole and (row.student_id, month.first.replace(day=1)) not in told:
                yield Untold(row, month, _leader(teachers, row.school_class_id, month.last))


def months_of(year: AcademicYear) -> list[Month]:
    """Months of the academic year, the first and the last one cut to it."""
    found, first = [], year.starts_on
    while first <= year.ends_on:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = following - timedelta(days=1)
        last = min(end, year.ends_on)
        found.append(Month(first, last, regulation.end_of(end), rulebook_for(last)))
        first = following
    return found


def _leader(teachers: list[ClassTeacher], unit: int, day: date) -> str:
    own = [one for one in teachers if one.school_class_id == unit and one.valid_from <= day]
    return ", ".join(one.staff.user.short_name for one in own if one.valid_to is None or day <= one.valid_to)
