"""Results of examinations: entered for several pupils, open to families from that moment, put right, removed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course, Subject
from parta.domain.finals.actions.marks import carry_exam_marks
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.errors import ExamChanged, ExamLinesRefused, FinalRefused
from parta.domain.finals.models import ExamResult
from parta.domain.finals.permissions import require_exam_change, require_exam_entry
from parta.domain.finals.queries.exams import carries_over, exam_marks, pages_of_pupils
from parta.domain.finals.rules.exams import AFTER_YEAR, Score, days_fault
from parta.domain.finals.rules.operations import FinalOperation
from parta.domain.journal.choices import OperationStatus
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.school.actions.year import require_open
from parta.domain.school.models import AcademicYear, Student
from parta.lib import clock

MAX_TEXT = 300
EXAM = FinalMarkKind.EXAM.value


@dataclass(frozen=True, slots=True)
class ExamHeld:
    """One examination: of which year and kind, the day, and when the school received its results."""

    year: AcademicYear
    kind: ExamKind
    subject: Subject
    held_on: date
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ExamLine:
    """A pupil (with the user loaded) and what was obtained."""

    student: Student
    score: Score


@dataclass(frozen=True, slots=True)
class ExamOutcome:
    """rows: what was written. carried: how many marks went into the column «экзамен»; notes: why others did not."""

    rows: list[ExamResult]
    carried: int = 0
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def enter_exam_results(
    actor: User, *, held: ExamHeld, lines: Sequence[ExamLine], course: Course | None = None
) -> ExamOutcome:
    """Results of one examination, all of them or none; pupils and parents read them at once (S0-8a, b, S4-2.8b).

    The deputy or the administrator for any pupils; the teacher of the page `course` for its intermediate attestation.
    A mark of the state examination, in other grades of the promotion examination, also becomes the exam mark of the
    pupil's page where the year has that column.
    Raises RightMissing, FinalRefused (days), ExamLinesRefused with a sentence a pupil. S1-1.10d.
    """
    require_exam_entry(actor, held.kind, course, held.subject)
    audit.lock_chain()
    _check_days(held)
    lines = [one for one in lines if not one.score.is_empty]
    if not lines:
        raise FinalRefused("Не записано ни одного результата: впишите отметку или балл хотя бы одному ученику.")
    _check_lines(held, lines)
    now = clock.now()
    rows = ExamResult.objects.bulk_create(
        [
            ExamResult(
                student=one.student, subject=held.subject, year=held.year, kind=held.kind.value, held_on=held.held_on,
                value=one.score.value, points=one.score.points, received_at=held.received_at, shown_at=now,
                entered_by=actor, entered_at=now,
            )
            for one in lines
        ]
    )  # fmt: skip
    entries = [audit.Entry(one, title=_title(one), person_id=one.student.user_id, after=_plain(one)) for one in rows]
    audit.record_many(actor, "finals.exam.entered", entries)
    carried, notes = _carry(actor, [(one, "") for one in rows])
    return ExamOutcome(rows, carried, notes)


@transaction.atomic
def correct_exam_result(actor: User, *, result: ExamResult, score: Score, reason: str, base: int) -> ExamOutcome:
    """Put a result right after the family could read it: what was stays beside it, with the reason, and is told as new.

    base: the version seen. Raises ExamChanged, FinalRefused without a reason or a difference.
    """
    row = _taken(actor, result, base)
    reason = _reason(reason, "Напишите, почему результат исправлен: семья уже видела прежний.")
    if score.is_empty:
        raise FinalRefused("Впишите отметку или балл. Если результата не было совсем, удалите его.")
    old = Score(row.value, row.points)
    if score == old:
        raise FinalRefused("Здесь уже стоит этот результат: исправлять нечего.")
    before = _plain(row)
    row.value, row.points = score.value, score.points
    row.corrected_from, row.correction_reason = old.words, reason
    row.entered_by, row.entered_at, row.version = actor, clock.now(), row.version + 1
    row.save()
    title, user = _title(row), row.student.user
    audit.record(
        actor, "finals.exam.corrected", subject=row, title=title, person=user, before=before, after=_plain(row),
        reason=reason,
    )  # fmt: skip
    carried, notes = _carry(actor, [(row, old.value)])
    return ExamOutcome([row], carried, notes)


@transaction.atomic
def remove_exam_result(actor: User, *, result: ExamResult, reason: str, base: int) -> list[str]:
    """Take away a result that was never obtained (another pupil's, another day's). The log keeps it. Returns notes."""
    row = _taken(actor, result, base)
    reason = _reason(reason, "Напишите, почему результат удалён: семья его уже видела.")
    old = row.value
    title, user = _title(row), row.student.user
    audit.record(actor, "finals.exam.removed", subject=row, title=title, person=user, before=_plain(row), reason=reason)
    row.value = ""
    _, notes = _carry(actor, [(row, old)]) if old else (0, [])
    row.delete()
    return notes


def _taken(actor: User, result: ExamResult, base: int) -> ExamResult:
    """The row of this moment under the lock."""
    require_exam_change(actor, result)
    audit.lock_chain()
    parts = ("student__user", "subject", "year")
    row = ExamResult.objects.select_related(*parts).filter(pk=result.pk).first()
    if row is None or row.version != base:
        raise ExamChanged("Пока вы писали, этот результат изменили. Посмотрите, что стоит теперь, и повторите.")
    require_open(row.year)
    return row


def _reason(text: str, sentence: str) -> str:
    tidy = " ".join(text.split())[:MAX_TEXT]
    if not tidy:
        raise FinalRefused(sentence)
    return tidy


def _check_days(held: ExamHeld) -> None:
    require_open(held.year)
    span = (held.year.starts_on, held.year.ends_on + timedelta(days=AFTER_YEAR))
    fault = days_fault(held.held_on, clock.local(held.received_at), clock.now(), span)
    if fault:
        raise FinalRefused(fault)


def _check_lines(held: ExamHeld, lines: Sequence[ExamLine]) -> None:
    """Nobody twice: a result that stands is corrected, not written over."""
    known = ExamResult.objects.filter(
        student__in=[one.student for one in lines], subject=held.subject, kind=held.kind.value, held_on=held.held_on
    )
    standing = {row.student_id: Score(row.value, row.points) for row in known}
    problems: dict[int, str] = {}
    seen: set[int] = set()
    for one in lines:
        if one.student.pk in standing:
            problems[one.student.pk] = f"Уже записано: {standing[one.student.pk].words}. Исправьте его в списке"
        elif one.student.pk in seen:
            problems[one.student.pk] = "Ученик стоит в списке дважды"
        seen.add(one.student.pk)
    if problems:
        raise ExamLinesRefused("Ничего не записано: посмотрите строки с замечаниями.", problems)


def _carry(actor: User, rows: Sequence[tuple[ExamResult, str]]) -> tuple[int, list[str]]:
    """Marks into the column «экзамен», where the page still says what the result said before. Notes name the others.

    rows: results of one examination, each with the mark it had before.
    """
    marked = [(row, before) for row, before in rows if row.value or before]
    pages = pages_of_pupils(marked[0][0], [row.student_id for row, _ in marked]) if marked else {}
    stands = exam_marks(pages)
    carried: list[ExamResult] = []
    operations: list[FinalOperation] = []
    notes: list[str] = []
    for row, before in marked:
        course = pages.get(row.student_id)
        if not carries_over(row, course):
            continue
        if course is None:
            notes.append(f"{row.student.user.list_name}: страницы журнала по предмету «{row.subject}» нет")
            continue
        mark = stands.get((row.student_id, course.pk))
        base = mark.version if mark and mark.value == before else 0
        reason = row.correction_reason or row.get_kind_display()
        operations.append(
            FinalOperation(uuid.uuid4(), course.pk, EXAM, row.student_id, row.value, base=base, reason=reason)
        )
        carried.append(row)
    done = 0
    for row, result in zip(carried, carry_exam_marks(actor, operations), strict=True):
        if result.status == OperationStatus.APPLIED:
            done += 1
        else:
            notes.append(f"{row.student.user.list_name}: в журнал не перенесено. {result.message}")
    return done, notes


def _title(row: ExamResult) -> str:
    return f"{row.subject}, {row.get_kind_display()}: {row.student.user.list_name}"


def _plain(row: ExamResult) -> dict[str, Any]:
    return {
        "value": row.value,
        "points": row.points,
        "held_on": row.held_on.isoformat(),
        "received_at": clock.local(row.received_at).isoformat(timespec="minutes"),
    }
