"""Signing in: right and wrong passwords, the pause after guessing, closed accounts."""

from datetime import datetime, timedelta
from unittest import mock

import pytest

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.errors import SignInRefused
from parta.domain.access.models import SignInAttempt, User
from parta.domain.access.queries import system_user
from parta.domain.audit.models import AuditEntry
from parta.lib import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 12, 11, 12, 0, tzinfo=clock.zone())
HERE = "10.0.0.7"


@pytest.fixture
def person() -> User:
    user = access.create_person(system_user(), NewPerson("Крылова", "Екатерина"))
    access.issue_login(system_user(), user, login="krylova", password="дождь-и-лужи-7")
    return user


def fail(times: int, login: str = "krylova", address: str = HERE) -> str:
    message = ""
    for _ in range(times):
        with pytest.raises(SignInRefused) as refused:
            access.sign_in(login=login, password="не тот", address=address)
        message = refused.value.message
    return message


def test_the_case_of_a_login_does_not_matter(person: User) -> None:
    assert access.sign_in(login=" Krylova", password="дождь-и-лужи-7", address=HERE) == person


def test_every_sign_in_is_recorded(person: User) -> None:
    access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE)
    attempt = SignInAttempt.objects.get()
    assert (attempt.succeeded, attempt.user, attempt.address) == (True, person, HERE)
    assert AuditEntry.objects.get(code="access.signed_in").actor == person


def test_an_unknown_login_is_answered_as_a_wrong_password(person: User) -> None:
    assert fail(1, login="nobody") == fail(1)


def test_an_unknown_login_costs_a_hash_as_a_known_one_does(person: User) -> None:
    with mock.patch("parta.domain.access.actions.signing_in.make_password") as dummy:
        fail(1, login="nobody")
    dummy.assert_called_once()


def test_after_five_failures_even_the_right_password_waits(person: User) -> None:
    with clock.frozen_at(NOON):
        fail(5)
        with pytest.raises(SignInRefused, match="после 12:15"):
            access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE)
    with clock.frozen_at(NOON + timedelta(minutes=16)):
        assert access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE) == person


def test_the_person_is_warned_before_the_door_closes(person: User) -> None:
    assert "Остал" not in fail(2)
    assert "Осталось 2\u00a0попытки" in fail(1)


def test_a_success_forgives_earlier_failures(person: User) -> None:
    with clock.frozen_at(NOON):
        fail(4)
    with clock.frozen_at(NOON + timedelta(minutes=1)):
        access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE)
        fail(4)
        assert access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE) == person


def test_one_address_guessing_many_logins_is_stopped(person: User) -> None:
    with clock.frozen_at(NOON), mock.patch("parta.domain.access.rules.ADDRESS_LIMIT", 3):
        for number in range(3):
            fail(1, login=f"guess{number}")
        with pytest.raises(SignInRefused, match="этой сети"):
            access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE)
        assert access.sign_in(login="krylova", password="дождь-и-лужи-7", address="10.0.0.8") == person


def test_a_closed_account_is_told_so_only_with_the_right_password(person: User) -> None:
    access.block(system_user(), person)
    assert "не подходит" in fail(1)
    with pytest.raises(SignInRefused, match="Вход для вас закрыт"):
        access.sign_in(login="krylova", password="дождь-и-лужи-7", address=HERE)


def test_the_system_cannot_sign_in() -> None:
    system_user()
    with pytest.raises(SignInRefused):
        access.sign_in(login="", password="!", address=HERE)
