"""Roles given by order, with dates."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from parta.domain.access.actions.recording import Act, record
from parta.domain.access.choices import APPOINTED_ROLES, Role
from parta.domain.access.errors import AppointmentRefused
from parta.domain.access.models import Appointment, User
from parta.domain.access.permissions import require_role
from parta.domain.access.queries import in_force
from parta.lib import clock, dates


@transaction.atomic
def appoint(
    actor: User,
    user: User,
    *,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
    order_number: str = "",
    order_date: date | None = None,
) -> Appointment:
    """Give a role from a day by an order (S3-4.2.2a, S3-4.1.2a). Director and administrator."""
    require_role(actor, Role.ADMINISTRATOR, Role.DIRECTOR, act="назначать роли")
    _check_appointment(user, role, valid_from, valid_to)
    row = Appointment.objects.create(
        user=user,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        order_number=order_number.strip()[:40],
        order_date=order_date,
    )
    after = {"role": str(role), "valid_from": valid_from.isoformat(), "order_number": row.order_number}
    record(actor, "access.appointment.made", Act(row, title=_appointment_title(row), person=user, after=after))
    return row


def _check_appointment(user: User, role: Role, valid_from: date, valid_to: date | None) -> None:
    if role not in APPOINTED_ROLES:
        raise AppointmentRefused(f"Роль «{role.label}» не назначают: она следует из нагрузки, класса или семьи.")
    if valid_to and valid_to < valid_from:
        raise AppointmentRefused("Последний день роли раньше первого.")
    clash = user.appointments.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from), role=role)
    if valid_to:
        clash = clash.filter(valid_from__lte=valid_to)
    held = clash.first()
    if held:
        since = dates.day_title_with_year(held.valid_from)
        raise AppointmentRefused(f"У человека уже есть роль «{role.label}», с {since}. Сначала закончите её.")


@transaction.atomic
def end_appointment(actor: User, appointment: Appointment, *, last_day: date, reason: str = "") -> Appointment:
    """Name the last day of a role. A role that has not begun ends on its first day."""
    require_role(actor, Role.ADMINISTRATOR, Role.DIRECTOR, act="снимать роли")
    if appointment.role == Role.ADMINISTRATOR:
        keep_an_administrator(appointment.user, "снять роль")
    before = {"valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None}
    appointment.valid_to = max(last_day, appointment.valid_from)
    appointment.save(update_fields=["valid_to"])
    after = {"valid_to": appointment.valid_to.isoformat()}
    act = Act(appointment, _appointment_title(appointment), appointment.user, before, after, reason)
    record(actor, "access.appointment.ended", act)
    return appointment


def keep_an_administrator(user: User, act: str) -> None:
    """A school without an administrator could never appoint one."""
    rows = Appointment.objects.filter(in_force("", clock.today()), role=Role.ADMINISTRATOR)
    holders = set(rows.filter(user__is_active=True, valid_to=None).values_list("user_id", flat=True))
    if holders == {user.pk}:
        raise AppointmentRefused(f"Нельзя {act}: это единственный администратор ЭЖ. Сначала назначьте другого.")


def _appointment_title(row: Appointment) -> str:
    return f"{row.user.list_name}: {row.get_role_display()}"
