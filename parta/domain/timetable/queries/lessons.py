"""Dated lessons: whose they are, who may see one, what was entered on them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import ForeignObjectRel, Q, QuerySet
from django.db.models.deletion import PROTECT

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.school.models import ClassTeacher
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import LessonNotFound
from parta.domain.timetable.models import Lesson, Substitution

EntrySource = Callable[[Iterable[int]], set[int]]
CHUNK = 10_000
"""Ids in one query: both databases take this many parameters."""
READERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP)


def roles_from_substitutions(user_id: int, day: date) -> dict[Role, QuerySet[Any]]:
    """Role source of the room: a substitute on the day of a substituted lesson (the right ends with it, S4-2.2b)."""
    return {Role.SUBSTITUTE: Substitution.objects.filter(teacher__user_id=user_id, lesson__day=day)}


def protected_lessons(lesson_ids: Iterable[int]) -> set[int]:
    """Lessons that any row of any room protects from deletion: marks, attendance, topics, homework, substitutions."""
    ids = list(lesson_ids)
    found: set[int] = set()
    for relation in Lesson._meta.related_objects:
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT:
            name = relation.field.name
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
            found.update(rows.values_list(f"{name}_id", flat=True).distinct())
    return found


_entry_sources: list[EntrySource] = [protected_lessons]


def register_entry_source(source: EntrySource) -> None:
    """A room above says which of the given lessons hold something it entered; called once, from `apps.ready`.

    Needed only for what is not a row with a protecting key to the lesson: such rows are found without registering.
    """
    if source not in _entry_sources:
        _entry_sources.append(source)


def lessons_with_entries(lesson_ids: Iterable[int]) -> set[int]:
    """Which of the lessons hold anything entered: regeneration never deletes these."""
    ids = sorted(set(lesson_ids))
    found: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        for source in _entry_sources:
            found |= source(ids[start : start + CHUNK])
    return found


def with_parts(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons with everything a screen names about them, in one query."""
    return rows.select_related(
        "course__subject",
        "course__school_class",
        "course__group",
        "course__year",
        "room",
        "teacher__user",
        "entry__room",
        "substitution__teacher__user",
        "substitution__room",
        "substitution__joined_with__course__school_class",
        "substitution__joined_with__course__group",
    )


def lessons_of_teacher(user: User, day: date) -> list[Lesson]:
    """The person's lessons of a day: own ones, and those substituted; without those another teacher gives instead.

    A lesson without a named teacher belongs to everybody assigned to its course (team teaching). Cancelled ones stay.
    """
    assigned = TeachingAssignment.objects.filter(in_force("", day), staff__user=user).values("course_id")
    own = Q(teacher__user=user) | Q(teacher__isnull=True, course_id__in=assigned)
    mine = Q(own, substitution__isnull=True) | Q(substitution__teacher__user=user)
    return list(with_parts(Lesson.objects.filter(mine, day=day)).order_by("starts_at", "number", "id"))


def lessons_of_course(course: Course, first: date, last: date) -> list[Lesson]:
    """Lessons of a page of the journal between two days, both included, in order."""
    return list(with_parts(Lesson.objects.filter(course=course, day__range=(first, last))).order_by("day", "number"))


def lesson_days(course: Course) -> list[tuple[int, date, int]]:
    """(id, day, number) of lessons that take place, in order: the n-th topic of a plan falls on the n-th of them."""
    rows = Lesson.objects.filter(course=course).exclude(status=LessonStatus.CANCELLED).order_by("day", "number")
    return list(rows.values_list("id", "day", "number"))


def busy_teachers(lesson: Lesson) -> dict[int, str]:
    """By id of a member of staff: what that person gives while the lesson goes on («9А, физика»). One query."""
    rows = Lesson.objects.filter(day=lesson.day, starts_at__lt=lesson.ends_at, ends_at__gt=lesson.starts_at)
    rows = with_parts(rows.exclude(pk=lesson.pk).exclude(status=LessonStatus.CANCELLED))
    busy: dict[int, str] = {}
    for row in rows:
        substitution = getattr(row, "substitution", None)
        staff_id = substitution.teacher_id if substitution else row.teacher_id
        if staff_id:
            busy[staff_id] = row.course.title
    return busy


def lesson_for(user: User, lesson_id: int) -> Lesson:
    """A lesson for a person who has to do with it; absent and foreign look the same (LessonNotFound)."""
    lesson = with_parts(Lesson.objects.filter(pk=lesson_id)).first()
    if lesson is None or not _concerns(user, lesson):
        raise LessonNotFound("Такого урока нет.")
    return lesson


def _concerns(user: User, lesson: Lesson) -> bool:
    """Heads of the school; a teacher of the course on that day; the substitute; the homeroom teacher."""
    if has_role(user, *READERS):
        return True
    if lesson.teacher and lesson.teacher.user_id == user.pk:
        return True
    substitution = getattr(lesson, "substitution", None)
    if substitution and substitution.teacher.user_id == user.pk:
        return True
    if TeachingAssignment.objects.filter(in_force("", lesson.day), course=lesson.course, staff__user=user).exists():
        return True
    classes = Q(school_class=lesson.course.school_class_id) | Q(school_class__groups=lesson.course.group_id)
    if not lesson.course.school_class_id:
        classes = Q(school_class__groups=lesson.course.group_id)
    return ClassTeacher.objects.filter(classes, in_force("", lesson.day), staff__user=user).exists()
