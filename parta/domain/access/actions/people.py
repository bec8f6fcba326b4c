"""People: entered, renamed, reached."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from parta.domain.access.actions.recording import Act, record
from parta.domain.access.choices import Role
from parta.domain.access.errors import BadName
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.lib import russian

WRITERS = (Role.ADMINISTRATOR, Role.SECRETARY)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person who comes to the school."""

    last_name: str
    first_name: str = ""
    middle_name: str = ""
    phone: str = ""
    email: str = ""


def create_person(actor: User, person: NewPerson) -> User:
    """Enter a person (S3-4.1.7a); no login yet. Administrator and secretary."""
    return create_people(actor, [person])[0]


@transaction.atomic
def create_people(actor: User, people: Sequence[NewPerson]) -> list[User]:
    """Enter many people with one insert; the same rows and entries as one by one. Order is kept."""
    require_role(actor, *WRITERS, act="добавлять людей")
    users = [_blank_user(person) for person in people]
    User.objects.bulk_create(users, batch_size=200)
    record(actor, "access.user.created", *(Act(user, title=user.full_name, person=user) for user in users))
    return users


def _blank_user(person: NewPerson) -> User:
    user = User(**{field.name: " ".join(getattr(person, field.name).split()) for field in fields(person)})
    _check_name(user)
    user.search_name = russian.search_form(user.full_name)
    user.sort_name = russian.sort_key(user.full_name)
    user.set_unusable_password()
    return user


def _check_name(user: User) -> None:
    if not user.last_name:
        raise BadName("Укажите фамилию: по ней человека ищут в списках.")
    if max(len(part) for part in (user.last_name, user.first_name, user.middle_name)) > 80:
        raise BadName("Фамилия, имя и отчество — до 80 знаков каждое.")


@transaction.atomic
def change_person(actor: User, user: User, **changes: str) -> User:
    """Change names or contacts: `last_name`, `first_name`, `middle_name`, `phone`, `email`. Own contacts may be
    changed by anybody; the rest by the administrator and the secretary."""
    own_contacts = actor.pk == user.pk and set(changes) <= {"phone", "email"}
    if not own_contacts:
        require_role(actor, *WRITERS, act="менять данные людей")
    clean = {name: " ".join(value.split()) for name, value in changes.items() if name in NewPerson.__slots__}
    before = {name: getattr(user, name) for name, value in clean.items() if getattr(user, name) != value}
    if not before:
        return user
    for name in before:
        setattr(user, name, clean[name])
    _check_name(user)
    user.save(update_fields=list(before))
    after = {name: clean[name] for name in before}
    record(actor, "access.user.changed", Act(user, title=user.full_name, person=user, before=before, after=after))
    return user
