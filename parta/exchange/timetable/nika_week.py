"""The weekly timetable of a NIKA file: which period is read, its lessons by class, and the check against teachers.

A key of a lesson is day × 100 + lesson (`101` is Monday, lesson 1); four digits begin with the number of the week.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from parta.exchange.timetable.findings import place_of, some_of
from parta.exchange.timetable.nika_book import NikaBook, Part, as_codes, as_table, entry_parts
from parta.exchange.timetable.parsed import ParsedLesson

_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MANY_MISMATCHES = 30


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the file with its dates, as far as the file gives them."""

    code: str
    starts_on: date | None = None
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is inside; an open end has no limit."""
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)

    def title(self) -> str:
        """«25.08.2025–07.09.2025», or the code when the file gives no dates."""
        ends = [f"{day:%d.%m.%Y}" for day in (self.starts_on, self.ends_on) if day]
        return "–".join(ends) or self.code


def parse_date(text: object) -> date | None:
    """«03.09.2025» as a date; None for anything else and for a day that does not exist."""
    match = _DATE.fullmatch(str(text).strip())
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def is_entry(value: object) -> bool:
    """An entry of a timetable is an object with subjects, teachers or classes."""
    return isinstance(value, dict) and not {"s", "t", "c"}.isdisjoint(value)


def schedules(book: NikaBook, table: str) -> dict[str, dict[str, object]]:
    """Timetables of a table by period code; a table without the level of periods stands under «»."""
    by_period = {code: as_table(value) for code, value in as_table(book.raw.get(table)).items()}
    flat = any(is_entry(entry) for lessons in by_period.values() for entry in lessons.values())
    return {"": {code: value for code, value in by_period.items()}} if flat else by_period


def choose_period(book: NikaBook, on: date | None) -> Period:
    """The period that covers `on`, or the latest with lessons; a file with several periods is reported."""
    dates = {code: as_table(value) for code, value in as_table(book.raw.get("PERIODS")).items()}
    filled = [code for code, lessons in schedules(book, "CLASS_SCHEDULE").items() if any(lessons.values())]
    periods = [_period(book, code, dates.get(code, {})) for code in filled or dates]
    periods.sort(key=lambda period: (period.starts_on or date.min, period.code.zfill(9)))
    if not periods:
        return Period("")
    covering = [period for period in periods if on and period.covers(on)]
    chosen = (covering or periods)[-1]
    if on and not covering:
        book.findings.add(
            "таблица PERIODS",
            f"Ни один период файла не включает {on:%d.%m.%Y}: прочитан {chosen.title()}.",
        )
    if len(periods) > 1:
        listed = some_of([period.title() for period in periods], "период", "периода", "периодов", most=6)
        book.findings.add(
            "таблица PERIODS",
            f"В файле несколько периодов ({listed}); прочитан {chosen.title()}. Другой выбирается датой.",
        )
    return chosen


def _period(book: NikaBook, code: str, row: dict[str, object]) -> Period:
    starts_on, ends_on = parse_date(row.get("b")), parse_date(row.get("e"))
    if code and (starts_on is None or ends_on is None or starts_on > ends_on):
        book.findings.add(f"таблица PERIODS, период {code}", "Даты начала и конца периода не указаны или не поняты.")
    return Period(code, starts_on, ends_on)


def parse_key(key: str) -> tuple[int, int, int] | None:
    """(week, weekday, lesson) of a key; week 0 = every week. None when it is no key of a lesson."""
    if not key.isascii() or not key.isdigit() or not 3 <= len(key) <= 4:
        return None
    week, weekday, number = int(key) // 1000, int(key) // 100 % 10, int(key) % 100
    return (week, weekday, number) if 1 <= weekday <= 7 else None


@dataclass(slots=True)
class NikaWeek:
    """What the weekly timetable gave: lessons, filled places, and how many of them are split.

    filled, split, half_free hold (class, weekday, number); half_free: a group has no lesson while another has one.
    taught: (teacher code, key, class code, subject code), for the check against TEACH_SCHEDULE.
    """

    lessons: list[ParsedLesson] = field(default_factory=list)
    split: set[tuple[str, int, int]] = field(default_factory=set)
    half_free: set[tuple[str, int, int]] = field(default_factory=set)
    taught: set[tuple[str, str, str, str]] = field(default_factory=set)
    _weeks: dict[ParsedLesson, list[int]] = field(default_factory=dict)

    def put(self, lesson: ParsedLesson, week: int) -> None:
        """Keeps the lesson; the same one in several weeks is kept once with all of them."""
        self._weeks.setdefault(lesson, []).append(week)

    def close(self) -> None:
        """Turns week numbers into bit strings: «» when the lesson is in every week."""
        total = max((week for weeks in self._weeks.values() for week in weeks), default=0)
        for lesson, weeks in self._weeks.items():
            bits = "".join("1" if week in weeks else "0" for week in range(1, max(total, 2) + 1))
            self.lessons.append(lesson if 0 in weeks or "0" not in bits else _in_weeks(lesson, bits))


def _in_weeks(lesson: ParsedLesson, bits: str) -> ParsedLesson:
    return ParsedLesson(
        weekday=lesson.weekday,
        number=lesson.number,
        classes=lesson.classes,
        subject=lesson.subject,
        teachers=lesson.teachers,
        rooms=lesson.rooms,
        group=lesson.group,
        week=bits,
        place=lesson.place,
        subject_known=lesson.subject_known,
    )


def read_week(book: NikaBook, period: Period) -> NikaWeek:
    """Lessons of every class in the period."""
    week = NikaWeek()
    for class_code, entries in schedules(book, "CLASS_SCHEDULE").get(period.code, {}).items():
        name = book.class_name(class_code)
        for key, entry in as_table(entries).items():
            _read_entry(book, week, (class_code, name), key, entry)
    week.close()
    taught = {lesson.classes[0] for lesson in week.lessons}
    for name in book.classes.listed():
        if name not in taught:
            book.findings.add(name, "У класса нет ни одного урока в этом периоде.")
    return week


def _read_entry(book: NikaBook, week: NikaWeek, school_class: tuple[str, str], key: str, entry: object) -> None:
    class_code, name = school_class
    spot = parse_key(key)
    if spot is None or not isinstance(entry, dict):
        book.findings.add(f"{name}, запись «{key}»", "Не понятно, какой это день и урок: запись пропущена.")
        return
    week_number, weekday, number = spot
    place = place_of([name], weekday, number)
    parts = entry_parts(as_table(entry), place, book.findings)
    busy = [part for part in parts if part.subject and part.subject != "M"]
    for part in busy:
        week.put(_lesson(book, part, (name, weekday, number), place), week_number)
        week.taught.update((teacher, key, class_code, part.subject) for teacher in part.teachers)
    for part in parts:
        if not part.subject and part.teachers:
            book.findings.add(place, "Указан учитель, а предмет нет: урок не записан.")
    if busy and len(parts) > 1:
        week.split.add((name, weekday, number))
    if busy and len(busy) < len(parts):
        week.half_free.add((name, weekday, number))


def _lesson(book: NikaBook, part: Part, spot: tuple[str, int, int], place: str) -> ParsedLesson:
    name, weekday, number = spot
    subject, known = book.subject_name(part.subject, place)
    if not part.teachers:
        book.findings.add(place, "У урока нет учителя.")
    return ParsedLesson(
        weekday=weekday,
        number=number,
        classes=(name,),
        subject=subject,
        teachers=book.people(part.teachers, place),
        rooms=book.places(part.rooms, place),
        group=book.group_name(part.group, place) or part.group_title,
        place=place,
        subject_known=known,
    )


def check_teachers(book: NikaBook, period: Period, week: NikaWeek) -> None:
    """Compares TEACH_SCHEDULE of the same period with the timetable of the classes and reports what differs."""
    tables = schedules(book, "TEACH_SCHEDULE")
    if period.code not in tables:
        return
    seen: set[tuple[str, str, str, str]] = set()
    for teacher, entries in tables[period.code].items():
        for key, entry in as_table(entries).items():
            row = as_table(entry)
            subjects, classes = as_codes(row.get("s")), as_codes(row.get("c"))
            if subjects != ["M"]:
                seen.update((teacher, key, code, subjects[0] if subjects else "") for code in classes)
    wrong = [(spot, "только у учителя") for spot in seen - week.taught]
    wrong += [(spot, "только у класса") for spot in week.taught - seen]
    if len(wrong) > _MANY_MISMATCHES:
        book.findings.add(
            "таблица TEACH_SCHEDULE",
            f"Расписания учителей и классов расходятся в {len(wrong)} местах; прочитано расписание классов. "
            "Проверьте, из одной ли выгрузки таблицы.",
        )
        return
    for spot, where in sorted(wrong):
        book.findings.add(_spot_title(book, spot), f"Урок есть {where}: расписания учителя и класса расходятся.")


def _spot_title(book: NikaBook, spot: tuple[str, str, str, str]) -> str:
    teacher, key, class_code, subject = spot
    who, what = book.teachers.find(teacher) or teacher, book.subjects.find(subject) or subject
    parsed = parse_key(key)
    name = book.classes.find(class_code) or class_code
    place = place_of([name], parsed[1], parsed[2]) if parsed else f"{name}, запись «{key}»"
    return f"{who}: {what}, {place}"


__all__ = [
    "NikaWeek",
    "Period",
    "check_teachers",
    "choose_period",
    "is_entry",
    "parse_date",
    "read_week",
]
