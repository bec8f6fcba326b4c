"""Dates as a Russian school writes and reads them, and the academic year a day belongs to."""

from datetime import date, datetime, timedelta

MONTHS_OF = (
    "", "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS = (
    "", "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_SHORT = ("", "янв.", "фев.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сен.", "окт.", "ноя.", "дек.")
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_TO = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
NBSP = "\u00a0"


def academic_year_of(day: date) -> int:
    """First calendar year of the academic year: 2025 for 1 September 2025 … 31 August 2026."""
    return day.year if day.month >= 9 else day.year - 1


def year_title(year: int) -> str:
    """2025 → «2025/26»."""
    return f"{year}/{(year + 1) % 100:02d}"


def day_title(day: date) -> str:
    """«11 декабря»."""
    return f"{day.day}{NBSP}{MONTHS_OF[day.month]}"


def day_title_with_year(day: date) -> str:
    """«11 декабря 2025»."""
    return f"{day_title(day)}{NBSP}{day.year}"


def day_with_weekday(day: date) -> str:
    """«четверг, 11 декабря»."""
    return f"{WEEKDAYS[day.weekday()]}, {day_title(day)}"


def day_short(day: date) -> str:
    """«11 дек.» for tables."""
    return f"{day.day}{NBSP}{MONTHS_SHORT[day.month]}"


def day_input(day: date) -> str:
    """«11.12.2025» for forms."""
    return f"{day:%d.%m.%Y}"


def time_text(moment: datetime) -> str:
    """«8:30»: no leading zero."""
    return f"{moment.hour}:{moment.minute:02d}"


def period_title(first: date, last: date) -> str:
    """«8–12 декабря» within a month, «27 ноября — 11 декабря» across months."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_title(last)}"
    return f"{day_title(first)} — {day_title(last)}"


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())
