"""Examinations of the demo: a trial one of 10А, a part of it opened to families a day late; attestation of 7Б."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals import actions as finals
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.rules.exams import Score
from parta.domain.school.models import Student
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

SEED = 29
PUPIL = "daniil"
LATE = 6
"""Pupils of 10А whose results were left lying over two nights."""
REASON = "Пересчитан балл за задание 7"


def show_exams(built: DemoSchool, today: date) -> None:
    """Russian of 10А passed on trial, a part of it opened after 43 hours; algebra of 7Б, one put right."""
    random = Random(SEED)  # noqa: S311  the same results every time
    _trial(built, today, random)
    _attestation(built, today, random)


def _trial(built: DemoSchool, today: date, random: Random) -> None:
    received = clock.at(today - timedelta(days=7), 14)
    subject = Subject.objects.get(name="Русский язык")
    held = finals.ExamHeld(built.year, ExamKind.TRIAL, subject, today - timedelta(days=9), received)
    pupils = list(students_of(built.classes["10А"], today))
    lines = [finals.ExamLine(one, Score(points=random.randint(38, 96))) for one in pupils]
    deputy = built.staff["zavuch"].user
    _enter(deputy, received + timedelta(hours=2), held, lines[LATE:])
    _enter(deputy, received + timedelta(hours=43), held, lines[:LATE])


def _attestation(built: DemoSchool, today: date, random: Random) -> None:
    """By the teacher of the page, on the evening of the day; yesterday one result was put right."""
    teacher = built.staff["krylova"].user
    [page] = built.courses["7Б", "Алгебра"]
    course = Course.objects.select_related("subject", "year", "school_class", "group").get(pk=page.pk)
    held_on = today - timedelta(days=6)
    received = clock.at(held_on, 16)
    held = finals.ExamHeld(built.year, ExamKind.INTERMEDIATE, course.subject, held_on, received)
    lines = [finals.ExamLine(one, _score(one, random)) for one in students_of(built.classes["7Б"], today)]
    _enter(teacher, received + timedelta(hours=2, minutes=35), held, lines, course)
    result = ExamResult.objects.get(student__user__login=PUPIL, kind=ExamKind.INTERMEDIATE)
    with clock.frozen_at(clock.at(today - timedelta(days=1), 21, 5)):
        finals.correct_exam_result(teacher, result=result, score=Score("5", 18), reason=REASON, base=result.version)


def _score(student: Student, random: Random) -> Score:
    points = 17 if student.user.login == PUPIL else random.randint(8, 20)
    starts = ((18, "5"), (14, "4"), (10, "3"))
    return Score(next((mark for start, mark in starts if points >= start), "2"), points)


def _enter(
    actor: User, moment: datetime, held: finals.ExamHeld, lines: Sequence[finals.ExamLine], course: Course | None = None
) -> None:
    with clock.frozen_at(moment):
        finals.enter_exam_results(actor, held=held, lines=lines, course=course)
