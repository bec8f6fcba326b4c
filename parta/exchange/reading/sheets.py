"""A sheet as plain values: what every importer of tables works on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

CellValue: TypeAlias = str | int | float | bool | date | time | None

# A no-break space stands for a space; zero-width marks and the soft hyphen stand for nothing.
_INVISIBLE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u200b": "", "\ufeff": "", "\u00ad": ""})
_CARRIAGE = re.compile(r"_x000[dD]_|\r\n?")


@dataclass(slots=True)
class Sheet:
    """One sheet of a file; rows and columns are counted from 0 and keep their places in the file.

    name: the sheet's title («5А»); empty for CSV.
    rows: equally long rows of values: text (trimmed, never empty), int, float, bool, date, datetime, time, or None.
    merged: ranges as (top, left, bottom, right), all inclusive.
    formulas: (row, column) of each cell whose value is calculated by a formula.
    hidden: the sheet is not shown by the program it was made in.
    """

    name: str
    rows: list[list[CellValue]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    _anchors: dict[tuple[int, int], tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._anchors = {}
        for top, left, bottom, right in self.merged:
            # Clipped to the filled area: a merge over whole columns must not cost a million entries.
            for row in range(top, min(bottom + 1, self.height)):
                for column in range(left, min(right + 1, self.width)):
                    self._anchors[row, column] = (top, left)

    @property
    def height(self) -> int:
        """Number of rows up to the last filled one."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns up to the last filled one."""
        return len(self.rows[0]) if self.rows else 0

    def raw(self, row: int, column: int) -> CellValue:
        """The value written in this very cell; None outside the filled area."""
        if 0 <= row < self.height and 0 <= column < self.width:
            return self.rows[row][column]
        return None

    def value(self, row: int, column: int) -> CellValue:
        """The value seen at this place: inside a merged range it is the range's own value."""
        return self.raw(*self._anchors.get((row, column), (row, column)))

    def text(self, row: int, column: int) -> str:
        """The value seen at this place as text («12», «01.09.2025», «8:30»); empty text for an empty cell."""
        return as_text(self.value(row, column))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that holds the value seen here: the top-left one of a merged range, or the cell itself."""
        return self._anchors.get((row, column), (row, column))


def address(row: int, column: int) -> str:
    """The cell's name as a person sees it: address(40, 1) == "B41"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def as_text(value: CellValue) -> str:
    """A value as a person would write it in Russian."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def clean_text(text: str) -> str | None:
    """Text without invisible characters and spaces around; inner line breaks stay; None when nothing is left."""
    text = _CARRIAGE.sub("\n", text).translate(_INVISIBLE)
    return "\n".join(line.strip() for line in text.split("\n")).strip() or None


def clean_value(value: object) -> CellValue:
    """One value of the workbook library as a cell value: whole floats become int, midnights become dates."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        # A cell formatted [h]:mm; more than a day is not a time of day, and is given back in days.
        minutes = value // timedelta(minutes=1)
        return time(*divmod(minutes, 60)) if 0 <= minutes < 24 * 60 else value / timedelta(days=1)
    return value if isinstance(value, bool | int | date | time) else None


def squared(rows: Iterable[list[CellValue]]) -> list[list[CellValue]]:
    """The same rows, padded to one length and cut after the last filled row and column."""
    kept = [list(row) for row in rows]
    while kept and not any(value is not None for value in kept[-1]):
        kept.pop()
    width = max((index + 1 for row in kept for index, value in enumerate(row) if value is not None), default=0)
    return [[*row[:width], *[None] * (width - len(row))] for row in kept]


__all__ = ["CellValue", "Sheet", "address", "as_text", "clean_text", "clean_value", "squared"]
