"""Where a pupil belongs day by day: classes and teaching groups. Every read of the diary asks this first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from parta.domain.school.models import Enrollment, GroupMembership, SchoolClass, Student
from parta.lib.prepared import prepared

UnitSpan = tuple[int, date, date | None]
"""A class or group, the first day and the last one (None: goes on)."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Enrollments (with class and year loaded, oldest first) and group memberships of one pupil."""

    student: Student
    enrollments: list[Enrollment]
    memberships: list[GroupMembership]

    def class_on(self, day: date) -> SchoolClass | None:
        """The class of the day; outside every enrollment the nearest earlier one, else the first to come."""
        earlier = [row for row in self.enrollments if row.valid_from <= day]
        inside = next((row for row in reversed(earlier) if row.is_active_on(day)), None)
        found = inside or (earlier[-1] if earlier else None) or (self.enrollments[0] if self.enrollments else None)
        return found.school_class if found else None

    def is_enrolled(self, day: date) -> bool:
        """Is the pupil in some class of the school that day?"""
        return any(row.is_active_on(day) for row in self.enrollments)

    def where(self, course: str, day: str) -> Q:
        """Rows of the classes and groups the pupil belongs to on the row's own day.

        course, day: names of the fields that lead to the course and to the day, «» and «day» for a lesson's own.
        """
        return units_where(*self.spans, course, day)

    @property
    def spans(self) -> tuple[list[UnitSpan], list[UnitSpan]]:
        """Classes and groups with their days, as plain values."""
        return (
            [(row.school_class_id, row.valid_from, row.valid_to) for row in self.enrollments],
            [(row.group_id, row.valid_from, row.valid_to) for row in self.memberships],
        )

    def units_on(self, day: date) -> tuple[list[int], list[int]]:
        """Classes and groups of the day, by number."""
        classes, groups = (
            [unit for unit, first, last in spans if first <= day and (last is None or day <= last)]
            for spans in self.spans
        )
        return classes, groups


def belonging_of(student: Student) -> Belonging:
    """Two statements."""
    return Belonging(
        student=student,
        enrollments=_enrollments(student.pk),
        memberships=_memberships(student.pk),
    )


@prepared
def _enrollments(student_id: int) -> QuerySet[Enrollment]:
    rows = Enrollment.objects.filter(student_id=student_id)
    return rows.select_related("school_class__year").order_by("valid_from", "id")


@prepared
def _memberships(student_id: int) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(student_id=student_id)


def units_where(classes: Iterable[UnitSpan], groups: Iterable[UnitSpan], course: str, day: str) -> Q:
    """Rows of these classes and groups on these days of theirs; course, day: as in `Belonging.where`."""
    found = Q(pk__in=[])
    for unit in classes:
        found |= _span(f"{course}school_class_id", unit, day)
    for unit in groups:
        found |= _span(f"{course}group_id", unit, day)
    return found


def _span(path: str, unit: UnitSpan, day: str) -> Q:
    unit_id, start, end = unit
    found = Q(**{path: unit_id, f"{day}__gte": start})
    return found & Q(**{f"{day}__lte": end}) if end else found
