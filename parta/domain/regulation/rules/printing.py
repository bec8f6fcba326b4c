"""Values of the rulebook in Russian words, as the page, documents and refusals print them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from parta.domain.regulation.choices import Every, Labelled, TermUnit
from parta.domain.regulation.rules.rulebook import Setting, settings_by_name
from parta.domain.regulation.rules.values import (
    Adoption,
    Approval,
    FinalWindow,
    MarksByHours,
    MinutesByGrade,
    Repeat,
    Rounding,
    Term,
    YearDay,
)
from parta.lib.dates import day_title, day_title_with_year
from parta.lib.russian import NBSP, counted, decimal_comma, plural

_NOUNS = {
    TermUnit.MINUTES: ("минута", "минуты", "минут"),
    TermUnit.HOURS: ("час", "часа", "часов"),
    TermUnit.CALENDAR_DAYS: ("день", "дня", "дней"),
    TermUnit.YEARS: ("год", "года", "лет"),
}
_EVERY = {
    Every.DAY: ("ежедневно", "день", "дня", "дней"),
    Every.WEEK: ("раз в неделю", "неделю", "недели", "недель"),
    Every.MONTH: ("раз в месяц", "месяц", "месяца", "месяцев"),
    Every.PERIOD: ("раз в учебный период", "учебный период", "учебных периода", "учебных периодов"),
    Every.YEAR: ("раз в год", "год", "года", "лет"),
}


def value_text(name: str, value: Any) -> str:
    """The value of setting `name` in Russian: «3 дня», «до 16:00 того же дня», «четверть, полугодие»."""
    return text_of(settings_by_name()[name], value)


def text_of(setting: Setting, value: Any) -> str:
    """The same for a setting at hand."""
    if value is None or value in ("", ()):
        return setting.about.empty
    if isinstance(value, bool):
        return setting.about.words[0 if value else 1]
    if isinstance(value, int):
        return _number_text(setting, value)
    if isinstance(value, tuple):
        return ("; " if _has_commas(value) else ", ").join(item_text(item) for item in value)
    return item_text(value)


def _number_text(setting: Setting, value: int) -> str:
    if value == 0:
        return setting.about.empty
    return counted(value, *setting.about.noun) if setting.about.noun else str(value)


def item_text(value: Any) -> str:
    """One value, or one item of a list, in Russian."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, str):
        return value
    return _PRINTERS[type(value)](value)


def term_text(term: Term) -> str:
    """«3 дня», «24 часа», «2 рабочих дня», «до 16:00 того же дня», «90 минут после последнего урока класса»."""
    if term.unit is TermUnit.SAME_DAY:
        return f"до {term.at.hour}:{term.at.minute:02d} того же дня" if term.at else "до конца того же дня"
    if term.unit is TermUnit.WORKING_DAYS:
        adjective = plural(term.amount, "рабочий", "рабочих", "рабочих")
        return f"{term.amount}{NBSP}{adjective} {plural(term.amount, 'день', 'дня', 'дней')}"
    if term.unit is TermUnit.AFTER_CLASS:
        return f"{counted(term.amount, 'минута', 'минуты', 'минут')} после последнего урока класса"
    return counted(term.amount, *_NOUNS[term.unit])


def repeat_text(repeat: Repeat) -> str:
    """«ежедневно», «раз в 7 дней», «раз в месяц»."""
    once, one, few, many = _EVERY[repeat.every]
    return once if repeat.count == 1 else f"раз в {counted(repeat.count, one, few, many)}"


def window_text(window: FinalWindow) -> str:
    """«последняя неделя периода, закрывается за 2 рабочих дня до его конца»."""
    opens = (
        "последняя неделя" if window.last_days == 7 else f"последние {counted(window.last_days, 'день', 'дня', 'дней')}"
    )
    adjective = plural(window.close_before, "рабочий", "рабочих", "рабочих")
    noun = plural(window.close_before, "день", "дня", "дней")
    return f"{opens} периода, закрывается за {window.close_before}{NBSP}{adjective} {noun} до его конца"


def marks_by_hours_text(table: MarksByHours) -> str:
    """«1 ч — 3, 2 ч — 5, 3 ч и больше — 7»."""
    parts = [f"{hours}{NBSP}ч — {marks}" for hours, marks in table.rows[:-1]]
    hours, marks = table.rows[-1]
    return ", ".join([*parts, f"{hours}{NBSP}ч и больше — {marks}"])


def minutes_by_grade_text(table: MinutesByGrade) -> str:
    """«с 2 кл. — 60 мин, с 4 кл. — 90 мин»."""
    return ", ".join(f"с{NBSP}{grade}{NBSP}кл. — {minutes}{NBSP}мин" for grade, minutes in table.rows)


def rounding_text(rounding: Rounding) -> str:
    """«5 от 4,5 · 4 от 3,5 · 3 от 2,5»."""
    starts = ((5, rounding.five), (4, rounding.four), (3, rounding.three))
    return " · ".join(f"{mark} от {decimal_comma(start)}" for mark, start in starts)


def adoption_text(adoption: Adoption) -> str:
    """«педагогический совет, протокол № 2 от 16 октября 2015»."""
    protocol = f"протокол №{NBSP}{adoption.protocol}" if adoption.protocol else ""
    day = day_title_with_year(adoption.day) if adoption.day else ""
    tail = f"{protocol} от {day}" if protocol and day else protocol or day
    return ", ".join(part for part in (adoption.body, tail) if part)


def approval_text(approval: Approval) -> str:
    """«приказ № 350 от 30 августа 2021», «директором 14 января 2014»."""
    day = day_title_with_year(approval.day) if approval.day else ""
    if not approval.order:
        return f"директором {day}".strip()
    return f"приказ №{NBSP}{approval.order}" + (f" от {day}" if day else "")


def year_day_text(day: YearDay) -> str:
    """«2 сентября»."""
    return day_title(date(2000, day.month, day.day))


def _has_commas(items: tuple[Any, ...]) -> bool:
    return any("," in item_text(item) for item in items)


_PRINTERS: dict[type, Callable[[Any], str]] = {
    Term: term_text,
    Repeat: repeat_text,
    FinalWindow: window_text,
    MarksByHours: marks_by_hours_text,
    MinutesByGrade: minutes_by_grade_text,
    Rounding: rounding_text,
    Adoption: adoption_text,
    Approval: approval_text,
    YearDay: year_day_text,
    date: day_title_with_year,
}
