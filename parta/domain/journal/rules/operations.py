"""The shape of one journal operation and of its answer (ARCHITECTURE, decision 4)."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import Unreadable
from parta.lib.errors import InvalidInput

MAX_OPERATIONS = 500
MAX_STUDENTS = 200
PUPIL_KINDS = frozenset({OperationKind.MARK, OperationKind.MOVE, OperationKind.ATTENDANCE, OperationKind.COMMENT})


@dataclass(frozen=True, slots=True)
class Operation:
    """One small entry. `base` is the version the client saw, 0 for «nothing there yet».

    slot: 1 or 2 for marks, 0 for the comment of an absence. comment: None leaves the comment as it is.
    work_type: code, «» or None for «as the lesson»; None leaves it as it is.
    reason: why a mark is corrected after its deadline.
    minutes: how long the homework takes; None leaves it as it is, 0 takes it away.
    counts: False for a mark left out of averages. resit: True keeps the present mark beside the new one, False forgets
    the one kept. None leaves either as it is. The value «•» or «.» of a mark is owed work.
    students: to whom alone the homework is set; None leaves it as it is, empty means all.
    to_lesson, to_base: of a move, the lesson the mark goes to and the version seen there.
    age: whole seconds the entry waited on the device for want of a network, 0 online.
    """

    id: uuid.UUID
    kind: OperationKind
    lesson: int
    value: str = ""
    base: int = 0
    student: int | None = None
    slot: int = 1
    comment: str | None = None
    work_type: str | None = None
    plan_topic: int | None = None
    due_on: date | None = None
    not_set: bool = False
    minutes: int | None = None
    students: tuple[int, ...] | None = None
    age: int = 0
    reason: str = ""
    counts: bool | None = None
    resit: bool | None = None
    to_lesson: int | None = None
    to_base: int = 0


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What became of an operation. `current` describes the stored value when two entries met."""

    id: uuid.UUID
    status: OperationStatus
    version: int = 0
    message: str = ""
    clause: str = ""
    current: dict[str, Any] | None = None
    average: str | None = None
    mark_count: int | None = None
    place: tuple[int, int] | None = None
    """(lesson, student) of a mark: to find its average."""
    target_version: int | None = None
    """Of a moved mark: the version of the cell it has come to."""

    def as_json(self) -> dict[str, Any]:
        """The answer the page and the API give; empty keys are left out."""
        body: dict[str, Any] = {"id": str(self.id), "status": self.status.value, "version": self.version}
        extra = {
            "message": self.message or None,
            "clause": self.clause or None,
            "current": self.current,
            "average": self.average,
            "mark_count": self.mark_count,
            "target_version": self.target_version,
        }
        return body | {key: value for key, value in extra.items() if value is not None}


def parse_body(raw: bytes) -> Any:
    """Plain JSON values of a request body. Raises Unreadable when it is not JSON in UTF-8 or is nested without end."""
    try:
        return json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise Unreadable("Запрос не читается: ожидался JSON") from None


def parse_operations(body: Any) -> list[Operation]:
    """The list of operations in a request body. Raises InvalidInput with the place of the first fault."""
    if not isinstance(body, dict) or not isinstance(body.get("operations"), list):
        raise InvalidInput("В запросе нет списка operations")
    raw = body["operations"]
    if len(raw) > MAX_OPERATIONS:
        raise InvalidInput(f"За один раз принимается не больше {MAX_OPERATIONS} записей, пришло {len(raw)}")
    return [parse_operation(one, number) for number, one in enumerate(raw, start=1)]


def parse_span(body: dict[str, Any]) -> tuple[date, date] | None:
    """First and last day the page averages over, or None for the grading period of each lesson."""
    span = body.get("span")
    if span is None:
        return None
    if not isinstance(span, list) or len(span) != 2:
        raise InvalidInput("span — это две даты: первый и последний день")
    return _day(span[0], "span"), _day(span[1], "span")


def parse_operation(raw: Any, number: int = 1) -> Operation:
    """One operation from plain JSON values. Raises InvalidInput."""
    if not isinstance(raw, dict):
        raise InvalidInput(f"Запись {number}: ожидался объект")
    place = f"Запись {number}"
    kind = _kind(raw.get("kind"), place)
    return Operation(
        id=_uuid(raw.get("id"), place),
        kind=kind,
        lesson=_number(raw.get("lesson"), f"{place}: lesson"),
        value=_text(raw.get("value", ""), f"{place}: value"),
        base=_number(raw.get("base", 0), f"{place}: base"),
        student=_number(raw.get("student"), f"{place}: student") if kind in PUPIL_KINDS else None,
        slot=_slot(raw.get("slot", 1), place),
        comment=_optional_text(raw.get("comment"), f"{place}: comment"),
        work_type=_optional_text(raw.get("work_type"), f"{place}: work_type"),
        plan_topic=_number(raw["plan_topic"], f"{place}: plan_topic") if raw.get("plan_topic") is not None else None,
        due_on=_day(raw["due_on"], f"{place}: due_on") if raw.get("due_on") not in (None, "") else None,
        not_set=_flag(raw.get("not_set", False), f"{place}: not_set"),
        minutes=_number(raw["minutes"], f"{place}: minutes") if raw.get("minutes") is not None else None,
        students=_numbers(raw.get("students"), f"{place}: students"),
        age=_number(raw.get("age", 0), f"{place}: age"),
        reason=_text(raw.get("reason", ""), f"{place}: reason"),
        counts=_optional_flag(raw.get("counts"), f"{place}: counts"),
        resit=_optional_flag(raw.get("resit"), f"{place}: resit"),
        to_lesson=_number(raw.get("to_lesson"), f"{place}: to_lesson") if kind == OperationKind.MOVE else None,
        to_base=_number(raw.get("to_base", 0), f"{place}: to_base"),
    )


def _kind(value: Any, place: str) -> OperationKind:
    if value not in OperationKind.values:
        raise InvalidInput(f"{place}: неизвестный вид «{str(value)[:20]}»")
    return OperationKind(value)


def _uuid(value: Any, place: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise InvalidInput(f"{place}: id должен быть UUID") from None


def _number(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise InvalidInput(f"{place}: ожидалось целое число")
    return value


def _numbers(value: Any, place: str) -> tuple[int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > MAX_STUDENTS:
        raise InvalidInput(f"{place}: ожидался список учеников")
    return tuple(sorted({_number(one, place) for one in value}))


def _slot(value: Any, place: str) -> int:
    if value not in (0, 1, 2) or isinstance(value, bool):
        raise InvalidInput(f"{place}: slot — 1 или 2 (0 для пропуска)")
    return int(value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f"{place}: ожидался текст")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise InvalidInput(f"{place}: недопустимый знак")
    return value


def _optional_text(value: Any, place: str) -> str | None:
    return None if value is None else _text(value, place)


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput(f"{place}: ожидалось true или false")
    return value


def _optional_flag(value: Any, place: str) -> bool | None:
    return None if value is None else _flag(value, place)


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidInput(f"{place}: дата пишется как 2025-12-11") from None


def statuses(results: Sequence[OperationResult]) -> list[str]:
    """Statuses in order: handy for logs and tests."""
    return [one.status.value for one in results]
