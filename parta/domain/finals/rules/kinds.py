"""Which kinds of final marks a course has, and what they are called. Pure."""

from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.rules.marks import MarksPlansGroups

PERIOD_KINDS = frozenset({FinalMarkKind.QUARTER, FinalMarkKind.TRIMESTER, FinalMarkKind.HALF_YEAR})
_BY_VALUE = {one.value: one for one in FinalMarkKind}
CERTIFICATE_GRADES = frozenset({9, 11})
"""Grades that end with the state examination and a certificate."""
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


def offers(kind: FinalMarkKind, grade: int, marks: MarksPlansGroups) -> bool:
    """Is the kind given in the grade? Exam and overall marks only in the grades the rulebook of the year names."""
    only = {FinalMarkKind.EXAM: marks.exam_mark_grades, FinalMarkKind.FINAL: marks.final_mark_grades}.get(kind)
    return kind in marks.final_mark_kinds and (only is None or str(grade) in only)


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
