"""The dated part of a NIKA file: exchanges of lessons (CLASS_EXCHANGE) and moved or free days (HOLIDAY_TRANSFER)."""

from dataclasses import dataclass, field
from datetime import date

from parta.exchange.timetable.naming import small_number
from parta.exchange.timetable.nika_book import NikaBook, Part, as_table, entry_parts
from parta.exchange.timetable.nika_week import parse_date
from parta.exchange.timetable.parsed import ParsedDayChange, ParsedSubstitution
from parta.lib.dates import WEEKDAYS

CANCELLED = "F"
_MAX_LESSON = 30


@dataclass(slots=True)
class NikaDates:
    """Exchanges by groups, and how many there are: one for each class, date and lesson number."""

    substitutions: list[ParsedSubstitution] = field(default_factory=list)
    exchanges: int = 0
    cancelled: int = 0
    day_changes: list[ParsedDayChange] = field(default_factory=list)


def read_dates(book: NikaBook) -> NikaDates:
    """All dated changes of the file, whatever their period."""
    dates = NikaDates()
    for class_code, days in as_table(book.raw.get("CLASS_EXCHANGE")).items():
        name = book.class_name(class_code)
        for day_text, lessons in as_table(days).items():
            day = parse_date(day_text)
            if day is None:
                book.findings.add(f"замены, {name}, «{day_text}»", "Дата не понята: замены этого дня пропущены.")
                continue
            for number_text, entry in as_table(lessons).items():
                _read_exchange(book, dates, (name, day), number_text, entry)
    for day_text, change in as_table(book.raw.get("HOLIDAY_TRANSFER")).items():
        _read_day_change(book, dates, day_text, change)
    return dates


def _read_exchange(book: NikaBook, dates: NikaDates, spot: tuple[str, date], number_text: str, entry: object) -> None:
    name, day = spot
    place = f"замены, {name}, {day:%d.%m.%Y}, урок {number_text}"
    number = small_number(number_text)
    if number is None or number > _MAX_LESSON or not isinstance(entry, dict):
        book.findings.add(place, "Не понятно, какой урок заменён: замена пропущена.")
        return
    parts = entry_parts(as_table(entry), place, book.findings)
    named = [part for part in parts if part.subject]
    if not named:
        book.findings.add(place, "В замене не назван предмет: замена пропущена.")
        return
    dates.exchanges += 1
    dates.cancelled += all(part.subject == CANCELLED for part in named)
    for part in named:
        dates.substitutions.append(_substitution(book, part, (name, day, number), place))


def _substitution(book: NikaBook, part: Part, spot: tuple[str, date, int], place: str) -> ParsedSubstitution:
    name, day, number = spot
    group = book.group_name(part.group, place) or part.group_title
    # A subject may have the code F in some school; only an unnamed F means «урок отменён».
    if part.subject == CANCELLED and book.subjects.find(CANCELLED) is None:
        return ParsedSubstitution(day=day, number=number, school_class=name, group=group, cancelled=True)
    subject, known = book.subject_name(part.subject, place)
    return ParsedSubstitution(
        day=day,
        number=number,
        school_class=name,
        subject=subject,
        teachers=book.people(part.teachers, place, names_too=True),
        rooms=book.places(part.rooms, place, names_too=True),
        group=group,
        subject_known=known,
    )


def _read_day_change(book: NikaBook, dates: NikaDates, day_text: str, change: object) -> None:
    """Kinds seen in the field: «vacation» (no lessons) and «transfer» (by the timetable of weekday `daynum`)."""
    day, row = parse_date(day_text), as_table(change)
    place = f"переносы дней, {day_text}"
    weekday, week = small_number(row.get("daynum")), small_number(row.get("weeknum"))
    if day and row.get("type") == "vacation":
        dates.day_changes.append(ParsedDayChange(day))
        book.findings.add(place, "В этот день занятий нет: отметьте его в календаре года.")
    elif day and weekday and weekday <= len(WEEKDAYS):
        dates.day_changes.append(ParsedDayChange(day, weekday, week or 0))
        title = WEEKDAYS[weekday - 1]
        book.findings.add(place, f"В этот день учатся по расписанию другого дня ({title}): внесите его в календарь.")
    else:
        book.findings.add(place, "Перенос дня не понят и не прочитан: внесите его в календарь года.")


__all__ = ["NikaDates", "read_dates"]
