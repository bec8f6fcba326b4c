"""What the tests of final marks share: marks of a quarter, one operation, a moment inside the window."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from parta.domain.curriculum.models import Course
from parta.domain.finals.actions import set_final_marks
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.places import FinalPlace, places_of
from parta.domain.finals.rules.operations import FinalOperation
from parta.domain.journal.models import LessonRecord, Mark, WorkType
from parta.domain.journal.rules import OperationResult
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

SECOND = timedelta(seconds=1)
TEACHER = "krylova"
DANIIL = "Ковалёв Даниил"
INSIDE = clock.at(date(2026, 12, 25), 10)
"""A Friday in the window of the second quarter: it runs from 24 to 28 December, the quarter ends on the 30th."""


def algebra(cast: Cast) -> Course:
    return cast.course("7Б", "Алгебра")


def quarter(course: Course, number: int = 2) -> FinalPlace:
    return places_of(course)[number - 1]


def give(cast: Cast, course: Course, student: Student, values: str, *, kind: str = "", number: int = 2) -> None:
    """Marks «5 4 4» on successive lessons of the quarter; kind: of work, on the lessons themselves."""
    place = quarter(course, number)
    lessons = Lesson.objects.filter(course=course, day__range=(place.first, place.last)).order_by("day", "number")
    used = Mark.objects.filter(student=student, lesson__course=course).values("lesson")
    work = WorkType.objects.get(code=kind) if kind else None
    teacher = cast.user(TEACHER)
    for lesson, value in zip(lessons.exclude(pk__in=used), values.split(), strict=False):
        entered = {"entered_by": teacher, "entered_at": lesson.ends}
        if work:
            LessonRecord.objects.get_or_create(lesson=lesson, defaults={**entered, "work_type": work})
        Mark.objects.create(lesson=lesson, student=student, value=value, **entered)


def op(course: Course, student: Student, value: str, **values: Any) -> FinalOperation:
    place = values.pop("place", None) or quarter(course).code
    return FinalOperation(id=uuid.uuid4(), course=course.pk, place=place, student=student.pk, value=value, **values)


def apply_at(cast: Cast, moment: datetime, *operations: FinalOperation, login: str = TEACHER) -> OperationResult:
    """The last answer, on the clock of a moment."""
    with clock.frozen_at(moment):
        return set_final_marks(cast.user(login), list(operations))[-1]


def stored(course: Course, student: Student, kind: str = "quarter") -> FinalMark:
    return FinalMark.objects.get(course=course, student=student, kind=kind)
