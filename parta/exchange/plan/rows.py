"""Gives every row of a plan's table its meaning before any lesson is made: lesson, section, total, more dates."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from parta.exchange.headers import Header, filled_columns
from parta.exchange.plan.cells import (
    LessonNumber,
    hours_of,
    is_part_total,
    is_period_title,
    is_roman,
    is_section_title,
    is_total,
    number_of,
    split_hours_tail,
)
from parta.exchange.plan.parsed import PlanTable
from parta.exchange.reading import CellValue, Sheet

_NUMBERED_TOPIC = re.compile(r"(?:урок\s*)?№?\s*(\d{1,3})\s*[.):–-]+\s*(\D.*)", re.IGNORECASE | re.DOTALL)
_RESERVE = re.compile(r"резерв", re.IGNORECASE)


class Meaning(Enum):
    """What a row is."""

    LESSON = auto()
    SECTION = auto()
    TOTAL = auto()
    PART_TOTAL = auto()
    MORE_DATES = auto()
    LOST_TOPIC = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The cells of one row that matter; number is None for text and Roman numerals, hours None when not given."""

    table: PlanTable
    row: int
    topic: str
    number_text: str
    number: LessonNumber | None
    hours: Decimal | None
    hours_written: bool
    section: str
    section_written: bool
    date: CellValue
    homework: str
    kind: str
    lone: bool
    repeated_topic: bool
    meaning: Meaning = Meaning.NOTHING

    @property
    def place(self) -> str:
        return place_of(self.table, self.row)


def place_of(table: PlanTable, row: int) -> str:
    """«лист «КТП», строка 12», «таблица 2, строка 5», «строка 7»."""
    return f"{table.label}, строка {row + 1}" if table.label else f"строка {row + 1}"


def read_row(table: PlanTable, row: int, header: Header) -> PlanRow | None:
    """The row's cells by meaning of columns; None for an empty row."""
    sheet = table.sheet
    filled = filled_columns(sheet, row)
    topic_column = header.column("topic")
    topic = sheet.text(row, topic_column) if topic_column is not None else ""
    if not filled:
        return None
    number_text = _text(sheet, row, header, "number")
    number = number_of(_raw(sheet, row, header, "number"))
    lone = len(filled) == 1
    if lone and not topic and number_of(sheet.raw(row, filled[0])) is None:
        topic = sheet.text(row, filled[0])
    if not topic and number is None and len(number_text) > 4:
        # «Раздел 1. Числа» typed into the column of numbers.
        topic, number_text = number_text, ""
    hours, hours_written = _hours(sheet, row, header)
    section_column = header.column("section")
    date = _raw(sheet, row, header, "date")
    if lone and topic and isinstance(date, str):
        date = None  # the title of a section stands in the first column, which happens to be the one of dates
    return PlanRow(
        table=table,
        row=row,
        topic=topic,
        number_text=number_text,
        number=number,
        hours=hours,
        hours_written=hours_written,
        section=sheet.text(row, section_column) if section_column is not None else "",
        section_written=section_column is not None and sheet.raw(row, section_column) is not None,
        date=date,
        homework=_text(sheet, row, header, "homework"),
        kind=_text(sheet, row, header, "kind"),
        lone=lone,
        repeated_topic=topic_column is not None and sheet.anchor(row, topic_column)[0] < row,
    )


def _raw(sheet: Sheet, row: int, header: Header, key: str) -> CellValue:
    column = header.column(key)
    return None if column is None else sheet.raw(row, column)


def _text(sheet: Sheet, row: int, header: Header, key: str) -> str:
    column = header.column(key)
    if column is None or sheet.raw(row, column) is None:
        return ""
    return sheet.text(row, column)


def _hours(sheet: Sheet, row: int, header: Header) -> tuple[Decimal | None, bool]:
    """Hours of the row and whether anything is written there; hours merged over several rows are shared by them."""
    column = header.column("hours")
    if column is None:
        return None, False
    top = sheet.anchor(row, column)
    value = sheet.raw(*top) if top[1] == column else None
    hours = hours_of(value)
    span = next((bottom - up + 1 for up, left, bottom, _ in sheet.merged if (up, left) == top), 1)
    if hours is None or span == 1:
        return hours, value is not None and top[0] == row
    return hours / span, True


def with_meanings(rows: Sequence[PlanRow], header: Header) -> list[PlanRow]:
    """The rows with their meaning, judged by what the table as a whole does with numbers and hours."""
    rows = _with_numbers_from_topics(rows, header)
    judge = _Judge(rows, header)
    return [replace(row, meaning=judge.meaning(index, row)) for index, row in enumerate(rows)]


def _with_numbers_from_topics(rows: Sequence[PlanRow], header: Header) -> Sequence[PlanRow]:
    """A plan without a column of numbers may number the topics themselves: «1. Степень», «Урок 2. Корень»."""
    if header.has("number"):
        return rows
    found = {index: match for index, row in enumerate(rows) if (match := _NUMBERED_TOPIC.match(row.topic))}
    numbers = [int(match[1]) for match in found.values()]
    if len(found) < 2 or len(found) * 2 < len(rows) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return rows
    return [
        replace(row, topic=found[index][2], number=LessonNumber((int(found[index][1]),))) if index in found else row
        for index, row in enumerate(rows)
    ]


class _Judge:
    """Knows the habits of one table: whether its lessons are numbered, whether hours are given, what is nested."""

    def __init__(self, rows: Sequence[PlanRow], header: Header) -> None:
        self.rows = rows
        named = [row for row in rows if row.topic and not is_total(row.topic)]
        least = max(1, len(named) // 2)
        self.numbered = sum(row.number is not None for row in named) >= least
        self.timed = sum(row.hours is not None for row in named) >= least
        paths = Counter(row.number.path for row in rows if row.number)
        self.parents = {path[:length] for path in paths for length in range(1, len(path))}
        self.has_other_columns = header.has("date", "homework", "hours", "number")
        self.section_rows = set() if self.numbered else _sections_by_sums(rows)

    def meaning(self, index: int, row: PlanRow) -> Meaning:
        first = row.topic or row.section or row.number_text
        if row.number is None and (is_total(first) or is_total(row.number_text)):
            return Meaning.PART_TOTAL if is_part_total(f"{first} {row.number_text}") else Meaning.TOTAL
        if row.number is None and (row.lone or row.hours is None) and is_period_title(first):
            return Meaning.NOTHING
        if not row.topic or row.repeated_topic:
            return self._without_own_topic(row)
        return self._numbered(index, row) if self.numbered else self._unnumbered(index, row)

    def _without_own_topic(self, row: PlanRow) -> Meaning:
        """The topic is empty, or merged with the one above."""
        if row.topic and (row.hours is not None or row.number is not None or row.date is not None):
            return Meaning.LESSON if row.hours_written else Meaning.MORE_DATES
        if row.number is None and row.section_written and not row.topic:
            return Meaning.SECTION
        if row.date is not None and row.number is None:
            return Meaning.MORE_DATES
        return Meaning.LOST_TOPIC if row.number is not None and not row.topic else Meaning.NOTHING

    def _numbered(self, index: int, row: PlanRow) -> Meaning:
        if row.number is not None:
            heads_others = row.number.count == 1 and row.number.path in self.parents
            named_section = is_section_title(row.topic) and row.date is None and self._sums_up(index, row)
            return Meaning.SECTION if heads_others or named_section else Meaning.LESSON
        if row.hours is not None and _RESERVE.match(row.topic):
            return Meaning.LESSON
        if is_roman(row.number_text) or row.hours is None:
            return Meaning.SECTION if row.date is None else Meaning.LESSON
        _, tail = split_hours_tail(row.topic)
        is_section = row.date is None and (
            is_section_title(row.topic) or tail is not None or row.hours > 1 or self._sums_up(index, row)
        )
        return Meaning.SECTION if is_section else Meaning.LESSON

    def _unnumbered(self, index: int, row: PlanRow) -> Meaning:
        dated = row.date is not None
        if self.timed:
            if row.hours is None:
                return Meaning.LESSON if dated or row.homework else Meaning.SECTION
            is_section = is_section_title(row.topic) or index in self.section_rows or self._is_merged(row)
            return Meaning.SECTION if is_section and not dated else Meaning.LESSON
        _, tail = split_hours_tail(row.topic)
        wide = row.lone and self.has_other_columns
        is_section = not dated and (
            is_section_title(row.topic) or (wide and (tail is not None or self._is_merged(row)))
        )
        return Meaning.SECTION if is_section else Meaning.LESSON

    def _sums_up(self, index: int, row: PlanRow) -> bool:
        """Whether the rows down to the next one without a number together have the hours of this row."""
        if row.hours is None:
            return self.timed
        below = Decimal(0)
        for other in self.rows[index + 1 :]:
            if other.number is None or is_section_title(other.topic):
                break
            below += other.hours or Decimal(1)
        return row.hours == below

    @staticmethod
    def _is_merged(row: PlanRow) -> bool:
        sheet = row.table.sheet
        filled = filled_columns(sheet, row.row)
        return bool(filled) and sheet.anchor(row.row, filled[0] + 1) == (row.row, filled[0])


def _sections_by_sums(rows: Sequence[PlanRow]) -> set[int]:
    """Rows of H hours each followed by exactly H rows of one hour, when the whole table falls apart so: sections."""
    timed = [(index, row.hours) for index, row in enumerate(rows) if row.topic and not is_total(row.topic)]
    found: set[int] = set()
    at = 0
    while at < len(timed):
        index, hours = timed[at]
        if hours is None or hours != int(hours):
            return set()
        lessons = timed[at + 1 : at + 1 + int(hours)]
        if len(lessons) < hours or any(other != 1 for _, other in lessons):
            return set()
        found.add(index)
        at += 1 + int(hours)
    return found if sum((rows[index].hours or 0) > 1 for index in found) > 1 else set()


__all__ = ["Meaning", "PlanRow", "place_of", "read_row", "with_meanings"]
