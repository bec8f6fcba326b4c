"""The administrator finds an act by person, thing, kind and day."""

from datetime import date

import pytest
from django.db import transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.audit import actions as audit
from parta.domain.audit import choices
from parta.domain.audit.queries import history_of, search
from parta.lib import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> tuple[User, User]:
    """A teacher who acts and a pupil whose data it is."""
    actor = system_user()
    return (
        access.create_person(actor, NewPerson("Ковалёва", "Елена")),
        access.create_person(actor, NewPerson("Ёлкин", "Пётр")),
    )


def note(actor: User, code: str, day: date, **more: object) -> None:
    with clock.frozen_at(clock.at(day, 12)), transaction.atomic():
        audit.record(actor, code, subject=actor, **more)  # type: ignore[arg-type]


def test_a_person_is_found_as_actor_and_as_the_one_it_is_about(people: tuple[User, User]) -> None:
    teacher, pupil = people
    note(teacher, "journal.mark.set", date(2026, 12, 10), person=pupil, title="Ёлкин Пётр · 7Б, алгебра")
    for text in ("ковалева", "КОВАЛЁВА", "елкин", "Ёлкин Пётр"):
        assert [row.code for row in search(text=text) if row.code.startswith("journal")] == ["journal.mark.set"], text


def test_a_thing_is_found_by_its_title_in_any_case(people: tuple[User, User]) -> None:
    note(people[0], "journal.topic.set", date(2026, 12, 10), title="7Б, Алгебра · 10.12.2026")
    for text in ("алгебра", "АЛГЕБРА", "7б алгебра", "10.12.2026"):
        assert [row.code for row in search(text=text)] == ["journal.topic.set"], text
    assert not search(text="7б геометрия")


def test_days_are_included_at_both_ends_by_the_clock_of_the_school(people: tuple[User, User]) -> None:
    for day in (9, 10, 11):
        note(people[0], "journal.roll_called", date(2026, 12, day))
    found = search(code="journal.", first=date(2026, 12, 9), last=date(2026, 12, 10))
    assert [clock.local(row.at).day for row in found] == [10, 9]


def test_a_kind_of_acts_is_a_beginning_of_the_code(people: tuple[User, User]) -> None:
    note(people[0], "journal.roll_called", date(2026, 12, 9))
    assert {row.code.split(".")[0] for row in search(code="journal")} == {"journal"}


def test_the_history_of_a_thing_is_told_from_its_beginning(people: tuple[User, User]) -> None:
    teacher = people[0]
    note(teacher, "access.user.changed", date(2026, 12, 9))
    codes = [row.code for row in history_of("access.user", teacher.pk)]
    assert codes == ["access.user.created", "access.user.changed"]


def test_every_code_in_use_has_a_russian_sentence() -> None:
    assert all(choices.sentence(code) != code for code in choices.SENTENCES)
    assert choices.sentence("no.such.code") == "no.such.code"
