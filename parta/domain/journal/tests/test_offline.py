"""An entry made without a network: judged by when it was made, within the rulebook's limit, and marked so."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.journal import queries
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Homework, LessonRecord, Mark
from parta.domain.journal.rules import Operation, entry_moment, parse_operation
from parta.lib import clock
from parta.lib.errors import InvalidInput
from parta.ops.cast import Cast

MINUTE = 60
RECEIVED = clock.at(date(2026, 12, 10), 16, 20)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("age", "limit", "made"),
    [
        (0, DAY, RECEIVED),
        (27 * MINUTE, DAY, RECEIVED - timedelta(minutes=27)),
        (24 * 3600, DAY, RECEIVED - DAY),
        (24 * 3600 + 1, DAY, RECEIVED),
        (2**52, DAY, RECEIVED),
        (5, timedelta(0), RECEIVED),
    ],
)
def test_an_age_is_believed_up_to_the_limit_and_beyond_it_the_arrival_counts(
    age: int, limit: timedelta, made: Any
) -> None:
    moment = entry_moment(RECEIVED, age, limit)
    assert (moment.made, moment.received) == (made, RECEIVED)
    assert moment.offline == (made != RECEIVED)


def test_what_came_after_the_deadline_is_in_time_when_it_was_made_before_it() -> None:
    deadline = RECEIVED - timedelta(minutes=20)
    assert entry_moment(RECEIVED, 27 * MINUTE, DAY).in_time(deadline)
    assert entry_moment(RECEIVED, 20 * MINUTE, DAY).in_time(deadline)
    assert not entry_moment(RECEIVED, 19 * MINUTE, DAY).in_time(deadline)
    assert not entry_moment(RECEIVED, 0, DAY).in_time(deadline)
    assert not entry_moment(RECEIVED, 27 * MINUTE, timedelta(minutes=10)).in_time(deadline)


@pytest.mark.parametrize("age", [-1, 1.5, "60", True, 2**53])
def test_an_age_is_whole_seconds(age: object) -> None:
    with pytest.raises(InvalidInput, match="age"):
        parse_operation({"id": str(uuid4()), "kind": "roll_call", "lesson": 1, "age": age})


def send(cast: Cast, login: str, lesson: int, kind: OperationKind, age: int = 0, **values: Any) -> OperationStatus:
    operation = Operation(uuid4(), kind, lesson, age=age, **values)
    return apply_operations(cast.user(login), [operation])[0].status


def test_an_entry_keeps_when_it_was_made_and_when_it_came_and_the_history_says_both(
    cast: Cast,
) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    send(cast, "krylova", lesson.pk, OperationKind.MARK, 27 * MINUTE, student=pupil.pk, value="5")
    row = Mark.objects.get(lesson=lesson, student=pupil)
    made = cast.now - timedelta(minutes=27)
    assert (row.made_at, row.entered_at, row.moment.offline) == (made, cast.now, True)
    assert AuditEntry.objects.latest("sequence").after == {
        "value": "5", "slot": 1, "made_at": made.isoformat(timespec="seconds"),
    }  # fmt: skip
    [change] = queries.cell_history(lesson, pupil.pk)
    assert (change.made_at, change.at) == (made, cast.now)


def test_an_entry_made_online_is_made_when_it_came(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    send(cast, "krylova", lesson.pk, OperationKind.MARK, student=pupil.pk, value="5")
    row = Mark.objects.get(lesson=lesson, student=pupil)
    assert row.made_at == row.entered_at == cast.now
    assert not row.moment.offline
    assert "made_at" not in (AuditEntry.objects.latest("sequence").after or {})


def test_a_change_made_online_is_no_longer_marked_offline(cast: Cast) -> None:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    send(cast, "krylova", lesson.pk, OperationKind.MARK, 600, student=pupil.pk, value="5")
    send(cast, "krylova", lesson.pk, OperationKind.MARK, student=pupil.pk, value="4", base=1)
    assert not Mark.objects.get(lesson=lesson, student=pupil).moment.offline


def test_topic_roll_call_and_homework_are_due_by_the_moment_they_were_made(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    for kind, value in ((OperationKind.TOPIC, "Дроби"), (OperationKind.ROLL_CALL, ""), (OperationKind.HOMEWORK, "§ 5")):
        send(cast, "krylova", lesson.pk, kind, 600, value=value)
    record, made = LessonRecord.objects.get(lesson=lesson), cast.now - timedelta(minutes=10)
    assert (record.topic_entered_at, record.roll_called_at) == (made, made)
    assert Homework.objects.get(lesson=lesson).made_at == made


def test_a_substitute_without_a_network_writes_what_was_made_on_the_very_day(cast: Cast) -> None:
    substitution = cast.school.staff["zamena"].substitutions.select_related("lesson").get()
    lesson, pupil = substitution.lesson_id, cast.pupil("Ковалёв Даниил")
    with clock.frozen_at(cast.now + timedelta(days=1)):
        kept = send(cast, "zamena", lesson, OperationKind.MARK, 20 * 3600, student=pupil.pk, value="5")
        old = send(cast, "zamena", lesson, OperationKind.MARK, 25 * 3600, student=pupil.pk, value="4", base=1)
    assert (kept, old) == (OperationStatus.APPLIED, OperationStatus.REFUSED)


def test_a_deadline_that_passed_without_a_network_is_judged_by_the_time_of_entry(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    first, second, third = cast.school.pupils["7Б"][:3]
    with clock.frozen_at(clock.at(cast.today, 16, 20)):  # marks of the day are due by 16:00
        send(cast, "krylova", lesson.pk, OperationKind.MARK, 27 * MINUTE, student=first.pk, value="5")
        send(cast, "krylova", lesson.pk, OperationKind.MARK, 10 * MINUTE, student=second.pk, value="5")
        send(cast, "krylova", lesson.pk, OperationKind.MARK, 25 * 3600, student=third.pk, value="5")
    late = dict(Mark.objects.filter(lesson=lesson).values_list("student_id", "is_late"))
    assert late == {first.pk: False, second.pk: True, third.pk: True}
