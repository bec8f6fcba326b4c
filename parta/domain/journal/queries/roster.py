"""Who is on the page: pupils of the class or group with the days they belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.school.models import Enrollment, GroupMembership
from parta.domain.timetable.models import Lesson
from parta.lib.prepared import prepared


@dataclass(slots=True)
class RosterLine:
    """A pupil with the spans of belonging (a pupil may leave and come back)."""

    student_id: int
    name: str
    spans: list[tuple[date, date | None]]
    user_id: int = 0

    def belongs_on(self, day: date) -> bool:
        """Is the pupil in the class or group that day?"""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)

    @property
    def left_on(self) -> date | None:
        """The last day, when the pupil has left for good."""
        lasts = [last for _, last in self.spans]
        return None if None in lasts else max(last for last in lasts if last)


NAMED = (
    "student_id", "student__user__last_name", "student__user__first_name", "valid_from", "valid_to", "student__user_id",
)  # fmt: skip
ALPHABET = ("student__user__sort_name", "student_id", "valid_from")


def roster_of(course: Course, first: date, last: date) -> list[RosterLine]:
    """Pupils who belong to the course on any day between first and last, by the alphabet. One query."""
    if course.school_class_id:
        return _lines(_of_class(course.school_class_id, first, last))
    return _lines(_of_group(course.group_id, first, last))


def rosters_on(lessons: Iterable[Lesson], students: Iterable[int]) -> dict[int, list[RosterLine]]:
    """By course id: these pupils' belonging to the courses of the lessons. Two statements at most."""
    courses = {lesson.course_id: lesson.course for lesson in lessons}
    pupils = list(students)
    classes = [course.school_class_id for course in courses.values() if course.school_class_id]
    groups = [course.group_id for course in courses.values() if course.group_id]
    by_class = _by_unit(_in_classes(classes, pupils)) if classes else {}
    by_group = _by_unit(_in_groups(groups, pupils)) if groups else {}
    return {
        course.pk: by_class.get(course.school_class_id or 0, []) or by_group.get(course.group_id or 0, [])
        for course in courses.values()
    }


@prepared
def _of_class(unit: int | None, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Enrollment.objects.filter(between(first, last), school_class_id=unit)
    return rows.order_by(*ALPHABET).values_list(*NAMED)


@prepared
def _of_group(unit: int | None, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = GroupMembership.objects.filter(between(first, last), group_id=unit)
    return rows.order_by(*ALPHABET).values_list(*NAMED)


@prepared
def _in_classes(units: list[int], students: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Enrollment.objects.filter(school_class_id__in=units, student_id__in=students)
    return rows.order_by("valid_from").values_list("school_class_id", *NAMED)


@prepared
def _in_groups(units: list[int], students: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    rows = GroupMembership.objects.filter(group_id__in=units, student_id__in=students)
    return rows.order_by("valid_from").values_list("group_id", *NAMED)


def between(first: date, last: date) -> Q:
    """Rows in force on any day between the two."""
    return Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))


def _by_unit(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[RosterLine]]:
    grouped: dict[int, list[Any]] = {}
    for unit_id, *line in rows:
        grouped.setdefault(unit_id, []).append(line)
    return {unit_id: _lines(lines) for unit_id, lines in grouped.items()}


def _lines(rows: Iterable[Any]) -> list[RosterLine]:
    lines: dict[int, RosterLine] = {}
    for student_id, last_name, first_name, valid_from, valid_to, user_id in rows:
        name = f"{last_name} {first_name}".strip()
        line = lines.setdefault(student_id, RosterLine(student_id, name, [], user_id))
        line.spans.append((valid_from, valid_to))
    return list(lines.values())
