"""Plain forms of a lesson turned into journal operations: the same road as the keyboard and the phone take."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from django.http import QueryDict

from parta.domain.journal.choices import AttendanceCode, OperationKind
from parta.domain.journal.queries import GridCell, GridColumn, GridRow
from parta.domain.journal.rules import Operation

WITH_WAS = (
    ("checked", OperationKind.CHECKED),
    ("received", OperationKind.RECEIVED),
    ("work_topic", OperationKind.WORK_TOPIC),
)
"""Fields that are sent when they differ from their hidden twin `…_was`."""


class PupilOfLesson(Protocol):
    """A pupil with the cell as it was when the form was drawn."""

    @property
    def row(self) -> GridRow:
        """The line of the register."""

    @property
    def cell(self) -> GridCell:
        """What stands at the lesson."""


class ColumnOfLesson(Protocol):
    """The lesson and its pupils."""

    @property
    def column(self) -> GridColumn:
        """The lesson."""

    @property
    def rows(self) -> Sequence[PupilOfLesson]:
        """Those who belong to the class that day."""


def attendance_operations(form: QueryDict, sheet: ColumnOfLesson) -> list[Operation]:
    """Absences that differ from what stands there, then the roll call.

    Fields: `absent` (ids of those who are not here), `code-<id>`, `base-<id>`, `record_base`.
    """
    absent = set(form.getlist("absent"))
    lesson = sheet.column.lesson_id
    found = []
    for one in sheet.rows:
        student = one.row.student_id
        code = form.get(f"code-{student}") or AttendanceCode.ABSENT.value if str(student) in absent else ""
        if code != one.cell.absence:
            base = whole(form.get(f"base-{student}"))
            found.append(operation(OperationKind.ATTENDANCE, lesson, student=student, value=code, base=base))
    base = whole(form.get("record_base"))
    return [*found, operation(OperationKind.ROLL_CALL, lesson, value="1", base=base)]


def mark_operations(form: QueryDict, sheet: ColumnOfLesson) -> list[Operation]:
    """One pupil: `mark` with `work_type` («» as the lesson), `slot`, or `absence`, or `erase`.

    Versions come in `base-0`, `base-1`, `base-2`.
    """
    lesson, student = sheet.column.lesson_id, whole(form.get("student"))
    bases = [whole(form.get(f"base-{slot}")) for slot in (0, 1, 2)]
    if "absence" in form:
        code = form.get("absence", "")
        return [operation(OperationKind.ATTENDANCE, lesson, student=student, value=code, base=bases[0])]
    if "erase" in form:
        pupil = next((one for one in sheet.rows if one.row.student_id == student), None)
        return _erasing(pupil, lesson, bases, form.get("reason", "")) if pupil else []
    slot = 2 if form.get("slot") == "2" else 1
    return [
        operation(
            OperationKind.MARK,
            lesson,
            student=student,
            slot=slot,
            value=form.get("mark", ""),
            base=bases[slot],
            work_type=form.get("work_type"),
            reason=form.get("reason", ""),
        )
    ]


def _erasing(pupil: PupilOfLesson, lesson: int, bases: list[int], reason: str) -> list[Operation]:
    student = pupil.row.student_id
    found = [
        operation(OperationKind.MARK, lesson, student=student, slot=mark.slot, base=bases[mark.slot], reason=reason)
        for mark in pupil.cell.shown
    ]
    if pupil.cell.absence:
        found.append(operation(OperationKind.ATTENDANCE, lesson, student=student, base=bases[0]))
    return found


def record_operations(form: QueryDict, column: GridColumn) -> list[Operation]:
    """Kind, comment, topic and homework, only those the form holds; unchanged kind and comment are left alone.

    Fields: `work_type`, `lesson_comment`, `checked`, `received`, `work_topic` (with `…_was`), `topic`,
    `plan_topic`, `plan_note`, `record_base`, `homework`, `due_on`, `minutes`, `not_set`, `homework_base`.
    """
    lesson, base = column.lesson_id, whole(form.get("record_base"))
    found = []
    kind = form.get("work_type", column.kind_code)
    if kind != column.kind_code:
        found.append(operation(OperationKind.WORK_TYPE, lesson, value=kind, base=base))
        base += 1  # what follows is written over the version the kind has just made
    comment = form.get("lesson_comment", column.comment).strip()
    if comment != column.comment:
        found.append(operation(OperationKind.LESSON_COMMENT, lesson, value=comment, base=base))
        base += 1
    for field, wanted in WITH_WAS:
        if form.get(field, "") != form.get(f"{field}_was", ""):
            found.append(operation(wanted, lesson, value=form.get(field, ""), base=base))
            base += 1
    if "topic" in form:
        topic = form.get("topic", "")
        plan = whole(form.get("plan_topic")) or None if topic.strip() else None
        note = form.get("plan_note") if plan is None else None
        found.append(operation(OperationKind.TOPIC, lesson, value=topic, plan_topic=plan, base=base, comment=note))
    return [*found, *_homework(form, lesson)]


def _homework(form: QueryDict, lesson: int) -> list[Operation]:
    text, not_set, base = (
        form.get("homework", "").strip(),
        form.get("not_set") == "yes",
        whole(form.get("homework_base")),
    )
    if not text and not not_set and not base:
        return []
    due = iso_day(form.get("due_on", "")) if text else None
    minutes = whole(form.get("minutes")) if "minutes" in form else None
    written = operation(OperationKind.HOMEWORK, lesson, value=text, due_on=due, not_set=not_set, base=base)
    students = tuple(sorted({whole(one) for one in form.getlist("for_student")})) if "chosen" in form else None
    return [replace(written, minutes=minutes, students=students)]


def operation(
    kind: OperationKind,
    lesson: int,
    *,
    student: int | None = None,
    slot: int = 1,
    value: str = "",
    base: int = 0,
    work_type: str | None = None,
    plan_topic: int | None = None,
    comment: str | None = None,
    due_on: date | None = None,
    not_set: bool = False,
    reason: str = "",
) -> Operation:
    """An operation whose id the server makes: a plain form has none."""
    return Operation(
        id=uuid.uuid4(),
        kind=kind,
        lesson=lesson,
        student=student,
        slot=slot,
        value=value,
        base=base,
        work_type=work_type,
        plan_topic=plan_topic,
        comment=comment,
        due_on=due_on,
        not_set=not_set,
        reason=reason,
    )


def whole(text: str | None) -> int:
    """A whole number of a hidden field, 0 for anything else: a forged one becomes a conflict, not a fault."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def iso_day(text: str) -> date | None:
    """«2025-12-15», or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
