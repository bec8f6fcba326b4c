"""Final marks given, changed, erased: several in one request, each answered for itself, none disturbs another."""

import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.queries import done_operations
from parta.domain.curriculum.models import Course
from parta.domain.finals.errors import FinalPlaceNotFound
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.desk import FinalDesk, load_desk
from parta.domain.finals.queries.places import place_by_code, places_of
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.finals.rules.operations import MAX_TEXT, FinalOperation, parse_final_operations
from parta.domain.finals.rules.proposal import Proposal, shown_mean, stored_mean
from parta.domain.finals.rules.values import final_value
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.errors import OperationRefused, invalid, locked, reason_needed, refused
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.rules import OperationResult
from parta.domain.journal.rules.deadlines import is_slip
from parta.domain.journal.rules.operations import parse_body
from parta.domain.regulation.choices import FinalMarkKind
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput

TAKEN = "Этот номер записи уже занят"
CLOSED_CLASS = "Класс закрыл этот период: отметки меняются, когда его откроют снова"


@dataclass(slots=True)
class FinalBatch:
    """State of one request: desks of the columns it touches, rows to write, entries for the log.

    carried: marks of an examination taken over from its results.
    """

    actor: User
    earlier: dict[uuid.UUID, tuple[int, int]]
    openings: OpenTimes
    carried: bool = False
    desks: dict[tuple[int, str], FinalDesk | None] = field(default_factory=dict)
    done: set[uuid.UUID] = field(default_factory=set)
    entries: list[tuple[str, FinalMark, dict[str, Any]]] = field(default_factory=list)
    created: dict[int, FinalMark] = field(default_factory=dict)
    changed: dict[int, FinalMark] = field(default_factory=dict)

    def desk(self, operation: FinalOperation) -> FinalDesk:
        """The column of an operation, if the actor gives its marks. Raises OperationRefused."""
        key = (operation.course, operation.place)
        if key not in self.desks:
            self.desks[key] = self._load(*key)
        found = self.desks[key]
        if found is None:
            raise refused("Итоговые отметки ставит учитель, который ведёт предмет: у вас нет права на запись")
        return found

    def _load(self, course_id: int, code: str) -> FinalDesk | None:
        parts = ("subject", "school_class", "group", "year")
        course = Course.objects.select_related(*parts).filter(pk=course_id).first()
        if course is None or not (self.carried or gives_finals(self.actor, course)):
            return None
        try:
            place = place_by_code(places_of(course), code)
        except FinalPlaceNotFound as error:
            raise invalid(error.message) from None
        return load_desk(course, place, openings=self.openings)


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation is about to do. row: the mark that stands, None for the first one."""

    row: FinalMark | None
    value: str
    proposal: Proposal
    corrected: bool

    @property
    def code(self) -> str:
        """For the log."""
        if self.corrected:
            return "finals.mark.corrected"
        return "finals.mark.set" if self.value else "finals.mark.erased"


def apply_final_request(actor: User, raw: bytes) -> list[dict[str, Any]]:
    """`{"operations": […]}` as JSON, answered as JSON. Raises Unreadable or InvalidInput before anything is written."""
    operations = parse_final_operations(parse_body(raw))
    return [result.as_json() for result in set_final_marks(actor, operations)]


@transaction.atomic
def set_final_marks(actor: User, operations: list[FinalOperation]) -> list[OperationResult]:
    """Give, change or erase final marks in order: applied, repeated, conflict, locked, refused, invalid, needs_reason.

    Only the teacher of the page, inside the window of the place or late, with a reason where the mark departs from the
    proposal or is corrected after the term. Source: S3-4.4.6a, b, S3-5.1a, S3-5.3a, S3-5.4a, S3R-1.15m, n.
    """
    audit.lock_chain()
    earlier = done_operations([one.id for one in operations])
    return _run(FinalBatch(actor, earlier, OpenTimes.load(clock.now())), operations)


@transaction.atomic
def carry_exam_marks(actor: User, operations: list[FinalOperation]) -> list[OperationResult]:
    """Take over marks of an examination into the column «экзамен» (S3-4.4.6a): nobody enters them a second time.

    The right was asked where the results were entered; the window of the teacher does not bind the day of an exam.
    Only for operations whose place is the exam.
    """
    if any(one.place != FinalMarkKind.EXAM.value for one in operations):
        raise ValueError("only the column of the exam is carried over")
    audit.lock_chain()
    return _run(FinalBatch(actor, {}, OpenTimes.load(clock.now()), carried=True), operations)


def _run(batch: FinalBatch, operations: list[FinalOperation]) -> list[OperationResult]:
    results = [_answer(batch, one) for one in operations]
    _flush(batch)
    return results


def set_final_mark(actor: User, operation: FinalOperation) -> OperationResult:
    """One final mark; see `set_final_marks`."""
    return set_final_marks(actor, [operation])[0]


def _answer(batch: FinalBatch, operation: FinalOperation) -> OperationResult:
    known = batch.earlier.get(operation.id)
    if known and known[0] == batch.actor.pk:
        return OperationResult(operation.id, OperationStatus.REPEATED, version=known[1])
    try:
        if known or operation.id in batch.done:
            raise invalid(TAKEN)
        return _set(batch, replace(operation, reason=" ".join(operation.reason.split())[:MAX_TEXT]))
    except OperationRefused as error:
        return OperationResult(operation.id, error.status, message=error.message, clause=error.clause)


def _set(batch: FinalBatch, operation: FinalOperation) -> OperationResult:
    desk = batch.desk(operation)
    value = _checked_value(desk, operation)
    row = desk.rows.get(operation.student)
    stands, version = (row.value, row.version) if row else ("", 0)
    if row and operation.base != version and value != stands:
        return _conflict(operation, row)
    if value == stands and (not operation.reason or row is None):
        return OperationResult(operation.id, OperationStatus.APPLIED, version=version)
    if not batch.carried:
        _check_window(desk)
    change = Change(row, value, desk.proposal(operation.student), _is_correction(batch, desk, row, value))
    _check_reason(desk, operation, change, carried=batch.carried)
    return _put(batch, desk, operation, change)


def _checked_value(desk: FinalDesk, operation: FinalOperation) -> str:
    """The pupil is asked for a mark here and the value is one of the scale. Raises OperationRefused."""
    policy, marks = desk.policy, desk.current.rulebook.marks
    if not policy.marks_allowed:
        raise locked(policy.notice, policy.clause)
    if desk.window.closed:
        raise locked(desk.window.closed)
    student = operation.student
    if all(line.student_id != student for line in desk.lines):
        raise invalid(f"Этому ученику отметку {desk.place.of_title} здесь не ставят: его нет в списке на конец периода")
    if student in desk.closed:
        raise locked(CLOSED_CLASS)
    deferral = desk.deferrals.get(student)
    if deferral:
        until = day_title(deferral.deferral.due_on)
        raise locked(f"Оформлена отсрочка до {until}: отметку запишите на листе отсрочки")
    return final_value(
        operation.value,
        desk.values,
        na=None if marks.na_mark_allowed else desk.current.source_text("na_mark_allowed"),
        osv=None if marks.osv_mark_allowed else desk.current.source_text("osv_mark_allowed"),
    )


def _check_window(desk: FinalDesk) -> None:
    if desk.window.refusal:
        raise locked(desk.window.refusal, desk.window.clause)


def _is_correction(batch: FinalBatch, desk: FinalDesk, row: FinalMark | None, value: str) -> bool:
    """A mark the family reads is changed: it is in the diary from its entry on; after the term by any school's rule.

    A slip of the own key a moment ago is no correction.
    """
    shown = desk.window.is_past or desk.current.rulebook.marks.shown_final_reason
    if row is None or not row.value or row.value == value or not shown:
        return False
    own = row.entered_by_id == batch.actor.pk
    return not is_slip(row.entered_at, desk.window.now, same_person=own)


def _check_reason(desk: FinalDesk, operation: FinalOperation, change: Change, *, carried: bool) -> None:
    """A correction of what the family reads says why, and not in the words of the old mark; so does a departure
    from the proposal (S3-5.1a, S3-1.3a)."""
    value, proposal, row = change.value, change.proposal, change.row
    if change.corrected and row and not carried:
        _check_correction(desk, operation.reason, row)
    marks = desk.current.rulebook.marks
    if operation.reason or not value or value == proposal.value or not marks.final_deviation_reason:
        return
    clause = desk.current.source_text("final_deviation_reason")
    if proposal.value:
        mean = shown_mean(proposal.mean)
        raise reason_needed(f"Прогноз {proposal.value} ({mean}), вы ставите {value}: напишите почему", clause)
    if desk.place.period:
        raise reason_needed("Отметок за период нет: напишите, на чём основана итоговая, или оформите отсрочку", clause)


def _check_correction(desk: FinalDesk, reason: str, row: FinalMark) -> None:
    if reason and reason not in (row.deviation_reason, row.correction_reason):
        return
    late = desk.window.is_past
    if late and not desk.current.rulebook.entry.late_correction_needs_reason:
        return
    said = "срок прошёл" if late else "семья её уже видит"
    clause = desk.window.clause if late else desk.current.source_text("shown_final_reason")
    ask = "Прежняя причина была о прежней отметке: напишите, почему она меняется" if reason else "Напишите причину"
    raise reason_needed(f"Исправление итоговой: стояла {row.value}, {said}. {ask}", clause)


def _put(batch: FinalBatch, desk: FinalDesk, operation: FinalOperation, change: Change) -> OperationResult:
    row, value, proposal = change.row, change.value, change.proposal
    before = _json(row) if row else None
    if row is None:
        row = FinalMark(course=desk.course, student_id=operation.student, kind=desk.place.kind.value)
        row.period, row.version = desk.place.period, 0
    if change.corrected:
        row.corrected_from, row.correction_reason = row.value, operation.reason
    deviates = bool(value) and value != proposal.value
    row.value, row.proposed, row.average = value, proposal.value, stored_mean(proposal.mean)
    row.deviation_reason = operation.reason if deviates else ""
    row.version += 1
    row.entered_by, row.entered_at = batch.actor, desk.window.now
    row.is_late = desk.window.is_past
    (batch.created if row.pk is None else batch.changed)[id(row)] = row
    desk.rows[operation.student] = row
    batch.done.add(operation.id)
    batch.entries.append((
        change.code, row, {
            "title": f"{desk.course.title}: {desk.place.of_title}", "before": before, "after": _json(row),
            "reason": operation.reason, "operation": operation.id, "version": row.version,
            "person_id": _person(desk, operation.student),
        },
    ))  # fmt: skip
    return OperationResult(operation.id, OperationStatus.APPLIED, version=row.version)


def _flush(batch: FinalBatch) -> None:
    """Rows in bulk, then the entries of the acts."""
    FinalMark.objects.bulk_create(batch.created.values(), batch_size=500)
    for row in batch.changed.values():
        row.save()
    entries = [(code, audit.Entry(row, **entry)) for code, row, entry in batch.entries]
    try:
        audit.record_entries(batch.actor, entries)
    except IntegrityError as error:
        raise InvalidInput(f"{TAKEN}. Ничего не записано") from error


def _conflict(operation: FinalOperation, row: FinalMark) -> OperationResult:
    author = row.entered_by.short_name
    current = {
        "value": row.value, "version": row.version, "by": author,
        "at": row.entered_at.isoformat(timespec="minutes"), "reason": row.deviation_reason,
    }  # fmt: skip
    return OperationResult(
        operation.id, OperationStatus.CONFLICT, version=row.version, current=current,
        message=f"Здесь уже стоит {row.value or 'пусто'}: {author}",
    )  # fmt: skip


def _person(desk: FinalDesk, student: int) -> int | None:
    return next((line.user_id for line in desk.lines if line.student_id == student), None) or None


def _json(row: FinalMark) -> dict[str, Any]:
    return {
        "value": row.value,
        "proposed": row.proposed,
        "average": str(row.average) if row.average is not None else None,
        "late": row.is_late,
    }
