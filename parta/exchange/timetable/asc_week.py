"""Where aSc puts its cards: weekdays, weeks and terms as bit strings, and cards that span several periods."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parta.exchange.timetable.asc_source import AscTables, Row
from parta.exchange.timetable.findings import Findings
from parta.exchange.timetable.naming import small_number

# No lesson is longer than a school day.
_LONGEST = 12
_BITS = re.compile(r"[01]+")
_WEEKDAYS = (
    ("понед", "пн", "mon", "mo"),
    ("вторн", "вт", "tue", "tu"),
    ("сред", "ср", "wed", "we"),
    ("четв", "чт", "thu", "th"),
    ("пятн", "пт", "fri", "fr"),
    ("субб", "сб", "sat", "sa"),
    ("воскр", "вс", "sun", "su"),
)


def split_ids(value: str) -> list[str]:
    """Ids of a comma list, each once; ids look like «*12» or sixteen hexadecimal digits."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", value) if part))


def weekday_by_name(row: Row) -> int | None:
    """The weekday (1 = Monday) that the name or short name of a day tells, in Russian or English."""
    for text in (row.get("name", ""), row.get("short", "")):
        word = text.strip().casefold()
        for number, (russian, russian_short, english, english_short) in enumerate(_WEEKDAYS, start=1):
            if word in (russian_short, english_short) or word.startswith((russian, english)):
                return number
    return None


@dataclass(frozen=True, slots=True)
class AscDays:
    """How the file numbers its days: `by_bit[0]` is the weekday of the first bit; `by_number` is of older exports."""

    by_bit: tuple[int, ...]
    by_number: dict[str, int]

    def of_bit(self, index: int) -> int:
        """The weekday of a bit; bits that no day defines go on by order."""
        return self.by_bit[index] if index < len(self.by_bit) else index + 1


def read_days(tables: AscTables) -> AscDays:
    """Days as daysdefs (2012) or days (2008) define them: by their names where every name is known, else by order."""
    by_bit: dict[int, int | None] = {}
    for row in tables.table("daysdefs"):
        bits = row.get("days", "").strip()
        if _BITS.fullmatch(bits) and bits.count("1") == 1:
            by_bit.setdefault(bits.index("1"), weekday_by_name(row))
    width = max(by_bit, default=-1) + 1
    known = [by_bit.get(index) for index in range(width)]
    named = [weekday for weekday in known if weekday is not None]
    by_name = len(named) == width and len(set(named)) == width
    return AscDays(tuple(named) if by_name else tuple(range(1, width + 1)), _numbered_days(tables))


def _numbered_days(tables: AscTables) -> dict[str, int]:
    """2008: cards carry a day number, counted from 0, or from 1 with the option `daynumbering1`."""
    rows = [row for row in tables.table("days", "daysdefs") if row.get("day", "").strip()]
    named = {row["day"].strip(): weekday_by_name(row) for row in rows}
    weekdays = [weekday for weekday in named.values() if weekday is not None]
    if weekdays and len(weekdays) == len(named) == len(set(weekdays)):
        return {number: weekday for number, weekday in named.items() if weekday is not None}
    used = set(named) or {row.get("day", "").strip() for row in tables.table("cards")}
    from_one = "0" not in used and (bool(named) or "daynumbering1" in tables.options or not used.isdisjoint("567"))
    first = 1 if from_one else 0
    return {str(number): number - first + 1 for number in range(first, first + 7)}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a card stands: weekdays, lesson number, weeks and terms («» = all)."""

    weekdays: tuple[int, ...]
    number: int
    weeks: str
    terms: str


def read_spot(card: Row, lesson: Row, days: AscDays, place: str, findings: Findings) -> Spot | None:
    """The place of a card, or None (reported) when the file does not say it."""
    number = small_number(card.get("period"))
    weekdays = tuple(_weekdays(card, days, place, findings))
    if number is None or not weekdays:
        findings.add(place, "Карточка не поставлена в сетку: не указан день или номер урока. Она пропущена.")
        return None
    weeks = _bits("weeks", card.get("weeks") or lesson.get("weeks") or "", place, findings)
    terms = _bits("terms", card.get("terms") or lesson.get("terms") or "", place, findings)
    return Spot(weekdays, number, weeks, terms)


def _weekdays(card: Row, days: AscDays, place: str, findings: Findings) -> Iterator[int]:
    bits = card.get("days", "").strip()
    number = card.get("day", "").strip()
    if not bits:
        if number and number not in days.by_number:
            findings.add(place, f"Непонятный номер дня: «{number}».")
        elif number:
            yield days.by_number[number]
        return
    if "," in bits:
        findings.add(place, f"День не выбран: в карточке несколько вариантов ({bits}).")
        return
    if not _BITS.fullmatch(bits):
        findings.add(place, f"Непонятные дни недели: «{bits}».")
        return
    if days.by_bit and len(bits) != len(days.by_bit):
        findings.add(place, f"В карточке дней: {len(bits)}, а в таблице daysdefs: {len(days.by_bit)}. Проверьте день.")
    yield from (days.of_bit(index) for index, bit in enumerate(bits) if bit == "1")


def _bits(what: str, value: str, place: str, findings: Findings) -> str:
    """A bit string of weeks or terms; «» when it says «all» or says nothing that can be understood."""
    bits = value.strip()
    if not bits or bits.strip("1") == "":
        return ""
    if not _BITS.fullmatch(bits) or "1" not in bits:
        name = "недели" if what == "weeks" else "четверти"
        findings.add(place, f"Непонятно, в какие {name} идёт урок («{bits}»): записан на все.")
        return ""
    return bits


@dataclass(frozen=True, slots=True)
class _Placed:
    lesson: str
    days: str
    weeks: str
    terms: str


def spans_of(lessons: dict[str, Row], cards: list[Row]) -> bool:
    """Whether one card of the file stands for all periods of a double lesson.

    aSc 2012 writes a card for every period; other exports write one card of double length. The file itself tells:
    either the cards of long lessons stand in full runs, or there are as many times fewer cards than hours a week.
    """
    runs: dict[_Placed, list[int]] = {}
    amount: dict[str, int] = {}
    for card in cards:
        lesson, period = card.get("lessonid", "").strip(), small_number(card.get("period"))
        if span_of(lessons.get(lesson, {})) > 1 and period is not None:
            key = _Placed(lesson, card.get("days") or card.get("day", ""), card.get("weeks", ""), card.get("terms", ""))
            runs.setdefault(key, []).append(period)
            amount[lesson] = amount.get(lesson, 0) + 1
    full = {key.lesson for key, periods in runs.items() if _full_runs(periods, span_of(lessons[key.lesson]))}
    short = {lesson for lesson, count in amount.items() if lesson not in full and _is_short(lessons[lesson], count)}
    return len(short) > len(full)


def span_of(lesson: Row) -> int:
    """Periods of one card of the lesson; 1 when not given."""
    span = small_number(lesson.get("periodspercard")) or 1
    return span if span <= _LONGEST else 1


def _full_runs(periods: list[int], span: int) -> bool:
    """Whether the periods fall into runs of neighbours whose lengths are multiples of the span."""
    length, previous = 0, None
    for period in sorted(set(periods)):
        if previous is not None and period != previous + 1:
            if length % span:
                return False
            length = 0
        length, previous = length + 1, period
    return length % span == 0


def _is_short(lesson: Row, count: int) -> bool:
    try:
        hours = float(lesson.get("periodsperweek", "").replace(",", "."))
    except ValueError:
        return False
    return abs(count * span_of(lesson) - hours) < 0.01


__all__ = ["AscDays", "Spot", "read_days", "read_spot", "span_of", "spans_of", "split_ids", "weekday_by_name"]
