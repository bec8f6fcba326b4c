"""A mark entered in a wrong column goes to the right one: nothing of it is lost, and nobody is written over."""

from datetime import date, timedelta
from typing import Any

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Mark
from parta.domain.journal.queries import cell_history
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.journal.tests.lock_steps import apply_at, mark, op
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, INVALID, CONFLICT = OperationStatus.APPLIED, OperationStatus.INVALID, OperationStatus.CONFLICT


@pytest.fixture
def today(cast: Cast) -> Lesson:
    return cast.lesson("7Б", "Алгебра")


@pytest.fixture
def before(cast: Cast) -> Lesson:
    return cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=1))


def move(cast: Cast, lesson: Lesson, target: Lesson, **values: Any) -> Operation:
    about = {"student": cast.pupil("Ковалёв Даниил").pk, "base": 1, "to_lesson": target.pk}
    return op(OperationKind.MOVE, lesson, **about | values)


def moved(cast: Cast, lesson: Lesson, target: Lesson, login: str = "krylova", **values: Any) -> OperationResult:
    return apply_at(cast, cast.now, move(cast, lesson, target, **values), login)


def put(cast: Cast, lesson: Lesson, value: str, **values: Any) -> None:
    assert apply_at(cast, cast.now, mark(cast, lesson, value, **values)).status == APPLIED


def cells(cast: Cast) -> dict[int, str]:
    return {row.lesson_id: row.sign for row in Mark.objects.all() if row.sign}


def test_the_mark_keeps_its_value_kind_comment_and_its_history_in_both_columns(
    cast: Cast, today: Lesson, before: Lesson
) -> None:
    put(cast, today, "4", comment="За доску", work_type="test", counts=False)
    answer = moved(cast, today, before)
    assert (answer.status, answer.version, answer.target_version) == (APPLIED, 2, 1)
    row = Mark.objects.get(lesson=before)
    assert row.work_type is not None
    assert (row.value, row.comment, row.work_type.code, row.counts) == ("4", "За доску", "test", False)
    assert cells(cast) == {before.pk: "4"}
    pupil = cast.pupil("Ковалёв Даниил")
    came, left = cell_history(before, pupil.pk)[-1], cell_history(today, pupil.pk)[-1]
    assert "перенесена из колонки 10\N{NO-BREAK SPACE}декабря" in came.moved
    assert "перенесена в колонку" in left.moved
    assert (came.moved_lesson, left.moved_lesson) == (today.pk, before.pk)
    assert left.before.startswith("4")
    assert AuditEntry.objects.filter(code="journal.mark.moved", person=pupil.user).count() == 2
    assert verify_chain().broken is None


def test_moved_back_it_stands_where_it_stood(cast: Cast, today: Lesson, before: Lesson) -> None:
    put(cast, today, "5", comment="За доказательство")
    moved(cast, today, before)
    back = moved(cast, before, today, base=1, to_base=2)
    assert (back.status, back.version, back.target_version) == (APPLIED, 2, 3)
    assert cells(cast) == {today.pk: "5"}
    assert Mark.objects.get(lesson=today).comment == "За доказательство"


def test_sent_again_it_is_repeated_and_moves_nothing_twice(cast: Cast, today: Lesson, before: Lesson) -> None:
    put(cast, today, "4")
    same = move(cast, today, before)
    first, again = (apply_at(cast, cast.now, same) for _ in range(2))
    assert (first.status, again.status) == (APPLIED, OperationStatus.REPEATED)
    assert (again.version, again.target_version) == (first.version, first.target_version)
    assert cells(cast) == {before.pk: "4"}


def test_a_mark_that_stands_in_the_other_column_is_never_written_over(
    cast: Cast, today: Lesson, before: Lesson
) -> None:
    put(cast, today, "4")
    put(cast, before, "2")
    unseen = moved(cast, today, before)
    assert (unseen.status, (unseen.current or {})["value"]) == (CONFLICT, "2")
    seen = moved(cast, today, before, to_base=1)
    assert (seen.status, seen.message) == (
        INVALID, "В той колонке уже стоит «2»: сначала сотрите её или выберите другой урок"
    )  # fmt: skip
    assert cells(cast) == {today.pk: "4", before.pk: "2"}


def test_a_mark_changed_meanwhile_stays_and_both_values_are_told(cast: Cast, today: Lesson, before: Lesson) -> None:
    put(cast, today, "4")
    put(cast, today, "5", base=1)
    stale = moved(cast, today, before)
    assert (stale.status, (stale.current or {})["value"]) == (CONFLICT, "5")
    assert cells(cast) == {today.pk: "5"}


def test_the_page_the_day_and_the_pupil_must_fit(cast: Cast, today: Lesson, before: Lesson) -> None:
    put(cast, today, "4")
    coming = cast.lesson("7Б", "Алгебра", after=cast.today)
    other = cast.lesson("7Б", "Геометрия")
    assert moved(cast, today, today).message == "Отметка уже стоит в этой колонке: выберите другой урок"
    assert "Урок ещё не прошёл" in moved(cast, today, coming).message
    assert moved(cast, today, other).status in (INVALID, OperationStatus.REFUSED)
    assert moved(cast, before, today, base=0).message == "Переносить нечего: в ячейке нет отметки"
    assert moved(cast, today, before, login="petrova").status == OperationStatus.REFUSED
    assert cells(cast) == {today.pk: "4"}


def test_each_column_obeys_its_own_deadline(cast: Cast, today: Lesson) -> None:
    put(cast, today, "4")
    old = cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=20))
    closed = moved(cast, today, old)
    assert closed.status == OperationStatus.LOCKED
    assert "Открыть может завуч" in closed.message
    assert cells(cast) == {today.pk: "4"}


def test_after_its_deadline_the_move_needs_a_reason_and_the_family_reads_what_was_taken_away(
    cast: Cast, today: Lesson, before: Lesson
) -> None:
    put(cast, today, "4")
    tomorrow = clock.at(cast.today + timedelta(days=1), 9)
    asked = apply_at(cast, tomorrow, move(cast, today, before))
    assert asked.status == OperationStatus.NEEDS_REASON
    done = apply_at(cast, tomorrow, move(cast, today, before, reason="Не та колонка"))
    assert done.status == APPLIED
    left, came = Mark.objects.get(lesson=today), Mark.objects.get(lesson=before)
    assert (left.sign, left.corrected_from, left.correction_reason) == ("", "4", "Не та колонка")
    assert (came.value, came.corrected_from, came.is_late) == ("4", "", True)


def test_in_time_the_family_sees_only_the_right_column(cast: Cast, today: Lesson, before: Lesson) -> None:
    with clock.frozen_at(clock.at(date(2026, 12, 10), 12)):
        put(cast, today, "4")
        moved(cast, today, before)
    assert Mark.objects.get(lesson=today).corrected_from == ""
