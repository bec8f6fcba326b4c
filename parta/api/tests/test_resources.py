"""What a program reads: the same as its person does on the pages, in the documented shape."""

from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from parta.api.schemas import Courses, DiaryOut, JournalOut, Me
from parta.api.tests.conftest import Program
from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.audit.models import AuditEntry
from parta.domain.diary.models import DiaryVisit
from parta.ops.cast import Cast

ROOT = "/api/v1"


def read(client: Client, address: str, shape: Any) -> dict[str, Any]:
    """The answer, which holds all the documented keys and no others."""
    answer = client.get(f"{ROOT}{address}")
    assert answer.status_code == 200, answer.content.decode()
    body: dict[str, Any] = answer.json()
    assert TypeAdapter(shape).validate_python(body) == body
    return body


def test_me_names_the_person_the_roles_the_desks_and_the_key(program: Program) -> None:
    body = read(program("krylova", Scope.READ_JOURNAL, name="Экран в холле"), "/me", Me)
    assert body["person"]["full_name"] == "Крылова Елена Александровна"
    assert {role["code"] for role in body["roles"]} == {"teacher", "class_teacher", "guardian"}
    assert [seat["key"].split("-")[0] for seat in body["seats"]] == ["teaching", "student"]
    assert body["key"]["name"] == "Экран в холле"
    assert body["key"]["scopes"] == ["read_journal"]
    assert body["today"] == "2026-12-10"


def test_courses_are_those_of_the_teacher_s_own_list(program: Program, cast: Cast) -> None:
    body = read(program("guseva"), "/courses", Courses)
    mine = [course for course in body["courses"] if course["may_write"]]
    assert {course["subject"] for course in mine} == {"География", "Биология", "Химия"}
    assert cast.course("7Б", "География").pk in {course["id"] for course in mine}


def test_the_deputy_sees_every_course_and_fills_none(program: Program) -> None:
    courses = read(program("zavuch"), "/courses", Courses)["courses"]
    assert len({course["unit"] for course in courses}) > 3
    assert not any(course["may_write"] for course in courses)


@pytest.mark.parametrize("login", ["daniil", "kovaleva", "sekretar", "admin"])
def test_families_and_the_office_have_no_list_of_journals(program: Program, login: str) -> None:
    answer = program(login).get(f"{ROOT}/courses")
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == "Страницы журнала открыты учителям, завучу и директору."


def test_a_journal_holds_its_lessons_pupils_and_cells(program: Program, cast: Cast) -> None:
    course = cast.course("7Б", "География")
    body = read(program("guseva"), f"/courses/{course.pk}/journal?from=2026-12-01&to=2026-12-10", JournalOut)
    assert (body["from"], body["to"], body["title"]) == ("2026-12-01", "2026-12-10", course.title)
    assert body["columns"], "there are lessons of geography in ten days"
    assert all(len(row["cells"]) == len(body["columns"]) for row in body["rows"])
    assert any(row["name"].startswith("Ковалёв") for row in body["rows"])
    assert body["mark_values"] == ["5", "4", "3", "2"]


def test_without_days_a_journal_is_of_the_current_period(program: Program, cast: Cast) -> None:
    body = read(program("guseva"), f"/courses/{cast.course('7Б', 'География').pk}/journal", JournalOut)
    assert body["from"] < "2026-12-10" < body["to"]
    assert body["from"] >= "2026-10-01", "the second quarter, not the year"


@pytest.mark.parametrize(
    ("login", "status"),
    [("guseva", 200), ("krylova", 200), ("zamena", 200), ("zavuch", 200), ("director", 200), ("gruppa", 200),
     ("gromov", 404), ("admin", 404), ("sekretar", 404), ("otvet", 404), ("daniil", 404), ("kovaleva", 404)],
)  # fmt: skip
def test_whose_journal_page_it_is(program: Program, cast: Cast, login: str, status: int) -> None:
    answer = program(login).get(f"{ROOT}/courses/{cast.course('7Б', 'География').pk}/journal")
    assert answer.status_code == status
    if status == 404:
        assert answer.json()["error"]["message"] == "Такой страницы журнала у вас нет"


@pytest.mark.parametrize(
    ("login", "status"),
    [("daniil", 200), ("kovaleva", 200), ("anna", 404), ("lebedeva", 404), ("krylova", 404), ("director", 404),
     ("admin", 404)],
)  # fmt: skip
def test_whose_diary_it_is(program: Program, cast: Cast, login: str, status: int) -> None:
    answer = program(login).get(f"{ROOT}/students/{cast.pupil('Ковалёв Даниил').pk}/diary")
    assert answer.status_code == status
    if status == 404:
        assert answer.json()["error"]["message"] == "Такого дневника у вас нет"


def test_a_diary_holds_every_day_asked_for(program: Program, cast: Cast) -> None:
    pupil = cast.pupil("Ковалёв Даниил")
    address = f"/students/{pupil.pk}/diary?from=2026-11-02&to=2026-12-10"
    body = read(program("kovaleva", Scope.READ_DIARY), address, DiaryOut)
    days = [day["day"] for day in body["days"]]
    assert (len(days), days[0], days[-1]) == (39, "2026-11-02", "2026-12-10")
    assert body["class"] == "7Б"
    today = body["days"][-1]["lessons"]
    assert [lesson["number"] for lesson in today] == sorted(lesson["number"] for lesson in today)
    assert any(lesson["change"] == "замена" for lesson in today)
    assert any(day["rest"] for day in body["days"])


def test_without_days_a_diary_is_of_this_week(program: Program, cast: Cast) -> None:
    body = read(program("daniil"), f"/students/{cast.pupil('Ковалёв Даниил').pk}/diary", DiaryOut)
    assert (body["from"], body["to"]) == ("2026-12-07", "2026-12-13")


def test_reading_a_diary_by_program_leaves_what_is_new_new(program: Program, cast: Cast) -> None:
    before = list(DiaryVisit.objects.values_list("reader_id", "at"))
    read(program("kovaleva"), f"/students/{cast.pupil('Ковалёв Даниил').pk}/diary", DiaryOut)
    assert list(DiaryVisit.objects.values_list("reader_id", "at")) == before


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("from=вчера", "from", "Дата пишется как 2026-12-10."),
        ("from=20261210T00", "from", "Дата пишется как 2026-12-10."),
        ("from=0", "from", "Дата пишется как 2026-12-10."),
        ("to=", "to", "Дата пишется как 2026-12-10."),
        ("to=9999-12-31", "to", "годы — с 2000 по 2100"),
        ("from=2026-12-10&to=2026-12-09", "to", "Последний день раньше первого."),
        ("from=2025-09-01&to=2026-12-10", "to", "не больше"),
    ],
)
def test_wrong_days_are_named_in_words(program: Program, cast: Cast, query: str, place: str, words: str) -> None:
    client = program("krylova")
    addresses = [f"/courses/{cast.course('7Б', 'География').pk}/journal"]
    child = cast.pupil("Крылов Степан")
    for address in [*addresses, f"/students/{child.pk}/diary"]:
        answer = client.get(f"{ROOT}{address}?{query}")
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert error["place"] == place
        assert words in error["message"]


def test_what_a_program_did_is_known_by_its_key_in_the_log(program: Program, cast: Cast) -> None:
    lesson = cast.lesson("7Б", "География", on_or_before=cast.today.replace(day=9))
    client = program("guseva")
    operation = {"id": "5b0b1f0e-8c62-4d1c-9d0a-0d6f5b5f1a01", "kind": "roll_call", "lesson": lesson.pk}
    answer = client.post(f"{ROOT}/journal/operations", {"operations": [operation]}, "application/json")
    assert answer.json()["results"][0]["status"] == "applied"
    entry = AuditEntry.objects.get(code="journal.roll_called")
    token = cast.user("guseva").tokens.get()
    assert entry.actor == token.user
    assert entry.origin == f"127.0.0.1 · ключ № {token.pk}"


def test_the_page_s_own_session_does_not_borrow_the_key_s_mark_in_the_log(program: Program, cast: Cast) -> None:
    program("guseva").get(f"{ROOT}/me")
    user = cast.user("guseva")
    access.change_person(user, user, phone="+7 900 000-00-00")
    assert AuditEntry.objects.latest("sequence").origin == ""
