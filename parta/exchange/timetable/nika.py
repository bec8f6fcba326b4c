"""Reads a NIKA export («Ника-Люкс», .json or .js) into a ParsedTimetable."""

from datetime import date

from parta.exchange.timetable.naming import grade_of, parse_time, small_number
from parta.exchange.timetable.nika_book import NikaBook, as_codes, as_table, open_book
from parta.exchange.timetable.nika_dates import read_dates
from parta.exchange.timetable.nika_source import load_nika
from parta.exchange.timetable.nika_week import Period, check_teachers, choose_period, read_week
from parta.exchange.timetable.parsed import ParsedBell, ParsedTimetable


def read_nika(data: bytes, file_name: str, on: date | None = None) -> ParsedTimetable:
    """The timetable of the period that covers `on` (or of the latest), and all dated exchanges of the file.

    `counts`: sizes of the file's tables; `substitutions` and `cancelled` count an exchange once for its class, date and
    lesson; `split_slots` are places where the class is split, `slots_with_free_group` those of them where a group has
    no lesson. Raises UnreadableFile with a Russian sentence when the file is no NIKA export or is broken.
    """
    book = open_book(load_nika(data, file_name))
    period = choose_period(book, on)
    week = read_week(book, period)
    bells = _bells(book)
    _check_bells(book, bells, {(lesson.number, lesson.classes[0]) for lesson in week.lessons})
    dates = read_dates(book)
    check_teachers(book, period, week)
    return ParsedTimetable(
        format="nika",
        classes=book.classes.listed(),
        class_grades=_grades(book),
        teachers=book.teachers.listed(),
        subjects=book.subjects.listed(),
        rooms=book.rooms.listed(),
        bells=bells,
        lessons=week.lessons,
        substitutions=dates.substitutions,
        second_shift_classes=_second_shift(book, period),
        day_changes=dates.day_changes,
        doubtful_teachers=book.doubtful_teachers,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        counts={
            "classes": len(book.classes.names),
            "teachers": len(book.teachers.names),
            "subjects": len(book.subjects.names),
            "rooms": len(book.rooms.names),
            "split_slots": len(week.split),
            "slots_with_free_group": len(week.half_free),
            "substitutions": dates.exchanges,
            "cancelled": dates.cancelled,
        },
        problems=book.findings.problems(),
    )


def _bells(book: NikaBook) -> list[ParsedBell]:
    bells: list[ParsedBell] = []
    rows = as_table(book.raw.get("LESSON_TIMES"))
    for number, ends in rows.items():
        start, end = (*as_codes(ends), "", "")[:2]
        starts_at, ends_at = parse_time(start), parse_time(end)
        if (plain := small_number(number)) is None or starts_at is None or ends_at is None or starts_at >= ends_at:
            book.findings.add(f"таблица LESSON_TIMES, урок {number}", "Время урока не понято: звонок не прочитан.")
        else:
            bells.append(ParsedBell(plain, starts_at, ends_at))
    if not rows:
        book.findings.add("таблица LESSON_TIMES", "Таблицы LESSON_TIMES нет в файле: звонки не прочитаны.")
    return sorted(bells, key=lambda bell: bell.number)


def _check_bells(book: NikaBook, bells: list[ParsedBell], used: set[tuple[int, str]]) -> None:
    known = {bell.number for bell in bells}
    for number, name in sorted(used):
        if bells and number not in known:
            book.findings.add(name, f"Для урока {number} нет времени в таблице LESSON_TIMES.")


def _grades(book: NikaBook) -> dict[str, int]:
    courses = as_table(book.raw.get("CLASS_COURSES"))
    grades: dict[str, int] = {}
    for code, name in book.classes.names.items():
        grade = grade_of(courses.get(code), name)
        if grade is None:
            book.findings.add(name, "Не понятно, какая это параллель: укажите её при импорте.")
        else:
            grades[name] = grade
    return grades


def _second_shift(book: NikaBook, period: Period) -> list[str]:
    """CLASS_SHIFT gives the number of a class's first lesson; 1 is the first shift."""
    shifts = as_table(book.raw.get("CLASS_SHIFT"))
    nested = any(isinstance(value, dict) for value in shifts.values())
    firsts = as_table(shifts.get(period.code)) if nested else shifts
    late = {code for code, first in firsts.items() if (small_number(first) or 0) > 1}
    for code in late:
        book.class_name(code)
    return [name for code, name in book.classes.names.items() if code in late]


__all__ = ["read_nika"]
