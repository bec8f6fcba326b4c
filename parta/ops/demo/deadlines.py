"""What deadlines look like on day one: late marks, a correction with its reason, a closed lesson, one that is open."""

import uuid
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from parta.domain.access.models import User
from parta.domain.journal.actions import apply_operations, open_entries
from parta.domain.journal.choices import DeadlineClass, OperationKind, OperationStatus
from parta.domain.journal.models import Mark
from parta.domain.journal.rules import Operation
from parta.domain.school.models import Enrollment, Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

LATE = 3
BEST = 5
REASON = "Ошибка при проверке: задание № 4 решено верно"
PUPIL = "daniil"


def show_deadlines(built: DemoSchool, today: date) -> None:
    """Marks of the mathematics teacher entered late yesterday, one corrected, and a forgotten lesson opened today."""
    teacher, deputy = built.staff["krylova"].user, built.staff["zavuch"].user
    algebra = _ordinary(_lessons(built, "Алгебра")).filter(day__lt=today).order_by("-day")[0]
    pupil = Student.objects.get(user__login=PUPIL).pk
    evening = clock.at(today - timedelta(days=1), 17, 20)
    given = Mark.objects.filter(lesson=algebra, student=pupil, slot=1).exclude(value="").first()
    late = [_mark(algebra, one, 0, str(4 + one % 2)) for one in _unmarked(algebra) if one != pupil]
    with clock.frozen_at(evening):
        _apply(teacher, [*late, *([] if given else [_mark(algebra, pupil, 0, "3")])])
    was, base = (int(given.value), given.version) if given else (3, 1)
    with clock.frozen_at(evening + timedelta(minutes=40)):
        _apply(teacher, [_mark(algebra, pupil, base, str(was + 1 if was < BEST else was - 1), REASON)])
    forgotten = _lessons(built, "Геометрия").filter(day__lt=today - timedelta(days=7), record__isnull=True)
    with clock.frozen_at(clock.at(today, 9, 15)):
        open_entries(
            deputy,
            lesson=forgotten.order_by("-day")[0],
            closes_at=clock.at(today, 18),
            reason="Учитель был на курсах, тему и задание внесёт сегодня",
        )


def _ordinary(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons whose marks are due the same day."""
    kind = Q(record__work_type=None) | Q(record__work_type__deadline_class=DeadlineClass.LESSON)
    return lessons.filter(kind, record__isnull=False)


def _lessons(built: DemoSchool, subject: str) -> QuerySet[Lesson]:
    courses = [course.pk for course in built.courses["7Б", subject]]
    return Lesson.objects.filter(course__in=courses).select_related("course__subject", "course__year")


def _unmarked(lesson: Lesson) -> list[int]:
    """Pupils of the class without a mark at the lesson, the first few."""
    marked = Mark.objects.filter(lesson=lesson).values("student_id")
    rows = Enrollment.objects.filter(school_class=lesson.course.school_class, valid_to__isnull=True)
    free = rows.exclude(student_id__in=marked).order_by("student__user__sort_name")
    return list(free.values_list("student_id", flat=True)[:LATE])


def _mark(lesson: Lesson, pupil: int, base: int, value: str, reason: str = "") -> Operation:
    made = uuid.uuid5(uuid.NAMESPACE_OID, f"deadlines {lesson.pk} {pupil} {value}")
    kind = OperationKind.MARK
    return Operation(id=made, kind=kind, lesson=lesson.pk, student=pupil, value=value, base=base, reason=reason)


def _apply(actor: User, operations: list[Operation]) -> None:
    refused = next((one for one in apply_operations(actor, operations) if one.status != OperationStatus.APPLIED), None)
    if refused:
        raise RuntimeError(f"the demo teacher was refused: {refused.message}")
