"""What opens the API and what does not: keys, scopes, ends, limits; cookies never; no key in a log or an address."""

import io
import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from parta.api import limits
from parta.api.tests.conftest import Program, client_with
from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.access.models import ApiToken
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter, enter

__all__ = ["enter"]
ME = "/api/v1/me"


def refusal(client: Client, address: str = ME) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.json()["error"]["message"]


def test_without_a_key_nothing_opens_and_nobody_is_sent_to_a_page(cast: Cast) -> None:
    answer = Client().get(ME)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {
        "error": {"message": "Нужен ключ программы в заголовке: Authorization: Bearer parta_…", "clause": ""}
    }


def test_a_session_gives_no_access(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.user("zavuch"))
    seen = browser.session["seen"]
    with clock.frozen_at(cast.now + timedelta(minutes=30)):
        answer = browser.get(ME)
    assert answer.status_code == 401
    assert not answer.cookies
    assert browser.session["seen"] == seen, "asking the API does not keep a forgotten session alive"


def test_a_key_opens_no_page(program: Program) -> None:
    assert program("zavuch").get("/journal/").status_code == 302


def test_a_key_is_not_taken_from_the_address(cast: Cast) -> None:
    user = cast.user("zavuch")
    raw = access.issue_token(user, user, name="Программа", scopes=[Scope.READ_JOURNAL]).raw
    for name in ("token", "key", "access_token", "authorization"):
        assert Client().get(ME, {name: raw}).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer\tx", "Bearer юю", "bearer x y"]
)
def test_a_strange_header_is_no_key(cast: Cast, header: str) -> None:
    assert Client(headers={"authorization": header}).get(ME).status_code == 401


def test_the_answer_sets_no_cookie_and_asks_for_no_csrf(program: Program) -> None:
    client = program("guseva")
    client.handler.enforce_csrf_checks = True
    assert not client.get(ME).cookies
    answer = client.post("/api/v1/journal/operations", {"operations": []}, "application/json")
    assert (answer.status_code, answer.json()) == (200, {"results": []})


def test_an_ended_a_revoked_and_a_blocked_key_each_say_why(program: Program, cast: Cast) -> None:
    client = program("guseva", name="Табло")
    with clock.frozen_at(cast.now + timedelta(days=90)):
        assert refusal(client) == (
            401, "Срок ключа «Табло» кончился 10\u00a0марта\u00a02027. Сделайте новый на странице «Мой профиль»."
        )  # fmt: skip
    user = cast.user("guseva")
    access.block(cast.school.system, user)
    assert refusal(client) == (401, "Вход для вас закрыт. Обратитесь к администратору журнала.")
    access.unblock(cast.school.system, user)
    access.revoke_token(user, ApiToken.objects.get(user=user))
    assert refusal(client) == (401, "Ключ «Табло» отозван. Сделайте новый на странице «Мой профиль».")


def test_ending_all_sign_ins_ends_the_keys(program: Program, cast: Cast) -> None:
    client = program("guseva")
    user = cast.user("guseva")
    with clock.frozen_at(cast.now + timedelta(minutes=1)):
        access.sign_out_everywhere(user, user)
        assert refusal(client)[0] == 401


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        (Scope.READ_JOURNAL, {"courses", "journal", "changes"}),
        (Scope.WRITE_JOURNAL, {"courses", "journal", "operations"}),
        (Scope.READ_DIARY, {"diary", "changes"}),
    ],
)
def test_a_scope_opens_its_own_and_nothing_else(program: Program, cast: Cast, scope: Scope, opened: set[str]) -> None:
    client = program("krylova", scope, name="Узкая")
    course, child = cast.course("7Б", "Алгебра").pk, cast.pupil("Крылов Степан").pk
    answers = {
        "courses": client.get("/api/v1/courses"),
        "journal": client.get(f"/api/v1/courses/{course}/journal"),
        "diary": client.get(f"/api/v1/students/{child}/diary"),
        "changes": client.get("/api/v1/changes?cursor=now"),
        "operations": client.post("/api/v1/journal/operations", {"operations": []}, "application/json"),
    }
    assert {name for name, answer in answers.items() if answer.status_code == 200} == opened
    refused = [answer for name, answer in answers.items() if name not in opened]
    assert {answer.status_code for answer in refused} == {403}
    assert all("Ключу «Узкая» это не разрешено" in answer.json()["error"]["message"] for answer in refused)


def test_a_program_that_asks_too_often_is_told_when_to_come_back(
    program: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUESTS", 3)
    client, other = program("guseva"), program("krylova")
    assert [client.get(ME).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get(ME)
    assert answer["Retry-After"] == "60"
    assert answer.json()["error"]["message"].startswith("Слишком часто: ключу дано 3\u00a0запроса в минуту.")
    assert other.get(ME).status_code == 200
    with clock.frozen_at(cast.now + timedelta(minutes=1)):
        assert client.get(ME).status_code == 200


def test_an_address_that_tries_many_wrong_keys_is_slowed_but_good_keys_go_on(program: Program) -> None:
    wrong = Client(headers={"authorization": "Bearer parta_" + "a" * 43})
    statuses = [wrong.get(ME).status_code for _ in range(limits.WRONG_KEYS + 1)]
    assert statuses == [401] * limits.WRONG_KEYS + [429]
    assert program("guseva").get(ME).status_code == 200
    assert Client().get(ME).status_code == 401, "asking without a key is no guess"
    cache.clear()


def test_no_key_and_no_name_ever_reaches_a_log(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    monkeypatch.setattr(root, "level", logging.DEBUG)
    root.addHandler(handler)
    try:
        client = client_with(cast.user("guseva"))
        monkeypatch.setattr("parta.api.me.roles_of", lambda user: int("Ковалёв Даниил"))
        for address in (ME, "/api/v1/nothing", "/api/v1/changes?cursor=x"):
            client.get(address)
        Client(headers={"authorization": "Basic parta_secret"}).get(ME)
    finally:
        root.removeHandler(handler)
    assert "server_error" in heard.getvalue()
    assert "parta_" not in heard.getvalue()
    assert "Ковалёв" not in heard.getvalue()
