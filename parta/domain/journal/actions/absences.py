"""Reasons of absence: entered once by the class teacher, written to every lesson missed already, seen by all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.audit import actions as audit
from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AbsenceReason, AttendanceEntry
from parta.domain.journal.permissions import require_absences
from parta.domain.journal.queries.checks import homeroom_enters
from parta.domain.journal.queries.closed import closed_pupils, with_closed_periods
from parta.domain.journal.queries.locks import closed_words
from parta.domain.journal.queries.signs import cell_sign, reason_title, sign_book
from parta.domain.journal.rules.attendance import Reason
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Enrollment, SchoolClass, Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput, RuleViolation, StaleEdit

LONGEST_DAYS = 200
MAX_BASIS = 200


@dataclass(frozen=True, slots=True)
class ReasonFields:
    """What the class teacher says. basis: an order, a doctor's note, a note of the parents, in words."""

    code: str
    first_day: date
    last_day: date
    first_lesson: int = 1
    basis: str = ""


@transaction.atomic
def note_reason(actor: User, *, school_class: SchoolClass, student: Student, reason: ReasonFields) -> AbsenceReason:
    """Write why a pupil of the class is away (S3-4.3.1b). Raises InvalidInput, RuleViolation when reasons overlap.

    Absences of those days that stand in journals already take the reason's sign; the next ones will when entered.
    """
    require_absences(actor, school_class)
    _check(reason)
    _check_pupil(school_class, student, reason)
    _check_entered(student, reason)
    audit.lock_chain()
    _check_free(student, reason, None)
    row = AbsenceReason(student=student, version=0)
    return _write(actor, row, reason, "journal.reason.noted", None)


@transaction.atomic
def change_reason(
    actor: User, *, school_class: SchoolClass, row: AbsenceReason, base: int, reason: ReasonFields
) -> AbsenceReason:
    """Change a reason; base is the version that was shown. Raises StaleEdit when it was changed meanwhile."""
    require_absences(actor, school_class)
    _check(reason)
    _check_pupil(school_class, row.student, reason)
    audit.lock_chain()
    row = _fresh(row, base)
    _check_free(row.student, reason, row)
    before = _plain(row)
    _rewrite(actor, row, [cell_sign(row.code, row.first_day)], AttendanceCode.ABSENT.value)
    return _write(actor, row, reason, "journal.reason.changed", before)


@transaction.atomic
def withdraw_reason(actor: User, *, school_class: SchoolClass, row: AbsenceReason, base: int) -> None:
    """Take a reason back: its absences become «н» again."""
    require_absences(actor, school_class)
    audit.lock_chain()
    row = _fresh(row, base)
    _rewrite(actor, row, [cell_sign(row.code, row.first_day)], AttendanceCode.ABSENT.value)
    row.version, row.withdrawn_at = row.version + 1, clock.now()
    row.save()
    audit.record(
        actor, "journal.reason.withdrawn", subject=row, person=row.student.user, title=str(row.student.user),
        before=_plain(row),
    )  # fmt: skip


@dataclass(slots=True)
class KnownReasons:
    """Reasons in force of some pupils around some days."""

    by_student: dict[int, list[Reason]] = field(default_factory=dict)

    @classmethod
    def load(cls, students: set[int], days: set[date]) -> "KnownReasons":
        """One statement, or none."""
        found = cls()
        if students and days:
            rows = AbsenceReason.objects.filter(
                student_id__in=students, first_day__lte=max(days), last_day__gte=min(days), withdrawn_at=None
            )
            for row in rows:
                found.by_student.setdefault(row.student_id, []).append(row.span)
        return found

    def code(self, student: int, lesson: Lesson, entered: str) -> str:
        """The sign to store for an absence: a plain «н» takes the known reason's sign."""
        if entered != AttendanceCode.ABSENT:
            return entered
        known = self.by_student.get(student, ())
        found = next((one.code for one in known if one.covers(lesson.day, lesson.number)), entered)
        return cell_sign(found, lesson.day)


def _check(reason: ReasonFields) -> None:
    if reason.code not in {sign.code for sign in sign_book().reasons}:
        raise InvalidInput("Выберите причину из списка: он из знаков отсутствия школы")
    if reason.last_day < reason.first_day:
        raise InvalidInput("Последний день раньше первого: проверьте даты")
    if (reason.last_day - reason.first_day).days > LONGEST_DAYS:
        raise InvalidInput(f"Больше {LONGEST_DAYS} дней подряд одной причиной не записывают: проверьте даты")
    if not 1 <= reason.first_lesson <= 12:
        raise InvalidInput("Номер урока — от 1 до 12")
    if len(reason.basis.strip()) > MAX_BASIS:
        raise InvalidInput(f"Основание — не длиннее {MAX_BASIS} знаков")


def _check_pupil(school_class: SchoolClass, student: Student, reason: ReasonFields) -> None:
    here = Enrollment.objects.filter(in_force("", reason.first_day), school_class=school_class, student=student)
    if not here.exists():
        raise InvalidInput(f"{day_title(reason.first_day).capitalize()} этого ученика не было в {school_class.name}")


def _check_entered(student: Student, reason: ReasonFields) -> None:
    """Where the act leaves attendance to teachers alone, a reason is for what they have entered (S3R-1.15e)."""
    if homeroom_enters(reason.first_day):
        return
    days = (reason.first_day, reason.last_day)
    missed = AttendanceEntry.objects.filter(student=student, code__in=sign_book().missed, lesson__day__range=days)
    if not missed.exists():
        clause = rulebook_for(reason.first_day).source_text("attendance_entry_by")
        raise RuleViolation("Отсутствие отмечают учителя на уроках: пока его нет, причину не пишут", clause=clause)


def _check_free(student: Student, reason: ReasonFields, mine: AbsenceReason | None) -> None:
    rows = AbsenceReason.objects.filter(student=student, withdrawn_at=None).exclude(pk=mine.pk if mine else 0)
    wanted = Reason(reason.code, reason.first_day, reason.last_day)
    clash = next((row for row in rows if row.span.meets(wanted)), None)
    if clash:
        days = f"с {day_title(clash.first_day)} по {day_title(clash.last_day)}"
        raise RuleViolation(f"На эти дни причина уже записана: {reason_title(clash.code)} {days}. Измените её")


def _fresh(row: AbsenceReason, base: int) -> AbsenceReason:
    found = AbsenceReason.objects.select_related("student__user").get(pk=row.pk)
    if found.version != base or found.withdrawn_at is not None:
        raise StaleEdit("Причину только что изменил другой человек: посмотрите, что записано сейчас")
    return found


def _write(
    actor: User, row: AbsenceReason, reason: ReasonFields, code: str, before: dict[str, object] | None
) -> AbsenceReason:
    row.code, row.first_day, row.last_day = reason.code, reason.first_day, reason.last_day
    row.first_lesson, row.basis = reason.first_lesson, reason.basis.strip()
    row.version, row.entered_by, row.entered_at = row.version + 1, actor, clock.now()
    row.save()
    person = row.student.user
    audit.record(actor, code, subject=row, person=person, title=str(person), before=before, after=_plain(row))
    _rewrite(actor, row, sorted(sign_book().missed), cell_sign(row.code, row.first_day))
    return row


def _rewrite(actor: User, row: AbsenceReason, signs: Sequence[str], code: str) -> None:
    """Give the absences with these signs that the reason covers another sign; each keeps its history.

    Closed periods stay as they are, and so does a sign a teacher entered otherwise when the reason is taken back.
    """
    entries = AttendanceEntry.objects.filter(
        student_id=row.student_id, code__in=signs, lesson__day__range=(row.first_day, row.last_day)
    ).exclude(code=code)
    lessons = with_closed_periods(
        Lesson.objects.filter(pk__in=entries.values("lesson_id")).select_related("course__year")
    ).in_bulk()
    span, changed, acts = row.span, [], []
    for entry in entries:
        lesson = lessons[entry.lesson_id]
        if closed_words(lesson) or not span.covers(lesson.day, lesson.number):
            continue
        if closed_pupils(lesson, [row.student_id]):
            continue
        before = {"code": entry.code}
        entry.code, entry.version = code, entry.version + 1
        changed.append(entry)
        title = f"{row.student.user} · {lesson.day:%d.%m.%Y}"
        acts.append(
            audit.Entry(
                entry, title=title, person=row.student.user, before=before, after={"code": code}, version=entry.version
            )
        )
    if changed:
        AttendanceEntry.objects.bulk_update(changed, ["code", "version"])
        audit.record_many(actor, "journal.attendance.set", acts)


def _plain(row: AbsenceReason) -> dict[str, object]:
    return {
        "code": row.code,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "first_lesson": row.first_lesson,
        "basis": row.basis,
    }
