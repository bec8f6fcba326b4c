"""A mark left out of averages, work owed, a re-sit with both marks kept: what becomes of each, and who sees it."""

import uuid
from typing import Any

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.diary import queries as diary
from parta.domain.journal import queries
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import OperationRefused
from parta.domain.journal.models import Mark
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.journal.rules.marks import OWED, MarkState, marked, owing
from parta.ops.cast import Cast


def give(cast: Cast, value: str, *, base: int = 0, slot: int = 1, **values: Any) -> OperationResult:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    operation = Operation(
        uuid.uuid4(), OperationKind.MARK, lesson.pk, value, base, student=pupil.pk, slot=slot, **values
    )
    return apply_operations(cast.user("krylova"), [operation])[0]


def row() -> Mark:
    return Mark.objects.get(student__user__last_name="Ковалёв", slot=1, lesson__course__subject__name="Алгебра")


def algebra(cast: Cast) -> diary.SubjectMarks:
    found = diary.student_marks(cast.pupil("Ковалёв Даниил"))
    return next(one for one in found.subjects if one.subject == "Алгебра")


def test_what_a_mark_becomes() -> None:
    two = MarkState("2")
    assert marked(two, "4", resit=True) == MarkState("4", first="2")
    assert marked(MarkState("4", first="2"), "5") == MarkState("5", first="2")
    assert marked(MarkState("4", first="2"), "2", resit=False) == two
    assert marked(MarkState("4", first="2", counts=False), "") == MarkState()
    assert marked(MarkState("4", counts=False), "5") == MarkState("5", counts=False)
    assert marked(MarkState(owed=True), "3", resit=True) == MarkState("3")
    assert owing(MarkState()) == MarkState(owed=True)


def test_a_dot_takes_no_mark_away() -> None:
    with pytest.raises(OperationRefused, match="сначала сотрите отметку"):
        owing(MarkState("2"))


def test_a_mark_not_counted_is_left_out_of_every_average(cast: Cast) -> None:
    give(cast, "5")
    answer = give(cast, "2", slot=2, counts=False)
    assert (answer.status, answer.average, answer.mark_count) == (OperationStatus.APPLIED, "5,00", 1)
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    grid = queries.journal_grid(cast.user("krylova"), lesson.course, lesson.day, lesson.day)
    line = next(one for one in grid.rows if one.student_id == pupil.pk)
    assert (line.average, line.mark_count, line.cells[0].text) == ("5,00", 1, "5/2")
    assert line.cells[0].shown[1].words == "не входит в средний балл"
    seen = algebra(cast)
    assert (seen.average, [mark.counts for mark in seen.marks]) == ("5,00", [True, False])


def test_counting_a_mark_again_is_audited_with_both_states(cast: Cast) -> None:
    give(cast, "4", counts=False)
    answer = give(cast, "4", base=1, counts=True)
    assert (answer.version, answer.average) == (2, "4,00")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.before, entry.after) == ({"value": "4", "slot": 1, "counts": False}, {"value": "4", "slot": 1})


def test_work_owed_is_seen_counted_by_nothing_and_replaced_by_a_mark(cast: Cast) -> None:
    answer = give(cast, ".")
    assert (answer.status, answer.average, answer.mark_count) == (OperationStatus.APPLIED, "", 0)
    assert (row().value, row().owed) == ("", True)
    owed = algebra(cast)
    assert ([(mark.sign, mark.owed, mark.counts) for mark in owed.marks], owed.average) == ([(OWED, True, False)], "")
    assert AuditEntry.objects.latest("sequence").code == "journal.mark.owed"
    assert give(cast, "4", base=1).average == "4,00"
    assert (row().value, row().owed) == ("4", False)
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil("Ковалёв Даниил")
    story = queries.cell_history(lesson, pupil.pk)
    assert [(one.before, one.after) for one in story] == [("", "• (не сдана работа)"), ("• (не сдана работа)", "4")]


def test_a_dot_over_a_mark_is_refused_and_a_dot_is_erased_like_a_mark(cast: Cast) -> None:
    give(cast, "4")
    assert give(cast, ".", base=1).status == OperationStatus.INVALID
    give(cast, "", base=1)
    give(cast, OWED, base=2)
    assert give(cast, "", base=3).status == OperationStatus.APPLIED
    assert row().sign == ""


def test_a_resit_keeps_both_marks_and_counts_the_new_one(cast: Cast) -> None:
    give(cast, "2")
    answer = give(cast, "4", base=1, resit=True)
    assert (answer.average, answer.mark_count) == ("4,00", 1)
    assert (row().value, row().first_value) == ("4", "2")
    assert AuditEntry.objects.latest("sequence").code == "journal.mark.resat"
    assert [(mark.first, mark.value) for mark in algebra(cast).marks] == [("2", "4")]
