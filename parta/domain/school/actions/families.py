"""Parents and other representatives: one person, whatever the number of children; ties with dates (S3-4.1.7d)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.choices import Relation
from parta.domain.school.errors import AlreadyThere, BadValue
from parta.domain.school.models import Guardian, Guardianship, Student
from parta.domain.school.permissions import require_keeping


@dataclass(frozen=True, slots=True)
class NewTie:
    """A tie to be made: the pupil, and the representative, known (`user`) or new (`person`).

    Two rows of one list with the same `person` object, or equal ones with a telephone, are one representative.
    """

    student: Student
    valid_from: date
    relation: Relation = Relation.OTHER
    user: User | None = None
    person: NewPerson | None = None


def link_guardian(actor: User, row: NewTie) -> Guardianship:
    """Tie one representative to one pupil; see `link_guardians`."""
    return link_guardians(actor, [row])[0]


@transaction.atomic
def link_guardians(actor: User, rows: Sequence[NewTie]) -> list[Guardianship]:
    """Tie representatives to pupils, creating the people who are new; queries do not grow with the list."""
    require_keeping(actor, "связывать родителей с учениками")
    users = _users_of(actor, rows)
    guardians = _guardians_of(users)
    ties = [
        Guardianship(guardian=guardians[user.pk], student=row.student, relation=row.relation, valid_from=row.valid_from)
        for row, user in zip(rows, users, strict=True)
    ]
    _check_ties(ties, users)
    Guardianship.objects.bulk_create(ties, batch_size=200)
    entries = [
        Entry(
            tie,
            title=f"{user.full_name} — {tie.student.user.list_name}",
            person=tie.student.user,
            after={"guardian": user.full_name, "relation": str(tie.relation), "valid_from": tie.valid_from.isoformat()},
        )
        for tie, user in zip(ties, users, strict=True)
    ]
    audit.record_many(actor, "school.guardian.linked", entries)
    return ties


def _users_of(actor: User, rows: Sequence[NewTie]) -> list[User]:
    """The user of each row; equal new people become one."""
    fresh: dict[object, NewPerson] = {}
    for row in rows:
        if row.user is None:
            if row.person is None:
                raise BadValue("Не сказано, кто представитель.")
            fresh.setdefault(_key(row.person), row.person)
    made = dict(zip(fresh, access.create_people(actor, list(fresh.values())), strict=True))
    return [row.user or made[_key(row.person)] for row in rows]


def _key(person: NewPerson | None) -> object:
    return person if person and person.phone else id(person)


def _guardians_of(users: Sequence[User]) -> dict[int, Guardian]:
    ids = {user.pk: user for user in users}
    known = {row.user_id: row for row in Guardian.objects.filter(user_id__in=ids)}
    fresh = [Guardian(user=user) for pk, user in ids.items() if pk not in known]
    Guardian.objects.bulk_create(fresh, batch_size=200)
    return known | {row.user_id: row for row in fresh}


def _check_ties(ties: Sequence[Guardianship], users: Sequence[User]) -> None:
    for tie, user in zip(ties, users, strict=True):
        if tie.student.user_id == user.pk:
            raise BadValue(f"{user.list_name}: ученик не может быть своим представителем.")
    present = set(
        Guardianship.objects.filter(student_id__in={tie.student_id for tie in ties}, valid_to=None).values_list(
            "guardian_id", "student_id"
        )
    )
    for tie in ties:
        pair = (tie.guardian_id, tie.student_id)
        if pair in present:
            raise AlreadyThere(f"{tie.guardian.user.list_name} и {tie.student.user.list_name} уже связаны.")
        present.add(pair)


@transaction.atomic
def end_link(actor: User, tie: Guardianship, *, last_day: date, reason: str = "") -> Guardianship:
    """End a tie by a day: from the next one the representative sees nothing of the pupil."""
    require_keeping(actor, "разрывать связь родителя с учеником")
    tie.valid_to = max(last_day, tie.valid_from)
    tie.save(update_fields=["valid_to"])
    audit.record(
        actor,
        "school.guardian.ended",
        subject=tie,
        title=f"{tie.guardian.user.full_name} — {tie.student.user.list_name}",
        person=tie.student.user,
        after={"valid_to": tie.valid_to.isoformat()},
        reason=reason,
    )
    return tie
