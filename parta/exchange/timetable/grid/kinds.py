"""What the cells of a column hold: subjects, rooms, teachers, times; by the heading, unless the cells say otherwise."""

import re
from collections.abc import Callable, Iterable
from enum import Enum

from parta.exchange.timetable.grid.labels import Head, head_of, is_clock_text
from parta.exchange.timetable.grid.rooms import is_nothing, is_room_text, is_surname, is_teacher_text
from parta.exchange.timetable.grid.view import GridView

_MOST = 0.6
# «Математика 304» is a lesson with its room, «Мастерская 1» is a room.
_WORD_AND_ROOM = re.compile(r"[а-яё]{3,}\.?\s+\d{2,4}$", re.IGNORECASE)


class Kind(Enum):
    """What the cells of a column are."""

    EMPTY = "empty"
    SUBJECT = "subject"
    ROOM = "room"
    TEACHER = "teacher"
    SKIPPED = "skipped"


Kinds = dict[tuple[int | None, int | None], dict[int, Kind]]
"""Rows of headings (classes, days) to the kinds of the columns under them."""


class ColumnJudge:
    """Tells the kind of each column from its heading and its cells."""

    def __init__(self, view: GridView, rows: Iterable[int], header_rows: list[int]) -> None:
        self.view, self.rows, self.header_rows = view, list(rows), header_rows

    def kind(self, column: int) -> Kind:
        heads = [head for row in self.header_rows if (head := head_of(self.view.own(row, column)))]
        texts = self._texts(column)
        seen = self._kind_of_cells(column, texts)
        # «каб.» over lessons is a slip of the pen: three cells and most of them are no rooms.
        if seen is Kind.SUBJECT and len(texts) > 2 and self._contradict(heads, texts):
            return Kind.SUBJECT
        if Head.ROOM in heads or Head.TEACHER in heads:
            return self._side_kind(heads, seen)
        return Kind.SKIPPED if Head.BREAK in heads or Head.TIME in heads else seen

    @staticmethod
    def _side_kind(heads: list[Head], seen: Kind) -> Kind:
        """Rooms under «Учитель» are rooms all the same."""
        if seen in (Kind.ROOM, Kind.TEACHER):
            return seen
        return Kind.ROOM if Head.ROOM in heads else Kind.TEACHER

    @staticmethod
    def _contradict(heads: list[Head], texts: list[str]) -> bool:
        odd = 0
        if Head.ROOM in heads:
            odd = sum(not _may_be_room_word(text) for text in texts)
        elif Head.TEACHER in heads:
            odd = sum(not _may_be_person(text) for text in texts)
        return odd >= _MOST * len(texts)

    def go_together(self, column: int, other: int) -> bool:
        """Both columns are filled in most lessons: two classes, not a class and its second group."""
        filled = [row for row in self.rows if not is_nothing(self.view.own(row, column))]
        both = [row for row in filled if not is_nothing(self.view.own(row, other))]
        return len(both) > 2 and len(both) >= _MOST * len(filled)

    def _texts(self, column: int) -> list[str]:
        return [text for row in self.rows if (text := self.view.own(row, column)) and not is_nothing(text)]

    def _kind_of_cells(self, column: int, texts: list[str]) -> Kind:
        if not texts:
            stars = any(self.view.own(row, column).strip() == "*" for row in self.rows)
            return Kind.ROOM if stars else self._kind_of_empty(column)
        tests: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
            (Kind.SKIPPED, is_clock_text),
            (Kind.ROOM, is_room_text),
            (Kind.TEACHER, lambda text: is_teacher_text(text) or is_surname(text)),
        )
        for kind, test in tests:
            if sum(map(test, texts)) >= _MOST * len(texts):
                return kind
        return Kind.SUBJECT

    def _kind_of_empty(self, column: int) -> Kind:
        """A column without its own texts may still lie under lessons merged over several classes."""
        covered = any(
            (text := self.view.text(row, column)) and not is_room_text(text) and not is_nothing(text)
            for row in self.rows
        )
        headed = any(self.view.own(row, column) for row in self.header_rows)
        return Kind.SUBJECT if covered and headed else Kind.EMPTY


def _may_be_person(text: str) -> bool:
    """A name, a surname, or a teacher's short code («ИМП»)."""
    return is_teacher_text(text) or any(map(is_surname, text.split())) or (len(text) <= 4 and text.isupper())


def _may_be_room_word(text: str) -> bool:
    """A room may be a word we do not know («Мастерская», «Каб. инф.»): short, or with a number."""
    if len(text) <= 4 or is_room_text(text) or "каб" in text.lower():
        return True
    return any(sign.isdigit() for sign in text) and not _WORD_AND_ROOM.search(text)


__all__ = ["ColumnJudge", "Kind", "Kinds"]
