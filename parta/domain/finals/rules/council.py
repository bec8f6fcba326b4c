"""What the marks of a year suggest to the teachers' council, and which decisions they allow. No Django."""

from collections.abc import Sequence

from parta.domain.finals.choices import Decision
from parta.domain.finals.rules.kinds import CERTIFICATE_GRADES

FAILED = frozenset({"1", "2", "незачёт", "н/а"})
LAST_GRADE = 11


def is_failed(value: str) -> bool:
    """Is the mark an academic debt on the scales of five points and of «зачёт»?"""
    return value in FAILED


def proposed(grade: int, failed: Sequence[str], *, waiting: bool, deferred: bool = False) -> Decision | None:
    """The council's usual decision; None while a mark of the year is missing.

    failed: subjects with a failing mark of the year; deferred: a mark of the year waits for the day of an order. At the
    end of grades 9 and 11 a pupil with a failed one is not admitted to the final attestation and stays, and one with a
    deferral is decided about later; in the others such pupils go up conditionally.
    """
    if waiting or (deferred and grade in CERTIFICATE_GRADES):
        return None
    if deferred:
        return Decision.CONDITIONAL
    if grade in CERTIFICATE_GRADES:
        return Decision.REPEATS if failed else Decision.GRADUATED
    return Decision.CONDITIONAL if failed else Decision.PROMOTED


def refusal(
    grade: int, failed: Sequence[str], decision: Decision, *, deferred: Sequence[str] = (), owed: bool = False
) -> str:
    """Why the decision does not follow from the marks; «» when it may be taken.

    deferred: subjects whose mark of the year is deferred by an order; owed: the pupil has a debt of the year already.
    """
    if decision is Decision.GRADUATED and grade not in CERTIFICATE_GRADES:
        return "«окончил» бывает только после 9 и 11 класса"
    if decision is Decision.PROMOTED and grade == LAST_GRADE:
        return "после 11 класса переводить некуда: «окончил» или «оставлен»"
    if decision in (Decision.PROMOTED, Decision.GRADUATED) and failed:
        return f"за год не сдано: {', '.join(failed)}. Решите «переведён условно» или «оставлен»"
    if decision in (Decision.PROMOTED, Decision.GRADUATED) and deferred:
        later = "дождитесь результата" if grade in CERTIFICATE_GRADES else "решите «переведён условно»"
        return f"за год отсрочка: {', '.join(deferred)}. Пока она стоит, {later} или «оставлен»"
    if decision is Decision.CONDITIONAL and not (failed or deferred or owed):
        return "условно переводят с несданным предметом, а все предметы сданы"
    if decision is Decision.CONDITIONAL and grade in CERTIFICATE_GRADES:
        return "после 9 и 11 класса условно не переводят"
    return ""
