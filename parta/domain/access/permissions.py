"""May this person do that? Named sentences."""

from collections.abc import Callable, Sequence

from parta.domain.access.choices import Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.queries import has_role

CredentialSource = Callable[[User, Sequence[User]], set[int]]
_credential_sources: list[CredentialSource] = []


def register_credential_source(source: CredentialSource) -> None:
    """A room above says to whom of the people an actor who is no administrator may issue logins (ids of users).

    Homeroom teachers issue them to families (S3-3.1b); who those families are, only the school room knows.
    """
    if source not in _credential_sources:
        _credential_sources.append(source)


def require_role(user: User, *roles: Role, act: str) -> None:
    """Let the act through for holders of one of the roles, otherwise raise RightMissing with a sentence.

    act: what is being done, infinitive: «менять регламент».
    """
    if has_role(user, *roles):
        return
    names = " или ".join(str(role.label) for role in roles)
    raise RightMissing(f"Вы не можете {act}: это делает {names}.")


def require_administrator(user: User, act: str) -> None:
    """Only the EJ administrator (S3-4.1.2a … 4.1.7d)."""
    require_role(user, Role.ADMINISTRATOR, act=act)


def may_issue_logins(actor: User, people: Sequence[User]) -> bool:
    """The administrator to everybody (S3-3.1a), a homeroom teacher to the families of the class (S3-3.1b)."""
    if has_role(actor, Role.ADMINISTRATOR):
        return True
    allowed: set[int] = set()
    for source in _credential_sources:
        allowed |= source(actor, people)
    return bool(people) and all(person.pk in allowed for person in people)


def require_issuing(actor: User, people: Sequence[User]) -> None:
    """Refuse to issue a login to somebody else's people."""
    if not may_issue_logins(actor, people):
        raise RightMissing(
            "Вы не можете выдавать логины этим людям: сотрудникам их выдаёт администратор ЭЖ, "
            "ученикам и родителям — классный руководитель."
        )


def require_own_token(actor: User, person: User) -> None:
    """A key acts in its person's name: nobody makes one for somebody else, save from the machine's own console."""
    if actor.pk != person.pk and not actor.is_system:
        raise RightMissing("Ключ программы человек делает себе сам, на странице «Мой профиль».")


def require_self_or_administrator(actor: User, person: User, act: str) -> None:
    """One's own record, or the administrator."""
    if actor.pk != person.pk:
        require_administrator(actor, act)
