"""What a cell may hold. Free texts («н/а», «осв.») are refused with the clause that forbids them."""

from collections.abc import Sequence

from parta.domain.journal.errors import invalid

_NOT_ASSESSED = {"н/а", "на", "н\\а", "не аттестован", "не аттестована"}
_EXEMPT = {"осв", "осв.", "освобождён", "освобожден", "освобождена"}


def mark_value(text: str, allowed: Sequence[str], *, clause: str = "") -> str:
    """The mark as it is stored, or «» for an erased one. Raises OperationRefused (invalid) with a sentence.

    allowed: marks of the school's scale, best first. clause: where the rulebook forbids «н/а» and «осв.» (S3-5.3a, e).
    """
    value = text.strip()
    if value == "" or value in allowed:
        return value
    folded = value.casefold()
    if folded in _EXEMPT:
        raise invalid("«осв.» в журнал не ставят: за теорию ставится отметка, пропуск отмечают «у»", clause)
    if folded in _NOT_ASSESSED:
        raise invalid("«н/а» в журнал не ставят: если оценить нельзя, оформите отсрочку приказом", clause)
    marks = ", ".join(allowed) if len(allowed) <= 10 else f"от {allowed[-1]} до {allowed[0]}"
    raise invalid(f"«{value[:12]}» — не отметка. Можно поставить: {marks}")
