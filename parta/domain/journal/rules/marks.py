"""What becomes of a mark in its cell: counted or not, work owed, a re-sit with both marks kept."""

from typing import NamedTuple

from parta.domain.journal.errors import invalid

OWED = "•"
"""The dot in the cell: the work has not been handed in."""
OWED_KEYS = {OWED, "."}
OWED_WORDS = "не сдана работа"
UNCOUNTED_WORDS = "не входит в средний балл"


class MarkState(NamedTuple):
    """value: «» for an erased mark or owed work. first: the mark before a re-sit, «» without one."""

    value: str = ""
    counts: bool = True
    owed: bool = False
    first: str = ""


def marked(was: MarkState, value: str, *, counts: bool | None = None, resit: bool | None = None) -> MarkState:
    """The cell after a mark: it takes the place of owed work; an erased one («») forgets everything.

    counts: None leaves it as it is. resit: True keeps the present mark as the first one (nothing to keep when there is
    none), False forgets the first one, None leaves it.
    """
    if not value:
        return MarkState()
    kept = "" if resit is False else was.first
    first = was.value if resit and was.value else kept
    return MarkState(value, was.counts if counts is None else counts, owed=False, first=first)


def owing(was: MarkState) -> MarkState:
    """The cell of work not handed in. Raises OperationRefused (invalid) where a mark stands."""
    if was.value:
        raise invalid(f"Здесь уже стоит «{was.value}»: чтобы отметить долг, сначала сотрите отметку")
    return MarkState(owed=True)
