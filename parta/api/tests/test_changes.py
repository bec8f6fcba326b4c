"""What has changed since a cursor: every change reaches the program, once, whoever writes meanwhile."""

import random
import uuid
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from parta.api.schemas import Changes
from parta.api.tests.conftest import Program
from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.audit.models import AuditEntry
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.models import AttendanceEntry, Homework, Mark
from parta.domain.journal.queries import changes
from parta.domain.journal.rules import parse_operation
from parta.domain.timetable.models import Lesson
from parta.ops.cast import Cast

ADDRESS = "/api/v1/changes"
Key = tuple[str, int, int | None, int | None]


class Mirror:
    """A program that keeps a copy: it asks, remembers the cursor, and writes down what it is told."""

    def __init__(self, client: Client, cursor: str = "", limit: int = 3) -> None:
        self.client, self.cursor, self.limit = client, cursor, limit
        self.state: dict[Key, dict[str, Any]] = {}
        self.told = 0

    def ask(self) -> bool:
        """One page; is there more?"""
        body = self.client.get(f"{ADDRESS}?cursor={self.cursor}&limit={self.limit}").json()
        assert TypeAdapter(Changes).validate_python(body) == body
        assert len(body["changes"]) <= self.limit
        keys = [key_of(one) for one in body["changes"]]
        assert len(set(keys)) == len(keys), "an entry is told once a page"
        self.state |= dict(zip(keys, body["changes"], strict=True))
        self.told += len(keys)
        self.cursor = body["cursor"]
        return bool(body["has_more"])

    def catch_up(self) -> int:
        """Ask until there is no more; how many changes came."""
        before = self.told
        while self.ask():
            pass
        return self.told - before


def key_of(change: dict[str, Any]) -> Key:
    return change["kind"], change["lesson"], change["student"], change["slot"]


class Class7B:
    """Writers of two courses of one class."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        day = cast.today.replace(day=9)
        self.geography = cast.lesson("7Б", "География", on_or_before=day)
        self.algebra = cast.lesson("7Б", "Алгебра", on_or_before=day)
        self.writers = {self.geography.pk: cast.user("guseva"), self.algebra.pk: cast.user("krylova")}
        self.daniil, self.anna = cast.pupil("Ковалёв Даниил").pk, cast.pupil("Лебедева Анна").pk

    def write(self, lesson: Lesson, kind: str, value: str, student: int = 0, slot: int = 1) -> None:
        row: Mark | AttendanceEntry | Homework | None
        if kind == "mark":
            row = Mark.objects.filter(lesson=lesson, student_id=student, slot=slot).first()
        elif kind == "attendance":
            row = AttendanceEntry.objects.filter(lesson=lesson, student_id=student).first()
        else:
            row = Homework.objects.filter(lesson=lesson).first()
        raw = {
            "id": str(uuid.uuid4()), "kind": kind, "lesson": lesson.pk, "value": value, "slot": slot,
            "student": student, "base": row.version if row else 0,
        }  # fmt: skip
        (result,) = apply_operations(self.writers[lesson.pk], [parse_operation(raw)])
        assert result.status == "applied", result.message


@pytest.fixture
def journal(cast: Cast) -> Class7B:
    return Class7B(cast)


def walk_few_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a page walks over very few entries of the log, as if the school had written a million."""
    monkeypatch.setattr(changes, "WINDOW", 7)
    monkeypatch.setattr(changes, "SCAN", 3)


def stored(*lessons: Lesson) -> dict[Key, tuple[str, int]]:
    """Values and versions that the journal holds."""
    ids = [lesson.pk for lesson in lessons]
    found: dict[Key, tuple[str, int]] = {}
    for mark in Mark.objects.filter(lesson_id__in=ids):
        found["mark", mark.lesson_id, mark.student_id, mark.slot] = (mark.value, mark.version)
    for absence in AttendanceEntry.objects.filter(lesson_id__in=ids):
        found["attendance", absence.lesson_id, absence.student_id, None] = (absence.code, absence.version)
    for task in Homework.objects.filter(lesson_id__in=ids):
        found["homework", task.lesson_id, None, None] = (task.text, task.version)
    return found


def copied(mirror: Mirror) -> dict[Key, tuple[str, int]]:
    return {key: (one["value"], one["version"]) for key, one in mirror.state.items()}


def random_write(journal: Class7B, dice: random.Random) -> None:
    lesson = dice.choice([journal.geography, journal.algebra])
    student, kind = dice.choice([journal.daniil, journal.anna]), dice.choice(["mark", "mark", "attendance", "homework"])
    values = {"mark": ["5", "4", "3", "2", ""], "attendance": ["н", "б", "оп", ""], "homework": ["§ 1", "§ 2", "№ 318"]}
    journal.write(lesson, kind, dice.choice(values[kind]), student)


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_missed_however_writers_and_readers_take_turns(
    program: Program, journal: Class7B, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    readers = [Mirror(program("zavuch", name=str(limit)), limit=limit) for limit in (1, 3, 50)]
    for reader in readers:
        reader.catch_up()
    walk_few_entries(monkeypatch)
    for _ in range(60):
        random_write(journal, dice)
        if dice.random() < 0.6:
            dice.choice(readers).ask()
    everything = stored(journal.geography, journal.algebra)
    for reader in readers:
        reader.catch_up()
        assert copied(reader) == everything
        assert reader.catch_up() == 0, "what has been told is not told again"


def test_each_change_comes_once_and_in_order(
    program: Program, journal: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Mirror(program("guseva"), limit=2)
    reader.catch_up()
    walk_few_entries(monkeypatch)
    for value in ("5", "4", "3"):
        journal.write(journal.geography, "mark", value, journal.daniil)
        assert reader.catch_up() == 1
        assert [one["value"] for one in reader.state.values()] == [value]
    for student in (journal.daniil, journal.anna):
        journal.write(journal.geography, "attendance", "н", student)
    body = reader.client.get(ADDRESS, {"cursor": reader.cursor}).json()
    assert [one["student"] for one in body["changes"]] == [journal.daniil, journal.anna]


def test_an_entry_changed_many_times_between_two_questions_comes_once_as_it_is_now(
    program: Program, journal: Class7B
) -> None:
    reader = Mirror(program("guseva"))
    reader.catch_up()
    for value in ("5", "4", ""):
        journal.write(journal.geography, "mark", value, journal.daniil)
    assert reader.catch_up() == 1
    (change,) = reader.state.values()
    assert (change["value"], change["version"], change["by"]) == ("", 3, "Гусева\u00a0Т.\u00a0Н.")


def test_a_comment_is_a_change_of_its_mark(program: Program, cast: Cast, journal: Class7B) -> None:
    journal.write(journal.geography, "mark", "5", journal.daniil)
    reader = Mirror(program("guseva"))
    reader.catch_up()
    raw = {
        "id": str(uuid.uuid4()), "kind": "comment", "lesson": journal.geography.pk, "student": journal.daniil,
        "slot": 1, "value": "За карту", "base": 1,
    }  # fmt: skip
    apply_operations(cast.user("guseva"), [parse_operation(raw)])
    assert reader.catch_up() == 1
    assert next(iter(reader.state.values()))["comment"] == "За карту"


def test_from_now_on_tells_only_what_comes_after(program: Program, journal: Class7B) -> None:
    journal.write(journal.geography, "mark", "5", journal.daniil)
    client = program("guseva")
    start = client.get(ADDRESS, {"cursor": "now"}).json()
    assert (start["changes"], start["has_more"]) == ([], False)
    reader = Mirror(client, start["cursor"])
    assert reader.catch_up() == 0
    journal.write(journal.geography, "mark", "4", journal.daniil)
    assert reader.catch_up() == 1


def test_whose_changes_a_person_is_told(program: Program, journal: Class7B) -> None:
    start = program("zavuch").get(ADDRESS, {"cursor": "now"}).json()["cursor"]
    journal.write(journal.geography, "mark", "5", journal.daniil)
    journal.write(journal.algebra, "mark", "4", journal.anna)
    journal.write(journal.geography, "homework", "§ 3")
    told = {}
    for login in ("zavuch", "guseva", "gromov", "krylova", "kovaleva", "daniil", "lebedeva", "sekretar", "admin"):
        reader = Mirror(program(login, name=f"{login} узнаёт"), start)
        reader.catch_up()
        told[login] = sorted((kind, one["student"]) for (kind, *_), one in reader.state.items())
    his, hers, task = ("mark", journal.daniil), ("mark", journal.anna), ("homework", None)
    assert told["zavuch"] == told["krylova"] == sorted([his, hers, task], key=str)
    assert told["guseva"] == sorted([his, task], key=str)
    assert told["kovaleva"] == told["daniil"] == sorted([his, task], key=str)
    assert told["lebedeva"] == sorted([hers, task], key=str)
    assert told["gromov"] == told["sekretar"] == told["admin"] == []


def test_a_key_to_diaries_tells_of_children_and_not_of_journals(program: Program, journal: Class7B) -> None:
    start = program("krylova").get(ADDRESS, {"cursor": "now"}).json()["cursor"]
    journal.write(journal.algebra, "mark", "5", journal.daniil)
    told = {}
    for scope in (Scope.READ_DIARY, Scope.READ_JOURNAL):
        reader = Mirror(program("krylova", scope, name=scope.value), start)
        told[scope] = reader.catch_up()
    assert told == {Scope.READ_DIARY: 0, Scope.READ_JOURNAL: 1}


def test_other_acts_of_the_school_are_walked_over_silently(
    program: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Mirror(program("guseva"), program("zavuch").get(ADDRESS, {"cursor": "now"}).json()["cursor"])
    walk_few_entries(monkeypatch)
    user = cast.user("guseva")
    for number in range(20):
        access.change_person(user, user, phone=f"+7 900 000-00-{number:02d}")
    assert reader.ask() is True, "the page is empty, and not the last"
    assert reader.catch_up() == 0


@pytest.mark.parametrize("cursor", ["x", "MQ", "0", "MS5hYg", "\x00", "я", "a" * 500, "LTEuYWFhYWFhYWFhYWFh"])
def test_a_cursor_that_is_not_ours_is_refused(program: Program, cursor: str) -> None:
    answer = program("guseva").get(ADDRESS, {"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["error"]["place"] == "cursor"


def test_a_cursor_of_another_history_says_to_begin_anew(
    program: Program, journal: Class7B, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = program("guseva")
    cursor = client.get(ADDRESS, {"cursor": "now"}).json()["cursor"]
    monkeypatch.setattr("parta.domain.audit.queries.hash_at", lambda sequence: "f" * 64)
    answer = client.get(ADDRESS, {"cursor": cursor})
    assert answer.status_code == 409
    assert "cursor=now" in answer.json()["error"]["message"]
    monkeypatch.setattr("parta.domain.audit.queries.hash_at", lambda sequence: None)
    assert client.get(ADDRESS, {"cursor": cursor}).status_code == 409


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "", "1.5", "٣"])
def test_a_page_has_a_size(program: Program, limit: str) -> None:
    error = program("guseva").get(ADDRESS, {"limit": limit}).json()["error"]
    assert (error["message"], error["place"]) == ("limit — целое число от 1 до 1000.", "limit")


def test_asking_costs_the_same_whatever_the_number_of_changes(
    program: Program, journal: Class7B, django_assert_max_num_queries: Any
) -> None:
    dice = random.Random(1)
    for _ in range(40):
        random_write(journal, dice)
    assert AuditEntry.objects.filter(subject_type__startswith="journal.").count() > 20
    client = program("krylova")
    client.get(ADDRESS)
    with django_assert_max_num_queries(16):
        client.get(ADDRESS)
