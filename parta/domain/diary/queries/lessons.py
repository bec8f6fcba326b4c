"""Lessons of one pupil: those of the class and of the groups the pupil belongs to on the lesson's day."""

from datetime import date

from django.db.models import F, Q, QuerySet

from parta.domain.school.models import Enrollment, GroupMembership, Student
from parta.domain.timetable.models import Lesson


def lessons_of_student(student: Student, first: date, last: date) -> QuerySet[Lesson]:
    """Lessons between two days, in order, with what the diary shows. Belonging is judged on each lesson's day."""
    classes = Enrollment.objects.filter(student=student).values_list("school_class_id", "valid_from", "valid_to")
    groups = GroupMembership.objects.filter(student=student).values_list("group_id", "valid_from", "valid_to")
    mine = Q(pk__in=[])
    for unit_id, start, end in classes:
        mine |= _unit("course__school_class_id", unit_id, start, end)
    for unit_id, start, end in groups:
        mine |= _unit("course__group_id", unit_id, start, end)
    return (
        Lesson.objects.filter(mine, day__gte=first, day__lte=last)
        .select_related(
            "course__subject", "course__year", "room", "teacher__user", "substitution__teacher__user",
            "substitution__room", "record", "homework",
        )
        .order_by(F("day"), "number", "course_id")
    )  # fmt: skip


def _unit(path: str, unit_id: int, start: date, end: date | None) -> Q:
    span = Q(**{path: unit_id, "day__gte": start})
    return span & Q(day__lte=end) if end else span
