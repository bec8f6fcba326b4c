"""What deadlines look like on day one: late marks, a correction with its reason, a closed lesson, one that is open."""

import uuid
from datetime import date, timedelta

from django.db.models import QuerySet

from parta.domain.access.models import User
from parta.domain.journal.actions import apply_operations, open_entries
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Mark
from parta.domain.journal.rules import Operation
from parta.domain.school.models import Enrollment, Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

LATE = 3
REASON = "Ошибка при проверке: задание № 4 решено верно"
PUPIL = "daniil"


def show_deadlines(built: DemoSchool, today: date) -> None:
    """Marks of the mathematics teacher entered late yesterday, one corrected, and a forgotten lesson opened today."""
    teacher, deputy = built.staff["krylova"].user, built.staff["zavuch"].user
    algebra = _lessons(built, "Алгебра").filter(day__lt=today).order_by("-day")[0]
    evening = clock.at(min(algebra.day + timedelta(days=1), today - timedelta(days=1)), 17, 20)
    with clock.frozen_at(max(evening, algebra.ends + timedelta(hours=8))):
        _apply(teacher, [_mark(algebra, pupil, 0, str(4 + pupil % 2)) for pupil in _unmarked(algebra)])
        _apply(teacher, _correction(built, today))
    forgotten = _lessons(built, "Геометрия").filter(day__lt=today - timedelta(days=7), record__isnull=True)
    with clock.frozen_at(clock.at(today, 9, 15)):
        open_entries(
            deputy,
            lesson=forgotten.order_by("-day")[0],
            closes_at=clock.at(today, 18),
            reason="Учитель был на курсах, тему и задание внесёт сегодня",
        )


def _correction(built: DemoSchool, today: date) -> list[Operation]:
    """The latest mark of the week that may still be corrected, put a step higher."""
    pupil = Student.objects.get(user__login=PUPIL)
    mine = Mark.objects.filter(student=pupil, slot=1, value__in=["3", "4"], lesson__course__in=_courses(built))
    row = (
        mine.filter(lesson__day__gte=today - timedelta(days=7), lesson__day__lt=today).order_by("-lesson__day").first()
    )
    if row is None:
        return []
    return [_mark(row.lesson, pupil.pk, row.version, str(int(row.value) + 1), REASON)]


def _courses(built: DemoSchool) -> list[int]:
    return [course.pk for subject in ("Алгебра", "Геометрия") for course in built.courses["7Б", subject]]


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
