"""A teacher's word to one pupil: written, corrected, withdrawn, each with its trace (S2-2.2i, S1-1.11a)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import NoteKind
from parta.domain.journal.errors import NoteRefused
from parta.domain.journal.models import PupilNote
from parta.domain.journal.queries.locks import CLOSED_YEAR
from parta.domain.journal.queries.notes import may_correct, may_write
from parta.domain.journal.queries.settings import course_policy
from parta.domain.journal.rules.wording import is_foreign
from parta.domain.regulation.choices import GradeOneRecord
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import StaleEdit

MAX_TEXT = 1000
MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class NoteFields:
    """What is said: kind is a value of NoteKind, text up to a thousand signs."""

    kind: str
    text: str


@transaction.atomic
def write_note(
    actor: User, *, course: Course, student: Student, fields: NoteFields, lesson: Lesson | None = None
) -> PupilNote:
    """Write a recommendation, a remark or praise, of a lesson of the course or general; grade 1 has them too.

    The teacher of the page, its substitute of today, the class teacher. Raises RightMissing, NoteRefused.
    """
    if not may_write(actor, course, student):
        raise RightMissing("Пишут ученику его учитель и классный руководитель, пока он в списке.")
    if course.year.is_closed:
        raise NoteRefused(f"{CLOSED_YEAR}.")
    policy = course_policy(course) if course.grade_level == 1 else None
    if policy and GradeOneRecord.MESSAGES in policy.closed_records:
        words = GradeOneRecord.MESSAGES.label
        raise NoteRefused(f"В журнале первого класса этого нет по регламенту: {words} ({policy.records_clause}).")
    text = _checked(fields)
    about = lesson if lesson and lesson.course_id == course.pk and lesson.day <= clock.today() else None
    row = PupilNote.objects.create(
        student=student, course=course, lesson=about, day=about.day if about else clock.today(), kind=fields.kind,
        text=text, written_by=actor, written_at=clock.now(),
    )  # fmt: skip
    audit.record(actor, "journal.note.written", subject=row, **_about(row), after=_plain(row))
    return row


@transaction.atomic
def correct_note(actor: User, *, note: PupilNote, base: int, fields: NoteFields) -> PupilNote:
    """Change the words or the kind; the family reads that it was corrected. base: the version that was shown."""
    row = _fresh(actor, note, base)
    text = _checked(fields)
    if (text, fields.kind) == (row.text, row.kind):
        return row
    before = _plain(row)
    row.corrected_from = row.text if text != row.text else row.corrected_from
    row.text, row.kind, row.version = text, fields.kind, row.version + 1
    row.changed_by, row.changed_at = actor, clock.now()
    row.save()
    audit.record(actor, "journal.note.corrected", subject=row, **_about(row), before=before, after=_plain(row))
    return row


@transaction.atomic
def withdraw_note(actor: User, *, note: PupilNote, base: int, reason: str) -> PupilNote:
    """Take a word back: the family sees it no more, the school sees who took it back and why."""
    row = _fresh(actor, note, base)
    why = " ".join(reason.split())[:MAX_REASON]
    if not why:
        raise NoteRefused("Напишите, почему отзываете: причина останется в истории.")
    row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason = actor, clock.now(), why
    row.version += 1
    row.save()
    audit.record(actor, "journal.note.withdrawn", subject=row, **_about(row), before=_plain(row), reason=why)
    return row


def note_warning(course: Course | None, text: str) -> str:
    """A long text without a Russian letter is written and remarked on (S3-4.4.8a); «» otherwise."""
    policy = course_policy(course) if course else None
    if policy is None or not policy.russian_only or not is_foreign(text):
        return ""
    return f"Записано, но по-русски нет ни слова: журнал ведут на русском ({policy.russian_clause})"


def _fresh(actor: User, note: PupilNote, base: int) -> PupilNote:
    audit.lock_chain()
    row = PupilNote.objects.select_for_update().get(pk=note.pk)
    if row.written_by_id != actor.pk and not may_correct(actor, row.student):
        raise RightMissing("Исправляет автор, классный руководитель, завуч или администратор.")
    if row.version != base:
        raise StaleEdit("Эту запись только что изменил другой человек. Откройте её снова.")
    if row.withdrawn_at:
        raise NoteRefused("Эта запись уже отозвана.")
    return row


def _checked(fields: NoteFields) -> str:
    text = fields.text.strip()
    if fields.kind not in NoteKind.values:
        raise NoteRefused("Выберите, что это: рекомендация, замечание или похвала.")
    if not text:
        raise NoteRefused("Напишите, что увидят ученик и родители.")
    if len(text) > MAX_TEXT:
        raise NoteRefused(f"Текст длиннее {MAX_TEXT} знаков: сократите его.")
    return text


def _about(row: PupilNote) -> dict[str, Any]:
    subject = f" · {row.course.subject.name}" if row.course else ""
    return {"title": f"{row.student.user.list_name}{subject}", "person": row.student.user}


def _plain(row: PupilNote) -> dict[str, Any]:
    return {"note_kind": NoteKind(row.kind).label, "note": row.text}
