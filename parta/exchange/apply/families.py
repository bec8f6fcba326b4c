"""Parents of a class list: new ones are tied to their pupils, telephones and addresses are brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school.choices import Relation
from parta.domain.school.models import Guardianship, Student
from parta.exchange.apply.names import exact, folded, initials_key, is_short
from parta.exchange.apply.pupils import KnownPupil
from parta.exchange.people.parsed import ParsedGuardian, ParsedStudent, PersonName
from parta.exchange.preview import Line, Sign

RELATIONS = {"мать": Relation.MOTHER, "отец": Relation.FATHER}
CONTACTS = {"phone": "телефон", "email": "эл. почта"}


class HasStudent(Protocol):
    """Whoever will know the pupil once enrolled."""

    student: Student | None


@dataclass(slots=True, eq=False)
class FamilyWork:
    """One representative of one pupil: somebody tied already, known to the school, or new."""

    owner: HasStudent
    parsed: ParsedStudent
    guardian: ParsedGuardian
    user: User | None = None
    tied: bool = False
    contacts: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        """What will be shown: a new tie, or changed contacts."""
        name, child = self.guardian.name.full(), self.parsed.name.full()
        if not self.tied:
            known = " (уже есть в школе)" if self.user else ""
            return [Line(Sign.ADD, "guardian", f"{name}{known}", f"для ученика: {child}", self.parsed.place)]
        return [
            Line(Sign.CHANGE, "guardian", name, CONTACTS[key], self.parsed.place, self._old(key), value)
            for key, value in self.contacts.items()
        ]

    def _old(self, key: str) -> str:
        return str(getattr(self.user, key)) if self.user else ""


def plan_families(rows: Sequence[tuple[HasStudent, ParsedStudent, KnownPupil | None]]) -> list[FamilyWork]:
    """Representatives of the file that are new, or whose contacts differ. Two queries."""
    ties: dict[int, list[User]] = {}
    open_ties = Guardianship.objects.filter(valid_to=None).select_related("guardian__user")
    for tie in open_ties:
        ties.setdefault(tie.student_id, []).append(tie.guardian.user)
    reachable = _reachable() if any(parsed.guardians for _, parsed, _ in rows) else {}
    works: list[FamilyWork] = []
    for owner, parsed, known in rows:
        tied = ties.get(known.student.pk, []) if known else []
        for guardian in parsed.guardians:
            work = _work(owner, parsed, guardian, tied, reachable)
            if not work.tied or work.contacts:
                works.append(work)
    return works


def _reachable() -> dict[tuple[str, str], User]:
    """People by full name and telephone: one person, whatever the number of children."""
    return {(folded(user.full_name), user.phone): user for user in User.objects.exclude(phone="")}


def _work(
    owner: HasStudent,
    parsed: ParsedStudent,
    guardian: ParsedGuardian,
    tied: Sequence[User],
    reachable: dict[tuple[str, str], User],
) -> FamilyWork:
    work = FamilyWork(owner, parsed, guardian)
    work.user = _among(tied, guardian.name)
    work.tied = work.user is not None
    if work.user is None:
        work.user = reachable.get((folded(guardian.name.full()), guardian.phone)) if guardian.phone else None
        return work
    wanted = {"phone": guardian.phone[:40], "email": guardian.email}
    work.contacts = {key: value for key, value in wanted.items() if value and value != getattr(work.user, key)}
    return work


def _among(tied: Sequence[User], name: PersonName) -> User | None:
    """The same spelling, ё = е, then initials on either side when only one fits."""
    for same in (exact, folded):
        found = [user for user in tied if same(user.full_name) == same(name.full())]
        if len(found) == 1:
            return found[0]
    alike = []
    for user in tied:
        own = PersonName(user.last_name, user.first_name, user.middle_name)
        if (is_short(own) or is_short(name)) and initials_key(own) == initials_key(name):
            alike.append(user)
    return alike[0] if len(alike) == 1 else None


def relation_of(word: str) -> Relation:
    """«мать» → mother; opekun and popechitel are guardians by law."""
    if word.startswith(("опекун", "попечит")):
        return Relation.GUARDIAN
    return RELATIONS.get(word, Relation.OTHER)


def write_families(actor: User, works: Sequence[FamilyWork], day: date) -> None:
    """Tie the new ones from the day, change contacts of the others."""
    fresh = [work for work in works if not work.tied]
    school.link_guardians(actor, [_tie(work, day) for work in fresh])
    for work in works:
        if work.tied and work.user:
            access.change_person(actor, work.user, **work.contacts)


def _tie(work: FamilyWork, day: date) -> school.NewTie:
    name, guardian = work.guardian.name, work.guardian
    if work.owner.student is None:
        raise RuntimeError("pupils are enrolled before their families")
    relation = relation_of(guardian.relation)
    if work.user:
        return school.NewTie(work.owner.student, day, relation, user=work.user)
    person = NewPerson(name.last, name.first, name.middle, guardian.phone[:40], guardian.email)
    return school.NewTie(work.owner.student, day, relation, person=person)


__all__ = ["FamilyWork", "plan_families", "relation_of", "write_families"]
