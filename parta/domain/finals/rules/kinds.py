"""Which kinds of final marks a course has, and what they are called. Pure."""

from collections.abc import Sequence

from parta.domain.regulation.choices import FinalMarkKind

PERIOD_KINDS = frozenset({FinalMarkKind.QUARTER, FinalMarkKind.TRIMESTER, FinalMarkKind.HALF_YEAR})
_BY_VALUE = {one.value: one for one in FinalMarkKind}
EXAM_GRADES = frozenset({9, 11})
"""Grades that end with a certificate: the exam's and the overall mark are given in them."""
CERTIFICATE = (FinalMarkKind.EXAM, FinalMarkKind.FINAL)
SHORT = {FinalMarkKind.QUARTER: "ч.", FinalMarkKind.TRIMESTER: "тр.", FinalMarkKind.HALF_YEAR: "п/г"}
TITLES = {FinalMarkKind.YEAR: "год", FinalMarkKind.EXAM: "экзамен", FinalMarkKind.FINAL: "итоговая"}
OF = {
    FinalMarkKind.QUARTER: "четверть",
    FinalMarkKind.TRIMESTER: "триместр",
    FinalMarkKind.HALF_YEAR: "полугодие",
}


def kind_of(value: str) -> FinalMarkKind:
    """The kind by its stored word («quarter»), also of a grading period. KeyError for another word."""
    return _BY_VALUE[value]


def offers(kind: FinalMarkKind, grade: int, offered: Sequence[FinalMarkKind]) -> bool:
    """Is the kind given in the grade? offered: the rulebook's `final_mark_kinds`."""
    return kind in offered and (kind not in CERTIFICATE or grade in EXAM_GRADES)


def kind_title(kind: FinalMarkKind, number: int = 0) -> str:
    """«2 четверть», «год», «экзамен», «итоговая»."""
    return f"{number} {OF[kind]}" if kind in OF else TITLES[kind]


def kind_short(kind: FinalMarkKind, number: int = 0) -> str:
    """The head of a column: «2 ч.», «год», «экз.», «итог»."""
    if kind in SHORT:
        return f"{number} {SHORT[kind]}"
    return {FinalMarkKind.YEAR: "год", FinalMarkKind.EXAM: "экз.", FinalMarkKind.FINAL: "итог"}[kind]


def for_title(kind: FinalMarkKind, number: int = 0) -> str:
    """«за 2 четверть», «за год», «за экзамен», «итоговые»."""
    return "итоговые" if kind is FinalMarkKind.FINAL else f"за {kind_title(kind, number)}"
