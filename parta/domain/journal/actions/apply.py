"""A list of operations applied in order, in one transaction: each is answered for itself, none disturbs another."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.journal.actions.batch import Batch
from parta.domain.journal.actions.lesson import (
    set_checked,
    set_homework,
    set_lesson_comment,
    set_received,
    set_topic,
    set_work_topic,
    set_work_type,
    take_roll_call,
)
from parta.domain.journal.actions.moving import move_mark
from parta.domain.journal.actions.pupil import set_attendance, set_comment, set_mark
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import OperationRefused, locked
from parta.domain.journal.queries.averages import averages_of
from parta.domain.journal.queries.settings import weight_book
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.journal.rules.operations import PUPIL_KINDS, parse_body, parse_operations, parse_span
from parta.domain.regulation.choices import GradeOneRecord
from parta.lib import metrics

Step = Callable[[Batch, Operation], OperationResult]
STEPS: dict[OperationKind, Step] = {
    OperationKind.MARK: set_mark,
    OperationKind.MOVE: move_mark,
    OperationKind.ATTENDANCE: set_attendance,
    OperationKind.COMMENT: set_comment,
    OperationKind.ROLL_CALL: take_roll_call,
    OperationKind.TOPIC: set_topic,
    OperationKind.WORK_TYPE: set_work_type,
    OperationKind.HOMEWORK: set_homework,
    OperationKind.CHECKED: set_checked,
    OperationKind.RECEIVED: set_received,
    OperationKind.LESSON_COMMENT: set_lesson_comment,
    OperationKind.WORK_TOPIC: set_work_topic,
}


RECORDS: dict[OperationKind, GradeOneRecord] = {
    OperationKind.ATTENDANCE: GradeOneRecord.ATTENDANCE,
    OperationKind.ROLL_CALL: GradeOneRecord.ATTENDANCE,
    OperationKind.TOPIC: GradeOneRecord.TOPICS,
    OperationKind.WORK_TOPIC: GradeOneRecord.TOPICS,
    OperationKind.COMMENT: GradeOneRecord.MESSAGES,
    OperationKind.LESSON_COMMENT: GradeOneRecord.MESSAGES,
}
"""Which record of `grade1_records` an operation is; what pupils and parents read is a message to them."""
ABOUT_LESSONS = frozenset(OperationKind) - PUPIL_KINDS
"""These share one version among several values: whether one was done before is looked up for each."""


def apply_request(actor: User, raw: bytes) -> list[dict[str, Any]]:
    """What a page, a phone or a program sent: `{"operations": […], "span"?: [first, last]}` as JSON, answered as JSON.

    Raises Unreadable (not JSON) or InvalidInput (not a list of operations) before anything is written.
    """
    body = parse_body(raw)
    operations, span = parse_operations(body), parse_span(body)
    return [result.as_json() for result in apply_operations(actor, operations, span=span)]


@transaction.atomic
def apply_operations(
    actor: User, operations: list[Operation], *, span: tuple[date, date] | None = None
) -> list[OperationResult]:
    """Apply operations in order and answer each: applied, repeated, conflict, locked, refused, invalid, needs_reason.

    Every write of the batch, its history and its audit entries are committed together. Writers of one school take
    turns on the audit chain's lock, so what an operation compares its `base` with cannot change under it.
    span: the days the page averages over (default: the grading period of the lesson); applied marks answer with the
    pupil's new average. Source: ARCHITECTURE §1.4; S3-4.4.1a, S3-4.4.2b, S3R-1.15c.
    """
    audit.lock_chain()
    batch = Batch.load(actor, operations, span)
    results = [_answer(batch, operation) for operation in operations]
    batch.flush()
    transaction.on_commit(lambda: metrics.count_operations(result.status for result in results), robust=True)
    return averages_of(batch.touched_marks(), results, batch.beside, weight_book(), batch.rosters)


def _require_record(batch: Batch, operation: Operation) -> None:
    """A page of grade 1 keeps the records its act lists and no others (S3-3.7c). Erasing is always possible."""
    lesson, kind = batch.lessons.get(operation.lesson), operation.kind
    if lesson is None or lesson.course.grade_level != 1:
        return
    made = [RECORDS[kind]] if kind in RECORDS and (operation.value or kind == OperationKind.ROLL_CALL) else []
    if kind in PUPIL_KINDS and operation.comment:
        made.append(GradeOneRecord.MESSAGES)
    policy = batch.policy(lesson.course)
    closed = next((one for one in made if one in policy.closed_records), None)
    if closed:
        batch.lesson(operation)
        raise locked(f"В журнале первого класса этого нет по регламенту школы: {closed.label}", policy.records_clause)


def _answer(batch: Batch, operation: Operation) -> OperationResult:
    try:
        if operation.kind in ABOUT_LESSONS and (repeated := batch.done_before(operation)):
            return repeated
        _require_record(batch, operation)
        return STEPS[operation.kind](batch, operation)
    except OperationRefused as error:
        before = batch.done_before(operation)
        if before and before.status == OperationStatus.REPEATED:
            return before  # written when it was allowed; only its answer was lost
        return OperationResult(operation.id, error.status, message=error.message, clause=error.clause)
