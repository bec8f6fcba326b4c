"""Reads a value of the rulebook from Russian words: what `printing` writes, and what a person types."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from parta.domain.regulation.choices import Every, Labelled, TermUnit
from parta.domain.regulation.errors import WrongValue
from parta.domain.regulation.rules.printing import text_of
from parta.domain.regulation.rules.rulebook import Setting
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
from parta.lib.dates import MONTHS_OF

_TERMS: tuple[tuple[str, Callable[[re.Match[str]], Term]], ...] = (
    (r"до (\d{1,2})[:.](\d\d)(?: (?:того же|этого) дня)?", lambda m: Term.from_code(f"same day {m[1]}:{m[2]}")),
    (r"до конца (?:того же )?дня", lambda m: Term(unit=TermUnit.SAME_DAY)),
    (r"(\d+) мин\w* после .+", lambda m: Term(unit=TermUnit.AFTER_CLASS, amount=int(m[1]))),
    (r"(\d+) мин\w*", lambda m: Term(unit=TermUnit.MINUTES, amount=int(m[1]))),
    (r"(\d+) ч\w*", lambda m: Term(unit=TermUnit.HOURS, amount=int(m[1]))),
    (r"(\d+) сут\w*", lambda m: Term(unit=TermUnit.HOURS, amount=int(m[1]) * 24)),
    (r"(\d+) раб[\w.]* д\w+", lambda m: Term(unit=TermUnit.WORKING_DAYS, amount=int(m[1]))),
    (r"(\d+) (?:календарн\w+ )?д\w+", lambda m: Term(unit=TermUnit.CALENDAR_DAYS, amount=int(m[1]))),
    (r"(\d+) нед\w*", lambda m: Term(unit=TermUnit.CALENDAR_DAYS, amount=int(m[1]) * 7)),
    (r"(\d+) (?:лет|год\w*)", lambda m: Term(unit=TermUnit.YEARS, amount=int(m[1]))),
)
_EVERY = (("дн", Every.DAY), ("ден", Every.DAY), ("нед", Every.WEEK), ("мес", Every.MONTH), ("уч", Every.PERIOD))


def value_from_text(setting: Setting, text: str) -> Any:
    """The value that `text` means for the setting. Raises WrongValue with a sentence."""
    plain = " ".join(text.replace("\u00a0", " ").split())
    if plain in ("", setting.about.empty) and (setting.optional or setting.many or setting.item in (str, int)):
        return _empty(setting)
    if setting.many:
        return tuple(_item(setting, part) for part in _split(setting, text) if part)
    return _item(setting, plain)


def _empty(setting: Setting) -> Any:
    if setting.optional:
        return None
    if setting.many:
        return ()
    return "" if setting.item is str else 0


def _split(setting: Setting, text: str) -> list[str]:
    if setting.options:
        return _options_in(setting, text)
    parts = re.split(r"[\n;]", text) if "\n" in text or ";" in text else _commas(setting, text)
    return [" ".join(part.replace("\u00a0", " ").split()) for part in parts]


def _commas(setting: Setting, text: str) -> list[str]:
    return text.split(",") if setting.item is str else [text]


def _options_in(setting: Setting, text: str) -> list[str]:
    left = _plain(text)
    found: list[tuple[int, str]] = []
    for option in sorted(setting.options, key=lambda one: -len(one.label)):
        for word in (_plain(option.label), option.value):
            place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", left)
            if place:
                found.append((place.start(), option.value))
                left = left[: place.start()] + "\0" * len(word) + left[place.end() :]
                break
    if re.search(r"\w", left) and _plain(text) != _plain(setting.about.empty):
        raise _refusal(setting, text)
    return [value for _, value in sorted(found)]


def _item(setting: Setting, text: str) -> Any:
    kind = setting.item
    try:
        if isinstance(kind, type) and issubclass(kind, Labelled):
            return _option(setting, text)
        if kind is bool:
            return _yes_no(setting, text)
        return _READERS[kind](text)
    except (ValueError, KeyError) as error:
        raise _refusal(setting, text) from error


def _option(setting: Setting, text: str) -> Labelled:
    for option in setting.options:
        if _plain(text) in (option.value, _plain(option.label)):
            return option
    raise ValueError(text)


def _yes_no(setting: Setting, text: str) -> bool:
    yes, no = setting.about.words
    words = {"да": True, "yes": True, "true": True, "нет": False, "no": False, "false": False}
    return {**words, _plain(yes): True, _plain(no): False}[_plain(text)]


def _term(text: str) -> Term:
    for pattern, make in _TERMS:
        if match := re.fullmatch(pattern, _plain(text)):
            return make(match)
    return Term.from_code(text)


def _repeat(text: str) -> Repeat:
    plain = _plain(text)
    if plain in ("ежедневно", "каждый день"):
        return Repeat(every=Every.DAY)
    match = re.fullmatch(r"(?:(?:не реже )?раз в|кажд\w+) (?:(\d+) )?(\w+)(?: \w+)?", plain)
    if match is None:
        return Repeat.from_code(text)
    every = next((unit for start, unit in _EVERY if match[2].startswith(start)), Every.YEAR)
    if every is Every.YEAR and not match[2].startswith(("год", "лет")):
        raise ValueError(text)
    return Repeat(every=every, count=int(match[1] or 1))


def _year_day(text: str) -> YearDay:
    match = re.fullmatch(r"(\d{1,2}) (\w+)", text.casefold())
    if match and match[2] in MONTHS_OF[1:]:
        return YearDay.from_code(f"{MONTHS_OF.index(match[2]):02d}-{int(match[1]):02d}")
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.?", text):
        return YearDay.from_code(f"{int(match[2]):02d}-{int(match[1]):02d}")
    return YearDay.from_code(text)


def _day(text: str) -> date:
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: г\.?)?", text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})(?: г\.?)?", text.casefold())
    if match and match[2] in MONTHS_OF[1:]:
        return date(int(match[3]), MONTHS_OF.index(match[2]), int(match[1]))
    return date.fromisoformat(text)


def _final_window(text: str) -> FinalWindow:
    plain = _plain(text)
    match = re.fullmatch(r"последн\w+ (?:недел\w+|(\d+) д\w+) периода, .* за (\d+) раб\w* д\w+ до .+", plain)
    if match is None:
        return FinalWindow.from_code(text)
    return FinalWindow(last_days=int(match[1] or 7), close_before=int(match[2]))


def _marks_by_hours(text: str) -> MarksByHours:
    pairs = re.findall(r"(\d+) ?ч[^\d]*?[—:–-] ?(\d+)", text)
    return MarksByHours.from_code(" ".join(f"{hours}:{marks}" for hours, marks in pairs) or text)


def _minutes_by_grade(text: str) -> MinutesByGrade:
    pairs = re.findall(r"(\d+) ?кл[^\d]*?[—:–-] ?(\d+)", text)
    return MinutesByGrade.from_code(" ".join(f"{grade}:{minutes}" for grade, minutes in pairs) or text)


def _rounding(text: str) -> Rounding:
    starts = re.findall(r"[543] от (\d(?:[.,]\d+)?)", text)
    return Rounding.from_code(" ".join(start.replace(",", ".") for start in starts) or text)


def _adoption(text: str) -> Adoption:
    match = re.fullmatch(r"([^,]+)(?:, протокол № ?([^ ]+))?(?:,? (?:от )?(.+))?", text)
    if match is None:
        raise ValueError(text)
    return Adoption(body=match[1], protocol=match[2] or "", day=_day(match[3]) if match[3] else None)


def _approval(text: str) -> Approval:
    match = re.fullmatch(r"(?:приказ(?:ом)? № ?(\S+)|директором)(?: (?:от )?(.+))?", text.strip())
    if match is None:
        raise ValueError(text)
    return Approval(order=match[1] or "", day=_day(match[2]) if match[2] else None)


def _number(text: str) -> int:
    match = re.fullmatch(r"(\d{1,4})(?: \w+)?", text)
    if match is None:
        raise ValueError(text)
    return int(match[1])


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().replace("ё", "е").split())


def _refusal(setting: Setting, text: str) -> WrongValue:
    return WrongValue(f"«{setting.title}»: «{text.strip()}» понять нельзя. {_hint(setting)}")


def _hint(setting: Setting) -> str:
    if setting.options:
        return "Выберите из списка: " + "; ".join(option.label for option in setting.options) + "."
    example = _EXAMPLES.get(setting.item)
    if example is None:
        return "Напишите значение словами."
    return f"Напишите, например: «{text_of(setting, example)}»."


_EXAMPLES: dict[Any, Any] = {
    bool: True,
    int: 7,
    Term: Term(unit=TermUnit.CALENDAR_DAYS, amount=3),
    Repeat: Repeat(every=Every.DAY, count=7),
    YearDay: YearDay(month=9, day=2),
    FinalWindow: FinalWindow(last_days=7, close_before=2),
    MarksByHours: MarksByHours(rows=((1, 3), (2, 5), (3, 7))),
    MinutesByGrade: MinutesByGrade(rows=((2, 60), (4, 90), (6, 120))),
    Rounding: Rounding(five=Decimal("4.5"), four=Decimal("3.5"), three=Decimal("2.5")),
    Adoption: Adoption(body="педагогический совет", protocol="2", day=date(2025, 8, 29)),
    Approval: Approval(order="350", day=date(2025, 8, 30)),
    date: date(2025, 9, 1),
}
_READERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: _number,
    Term: _term,
    Repeat: _repeat,
    YearDay: _year_day,
    FinalWindow: _final_window,
    MarksByHours: _marks_by_hours,
    MinutesByGrade: _minutes_by_grade,
    Rounding: _rounding,
    Adoption: _adoption,
    Approval: _approval,
    date: _day,
}
