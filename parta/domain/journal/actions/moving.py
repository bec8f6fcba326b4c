"""A mark entered in a wrong column goes to the right one: one act, both cells versioned, its history kept in both."""

from dataclasses import replace

from parta.domain.journal.actions.batch import Batch
from parta.domain.journal.actions.pupil import about, changing, conflict, judged_work, mark_json, place, settle
from parta.domain.journal.actions.pupil import check_second as check_second_mark
from parta.domain.journal.choices import Matter, OperationStatus
from parta.domain.journal.errors import invalid, locked
from parta.domain.journal.models import Mark
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.journal.rules.marks import MarkState
from parta.domain.timetable.models import Lesson
from parta.lib.dates import day_title
from parta.lib.russian import NBSP, ordinal_lesson


def move_mark(batch: Batch, operation: Operation) -> OperationResult:
    """Move a mark to another lesson of the page: value, kind of work, comment, whether it counts, a re-sit.

    Both lessons are judged by their deadlines and locks; leaving a column after its deadline is a correction with its
    reason, and the family reads «4 → стёрта» there, as for any erased mark. The mark without a kind of its own takes
    the kind of the lesson it comes to. base, to_base: versions of the two cells. Source: issue 4 §2; S3-1.3a.
    """
    lesson, student = place(batch, operation)
    there = replace(operation, lesson=operation.to_lesson or 0)
    target, _ = place(batch, there)
    _check_columns(operation, lesson, target)
    row = batch.marks.get((lesson.pk, student, operation.slot)) or Mark(version=0)
    arrived = batch.marks.get((target.pk, student, operation.slot)) or Mark(
        lesson=target, student_id=student, slot=operation.slot, version=0
    )
    settled = _settle(batch, operation, row, arrived)
    if settled:
        return settled
    row.lesson, arrived.lesson = lesson, target
    policy = batch.policy(target.course)
    if not policy.marks_allowed:
        raise locked(policy.notice, policy.clause)
    if operation.slot == 2:
        check_second_mark(batch, target, row.work_type_id)
    leaving = batch.admit(operation, lesson, Matter.MARK, work=judged_work(row, None))
    arriving = batch.admit(there, target, Matter.MARK, work=row.work_type_id)
    _, reason = changing(batch, operation, row, leaving, (MarkState(), None))
    before = mark_json(batch, row)
    _carry(row, arrived)
    arrived.is_late = arriving.is_late
    batch.marks[target.pk, student, operation.slot] = arrived
    moved = mark_json(batch, arrived) | {"moved_from": _column(lesson), "from_lesson": lesson.pk}
    batch.put_beside(
        arrived, "journal.mark.moved", operation, arriving, **about(batch, target, student), after=moved, reason=reason
    )
    left = mark_json(batch, row) | {"moved_to": _column(target), "to_lesson": target.pk}
    result = batch.put(
        row, "journal.mark.moved", operation, leaving, **about(batch, lesson, student), before=before, after=left,
        reason=reason,
    )  # fmt: skip
    return replace(result, target_version=arrived.version)


def _check_columns(operation: Operation, lesson: Lesson, target: Lesson) -> None:
    if operation.slot not in (1, 2):
        raise invalid("У отметки место 1 или 2")
    if lesson.pk == target.pk:
        raise invalid("Отметка уже стоит в этой колонке: выберите другой урок")
    if lesson.course_id != target.course_id:
        raise invalid("Перенести отметку можно только на другой урок этой же страницы журнала")


def _settle(batch: Batch, operation: Operation, row: Mark, arrived: Mark) -> OperationResult | None:
    """Done before, or one of the cells was changed meanwhile, or there is nothing to move or no room for it."""
    settled = settle(batch, row, operation, same=False, shown=row.sign)
    if settled and settled.status == OperationStatus.REPEATED:
        return replace(settled, target_version=operation.to_base + 1)
    if settled:
        return settled
    if not row.sign:
        raise invalid("Переносить нечего: в ячейке нет отметки")
    if arrived.version != operation.to_base and arrived.sign:
        return conflict(batch, arrived, operation, arrived.sign)
    if arrived.sign:
        raise invalid(f"В той колонке уже стоит «{arrived.sign}»: сначала сотрите её или выберите другой урок")
    if arrived.version != operation.to_base:
        raise invalid("Ячейку, куда переносится отметка, только что меняли: обновите страницу и повторите")
    return None


def _carry(row: Mark, arrived: Mark) -> None:
    arrived.value, arrived.counts, arrived.owed, arrived.first_value = row.state
    arrived.work_type_id, arrived.comment = row.work_type_id, row.comment
    row.value, row.counts, row.owed, row.first_value = MarkState()
    row.work_type_id, row.comment = None, ""


def _column(lesson: Lesson) -> str:
    return f"{day_title(lesson.day)},{NBSP}{ordinal_lesson(lesson.number)}"
