"""What a line of examination results may hold, and how a result reads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parta.lib.dates import day_title
from parta.lib.russian import counted

MOST_POINTS = 200
AFTER_YEAR = 120
"""Days after the end of a year in which its examinations are still held."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was obtained: a mark of the scale, «зачёт», points, or both of them."""

    value: str = ""
    points: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was entered."""
        return not self.value and self.points is None

    @property
    def words(self) -> str:
        """«4», «68 баллов», «4, 18 баллов»."""
        points = counted(self.points, "балл", "балла", "баллов") if self.points is not None else ""
        return ", ".join(part for part in (self.value, points) if part)


def read_score(value: str, points: str, allowed: Sequence[str]) -> Score:
    """The two cells of a line as people write them. Raises ValueError with a Russian sentence."""
    mark, number = value.strip(), points.strip()
    folded = {one.casefold(): one for one in allowed}
    if mark and mark.casefold() not in folded:
        shown = ", ".join(allowed) if len(allowed) <= 12 else f"от {allowed[-1]} до {allowed[0]}"
        raise ValueError(f"«{mark[:12]}» — не отметка. Можно: {shown}")
    if number and not (number.isascii() and number.isdigit() and int(number) <= MOST_POINTS):
        raise ValueError(f"«{number[:12]}» — не балл. Балл — целое число от 0 до {MOST_POINTS}")
    return Score(folded[mark.casefold()] if mark else "", int(number) if number else None)


def days_fault(held_on: date, received_at: datetime, now: datetime, span: tuple[date, date]) -> str:
    """What is wrong with the day of the examination and the moment of receipt, a sentence or «».

    received_at, now: in the school's time zone. span: days in which examinations of the year are held.
    """
    if not span[0] <= held_on <= span[1]:
        return f"Экзамен не в этом учебном году: выберите день с {day_title(span[0])} по {day_title(span[1])}."
    if held_on > now.date():
        return "День экзамена ещё не наступил."
    if received_at > now:
        return "Время получения ещё не наступило: впишите, когда результат пришёл в школу."
    if received_at.date() < held_on:
        return "Результат получен раньше экзамена: проверьте обе даты."
    return ""
