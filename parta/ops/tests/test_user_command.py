"""`parta user token`: a key from the machine's own console."""

import pytest

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.queries import system_user, token_for
from parta.domain.audit.models import AuditEntry
from parta.ops.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _person() -> None:
    user = access.create_person(system_user(), NewPerson("Крылова", "Елена"))
    access.issue_login(system_user(), user, login="krylova", password="дождь-и-лужи-7")


def test_the_key_alone_is_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "token", "Krylova", "--scope", "write_journal", "--days", "7", "--name", "Обмен"]) == 0
    said = capsys.readouterr()
    token = token_for(said.out.strip())
    assert (token.user.login, token.scopes, token.name) == ("krylova", ["write_journal"], "Обмен")
    assert (token.expires_at - token.created_at).days == 7
    assert "Крылова Елена: ключ «Обмен» (писать в журнал), до" in said.err
    assert AuditEntry.objects.get(code="access.token.issued").actor == system_user()


def test_without_a_scope_the_key_only_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "token", "krylova"]) == 0
    assert token_for(capsys.readouterr().out.strip()).scopes == ["read_journal", "read_diary"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody"], "Логина «nobody» нет"),
        (["krylova", "--days", "0"], "от 1 до 366"),
        (["krylova", "--name", "я" * 61], "до 60 знаков"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["user", "token", *arguments]) == 2
    assert words in capsys.readouterr().err
