"""Where a pupil belongs day by day: classes and teaching groups. Every read of the diary asks this first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from parta.domain.school.models import Enrollment, GroupMembership, SchoolClass, Student


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
        found = Q(pk__in=[])
        for row in self.enrollments:
            found |= _span(f"{course}school_class_id", row.school_class_id, day, row.valid_from, row.valid_to)
        for member in self.memberships:
            found |= _span(f"{course}group_id", member.group_id, day, member.valid_from, member.valid_to)
        return found

    def units_on(self, day: date, course: str = "") -> Q:
        """Courses of the class and the groups of the day; `course` leads to the course from other rows."""
        classes = [row.school_class_id for row in self.enrollments if row.is_active_on(day)]
        groups = [
            row.group_id
            for row in self.memberships
            if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        ]
        return Q(**{f"{course}school_class_id__in": classes}) | Q(**{f"{course}group_id__in": groups})


def belonging_of(student: Student) -> Belonging:
    """Two statements."""
    return Belonging(
        student=student,
        enrollments=list(
            Enrollment.objects.filter(student=student).select_related("school_class__year").order_by("valid_from", "id")
        ),
        memberships=list(GroupMembership.objects.filter(student=student)),
    )


def _span(path: str, unit_id: int, day: str, start: date, end: date | None) -> Q:
    found = Q(**{path: unit_id, f"{day}__gte": start})
    return found & Q(**{f"{day}__lte": end}) if end else found
