"""Movement written with a wrong day or order is put right: the neighbours and the groups follow, the log keeps all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.actions.watching import after_movement
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import LeaveKind
from parta.domain.school.errors import BadDates, BadValue
from parta.domain.school.models import Enrollment, GroupMembership
from parta.domain.school.permissions import require_keeping
from parta.lib import dates

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Movement:
    """What the order really said. valid_to None: the pupil has not left."""

    valid_from: date
    valid_to: date | None
    joined_order: str = ""
    left_order: str = ""


@transaction.atomic
def correct_enrollment(actor: User, row: Enrollment, movement: Movement, *, reason: str) -> Enrollment:
    """Put right the days and orders of one stay in a class.

    A move between classes shifts both stays; memberships of groups that began or ended with the stay follow it. A
    departure is taken back with valid_to None. Marks stay where they are; of days no longer in the class they no
    longer count. A departure that was not written at all is `withdraw_students`.
    """
    require_keeping(actor, "исправлять движение")
    require_open(row.school_class.year)
    if not reason.strip():
        raise BadValue("Напишите, почему исправляется запись: например, номер приказа с верной датой.")
    previous, following = _neighbours(row)
    _check(row, movement, previous, following)
    before, old = _values(row), (row.valid_from, row.valid_to)
    if previous:
        _move_bounds(previous, previous.valid_from, movement.valid_from - DAY)
    if following and movement.valid_to:
        _move_bounds(following, movement.valid_to + DAY, following.valid_to)
    row.valid_from, row.valid_to = movement.valid_from, movement.valid_to
    row.joined_order, row.left_order = movement.joined_order.strip()[:40], movement.left_order.strip()[:40]
    if movement.valid_to is None:
        row.leave_kind, row.left_order, row.left_order_date, row.went_to = LeaveKind.NONE, "", None, ""
    row.save()
    _shift_groups(row, *old)
    user = row.student.user
    after = _values(row)
    audit.record(
        actor, "school.movement.corrected", subject=row, title=user.full_name, person=user, before=before, after=after,
        reason=reason.strip(),
    )  # fmt: skip
    after_movement([row.student_id])
    return row


def _move_bounds(row: Enrollment, first: date, last: date | None) -> None:
    start, end = row.valid_from, row.valid_to
    row.valid_from, row.valid_to = first, last
    row.save(update_fields=["valid_from", "valid_to"])
    _shift_groups(row, start, end)


def _neighbours(row: Enrollment) -> tuple[Enrollment | None, Enrollment | None]:
    """The stay that ended on the eve by a move, and the one that a move began on the day after."""
    others = Enrollment.objects.filter(student_id=row.student_id).exclude(pk=row.pk).select_related("school_class")
    previous = others.filter(valid_to=row.valid_from - DAY, leave_kind=LeaveKind.MOVED).first()
    moved = row.valid_to is not None and row.leave_kind in (LeaveKind.MOVED, LeaveKind.PROMOTED)
    following = others.filter(valid_from=row.valid_to + DAY).first() if moved and row.valid_to else None
    return previous, following


def _check(row: Enrollment, wanted: Movement, previous: Enrollment | None, following: Enrollment | None) -> None:
    year = row.school_class.year
    first, last = wanted.valid_from, wanted.valid_to
    if not date(year.year, 6, 1) <= first <= year.ends_on or (last and last < first):
        raise BadDates("Первый день — в этом учебном году, последний — не раньше первого.")
    if row.valid_to is None and last:
        raise BadDates("Ученик ещё учится: выбытие записывают на странице класса, с приказом.")
    if row.valid_to and last is None and (following or row.leave_kind == LeaveKind.MOVED):
        raise BadDates("После этого класса ученик учится в другом: последний день нужен.")
    if previous and first <= previous.valid_from:
        raise BadDates(
            f"В {previous.school_class.name} ученик с {dates.day_input(previous.valid_from)}: выберите позже."
        )
    if following and last and following.valid_to and last >= following.valid_to:
        raise BadDates(
            f"В {following.school_class.name} ученик по {dates.day_input(following.valid_to)}: выберите раньше."
        )
    skip = [one.pk for one in (row, previous, following) if one]
    for other in Enrollment.objects.filter(student_id=row.student_id).exclude(pk__in=skip):
        if (last is None or other.valid_from <= last) and (other.valid_to is None or other.valid_to >= first):
            raise BadDates("На эти дни ученик уже записан в другом классе.")


def _shift_groups(row: Enrollment, start: date, end: date | None) -> None:
    """Memberships in groups of the class: bounds that were the stay's stay its bounds; nothing reaches outside."""
    rows = GroupMembership.objects.filter(student_id=row.student_id, group__classes=row.school_class_id)
    for one in rows:
        if one.valid_from == start or one.valid_from < row.valid_from <= (one.valid_to or row.valid_from):
            one.valid_from = max(row.valid_from, one.group.year.starts_on)
        if one.valid_to == end and end is not None:
            one.valid_to = row.valid_to
        if row.valid_to and (one.valid_to is None or one.valid_to > row.valid_to) and one.valid_from >= row.valid_from:
            one.valid_to = row.valid_to
        if one.valid_to and one.valid_to < one.valid_from:
            one.delete()
        else:
            one.save()


def _values(row: Enrollment) -> dict[str, Any]:
    values = {
        "school_class": row.school_class.name,
        "valid_from": dates.day_input(row.valid_from),
        "valid_to": dates.day_input(row.valid_to) if row.valid_to else None,
        "joined_order": row.joined_order,
        "left_order": row.left_order,
    }
    return {name: value for name, value in values.items() if value}
