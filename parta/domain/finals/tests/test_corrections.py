"""A final mark changed when the family reads it, and a mark that is not the proposal: reasons, by the rulebook."""

from datetime import date, timedelta

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.finals.queries import final_page
from parta.domain.finals.tests.steps import DANIIL, INSIDE, algebra, apply_at, give, op, quarter, stored
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, REASON = OperationStatus.APPLIED, OperationStatus.NEEDS_REASON
CLOSES = clock.at(date(2026, 12, 28), 23, 59, 59)


def test_a_correction_after_the_term_needs_a_reason_and_keeps_the_old_mark(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "4"))
    later = CLOSES + timedelta(days=2)
    answer = apply_at(cast, later, op(course, pupil, "5", base=1))
    assert (answer.status, answer.message) == (REASON, "Исправление итоговой: стояла 4, срок прошёл. Напишите причину")
    assert apply_at(cast, later, op(course, pupil, "5", base=1, reason="Не учтена олимпиада")).status == APPLIED
    row = stored(course, pupil)
    assert (row.value, row.corrected_from, row.correction_reason) == ("5", "4", "Не учтена олимпиада")
    entry = AuditEntry.objects.get(code="finals.mark.corrected")
    assert ((entry.before or {})["value"], (entry.after or {})["value"], entry.reason) == (
        "4",
        "5",
        "Не учтена олимпиада",
    )


@pytest.mark.clause("S3-1.3a")
def test_a_mark_the_family_reads_is_changed_with_a_reason_before_its_term_too(cast: Cast) -> None:
    """It is in the diary from its entry on: ten minutes for a slip, then old and new, who, when and why stay."""
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "5", reason="Олимпиада"))
    slip = INSIDE + timedelta(minutes=10)
    assert apply_at(cast, slip, op(course, pupil, "4", base=1)).status == APPLIED
    assert (stored(course, pupil).corrected_from, stored(course, pupil).deviation_reason) == ("", "")
    later = INSIDE + timedelta(hours=5)
    answer = apply_at(cast, later, op(course, pupil, "5", base=2))
    said = "Исправление итоговой: стояла 4, семья её уже видит. Напишите причину"
    assert (answer.status, answer.message, answer.clause) == (REASON, said, "умолчание")
    assert apply_at(cast, later, op(course, pupil, "5", base=2, reason="Пересчитан зачёт")).status == APPLIED
    row = stored(course, pupil)
    assert (row.value, row.corrected_from, row.correction_reason) == ("5", "4", "Пересчитан зачёт")
    entry = AuditEntry.objects.get(code="finals.mark.corrected")
    assert ((entry.before or {})["value"], (entry.after or {})["value"], entry.reason) == ("4", "5", "Пересчитан зачёт")
    erased = apply_at(cast, later + timedelta(hours=1), op(course, pupil, "", base=3))
    assert erased.status == REASON, "a mark that disappears from the diary is corrected as well"


def test_the_reason_of_the_old_mark_is_no_reason_to_change_it(cast: Cast) -> None:
    """A form sent back with the words that stood beside the first mark."""
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "5", reason="Олимпиада"))
    answer = apply_at(cast, INSIDE + timedelta(hours=5), op(course, pupil, "3", base=1, reason="Олимпиада"))
    assert answer.status == REASON
    assert answer.message.endswith("Прежняя причина была о прежней отметке: напишите, почему она меняется")
    assert stored(course, pupil).value == "5"


def test_a_school_may_change_marks_freely_until_their_term(cast: Cast) -> None:
    rule(cast, "shown_final_reason", False)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    apply_at(cast, INSIDE, op(course, pupil, "5", reason="Олимпиада"))
    assert apply_at(cast, INSIDE + timedelta(hours=5), op(course, pupil, "4", base=1)).status == APPLIED
    row = stored(course, pupil)
    assert (row.value, row.corrected_from, row.deviation_reason) == ("4", "", "")
    answer = apply_at(cast, CLOSES + timedelta(days=1), op(course, pupil, "5", base=2))
    assert answer.status == REASON


def test_a_school_may_want_no_reason_of_a_departure(cast: Cast) -> None:
    rule(cast, "final_deviation_reason", False)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    assert apply_at(cast, INSIDE, op(course, pupil, "5")).status == APPLIED


@pytest.mark.parametrize(
    ("slug", "clause"),
    [
        ("full-act-2021", "п. 5.1"),
        ("gymnasium-2015", "умолчание"),
        ("journal-act-2014", "умолчание"),
        ("service-2022", "умолчание"),
        ("service-gis", "умолчание"),
    ],
)
def test_a_departure_cites_the_clause_that_wants_it_justified(cast: Cast, slug: str, clause: str) -> None:
    """Only the full act says that final marks must be justified; nobody else's clause about periods is cited."""
    adopt(cast, slug)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    answer = apply_at(cast, INSIDE, op(course, pupil, "5"))
    assert (answer.status, answer.clause) == (REASON, clause)
    with clock.frozen_at(INSIDE):
        assert final_page(cast.user("krylova"), course, quarter(course)).reason_clause == clause
