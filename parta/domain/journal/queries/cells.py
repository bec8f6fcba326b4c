"""What stands in one cell of the journal page."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from parta.domain.journal.rules.marks import OWED, OWED_WORDS, UNCOUNTED_WORDS
from parta.lib.russian import NBSP


class GridMark(NamedTuple):
    """One mark of a cell. `work_type` is «» when it follows the lesson's kind; `by`, `at`: of a signed grid only."""

    slot: int
    value: str
    version: int
    work_type: str
    weight: Decimal
    comment: str
    by: str = ""
    at: datetime | None = None
    counts: bool = True
    owed: bool = False
    first: str = ""

    @property
    def sign(self) -> str:
        """The mark, the dot of owed work, or «» for an erased one."""
        return OWED if self.owed else self.value

    @property
    def words(self) -> str:
        """What is said of it beside its value; «» of an ordinary mark."""
        notes = (
            OWED_WORDS if self.owed else "",
            UNCOUNTED_WORDS if not self.counts else "",
            f"пересдача: {self.first} → {self.value}" if self.first else "",
        )
        return ", ".join(note for note in notes if note)


class GridCell(NamedTuple):
    """What stands at one pupil and lesson. Versions of erased values are kept for the next entry."""

    marks: tuple[GridMark, ...] = ()
    absence: str = ""
    absence_version: int = 0
    absence_comment: str = ""
    outside: bool = False

    @property
    def shown(self) -> tuple[GridMark, ...]:
        """Marks that are not erased, and owed work."""
        if not self.marks or (len(self.marks) == 1 and self.marks[0].sign):
            return self.marks
        return tuple(mark for mark in self.marks if mark.sign)

    @property
    def counted(self) -> list[GridMark]:
        """Marks that averages are made of."""
        return [mark for mark in self.marks if mark.value and mark.counts] if self.marks else []

    @property
    def text(self) -> str:
        """«4/5», «н», «н 4» for a mark given later for a missed lesson."""
        marks = "/".join(mark.sign for mark in self.shown)
        return f"{self.absence}{NBSP}{marks}" if self.absence and marks else self.absence or marks

    @property
    def tone(self) -> str:
        """The lowest mark, «owed» for owed work, «a» for an absence alone, «» for an empty cell."""
        if self.shown:
            return min((mark.value for mark in self.shown if mark.value), key=int, default="owed")
        return "a" if self.absence else ""

    @property
    def has_comment(self) -> bool:
        """Is there a word for the family?"""
        return bool(self.absence_comment) or any(mark.comment for mark in self.shown)


EMPTY = GridCell()
OUTSIDE = GridCell(outside=True)
