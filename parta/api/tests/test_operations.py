"""Entries of programs: the same road, answers and sentences as the journal page's own, seen by page and diary."""

import uuid
from typing import Any

import pytest
from django.test import Client

from parta.api.tests.conftest import Program
from parta.domain.access.choices import Scope
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.journal.models import Mark
from parta.domain.timetable.models import Lesson
from parta.ops.cast import Cast
from parta.web.conftest import Enter, enter

__all__ = ["enter"]
ADDRESS = "/api/v1/journal/operations"
PAGE = "/journal/operations/"


@pytest.fixture
def lesson(cast: Cast) -> Lesson:
    """Yesterday's or an earlier lesson of geography in 7Б: held by its own teacher."""
    return cast.lesson("7Б", "География", on_or_before=cast.today.replace(day=9))


@pytest.fixture
def pupil(cast: Cast) -> int:
    return cast.pupil("Ковалёв Даниил").pk


def operation(lesson: Lesson, kind: str, **values: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": kind, "lesson": lesson.pk} | values


def send(client: Client, *operations: Any, address: str = ADDRESS) -> list[dict[str, Any]]:
    answer = client.post(address, {"operations": list(operations)}, "application/json")
    assert answer.status_code == 200, answer.content.decode()
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_what_a_program_enters_is_on_the_page_in_the_diary_and_in_the_journal(
    program: Program, cast: Cast, enter: Enter, lesson: Lesson, pupil: int
) -> None:
    teacher = program("guseva")
    results = send(
        teacher,
        operation(lesson, "mark", student=pupil, value="5", comment="За рассказ о Байкале"),
        operation(lesson, "topic", value="Озёра России"),
        operation(lesson, "homework", value="§ 14, карта озёр"),
    )
    assert [one["status"] for one in results] == ["applied"] * 3
    assert results[0]["average"] == "5,00"
    page = enter(cast.user("guseva")).get(f"/courses/{lesson.course_id}/journal/").content.decode()
    assert "За рассказ о Байкале" in page
    diary = program("kovaleva").get(f"/api/v1/students/{pupil}/diary?from={lesson.day}&to={lesson.day}").json()
    line = next(one for one in diary["days"][0]["lessons"] if one["lesson"] == lesson.pk)
    assert [(mark["value"], mark["comment"]) for mark in line["marks"]] == [("5", "За рассказ о Байкале")]
    assert (line["topic"], line["homework_set"]["text"]) == ("Озёра России", "§ 14, карта озёр")
    family_page = enter(cast.user("kovaleva")).get(f"/students/{pupil}/diary/?week={lesson.day}").content.decode()
    assert "Озёра России" in family_page
    journal = teacher.get(f"/api/v1/courses/{lesson.course_id}/journal?from={lesson.day}&to={lesson.day}").json()
    column = next(one for one in journal["columns"] if one["lesson"] == lesson.pk)
    assert (column["topic"], column["homework"], column["version"]) == ("Озёра России", "§ 14, карта озёр", 1)
    cell = next(row for row in journal["rows"] if row["student"] == pupil)["cells"][journal["columns"].index(column)]
    assert [(mark["value"], mark["version"]) for mark in cell["marks"]] == [("5", 1)]
    assert verify_chain().broken is None


def test_the_versions_a_program_read_are_what_it_changes_by(program: Program, lesson: Lesson, pupil: int) -> None:
    client = program("guseva")
    send(client, operation(lesson, "mark", student=pupil, value="4"))
    assert send(client, operation(lesson, "mark", student=pupil, value="5", base=1))[0]["version"] == 2
    late = send(client, operation(lesson, "mark", student=pupil, value="3", base=1))[0]
    assert (late["status"], late["current"]["value"], late["current"]["version"]) == ("conflict", "5", 2)
    assert Mark.objects.get(lesson=lesson, student_id=pupil).value == "5"


def test_sent_again_nothing_is_written_twice(program: Program, lesson: Lesson, pupil: int) -> None:
    client, one = program("guseva"), operation(lesson, "mark", student=pupil, value="4")
    send(client, one)
    before = AuditEntry.objects.count()
    assert send(client, one)[0]["status"] == "repeated"
    assert AuditEntry.objects.count() == before


def test_page_and_program_get_the_same_answers(
    program: Program, cast: Cast, enter: Enter, lesson: Lesson, pupil: int
) -> None:
    future = cast.lesson("7Б", "География", after=cast.today)
    other = cast.lesson("7Б", "Алгебра")
    cases = [
        operation(lesson, "mark", student=pupil, value="7"),
        operation(lesson, "mark", student=999_999, value="5"),
        operation(future, "mark", student=pupil, value="5"),
        operation(other, "mark", student=pupil, value="5"),
        operation(lesson, "comment", student=pupil, value="Слово", slot=2),
        operation(lesson, "work_type", value="нет такого"),
        operation(lesson, "homework", value="§ 1", due_on="2026-09-01"),
    ]
    by_program = send(program("guseva"), *cases)
    by_page = send(enter(cast.user("guseva")), *cases, address=PAGE)
    assert by_program == by_page
    assert {one["status"] for one in by_program} == {"invalid", "locked", "refused"}
    assert all(one["message"] for one in by_program)


@pytest.mark.parametrize("login", ["krylova", "zavuch", "director", "admin", "daniil", "kovaleva", "zamena"])
def test_nobody_else_fills_the_lesson(program: Program, lesson: Lesson, pupil: int, login: str) -> None:
    result = send(program(login), operation(lesson, "mark", student=pupil, value="5"))[0]
    assert (result["status"], Mark.objects.filter(lesson=lesson, student_id=pupil).count()) == ("refused", 0)


BAD: list[tuple[bytes, int, str]] = [
    (b"", 400, "Запрос не читается: ожидался JSON"),
    (b"{", 400, "Запрос не читается"),
    (b"[" * 100_000, 400, "Запрос не читается"),
    (b"\xff\xfe{}", 400, "Запрос не читается"),
    (b'{"operations": ' + b"9" * 5000 + b"}", 400, "Запрос не читается"),
    (b"[]", 422, "В запросе нет списка operations"),
    (b"null", 422, "В запросе нет списка operations"),
    (b'{"operations": {}}', 422, "В запросе нет списка operations"),
    (b'{"operations": [1]}', 422, "Запись 1: ожидался объект"),
    (b'{"operations": [{"kind": "\\ud800"}]}', 422, "Запись 1: неизвестный вид"),
    (b'{"operations": [], "span": ["2026-12-01"]}', 422, "span — это две даты"),
    (b'{"operations": [], "span": [20261201, 20261202]}', 422, "дата пишется как"),
    (b'{"operations": [' + b"{}," * 500 + b"{}]}", 422, "не больше 500 записей, пришло 501"),
]


@pytest.mark.parametrize("case", BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_in_words_and_alike(
    program: Program, cast: Cast, enter: Enter, case: tuple[bytes, int, str]
) -> None:
    body, status, words = case
    answer = program("guseva").post(ADDRESS, body, "application/json")
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]
    page = enter(cast.user("guseva")).post(PAGE, body, "application/json")
    assert (page.status_code, page.json()["message"]) == (status, json_safe(answer.json()["error"]["message"], page))


def json_safe(message: str, page: Any) -> str:
    """Half a surrogate, which the page escapes and the API shows as «?»."""
    return message if "?" not in message else page.json()["message"]


@pytest.mark.parametrize(
    "values",
    [{"value": "\ud800"}, {"value": "\x00"}, {"due_on": 20261220}, {"due_on": False}, {"not_set": 1}, {"base": True},
     {"base": 2**53}, {"id": "не номер"}, {"value": 5}, {"plan_topic": "1"}],
)  # fmt: skip
def test_values_no_database_could_hold_are_refused(program: Program, lesson: Lesson, values: dict[str, Any]) -> None:
    body = operation(lesson, "homework", value="§ 1") | values
    answer = program("guseva").post(ADDRESS, {"operations": [body]}, "application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["message"].startswith("Запись 1: ")


def test_too_big_a_request_is_refused_whole(program: Program) -> None:
    answer = program("guseva").post(ADDRESS, b" " * (5 * 1024 * 1024 + 1), "application/json")
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "Запрос больше 5\u00a0МБ. Разделите его на части."


def test_reading_scopes_do_not_write(program: Program, lesson: Lesson, pupil: int) -> None:
    client = program("guseva", Scope.READ_JOURNAL, Scope.READ_DIARY)
    answer = client.post(
        ADDRESS, {"operations": [operation(lesson, "mark", student=pupil, value="5")]}, "application/json"
    )
    assert answer.status_code == 403
    assert "нужно «писать в журнал»" in answer.json()["error"]["message"]
    assert not Mark.objects.filter(lesson=lesson, student_id=pupil).exists()
