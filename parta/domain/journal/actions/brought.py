"""Marks of another school or a sanatorium, brought in with a paper (S3-4.1.7b: movement follows the pupil)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Subject
from parta.domain.journal.errors import BroughtMarkRefused
from parta.domain.journal.models import BroughtMark
from parta.domain.journal.permissions import require_bringing
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.dates import academic_year_of, day_input


@transaction.atomic
def bring_marks(
    actor: User,
    *,
    student: Student,
    subject: Subject,
    school: str,
    day: date,
    values: Sequence[str],
    document: str = "",
) -> list[BroughtMark]:
    """Write marks that another school gave in the subject up to a day, in their order. They never become cells.

    values: marks of the school's scale. The class teacher, the administrator, the secretary.
    """
    require_bringing(actor, student)
    marks = rulebook_for(academic_year_of(day)).rulebook.marks
    wrong = next((one for one in values if one not in marks.mark_values), None)
    if wrong is not None or not values:
        raise BroughtMarkRefused(f"Отметка бывает {', '.join(marks.mark_values)}, а вписано «{wrong or ''}».")
    if not school.strip():
        raise BroughtMarkRefused("Напишите, какая школа поставила отметки.")
    if day > clock.today():
        raise BroughtMarkRefused("День отметки ещё не наступил.")
    rows = BroughtMark.objects.bulk_create(
        BroughtMark(
            student=student, subject=subject, school=school.strip()[:200], day=day, value=one,
            document=document.strip()[:200], entered_by=actor, entered_at=clock.now(),
        )
        for one in values
    )  # fmt: skip
    entries = [audit.Entry(one, title=_title(one), person=student.user, after=_values(one)) for one in rows]
    audit.record_many(actor, "journal.brought.added", entries)
    return rows


@transaction.atomic
def remove_brought_mark(actor: User, mark: BroughtMark, *, reason: str) -> None:
    """Take back a mark written by mistake; the log keeps it."""
    require_bringing(actor, mark.student)
    if not reason.strip():
        raise BroughtMarkRefused("Напишите, почему отметка убирается.")
    audit.record(
        actor, "journal.brought.removed", subject=mark, title=_title(mark), person=mark.student.user,
        before=_values(mark), reason=reason,
    )  # fmt: skip
    mark.delete()


def _title(mark: BroughtMark) -> str:
    return f"{mark.student.user.list_name} · {mark.subject.name} · {mark.school}"


def _values(mark: BroughtMark) -> dict[str, str]:
    return {"value": mark.value, "day": day_input(mark.day), "document": mark.document}
