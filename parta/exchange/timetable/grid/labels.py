"""Recognises what stands around the lessons of a grid: days, lesson numbers, times, shifts, weeks, column headings."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import Enum

LATIN_TWINS = str.maketrans("ABCEHKMOPTXabcehkmoptxyu", "АВСЕНКМОРТХавсенкмортхуи")

ODD_WEEK = "10"
EVEN_WEEK = "01"

DAY_NAMES = ("", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

_DAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "понедельник понед пон пн пнд пнк",
            "вторник вторн втор вт втр вто",
            "среда сред сре ср срд",
            "четверг четв чет чт чтв чтг",
            "пятница пятн пят пт птн птц",
            "суббота субб суб сб сбт",
            "воскресенье воскр вс вск",
        ),
        start=1,
    )
    for name in names.split()
}
_FULL_DAYS = re.compile(r"понедельник|вторник|сред[ауы]|четверг|пятниц[аую]|суббот[аую]|воскресенье")
_FULL_DAY_STEMS = {"пон": 1, "вто": 2, "сре": 3, "чет": 4, "пят": 5, "суб": 6, "вос": 7}
_DAY_TAIL = re.compile(
    r"[\s,.:;()/–—-]*(?:(?:\d{1,4}|[а-я]*(?:бря|раля|рта|реля|мая|июня|июля|густа|варя)|г|год[а]?|день|смена|[iv]+|-?я)"
    r"[\s,.:;()/–—-]*)*$"
)
_AROUND_DAY = re.compile(r"^\d{1,2}\s*[.)]\s*|[\s,.(]*\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\s*\)?$")
_DATE = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d{2}|\d{2})(?!\d)")
_NOT_LETTERS = re.compile(r"[^а-я]")

_ROMAN = {
    name: number
    for number, name in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1)
}
_ROMAN_TWINS = str.maketrans("ІіХхlV|", "IIXXIVI")
_HOUR = r"(?P<{0}h>[0-2]?\d)\s*[:.,\-–]?\s*(?P<{0}m>[0-5]\d)"
_TIMES = re.compile(
    rf"(?<!\d)(?:с\s*)?{_HOUR.format('a')}\s*(?:[-–—−*\n]|до|\s-\s)+\s*{_HOUR.format('b')}(?!\d)", re.IGNORECASE
)
_ONE_TIME = re.compile(rf"^{_HOUR.format('a')}(?::00)?$")
_LEADING_CLOCK = re.compile(r"^\s*\d{1,2}:\d{2}(?:\s*[-–—]\s*\d{1,2}:\d{2})?\s+(?=\S*[А-Яа-яЁё])")
_NUMBER = re.compile(
    r"^(?:урок\s*)?№?\s*(?P<number>\d{1,2}|[IVXІХ|l]{1,4})\s*[.)]?\s*(?:-?\s*(?:й|ый|ой|ий))?\s*(?:урок|ур|пара)?\s*\.?$",
    re.IGNORECASE,
)

_SHIFT = re.compile(r"(?<![\wіІ])(?P<name>1|2|[Ii]{1,2}|[Іі]{1,2}|перв\w+|втор\w+)\s*[-–]?\s*(?:я|ая)?\s*смен")
_SHIFT_AFTER = re.compile(r"смена\s*(?:№\s*)?(?P<name>1|2|[Ii]{1,2})(?!\w)")
_WEEK = re.compile(
    r"^[(\[]?\s*(?:(?P<odd>числ(?:итель|\.)?|неч[её]т(?:ная|ные|н|\.)?|(?:1|i|перв\w+)(?:\s*-?\s*(?:я|ая))?(?=\s*нед)|верхняя)"
    r"|(?P<even>знам(?:енатель|\.)?|ч[её]т(?:ная|ные|н|\.)|(?:2|ii|втор\w+)(?:\s*-?\s*(?:я|ая))?(?=\s*нед)|нижняя))"
    r"\s*\.?\s*(?:нед(?:еля|ели|\.)?)?\s*[)\]]?\s*:?$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"^\(?\s*(?:(?P<a>[1-4]|I{1,3})\s*[-–]?\s*(?:я|ая)?\s*(?:под)?гр(?:уппа|уп|\.)?"
    r"|(?:под)?гр(?:уппа|\.)?\s*№?\s*(?P<b>[1-4]|I{1,3})|(?P<c>мальчики|девочки|юноши|девушки|мал\.|дев\.))\s*\)?$",
    re.IGNORECASE,
)


class Head(Enum):
    """What a column heading promises."""

    SUBJECT = "subject"
    ROOM = "room"
    TEACHER = "teacher"
    TIME = "time"
    BREAK = "break"
    LABEL = "label"


_HEADS = (
    (Head.ROOM, re.compile(r"#?(?:каб|кабинет|кабинеты|ауд|аудитория|помещение|кт)#?")),
    (Head.TEACHER, re.compile(r"учител[ья]|преподаватель|педагог|фио(?:учителя)?|учит")),
    (Head.SUBJECT, re.compile(r"предмет|предметы|дисциплина|наименование(?:предмета)?|названиепредмета")),
    (
        Head.TIME,
        re.compile(r"время(?:уроков|урока|звонков)?|часы|звонки|расписаниезвонков|начало(?:урока)?|конец(?:урока)?"),
    ),
    (Head.BREAK, re.compile(r"перемен[аы]|перем|пер")),
    (
        Head.LABEL,
        re.compile(
            r"#|n|#?пп|#?п/п|#?урок[аи]?|номер(?:урока)?|ур|#ур|дн?и|день|дата|день(?:недели)|дни(?:недели)|д/н|класс|классы|"
            r"кл|урок/класс|день/класс|класс/день|класс/урок|смена|неделя"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class LessonNumber:
    """A lesson number as it stands beside a row; number is None when only the time is written."""

    number: int | None
    times: tuple[time, time] | None = None


def plain(text: str) -> str:
    """Lower case, ё as е, Latin twins as Cyrillic letters, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(LATIN_TWINS).lower().replace("ё", "е").split())


def weekday(text: str) -> int | None:
    """1–7 when the whole cell is a day: «Пн», «П О Н Е Д…», «ВТОРНИК », «среда, 3 сентября»."""
    if not text or len(text) > 60:
        return None
    low = plain(text)
    full = _FULL_DAYS.match(low)
    if full and _DAY_TAIL.match(low, full.end()):
        return _FULL_DAY_STEMS[full[0][:3]]
    bare = _AROUND_DAY.sub("", low)
    if re.search(r"[\d()]", bare):
        return None
    # «1. Понедельник» and letters set apart are days; two words («лит. ср.») and «10в(с)» are not.
    letters = _NOT_LETTERS.sub("", bare)
    words = [word for word in re.split(r"[^а-я]+", bare) if word]
    apart = all(len(word) == 1 for word in words) or len(words) == 1 or letters.startswith(tuple(_FULL_DAY_STEMS))
    return (_DAYS.get(letters) or _nearly_day(letters)) if apart else None


def _nearly_day(letters: str) -> int | None:
    """A full name with a slip of the pen («Вторнк», «Понедельинк»); short words are never corrected."""
    close = get_close_matches(letters, DAY_NAMES[1:], n=1, cutoff=0.85) if 5 <= len(letters) <= 13 else []
    return DAY_NAMES.index(close[0]) if close else None


def is_misspelled_day(text: str) -> bool:
    """The day was recognised in spite of a mistake in its name."""
    letters = _NOT_LETTERS.sub("", plain(text))
    return weekday(text) is not None and letters not in _DAYS and not _FULL_DAYS.match(plain(text)) and len(letters) > 4


def days_in_title(text: str) -> set[int]:
    """Days named by their full names in a title («Расписание на пятницу»)."""
    return {_FULL_DAY_STEMS[name[:3]] for name in _FULL_DAYS.findall(plain(text))}


def date_in_title(text: str) -> date | None:
    """The date a one-day timetable is for («Расписание на 03.09.2025», «30.01.25»)."""
    match = _DATE.search(text)
    if not match:
        return None
    year = int(match["year"])
    try:
        return date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def lesson_number(text: str) -> LessonNumber | None:
    """«3», «3 урок», «3.», «III», «3 (9:45–10:25)», «9.45 – 10.25»; numbers 0–15."""
    if not text or len(text) > 40:
        return None
    times = time_range(text)
    rest = _TIMES.sub(" ", unicodedata.normalize("NFKC", text)) if times else text
    rest = rest.strip(" \n()[],;:-–—")
    if times and not rest:
        return LessonNumber(None, times)
    number = _number(rest)
    return None if number is None else LessonNumber(number, times)


def _number(text: str) -> int | None:
    match = _NUMBER.match(" ".join(text.split()))
    if not match:
        return None
    name = match["number"]
    value = int(name) if name.isdigit() else _ROMAN.get(name.translate(_ROMAN_TWINS).upper())
    return value if value is not None and value <= 15 else None


def time_range(text: str) -> tuple[time, time] | None:
    """Start and end of a lesson; None unless it is 15 to 120 minutes between 6 and 23 o'clock."""
    match = _TIMES.search(unicodedata.normalize("NFKC", text))
    if not match:
        return None
    hours = [int(match[name]) for name in ("ah", "am", "bh", "bm")]
    if not 6 <= hours[0] <= 22 or not 6 <= hours[2] <= 23:
        return None
    minutes = hours[2] * 60 + hours[3] - hours[0] * 60 - hours[1]
    return (time(hours[0], hours[1]), time(hours[2], hours[3])) if 15 <= minutes <= 120 else None


def is_clock_text(text: str) -> bool:
    """Only clock times, two or more or one with a star: breaks as «9-15*9-30», «16-15*»; «2-15» alone may be a room."""
    if not text[:1].isdigit():
        return False
    rest, count = re.subn(rf"(?<!\d){_HOUR.format('a')}(?!\d)", " ", unicodedata.normalize("NFKC", text))
    return not rest.strip(" *-–—\n.") and (count >= 2 or (count == 1 and ("*" in text or ":" in text)))


def without_clock(text: str) -> str:
    """A lesson's text without the time written before it («8:30–9:10 Математика»)."""
    return _LEADING_CLOCK.sub("", text)


def one_time(text: str) -> time | None:
    """A single clock time that fills the cell («8:30»)."""
    match = _ONE_TIME.match(text.strip())
    return time(int(match["ah"]), int(match["am"])) if match and 6 <= int(match["ah"]) <= 22 else None


def shift_of(text: str) -> int | None:
    """1 or 2 when the text names a shift («II смена», «2-я смена»)."""
    low = text.lower()
    match = _SHIFT.search(low) or _SHIFT_AFTER.search(low)
    if not match:
        return None
    return 2 if match["name"] in ("2", "ii", "іі") or match["name"].startswith("втор") else 1


def week_of(text: str) -> str | None:
    """«10» for the odd week («числитель», «1 неделя»), «01» for the even one, None for any other text."""
    match = _WEEK.match(plain(text))
    if not match:
        return None
    return ODD_WEEK if match["odd"] else EVEN_WEEK


def week_in_title(text: str) -> str | None:
    """The same, inside a title or a sheet's name («Расписание, чётная неделя»)."""
    words = [word for word in re.split(r"[\s,.()«»]+", plain(text)) if word]
    for first, second in zip(words, [*words[1:], ""], strict=True):
        found = week_of(f"{first} {second}") if second.startswith("нед") else week_of(first) if len(first) > 6 else None
        if found:
            return found
    return None


def group_of(text: str) -> str | None:
    """The group's name when the whole text names a group («1 гр.», «II подгруппа», «девочки»)."""
    match = _GROUP.match(" ".join(text.split()))
    if not match:
        return None
    name: str = match["a"] or match["b"] or match["c"]
    return {"I": "1", "II": "2", "III": "3"}.get(name.upper(), name)


def head_of(text: str) -> Head | None:
    """What kind of column the heading announces; None for any other text."""
    squeezed = re.sub(r"[\s.:;,()-]", "", plain(text.replace("№", "#")))
    for kind, pattern in _HEADS:
        if pattern.fullmatch(squeezed):
            return kind
    return None


__all__ = [
    "DAY_NAMES",
    "EVEN_WEEK",
    "LATIN_TWINS",
    "ODD_WEEK",
    "Head",
    "LessonNumber",
    "date_in_title",
    "days_in_title",
    "group_of",
    "head_of",
    "is_clock_text",
    "is_misspelled_day",
    "lesson_number",
    "one_time",
    "plain",
    "shift_of",
    "time_range",
    "week_in_title",
    "week_of",
    "weekday",
    "without_clock",
]
