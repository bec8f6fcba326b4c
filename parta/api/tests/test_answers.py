"""How answers look: Cyrillic as it is, ETag, gzip, one shape of every refusal."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from parta.api import me
from parta.api.tests.conftest import Program
from parta.domain.access.choices import Scope
from parta.domain.journal.choices import OperationStatus
from parta.ops.cast import Cast

ME = "/api/v1/me"


def test_cyrillic_is_sent_as_it_is(program: Program) -> None:
    answer = program("krylova").get(ME)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert "Крылова Елена Александровна" in answer.content.decode()
    assert b"\\u0" not in answer.content


@pytest.mark.parametrize("what", ["me", "courses", "journal", "diary", "changes", "openapi.json"])
def test_what_has_not_changed_is_not_sent_again(program: Program, cast: Cast, what: str) -> None:
    addresses = {
        "journal": f"courses/{cast.course('7Б', 'Алгебра').pk}/journal",
        "diary": f"students/{cast.pupil('Крылов Степан').pk}/diary",
    }
    client = program("krylova")
    address = f"/api/v1/{addresses.get(what, what)}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    other = client.get(address, headers={"if-none-match": 'W/"other"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_the_etag_changes_with_the_content(program: Program, cast: Cast) -> None:
    client = program("guseva")
    lesson = cast.lesson("7Б", "География", on_or_before=cast.today.replace(day=9))
    address = f"/api/v1/courses/{lesson.course_id}/journal"
    before = client.get(address)["ETag"]
    operation = {"id": "5b0b1f0e-8c62-4d1c-9d0a-0d6f5b5f1a02", "kind": "topic", "lesson": lesson.pk, "value": "Реки"}
    client.post("/api/v1/journal/operations", {"operations": [operation]}, "application/json")
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


def test_what_is_read_is_kept_by_nobody_else_and_entries_by_nobody_at_all(program: Program) -> None:
    client = program("guseva")
    assert client.get(ME)["Cache-Control"] == "private, no-cache"
    written = client.post("/api/v1/journal/operations", {"operations": []}, "application/json")
    assert written["Cache-Control"] == "no-store"
    assert client.get("/api/v1/changes?cursor=%00")["Cache-Control"] == "no-store"


def test_a_journal_travels_compressed(program: Program, cast: Cast) -> None:
    address = f"/api/v1/courses/{cast.course('7Б', 'Алгебра').pk}/journal"
    client = program("krylova")
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 4


@pytest.mark.parametrize(
    "address", ["/api/v1/", "/api/v1/nothing", "/api/v1/me/", "/api/v2/me", "/api/v1/courses/-1/journal"]
)
def test_an_unknown_address_is_told_as_json(program: Program, address: str) -> None:
    answer = program("guseva").get(address)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"].startswith("Такого адреса нет")
    assert Client().get(address).status_code == 401


def test_a_wrong_method_is_told_as_json_with_those_that_are(program: Program) -> None:
    answer = program("guseva").delete(ME)
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer.json()["error"]["clause"] == ""


def test_a_fault_of_the_server_gives_a_number_and_no_insides(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(me, "roles_of", lambda user: 1 / 0)
    answer = program("guseva").get(ME)
    assert answer.status_code == 500
    assert answer.json()["error"]["message"].startswith("Ошибка на сервере. Скажите администратору журнала её номер:")
    assert "ZeroDivision" not in answer.content.decode()


def test_the_guide_names_every_call_scope_and_status() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
    calls = Client().get("/api/v1/openapi.json").json()["paths"]
    for address, about in calls.items():
        short = re.sub(r"\{\w+_id\}", "{id}", address.removeprefix("/api/v1"))
        assert all(f"`{call.upper()} {short}" in guide for call in about), short
    statuses = {status for about in calls.values() for call in about.values() for status in call["responses"]}
    assert all(f"| {status} |" in guide for status in statuses - {"200"})
    assert all(f"`{scope.value}`" in guide for scope in Scope)
    assert all(f"`{status}`" in guide for status in OperationStatus.values)


def test_a_read_costs_a_bounded_number_of_statements(
    program: Program, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = program("krylova")
    journal = f"courses/{cast.course('7Б', 'Алгебра').pk}/journal?from=2026-09-01&to=2027-05-27"
    diary = f"students/{cast.pupil('Крылов Степан').pk}/diary?from=2026-11-01&to=2026-12-10"
    for address, most in (("me", 8), ("courses", 10), (journal, 10), (diary, 10)):
        client.get(f"/api/v1/{address}")
        with django_assert_max_num_queries(most):
            client.get(f"/api/v1/{address}")


def test_the_document_is_open_complete_and_the_same_every_time() -> None:
    first = Client().get("/api/v1/openapi.json")
    assert first.content == Client().get("/api/v1/openapi.json").content
    document = json.loads(first.content)
    calls = {(address, call): about for address, calls in document["paths"].items() for call, about in calls.items()}
    assert sorted(calls) == [
        ("/api/v1/changes", "get"),
        ("/api/v1/courses", "get"),
        ("/api/v1/courses/{course_id}/journal", "get"),
        ("/api/v1/files/{attachment_id}", "get"),
        ("/api/v1/journal/operations", "post"),
        ("/api/v1/me", "get"),
        ("/api/v1/students/{student_id}/diary", "get"),
    ]
    for about in calls.values():
        assert {"200", "400", "401", "403", "422", "429"} <= set(about["responses"])
        assert about["security"] == [{"ProgramKey": []}]
    every = set().union(*(about["responses"] for about in calls.values()))
    assert {"404", "409", "413"} <= every
