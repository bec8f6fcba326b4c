"""Keys of programs: made by their person, kept as a hash, ended by time, by hand and with the sign-ins."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from parta.domain.access import actions as access
from parta.domain.access import rules
from parta.domain.access.actions import IssuedToken, NewPerson
from parta.domain.access.choices import Role, Scope
from parta.domain.access.errors import RightMissing, TokenNotIssued, TokenRefused
from parta.domain.access.models import ApiToken, User
from parta.domain.access.queries import live_tokens_of, system_user, token_for
from parta.domain.audit.models import AuditEntry
from parta.lib import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 12, 11, 12, 0, tzinfo=clock.zone())


@pytest.fixture
def person() -> User:
    with clock.frozen_at(NOON - timedelta(days=1)):
        user = access.create_person(system_user(), NewPerson("Крылова", "Екатерина"))
        access.issue_login(system_user(), user, login="krylova", password="дождь-и-лужи-7")
    return user


def issue(user: User, name: str = "Зарница", days: int = 90) -> IssuedToken:
    return access.issue_token(user, user, name=name, scopes=[Scope.READ_DIARY, Scope.READ_JOURNAL], days=days)


def refusal(raw: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        token_for(raw)
    return refused.value.message


def test_a_token_opens_for_its_person_with_its_scopes(person: User) -> None:
    token = token_for(issue(person).raw)
    assert token.user == person
    assert token.scopes == ["read_journal", "read_diary"]


def test_the_key_itself_is_stored_nowhere(person: User) -> None:
    issued = issue(person)
    assert issued.raw.startswith("parta_")
    assert issued.raw not in repr(issued)
    assert issued.raw not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert issued.raw not in json.dumps(list(AuditEntry.objects.values()), default=str)
    assert issued.token.hash == rules.token_hash(issued.raw)


def test_making_and_revoking_is_recorded(person: User) -> None:
    issued = issue(person)
    access.revoke_token(person, issued.token)
    codes = list(AuditEntry.objects.order_by("sequence").values_list("code", flat=True))[-2:]
    assert codes == ["access.token.issued", "access.token.revoked"]


def test_nobody_makes_a_key_in_another_name_but_the_console_does(person: User) -> None:
    administrator = access.create_person(system_user(), NewPerson("Титов", "Антон"))
    access.appoint(system_user(), administrator, role=Role.ADMINISTRATOR, valid_from=NOON.date())
    with clock.frozen_at(NOON), pytest.raises(RightMissing, match="делает себе сам"):
        access.issue_token(administrator, person, name="Чужой", scopes=[Scope.READ_JOURNAL])
    assert access.issue_token(system_user(), person, name="Свой", scopes=[Scope.READ_JOURNAL]).token.user == person


def test_the_administrator_revokes_anybody_s_key_others_only_their_own(person: User) -> None:
    administrator = access.create_person(system_user(), NewPerson("Титов", "Антон"))
    other = access.create_person(system_user(), NewPerson("Гусева", "Анна"))
    with clock.frozen_at(NOON):
        access.appoint(system_user(), administrator, role=Role.ADMINISTRATOR, valid_from=NOON.date())
        issued = issue(person)
        with pytest.raises(RightMissing):
            access.revoke_token(other, issued.token)
        access.revoke_token(administrator, issued.token)
        assert "отозван" in refusal(issued.raw)


def test_revoking_twice_changes_nothing(person: User) -> None:
    issued = issue(person)
    access.revoke_token(person, issued.token)
    before = AuditEntry.objects.count()
    access.revoke_token(person, issued.token)
    assert AuditEntry.objects.count() == before


def test_a_key_ends_on_time(person: User) -> None:
    with clock.frozen_at(NOON):
        issued = issue(person, days=1)
    with clock.frozen_at(NOON + timedelta(hours=23, minutes=59)):
        assert token_for(issued.raw).user == person
    with clock.frozen_at(NOON + timedelta(days=1)):
        assert refusal(issued.raw).startswith("Срок ключа «Зарница» кончился 12\u00a0декабря\u00a02025")


def test_a_blocked_person_s_key_opens_nothing(person: User) -> None:
    issued = issue(person)
    access.block(system_user(), person)
    assert "Вход для вас закрыт" in refusal(issued.raw)


def test_a_new_password_ends_the_keys_made_before_it(person: User) -> None:
    with clock.frozen_at(NOON):
        issued = issue(person)
    with clock.frozen_at(NOON + timedelta(hours=1)):
        person.refresh_from_db()
        access.change_password(person, current="дождь-и-лужи-7", new="четыре слова подряд")
        assert "закончился вместе со входами" in refusal(issued.raw)
        assert token_for(issue(person, "Новый").raw).user == person


@pytest.mark.parametrize("raw", ["", "parta_", "parta_" + "a" * 43, "Ключ", "x" * 10_000])
def test_anything_else_is_an_unknown_key(person: User, raw: str) -> None:
    assert refusal(raw).startswith("Ключ не подходит")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"name": "я" * 61}, "name"), ({"scopes": []}, "scopes"), ({"days": 0}, "days"),
     ({"days": 367}, "days"), ({"name": "Зарница"}, "name")],
)  # fmt: skip
def test_a_key_that_cannot_be_made_says_why(person: User, changes: dict[str, Any], field: str) -> None:
    issue(person)
    values: dict[str, Any] = {"name": "Другой", "scopes": [Scope.READ_JOURNAL], "days": 30} | changes
    with pytest.raises(TokenNotIssued) as refused:
        access.issue_token(person, person, **values)
    assert refused.value.field == field


def test_a_person_has_at_most_twenty_keys(person: User) -> None:
    for number in range(rules.MAX_TOKENS):
        issue(person, f"Программа {number}")
    with pytest.raises(TokenNotIssued, match="не больше 20\u00a0ключей"):
        issue(person, "Ещё одна")


def test_the_last_use_is_known_to_within_ten_minutes(person: User) -> None:
    with clock.frozen_at(NOON):
        token = issue(person).token
        access.note_use(token)
    for minutes, seen in ((9, NOON), (10, NOON + timedelta(minutes=10))):
        with clock.frozen_at(NOON + timedelta(minutes=minutes)):
            access.note_use(live_tokens_of(person)[0])
        assert live_tokens_of(person)[0].last_used_at == seen
