"""Staff: hired, dismissed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue
from parta.domain.school.models import ClassTeacher, StaffMember
from parta.domain.school.permissions import require_keeping, require_setting_up
from parta.lib import dates


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to be hired: new (`person`) or known to the school already (`user`), a parent for instance."""

    valid_from: date
    position: str = ""
    person: NewPerson | None = None
    user: User | None = None


def hire_staff(actor: User, row: NewStaff) -> StaffMember:
    """Hire one person; see `hire_many`."""
    return hire_many(actor, [row])[0]


@transaction.atomic
def hire_many(actor: User, rows: Sequence[NewStaff]) -> list[StaffMember]:
    """Hire people, creating those who are new. Somebody who worked here before works again."""
    require_keeping(actor, "принимать сотрудников")
    if any(row.person is None and row.user is None for row in rows):
        raise BadValue("Не сказано, кого принять.")
    made = iter(access.create_people(actor, [row.person for row in rows if row.user is None and row.person]))
    users = [row.user or next(made) for row in rows]
    known = {one.user_id: one for one in StaffMember.objects.filter(user_id__in=[user.pk for user in users])}
    members = [_member(known.get(user.pk), user, row) for user, row in zip(users, rows, strict=True)]
    StaffMember.objects.bulk_create([one for one in members if one.pk is None], batch_size=200)
    again = [one for one in members if one.user_id in known]
    StaffMember.objects.bulk_update(again, ["position", "valid_from", "valid_to"], batch_size=200)
    entries = [
        Entry(
            one,
            title=one.user.full_name,
            person=one.user,
            after={"position": one.position, "valid_from": one.valid_from.isoformat()},
        )
        for one in members
    ]
    audit.record_many(actor, "school.staff.hired", entries)
    return members


def _member(known: StaffMember | None, user: User, row: NewStaff) -> StaffMember:
    if known and known.valid_to is None:
        raise AlreadyThere(f"{user.list_name} уже работает в школе.")
    member = known or StaffMember(user=user)
    member.position, member.valid_from, member.valid_to = row.position.strip()[:120], row.valid_from, None
    return member


@transaction.atomic
def change_position(actor: User, staff: StaffMember, *, position: str) -> StaffMember:
    """Change what the person is called in the staff list."""
    require_keeping(actor, "менять должности")
    if staff.position == position.strip():
        return staff
    before, staff.position = staff.position, position.strip()[:120]
    staff.save(update_fields=["position"])
    audit.record(
        actor,
        "school.staff.changed",
        subject=staff,
        title=staff.user.full_name,
        person=staff.user,
        before={"position": before},
        after={"position": staff.position},
    )
    return staff


@transaction.atomic
def dismiss_staff(actor: User, staff: StaffMember, *, last_day: date, reason: str = "") -> StaffMember:
    """Name the last working day: homerooms and appointed roles end with it; sign-in is closed separately."""
    require_setting_up(actor, "увольнять сотрудников")
    if last_day < staff.valid_from:
        raise BadDates(f"Человек работает с {dates.day_title_with_year(staff.valid_from)}: выберите день позже.")
    staff.valid_to = last_day
    staff.save(update_fields=["valid_to"])
    ClassTeacher.objects.filter(staff=staff, valid_to=None, valid_from__lte=last_day).update(valid_to=last_day)
    for appointment in staff.user.appointments.filter(in_force("", last_day), valid_to=None):
        access.end_appointment(actor, appointment, last_day=last_day, reason=reason)
    audit.record(
        actor,
        "school.staff.dismissed",
        subject=staff,
        title=staff.user.full_name,
        person=staff.user,
        after={"valid_to": last_day.isoformat()},
        reason=reason,
    )
    return staff
