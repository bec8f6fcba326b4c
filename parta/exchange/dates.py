"""Dates as people type them into tables: 12.05.2014, 12.5.14, 12/05/2014, 2014-05-12, «12 мая 2014 г.», a serial."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parta.exchange.reading import CellValue

# Excel counts days from here (its 1900 was a leap year by mistake; later dates are right).
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 60_000)
_MONTH_STARTS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
# The separator is the same twice: «01-05.09» is no date.
_NUMERIC = re.compile(r"(\d{1,2})\s*([./,\-\s])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
# Inside a longer text: one separator, so that «01.09, 03.09» is not the year 2003.
_NUMERIC_INSIDE = re.compile(r"(?<![\d.])(\d{1,2})([./\-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d.]*\d)")
_ISO = re.compile(r"(\d{4})\s*[.\-/]\s*(\d{1,2})\s*[.\-/]\s*(\d{1,2})(?!\d)")
_WORDS = re.compile(r"(\d{1,2})[\s\-.]*([а-яё]{3,})[\s\-.]*(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\s*[./]\s*(\d{1,2})(?![\d.]*\d)")
_SHORT_WORDS = re.compile(r"(?<![\d.])(\d{1,2})\s+([а-яё]{3,})", re.IGNORECASE)
_TAIL = r"\s*(?:г(?:ода?)?\.?|года рождения)?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\.?"


@dataclass(frozen=True, slots=True)
class DayWithoutYear:
    """«12.01»: the year has to come from elsewhere."""

    day: int
    month: int

    def in_academic_year(self, first_year: int) -> date | None:
        """The day in the academic year that begins in `first_year`; None when there is no such day."""
        return _day(first_year if self.month >= 8 else first_year + 1, self.month, self.day)


def day_of(value: CellValue) -> date | None:
    """The date a cell means, None when it is no date (or an impossible one such as 31.02).

    A two-digit year is of this century up to 49, of the last one from 50 on.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return _EPOCH + timedelta(days=value) if value in _SERIALS else None
    return _day_of_text(value.strip()) if isinstance(value, str) else None


def _day_of_text(text: str) -> date | None:
    if text.isdigit():
        return day_of(int(text)) if len(text) == 5 else None
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (4, 3, 1))):
        found = re.fullmatch(pattern.pattern + _TAIL, text)
        if found:
            year, month, day = (int(found[group]) for group in order)
            return _day(year, month, day)
    found = re.fullmatch(_WORDS.pattern + _TAIL, text, re.IGNORECASE)
    return _day(int(found[3]), _month(found[2]), int(found[1])) if found else None


def days_in(text: str) -> list[date]:
    """Every date with a year inside a longer text, in order: «прибыл 12.01.2026, пр. № 15 от 10.01.2026»."""
    found: list[tuple[int, date | None]] = []
    for match in _ISO.finditer(text):
        found.append((match.start(), _day(int(match[1]), int(match[2]), int(match[3]))))
    for match in _NUMERIC_INSIDE.finditer(text):
        found.append((match.start(), _day(int(match[4]), int(match[3]), int(match[1]))))
    for match in _WORDS.finditer(text):
        found.append((match.start(), _day(int(match[3]), _month(match[2]), int(match[1]))))
    return [day for _, day in sorted(found, key=lambda place: place[0]) if day is not None]


def short_days_in(text: str) -> list[DayWithoutYear]:
    """Every «dd.mm» or «1 сентября» without a year inside a text, in order (numbers first, then words)."""
    numbers = [(int(match[1]), int(match[2])) for match in _SHORT.finditer(text)]
    words = [(int(match[1]), _month(match[2])) for match in _SHORT_WORDS.finditer(text)]
    days = (DayWithoutYear(day, month) for day, month in numbers + words)
    return [day for day in days if 1 <= day.month <= 12 and 1 <= day.day <= 31]


def academic_year_in(text: str) -> int | None:
    """2025 for «2025/2026», «2025-26 уч. год», «2025–2026 учебный год»; None when there is none."""
    found = re.search(r"(20\d{2})\s*[/\-–—\\]\s*(?:20)?(\d{2})(?!\d)", text)
    return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) else None


def _month(word: str) -> int:
    lower = word.lower()
    return next((number for number, start in enumerate(_MONTH_STARTS, 1) if lower.startswith(start)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


__all__ = ["DayWithoutYear", "academic_year_in", "day_of", "days_in", "short_days_in"]
