"""What the marks of a year suggest to the teachers' council, and which decisions they allow. No Django."""

from collections.abc import Sequence

from parta.domain.finals.choices import Decision
from parta.domain.finals.rules.kinds import CERTIFICATE_GRADES

FAILED = frozenset({"1", "2", "незачёт", "н/а"})
LAST_GRADE = 11


def is_failed(value: str) -> bool:
    """Is the mark an academic debt on the scales of five points and of «зачёт»?"""
    return value in FAILED


def proposed(grade: int, failed: Sequence[str], *, waiting: bool) -> Decision | None:
    """The council's usual decision; None while a mark of the year is missing or deferred.

    failed: subjects with a failing mark of the year. At the end of grades 9 and 11 a pupil with one is not admitted to
    the final attestation and stays; in the others such a pupil goes up conditionally.
    """
    if waiting:
        return None
    if grade in CERTIFICATE_GRADES:
        return Decision.REPEATS if failed else Decision.GRADUATED
    return Decision.CONDITIONAL if failed else Decision.PROMOTED


def refusal(grade: int, failed: Sequence[str], decision: Decision) -> str:
    """Why the decision does not follow from the marks; «» when it may be taken."""
    if decision is Decision.GRADUATED and grade not in CERTIFICATE_GRADES:
        return "«окончил» бывает только после 9 и 11 класса"
    if decision is Decision.PROMOTED and grade == LAST_GRADE:
        return "после 11 класса переводить некуда: «окончил» или «оставлен»"
    if decision in (Decision.PROMOTED, Decision.GRADUATED) and failed:
        return f"за год не сдано: {', '.join(failed)}. Решите «переведён условно» или «оставлен»"
    if decision is Decision.CONDITIONAL and not failed:
        return "условно переводят с несданным предметом, а все предметы сданы"
    if decision is Decision.CONDITIONAL and grade in CERTIFICATE_GRADES:
        return "после 9 и 11 класса условно не переводят"
    return ""
