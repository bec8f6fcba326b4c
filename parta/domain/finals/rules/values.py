"""What may stand in a column of final marks. «н/а» and «осв.» are refused with the clause and the way out."""

from collections.abc import Sequence

from parta.domain.journal.errors import invalid

NOT_ASSESSED = frozenset({"н/а", "на", "н\\а", "н.а.", "не аттестован", "не аттестована"})
EXEMPT = frozenset({"осв", "осв.", "освобождён", "освобожден", "освобождена"})
NA, OSV = "н/а", "осв."


def final_value(text: str, allowed: Sequence[str], *, na: str | None, osv: str | None) -> str:
    """The mark as it is stored, «» to erase. Raises OperationRefused (invalid) with a sentence.

    na, osv: the clause that forbids the sign (S3-5.3a, S3-5.3e); None where the rulebook allows it.
    """
    value = text.strip()
    if value == "" or value in allowed:
        return value
    folded = value.casefold()
    if folded in NOT_ASSESSED:
        if na is None:
            return NA
        raise invalid("«н/а» в итоговых не ставят. Если отметок не хватает по болезни, оформите отсрочку приказом", na)
    if folded in EXEMPT:
        if osv is None:
            return OSV
        raise invalid("«осв.» не ставят: оценивают теорию. Если оценить пока нельзя, оформите отсрочку приказом", osv)
    said = next((one for one in allowed if one.casefold() == folded), None)
    if said:
        return said
    marks = ", ".join(allowed) if len(allowed) <= 10 else f"от {allowed[-1]} до {allowed[0]}"
    raise invalid(f"«{value[:12]}» — не итоговая отметка. Можно поставить: {marks}")
