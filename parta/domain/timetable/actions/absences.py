"""Who of the staff is away, from when till when; the board lists the lessons of the absent."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.models import StaffMember
from parta.domain.timetable.choices import AbsenceReason
from parta.domain.timetable.errors import TimetableClash
from parta.domain.timetable.models import StaffAbsence
from parta.domain.timetable.permissions import require_lesson_change
from parta.lib import dates
from parta.lib.errors import InvalidInput

ACT = "записывать отсутствие сотрудников"


@transaction.atomic
def record_absence(
    actor: User,
    *,
    staff: StaffMember,
    first_day: date,
    last_day: date | None = None,
    reason: str = AbsenceReason.ILLNESS,
    note: str = "",
    order_number: str = "",
) -> StaffAbsence:
    """A member of staff is away; without `last_day` until further notice. Absences of one person do not overlap."""
    require_lesson_change(actor, ACT)
    _check_days(staff, first_day, last_day)
    row = StaffAbsence.objects.create(
        staff=staff,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        note=note.strip()[:200],
        order_number=order_number.strip()[:40],
    )
    _record(actor, "timetable.absence.recorded", row, None)
    return row


@transaction.atomic
def change_absence(
    actor: User, *, absence: StaffAbsence, first_day: date, last_day: date | None, reason: str, note: str = ""
) -> StaffAbsence:
    """Another term or reason: the sick leave is prolonged, the teacher is back earlier. Substitutions made stay."""
    require_lesson_change(actor, ACT)
    _check_days(absence.staff, first_day, last_day, but=absence.pk)
    before = _plain(absence)
    absence.first_day, absence.last_day, absence.reason, absence.note = first_day, last_day, reason, note.strip()[:200]
    absence.save()
    _record(actor, "timetable.absence.changed", absence, before)
    return absence


@transaction.atomic
def remove_absence(actor: User, *, absence: StaffAbsence) -> None:
    """Written by mistake: gone, with its trace in the log. Substitutions made stay."""
    require_lesson_change(actor, ACT)
    _record(actor, "timetable.absence.removed", absence, _plain(absence))
    absence.delete()


def _check_days(staff: StaffMember, first: date, last: date | None, but: int | None = None) -> None:
    if last and last < first:
        raise InvalidInput("Последний день раньше первого.")
    rows = StaffAbsence.objects.filter(Q(last_day__isnull=True) | Q(last_day__gte=first), staff=staff).exclude(
        pk=but or 0
    )
    other = rows.filter(first_day__lte=last).first() if last else rows.first()
    if other:
        until = f" по {dates.day_title(other.last_day)}" if other.last_day else ", срок открыт"
        name = staff.user.short_name
        raise TimetableClash(f"{name}: отсутствие уже записано, с {dates.day_title(other.first_day)}{until}.")


def _plain(row: StaffAbsence) -> dict[str, Any]:
    return {
        "first": row.first_day.isoformat(),
        "last": row.last_day.isoformat() if row.last_day else None,
        "reason": str(row.reason),
    }


def _record(actor: User, code: str, row: StaffAbsence, before: dict[str, Any] | None) -> None:
    title, person = row.staff.user.short_name, row.staff.user
    audit.record(actor, code, subject=row, title=title, person=person, before=before, after=_plain(row))
