"""Notes «прибыл 12.01.2026», «выбыл 03.02.2026 пр. № 15» and the like."""

import re
from datetime import date

from parta.exchange.dates import day_of, days_in, short_days_in
from parta.exchange.people.parsed import Movement
from parta.exchange.reading import CellValue
from parta.exchange.reading.sheets import as_text

_JOINED = re.compile(r"прибы|зачисл|принят|перевед[её]н\w* из|переш[её]л\w* из", re.IGNORECASE)
_LEFT = re.compile(r"выбы|отчисл|ушел|ушёл|ушла|уволен|перевед[её]н\w* в|переш[её]л\w* в", re.IGNORECASE)
_ORDER = re.compile(r"\bпр(?:иказ\w*|\.)?\s*(?:от\s*[\d.]+\s*)?№?\s*([\w/\-]*\d[\w/\-]*)", re.IGNORECASE)
_ORDER_DATE = re.compile(r"\bпр(?:иказ\w*|\.)?[^;,]*$", re.IGNORECASE)


def movements(note: str, academic_year: int | None) -> tuple[Movement | None, Movement | None]:
    """(joined, left) told by a note; None where the note says nothing. A day without a year takes the academic one."""
    joined, left = _JOINED.search(note), _LEFT.search(note)
    if joined and left:
        # Each half has its own day: «прибыл 12.01.2026, выбыл 03.02.2026».
        cut = max(joined.start(), left.start())
        first, second = note[:cut], note[cut:]
        early, late = (first, second) if joined.start() < left.start() else (second, first)
        return _movement(early, academic_year), _movement(late, academic_year)
    return (
        _movement(note, academic_year) if joined else None,
        _movement(note, academic_year) if left else None,
    )


def movement_of_cell(value: CellValue, academic_year: int | None) -> Movement | None:
    """What a column «Прибыл» or «Выбыл» says: a bare date, or text with one; «-» and «нет» say nothing."""
    text = as_text(value)
    if text.lower() in {"", "-", "–", "—", "нет"}:
        return None
    day = day_of(value)
    return Movement(day, "", text) if day else _movement(text, academic_year)


def _movement(text: str, academic_year: int | None) -> Movement:
    order = _ORDER.search(text)
    return Movement(_day(text, academic_year), order[1] if order else "", text.strip(" ,;"))


def _day(text: str, academic_year: int | None) -> date | None:
    """The day of the movement: the date before the order, or the order's own date when there is no other."""
    found = days_in(_ORDER_DATE.sub("", text)) or days_in(text)
    if found:
        return found[0]
    short = short_days_in(text)
    return short[0].in_academic_year(academic_year) if short and academic_year is not None else None


__all__ = ["movement_of_cell", "movements"]
