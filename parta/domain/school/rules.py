"""Calendar of a school year as plain values: the dates proposed for a new year, the government's days off and
transfers, and whether a day is a school day. Names of classes. No Django, no database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Final

import holidays

from parta.lib.dates import NBSP, WEEKDAYS, day_title

SUNDAY: Final = 7
OF_KIND: Final = {"quarter": "четверти", "trimester": "триместра", "half_year": "полугодия"}
KIND_WORDS: Final = {"quarter": "четверти", "trimester": "триместры", "half_year": "полугодия"}
CLASS_NAME: Final = re.compile(r"\s*(1[0-2]|[1-9])\s*[-–—]?\s*[«\"]?\s*([^\d\s«»\"][^«»\"]*?)?\s*[»\"]?\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """Vacations: days with both ends, for some grades."""

    title: str
    first: date
    last: date
    first_grade: int = 1
    last_grade: int = 11

    def covers(self, day: date, grade_level: int) -> bool:
        """Does the grade rest on the day? Grade 0 is the whole school."""
        whole = self.first_grade <= 1 and self.last_grade >= 11
        for_grade = self.first_grade <= grade_level <= self.last_grade if grade_level else whole
        return for_grade and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says. as_weekday: 1 = Monday, or None to follow its own."""

    day: date
    title: str
    is_school_day: bool
    by_government: bool = False
    as_weekday: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodDates:
    """One grading period: its number and days, both included. kind: «quarter», …, where it is to be named."""

    number: int
    first: date
    last: date
    kind: str = ""

    @property
    def of_title(self) -> str:
        """«3 четверти»: the first day of what."""
        return f"{self.number}{NBSP}{OF_KIND.get(self.kind, 'периода')}"


@dataclass(frozen=True, slots=True)
class YearDates:
    """What is proposed for a new academic year, to be edited by the school."""

    first: date
    last: date
    vacations: tuple[Span, ...]
    quarters: tuple[PeriodDates, ...]
    trimesters: tuple[PeriodDates, ...]
    half_years: tuple[PeriodDates, ...]


def proposed_year(year: int) -> YearDates:
    """Dates of the academic year that begins in September of `year`.

    Vacations follow the Ministry's recommendations for 2025/26 and their rule for other years: whole weeks from a
    Saturday (autumn from 20–26 October, spring from 22–28 March), winter from 31 December to the first Sunday after
    8 January, and for grade 1 a week in the middle of February. Trimesters are calendar thirds: the acts name the
    word, not the dates.
    """
    first = _next_study_day(date(year, 9, 1))
    last = date(year + 1, 5, 26)
    autumn = _week_from(_weekday_on_or_after(date(year, 10, 20), 6), "Осенние каникулы")
    winter = Span("Зимние каникулы", date(year, 12, 31), _weekday_on_or_after(date(year + 1, 1, 8), SUNDAY))
    spring = _week_from(_weekday_on_or_after(date(year + 1, 3, 22), 6), "Весенние каникулы")
    february = _weekday_on_or_after(date(year + 1, 2, 10), 1)
    extra = Span("Дополнительные каникулы первоклассников", february, february + timedelta(days=6), 1, 1)
    quarters = _between(first, last, (autumn, winter, spring))
    third = (date(year, 12, 1), date(year + 1, 3, 1))
    return YearDates(
        first,
        last,
        (autumn, winter, extra, spring),
        quarters,
        (
            PeriodDates(1, first, third[0] - timedelta(days=1)),
            PeriodDates(2, third[0], third[1] - timedelta(days=1)),
            PeriodDates(3, third[1], last),
        ),
        (PeriodDates(1, first, quarters[1].last), PeriodDates(2, quarters[2].first, last)),
    )


def _between(first: date, last: date, breaks: tuple[Span, ...]) -> tuple[PeriodDates, ...]:
    """The stretches of study between the breaks; each begins and ends on a weekday that is no public holiday."""
    starts = [first, *(_next_study_day(one.last + timedelta(days=1)) for one in breaks)]
    ends = [*(_last_study_day(one.first - timedelta(days=1)) for one in breaks), last]
    return tuple(PeriodDates(n, start, end) for n, (start, end) in enumerate(zip(starts, ends, strict=True), start=1))


def _next_study_day(day: date) -> date:
    off = {one.day for one in government_days(day.year) if not one.is_school_day}
    while day.isoweekday() >= 6 or day in off:
        day += timedelta(days=1)
    return day


def _last_study_day(day: date) -> date:
    off = {one.day for one in government_days(day.year) if not one.is_school_day}
    while day.isoweekday() >= 6 or day in off:
        day -= timedelta(days=1)
    return day


def _week_from(saturday: date, title: str) -> Span:
    return Span(title, saturday, saturday + timedelta(days=8))


def _weekday_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


@lru_cache(maxsize=32)
def government_days(calendar_year: int) -> tuple[SpecialDay, ...]:
    """Days off and working Saturdays of a calendar year in Russia, with the government's transfers where they are
    known (the library knows decrees already published). Ordinary weekends are left out; a working Saturday follows
    the timetable of the day it was swapped with when that day is in the same list."""
    known = holidays.country_holidays("RU", years=[calendar_year, calendar_year + 1], language="ru")
    rows: dict[date, SpecialDay] = {}
    swapped: dict[date, int] = {}
    for day, title in sorted(known.items()):
        source = _transferred_from(title)
        if source and day.isoweekday() <= 5:
            swapped[source] = day.isoweekday()
        if day.year == calendar_year:
            rows[day] = SpecialDay(day, _plain(title), is_school_day=False, by_government=True)
    for day in known.weekend_workdays:
        if day.year == calendar_year:
            rows[day] = SpecialDay(day, "Рабочий день по переносу", True, True, swapped.get(day))
    return tuple(row for _, row in sorted(rows.items()))


def _transferred_from(title: str) -> date | None:
    found = re.search(r"перенесено с (\d\d)\.(\d\d)\.(\d{4})", title)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def _plain(title: str) -> str:
    """«Выходной (перенесено с 01.11.2025)» → «Выходной, перенесённый с 1 ноября»; «День Победы (выходной)» likewise."""
    source = _transferred_from(title)
    if source:
        return f"Выходной, перенесённый с {day_title(source)}"
    return title.replace(" (выходной)", ", выходной").replace("; ", ", ")


def day_off_reason(
    day: date,
    grade_level: int,
    days_per_week: int,
    vacations: Iterable[Span],
    exceptions: Mapping[date, SpecialDay],
) -> str:
    """Why there are no lessons on the day, in words; «» on a school day.

    The school's own decision about a day comes first, then vacations, then the government's calendar, then weekends:
    a working Saturday of the government inside vacations stays a vacation.
    """
    special = exceptions.get(day)
    if special and not special.by_government:
        return "" if special.is_school_day else special.title or "нерабочий день"
    rest = next((one for one in vacations if one.covers(day, grade_level)), None)
    if rest:
        return rest.title[:1].lower() + rest.title[1:]
    if special:
        return "" if special.is_school_day else special.title or "нерабочий день"
    if day.isoweekday() == SUNDAY or day.isoweekday() > days_per_week:
        return WEEKDAYS[day.weekday()]
    return ""


def class_names(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """«5А 5Б, 10 физмат» → [(5, "А"), (5, "Б"), (10, "физмат")] and what was not understood.

    Names stand apart by commas, semicolons or new lines; inside a piece spaces part names only where each begins
    with a number. A letter is made a capital, a Latin twin is made Cyrillic, «11-Б» and «11 «Б»» are 11Б.
    """
    names: list[tuple[int, str]] = []
    unclear: list[str] = []
    for piece in re.split(r"[,;\n]+|\s+(?=\d)", text):
        if not piece.strip():
            continue
        found = class_name(piece)
        if found is None:
            unclear.append(piece.strip())
        elif found not in names:
            names.append(found)
    return names, unclear


def class_name(text: str) -> tuple[int, str] | None:
    """«7 «б»», «7-б», «7B» → (7, "Б"), …; None when it is no name of a class."""
    found = CLASS_NAME.fullmatch(text)
    if found is None:
        return None
    letter = (found[2] or "").strip()
    if len(letter) == 1:
        letter = letter.upper().translate(TWINS)
    return int(found[1]), letter


class Placing(Enum):
    """What putting a pupil into a group of a division is."""

    FIRST = "first"
    START = "start"
    TRANSFER = "transfer"


def placing_of(*, belonged: bool, today: date, free_until: date | None) -> Placing:
    """A first placing is possible on any day; up to `free_until` (the start of the year; None: always) groups are
    still being made; afterwards a change of group is a transfer (S3-4.4.9d)."""
    if not belonged:
        return Placing.FIRST
    return Placing.START if free_until is None or today <= free_until else Placing.TRANSFER


def transfer_days(periods: Sequence[PeriodDates], today: date) -> tuple[PeriodDates, ...]:
    """Periods with whose first day a transfer may begin: those that follow another one and have not begun."""
    ordered = sorted(periods, key=lambda one: one.number)
    return tuple(one for one in ordered[1:] if one.first >= today)


def by_alphabet(pupils: Sequence[int], groups: Sequence[int]) -> dict[int, int]:
    """Pupils in their order cut into runs of equal length, the first groups longer by one: pupil → group."""
    size, extra = divmod(len(pupils), len(groups))
    bounds = [0]
    for number in range(len(groups)):
        bounds.append(bounds[-1] + size + (number < extra))
    return {
        pupil: group
        for group, first, last in zip(groups, bounds, bounds[1:], strict=False)
        for pupil in pupils[first:last]
    }


def by_gender(pupils: Sequence[tuple[int, str]], groups: Sequence[int]) -> dict[int, int]:
    """Girls to the first group, boys to the second; pupils whose sex is not recorded are left where they are."""
    return {pupil: groups[gender == "m"] for pupil, gender in pupils if gender} if len(groups) > 1 else {}


def by_list(lines: Iterable[str], names: Mapping[str, int]) -> tuple[list[int], list[str]]:
    """A pasted list of names → pupils found and lines not understood.

    names: search form of «Фамилия Имя» → pupil. A line may carry a number, a patronymic, or the surname alone when
    one pupil has it.
    """
    found: list[int] = []
    unclear: list[str] = []
    for line in lines:
        words = re.sub(r"^\s*\d+[.)]?\s*", "", line).replace("ё", "е").replace("Ё", "Е").casefold().split()
        if not words:
            continue
        wanted = " ".join(words[:2])
        fit = [
            pupil for name, pupil in names.items() if name == wanted or (len(words) == 1 and name.split()[0] == wanted)
        ]
        if len(fit) == 1:
            found.append(fit[0])
        else:
            unclear.append(line.strip())
    return list(dict.fromkeys(found)), unclear


TWINS: Final = str.maketrans("ABEKMHOPCTXY", "АВЕКМНОРСТХУ")
"""Latin capitals that look like Cyrillic ones: typed by mistake more often than meant."""


def grades_in_words(grades: Sequence[int]) -> str:
    """«5 класс», «1–9 классы», «1, 5–7, 11 классы»."""
    spans: list[list[int]] = []
    for grade in sorted(set(grades)):
        if spans and spans[-1][-1] == grade - 1:
            spans[-1].append(grade)
        else:
            spans.append([grade])
    words = ", ".join(f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for one in spans)
    return f"{words} {'класс' if len(set(grades)) == 1 else 'классы'}"
