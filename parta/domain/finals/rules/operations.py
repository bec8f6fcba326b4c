"""The shape of one final mark as a page, a phone or a program sends it."""

import uuid
from dataclasses import dataclass
from typing import Any

from parta.lib.errors import InvalidInput

MAX_OPERATIONS = 500
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class FinalOperation:
    """place: «p12» for the period with that id, «year», «exam», «final». base: the version the client saw, 0 for none.

    value «» erases. reason: why not as proposed, or why corrected after the term.
    """

    id: uuid.UUID
    course: int
    place: str
    student: int
    value: str
    base: int = 0
    reason: str = ""


def parse_final_operations(body: Any) -> list[FinalOperation]:
    """The list in `{"operations": […]}`. Raises InvalidInput with the place of the first fault."""
    if not isinstance(body, dict) or not isinstance(body.get("operations"), list):
        raise InvalidInput("В запросе нет списка operations")
    raw = body["operations"]
    if len(raw) > MAX_OPERATIONS:
        raise InvalidInput(f"За один раз принимается не больше {MAX_OPERATIONS} отметок, пришло {len(raw)}")
    return [_parsed(one, f"Отметка {number}") for number, one in enumerate(raw, start=1)]


def _parsed(raw: Any, place: str) -> FinalOperation:
    if not isinstance(raw, dict):
        raise InvalidInput(f"{place}: ожидался объект")
    return FinalOperation(
        id=_uuid(raw.get("id"), place),
        course=_number(raw.get("course"), f"{place}: course"),
        place=_text(raw.get("place"), f"{place}: place"),
        student=_number(raw.get("student"), f"{place}: student"),
        value=_text(raw.get("value"), f"{place}: value").strip(),
        base=_number(raw.get("base", 0), f"{place}: base"),
        reason=_text(raw.get("reason", ""), f"{place}: reason"),
    )


def _uuid(value: Any, place: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise InvalidInput(f"{place}: id должен быть UUID") from None


def _number(value: Any, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise InvalidInput(f"{place}: ожидалось целое число")
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f"{place}: ожидался текст")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise InvalidInput(f"{place}: недопустимый знак")
    return value
