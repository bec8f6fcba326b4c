"""Cells of a plan: hours, lesson numbers and ranges, dates, titles of sections."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from parta.exchange.dates import DayWithoutYear, day_of, days_in, short_days_in
from parta.exchange.reading import CellValue
from parta.exchange.reading.sheets import as_text

_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:ч(?:ас\w*)?\.?)?")
_SUM = re.compile(r"\d+(?:\s*\+\s*\d+)+")
_HOURS_TAIL = re.compile(
    r"[\s,:;.]*[(–—-]?\s*\b(\d+(?:[.,]\d+)?)\s*(?:ч\.?|час(?:а|ов)?\.?)\s*\)?[\s.]*$", re.IGNORECASE
)
_TRAILING_HALF = re.compile(r"(?<=[\s.»)])0[.,]5\s*(?:ч(?:аса)?\.?)?$")
_ROMAN = re.compile(r"[IVXІ]+[.)]?")
_LESSON_WORD = re.compile(r"^(?:урок\w*)?\s*№?\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[.)]?\s*[-–—]\s*(\d+)\s*[.)]?")
_LIST = re.compile(r"(\d+)((?:\s*[,;]\s*\d+)+)")
_PATH = re.compile(r"(\d+(?:\.\d+)*)\.?\)?")
# «1.09-5.09.2025» and «01-05.09»: two days of one year or month.
_SPAN_WITH_YEAR = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2})\s*[-–]\s*(\d{1,2}\.\d{1,2})(\.\d{2,4})(?!\d)")
_SPAN = re.compile(r"(?<![\d.])(\d{1,2})\s*[-–]\s*(\d{1,2})\.(\d{1,2}(?:\.\d{2,4})?)(?!\d)")
_SECTION = re.compile(
    r"(?:раздел|глава|модуль|блок|часть|тематический\s+блок|тема)\s*(?:№\s*)?(?:\d|[IVXІ]+\b)|"
    r"(?:раздел|модуль|глава)\s*[«\":]|[IVXІ]+\s*[.)]\s*\S",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:[IVXІ1-4]+|перв\w+|втор\w+|трет\w+|четв[её]рт\w+)\s*(?:-?\s*(?:я|ая|й|ый|ое|е))?\s*(?:четверть|триместр|полугодие)|"
    r"(?:четверть|триместр|полугодие)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:итого|всего|общее\s+кол\w+|итог\s*:|количество\s+часов|в\s+том\s+числе|из\s+них)\b",
    re.IGNORECASE,
)
_PART_TOTAL = re.compile(
    r"по\s+(?:раздел|тем|модул|глав|четверт|полугод|триместр)|за\s+\S+\s+(?:четверт|полугод|триместр)", re.I
)


@dataclass(frozen=True, slots=True)
class LessonNumber:
    """What the column of numbers says: the path (1.2 → (1, 2)), and how many lessons «3-4» or «3, 4» stand for."""

    path: tuple[int, ...]
    count: int = 1

    @property
    def last(self) -> int:
        return self.path[-1] + self.count - 1


def hours_of(value: CellValue) -> Decimal | None:
    """1 → 1, «1 ч» → 1, «0,5» → 0.5, «1+1» → 2; None for anything that is not hours (an impossible number too)."""
    if isinstance(value, bool | date):
        return None
    text = as_text(value).strip()
    if _SUM.fullmatch(text):
        return Decimal(sum(int(part) for part in text.split("+")))
    found = _HOURS.fullmatch(text)
    try:
        hours = Decimal(found[1].replace(",", ".")) if found else None
    except InvalidOperation:
        return None
    return hours if hours is not None and 0 < hours <= 400 else None


def number_of(value: CellValue) -> LessonNumber | None:
    """The lesson number of a cell: 12, «12.», «1.2», «3-4», «3, 4», «12/3»; None for text and Roman numerals."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        # A spreadsheet takes «3-4» for the third of April.
        return LessonNumber((value.day,), value.month - value.day + 1) if value.day < value.month else None
    if isinstance(value, float):
        return LessonNumber(tuple(int(part) for part in f"{value:g}".split(".")))
    return _number_in_text(_LESSON_WORD.sub("", as_text(value).strip()))


def _number_in_text(text: str) -> LessonNumber | None:
    span = _RANGE.fullmatch(text)
    if span and 0 < int(span[2]) - int(span[1]) < 30:
        return LessonNumber((int(span[1]),), int(span[2]) - int(span[1]) + 1)
    listed = _LIST.fullmatch(text)
    if listed:
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        in_a_row = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return LessonNumber((numbers[0],), len(numbers)) if in_a_row else LessonNumber(tuple(numbers))
    path = _PATH.fullmatch(text.partition("/")[0].strip())
    return LessonNumber(tuple(int(part) for part in path[1].split("."))) if path and len(text) < 15 else None


def is_roman(text: str) -> bool:
    """«II», «IV.»: sections are numbered so."""
    return bool(_ROMAN.fullmatch(text.strip()))


def is_section_title(text: str) -> bool:
    """«Раздел 1. Введение», «Модуль «Мир»», «III. Синтаксис»."""
    return bool(_SECTION.match(text))


def is_period_title(text: str) -> bool:
    """«2 четверть», «I полугодие (48 ч)»: divides the year, not the course."""
    return bool(_PERIOD.match(text)) and len(text) < 60


def is_total(text: str) -> bool:
    """«Итого», «Всего часов», «Общее количество часов по программе», but not «Итоговый урок»."""
    return bool(_TOTAL.match(text))


def is_part_total(text: str) -> bool:
    """«Итого по разделу», «Итого за 1 четверть»."""
    return bool(_PART_TOTAL.search(text))


def split_hours_tail(text: str) -> tuple[str, Decimal | None]:
    """«Фольклор (4 ч)» → («Фольклор», 4)."""
    found = _HOURS_TAIL.search(text)
    if not found or not found.start():
        return text, None
    return text[: found.start()].rstrip(" .,–—-("), Decimal(found[1].replace(",", "."))


def topic_text(text: str) -> str:
    """The topic on one line, without the half-hour of practical work that programmes leave at its end («… 0,5»)."""
    line = " ".join(text.split())
    return _TRAILING_HALF.sub("", line).rstrip()


def dates_of(value: CellValue) -> list[date | DayWithoutYear]:
    """Every date of a cell, in order: one date, «01.09, 03.09», «01.09\\n03.09.2025», and 1.09 taken for a number."""
    day = day_of(value)
    if day:
        return [day]
    if isinstance(value, float):
        value = f"{value:.2f}"
    if not isinstance(value, str):
        return []
    value = _SPAN.sub(r"\1.\3, \2.\3", _SPAN_WITH_YEAR.sub(r"\1\3, \2\3", value))
    full = days_in(value)
    return list(full) if full else list(short_days_in(value))


def plain(number: Decimal) -> str:
    """«34», «17,5»."""
    return f"{number.normalize():f}".replace(".", ",")


__all__ = [
    "LessonNumber",
    "dates_of",
    "hours_of",
    "is_part_total",
    "is_period_title",
    "is_roman",
    "is_section_title",
    "is_total",
    "number_of",
    "plain",
    "split_hours_tail",
    "topic_text",
]
