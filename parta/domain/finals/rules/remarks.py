"""The words beside a proposal: boundary, few marks, a work not written. Pure."""

from dataclasses import dataclass

from parta.domain.finals.rules.enough import Lack
from parta.domain.finals.rules.proposal import Proposal, shown_mean
from parta.domain.regulation.choices import WorkNature
from parta.lib.dates import day_title
from parta.lib.russian import counted

MANY_MISSED = 10
REASONS = (
    "Контрольные ниже текущих",
    "Не сданы обязательные работы",
    "Рост к концу периода",
    "Пересдача после болезни",
)
"""Ready reasons of a departure, chosen by one key."""
CORRECTIONS = ("Ошибка при вводе", "Ошибка при проверке", "Пересдача", "Учтена новая работа")
"""The same of a mark the family already reads."""


@dataclass(frozen=True, slots=True)
class Remark:
    """tag: a few words; text: what stands beside it. tone: «warn» or «info»."""

    tag: str
    text: str = ""
    tone: str = "warn"


def remarks_of(proposal: Proposal, lack: Lack, needed: int, have: int, missed: int) -> list[Remark]:
    """What a teacher should see before accepting, the weightiest first."""
    found = []
    if lack.marks:
        found.append(Remark(f"мало отметок: {have} из {needed}"))
    if proposal.threshold is not None and proposal.mean is not None:
        found.append(_boundary(proposal, missed))
    if proposal.blocked:
        found.append(Remark("последняя к/р — 2", "вверх не округляется"))
    for one in lack.works:
        what = "к/р" if one.nature is WorkNature.CONTROL else "работа"
        found.append(Remark(f"{what} {day_title(one.day)}", "нет отметки", "info"))
    return found


def _boundary(proposal: Proposal, missed: int) -> Remark:
    edge, mean = proposal.threshold, proposal.mean
    absences = counted(missed, "пропуск", "пропуска", "пропусков") if missed >= MANY_MISSED else ""
    if edge == mean:
        return Remark(f"ровно {shown_mean(edge)}", absences or "по порогу регламента — вверх")
    above = edge is not None and mean is not None and mean > edge
    return Remark(f"граница {shown_mean(edge)}", absences or ("чуть выше порога" if above else "чуть ниже порога"))


def is_indisputable(proposal: Proposal, lack: Lack) -> bool:
    """Not at a boundary, enough marks, every control work written: may be accepted with the others at one press."""
    return bool(proposal.value) and not proposal.is_near and not proposal.blocked and not lack
