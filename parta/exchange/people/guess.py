"""A list without headings: columns are recognised by what stands in them, and the owner is told so."""

import re
from collections.abc import Callable

from parta.exchange.dates import day_of
from parta.exchange.headers import Header
from parta.exchange.people.names import is_patronymic, looks_like_full_name
from parta.exchange.reading import CellValue, Sheet

_WORD = re.compile(r"[А-ЯЁ][А-Яа-яЁё-]+")
_LEAST_ROWS = 3


def header_by_content(sheet: Sheet) -> Header | None:
    """A header standing above the sheet (row -1) for a table of names without headings; None when there are none."""
    keys = _name_columns(sheet)
    if not keys:
        return None
    for column in range(sheet.width):
        if column not in keys and (key := _other_key(_values(sheet, column))):
            keys.setdefault(column, key)
    return Header(-1, -1, keys, {})


def _name_columns(sheet: Sheet) -> dict[int, str]:
    for column in range(sheet.width):
        texts = [text for text in _values(sheet, column) if isinstance(text, str)]
        if _most(texts, looks_like_full_name):
            return {column: "full"}
        if column >= 2 and _most(texts, is_patronymic) and _words_before(sheet, column):
            return {column - 2: "last", column - 1: "first", column: "middle"}
    return {}


def _words_before(sheet: Sheet, column: int) -> bool:
    return all(
        _most(
            [text for text in _values(sheet, near) if isinstance(text, str)], lambda text: bool(_WORD.fullmatch(text))
        )
        for near in (column - 2, column - 1)
    )


def _other_key(values: list[CellValue]) -> str:
    if len(values) >= _LEAST_ROWS and sum(day_of(value) is not None for value in values) * 10 >= len(values) * 6:
        return "birth"
    texts = [str(value).lower().strip(". ") for value in values]
    if _most(texts, lambda text: text in {"м", "ж", "муж", "жен"}):
        return "gender"
    numbers = [value for value in values if str(value).rstrip(".").isdigit()]
    return (
        "number" if len(numbers) >= _LEAST_ROWS and [int(str(n).rstrip(".")) for n in numbers][:3] == [1, 2, 3] else ""
    )


def _values(sheet: Sheet, column: int) -> list[CellValue]:
    return [value for row in range(sheet.height) if (value := sheet.raw(row, column)) is not None]


def _most(texts: list[str], test: Callable[[str], bool]) -> bool:
    fitting = sum(test(text) for text in texts)
    return fitting >= _LEAST_ROWS and fitting * 10 >= len(texts) * 6


__all__ = ["header_by_content"]
