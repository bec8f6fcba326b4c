"""Template words: Russian dates, plurals and numbers as the design asks for them, icons, the low-vision switches."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.utils.safestring import SafeString

from parta.lib import clock, dates, russian
from parta.web.icons import svg

register = template.Library()

NBSP = russian.NBSP
MINUS = "\u2212"
DASH = "—"

# A low-vision choice is one word of each group, written in this order: «bw x150 wide».
VI_GROUPS = (("bw", "wb", "blue", "beige"), ("x125", "x150", "x200"), ("norm", "wide"))
VI_DEFAULTS = {"x125", "norm"}


# --- dates and times: every filter takes a date or an aware moment, and gives «—» for nothing ---


@register.filter
def duration(minutes: int) -> str:
    """«40 мин», «1 ч 35 мин», «2 ч»."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{NBSP}ч"] if hours else []
    return NBSP.join([*parts, *([f"{rest}{NBSP}мин"] if rest or not hours else [])])


@register.filter
def day(value: date | None) -> str:
    """«11 декабря»."""
    return dates.day_title(_day_of(value)) if value else DASH


@register.filter
def day_year(value: date | None) -> str:
    """«11 декабря 2025»."""
    return dates.day_title_with_year(_day_of(value)) if value else DASH


@register.filter
def day_weekday(value: date | None) -> str:
    """«четверг, 11 декабря»."""
    return dates.day_with_weekday(_day_of(value)) if value else DASH


@register.filter
def day_short(value: date | None) -> str:
    """«11 дек.» for tables."""
    return dates.day_short(_day_of(value)) if value else DASH


@register.filter
def day_input(value: date | None) -> str:
    """«11.12.2025» for fields and documents."""
    return dates.day_input(_day_of(value)) if value else ""


@register.filter
def day_near(value: date | None, today: date | None = None) -> str:
    """«сегодня», «вчера», «завтра», else «11 декабря», with the year when it is another one. For screens only.

    today: where a page says many days, so that the clock is asked once.
    """
    if not value:
        return DASH
    at, today = _day_of(value), today or clock.today()
    near = {0: "сегодня", -1: "вчера", 1: "завтра"}.get((at - today).days)
    if near:
        return near
    return dates.day_title(at) if at.year == today.year else dates.day_title_with_year(at)


@register.filter
def weekday(value: date | None) -> str:
    """«четверг»."""
    return dates.WEEKDAYS[_day_of(value).weekday()] if value else DASH


@register.filter
def weekday_short(value: date | None) -> str:
    """«чт»."""
    return dates.WEEKDAYS_SHORT[_day_of(value).weekday()] if value else DASH


@register.filter
def hour(value: datetime | time | None) -> str:
    """«8:30», on the school's wall clock."""
    if value is None:
        return DASH
    if isinstance(value, datetime):
        value = _local(value).time()
    return f"{value.hour}:{value.minute:02d}"


@register.filter
def moment(value: datetime | None, today: date | None = None) -> str:
    """«сегодня, 7:41», «9 декабря, 16:05»; today: as in `day_near`."""
    return f"{day_near(value, today)}, {hour(value)}" if value else DASH


@register.filter
def until(first: date | None, last: date | None) -> str:
    """`first|until:last`: «8–12 декабря», «27 ноября — 11 декабря», «с 11 декабря» while the end is open."""
    if not first:
        return f"до {day(last)}" if last else DASH
    if not last:
        return f"с{NBSP}{day(first)}"
    return dates.period_title(_day_of(first), _day_of(last))


# --- words and numbers ---


@register.filter
def counted(number: int | None, forms: str) -> str:
    """`27|counted:"ученик,ученика,учеников"`: «27 учеников»; thousands are set apart."""
    return f"{thousands(number)}{NBSP}{plural(number, forms)}"


@register.filter
def plural(number: int | None, forms: str) -> str:
    """The word alone in the form its number asks for."""
    one, few, many = (form.strip() for form in forms.split(","))
    return russian.plural(number or 0, one, few, many)


@register.filter
def thousands(number: int | None) -> str:
    """«11 430», «1 846»; not for years."""
    return f"{number or 0:,}".replace(",", NBSP).replace("-", MINUS)


@register.filter
def decimal(value: Decimal | float | None, places: int = 2) -> str:
    """«4,27»; halves are rounded up, as a school does."""
    if value is None:
        return DASH
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return russian.decimal_comma(rounded).replace("-", MINUS)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """«91 %» from 91 or 91.4."""
    return DASH if value is None else f"{decimal(value, 0)}{NBSP}%"


@register.filter
def signed(value: Decimal | float | None, places: int = 0) -> str:
    """«+2», «−2» with a true minus, «0»."""
    text = decimal(value, places)
    return f"+{text}" if value is not None and value > 0 else text


@register.filter
def short_name(full_name: str) -> str:
    """«Крылова Екатерина Андреевна» → «Крылова Е. А.»; for a User take its own `short_name`."""
    last, *others = full_name.split()
    return russian.short_name(last, *[*others, "", ""][:2])


@register.filter
def lower_first(text: str) -> str:
    """A subject inside a sentence: «физика», but «ОБЗР»."""
    return russian.lower_first(text)


@register.filter
def nth_lesson(number: int) -> str:
    """«3‑й урок»."""
    return russian.ordinal_lesson(number)


@register.filter
def tenths(part: float, whole: float = 1) -> int:
    """A share as 0…10 for `data-gone`: the length of a bar without an inline style."""
    return max(0, min(10, round(10 * part / whole))) if whole else 0


# --- the page ---


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A lucide icon hidden from screen readers: the word beside it, or a `.vh` one, says what it means."""
    return svg(name, size)


@register.filter
def page_numbers(paginator: "Paginator[Any]", current: int) -> Iterator[int]:
    """Numbers for a pager: 1 … 4 5 6 … 20, with 0 where the dots stand."""
    for number in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1):
        yield number if isinstance(number, int) else 0


@register.simple_tag
def vi_with(current: str, part: str) -> str:
    """The low-vision choice after `part` is picked: `vi_with "bw x150" "wb"` → «wb x150»."""
    chosen = set((current or "bw").split())
    words = [_of_group(group, chosen, part) for group in VI_GROUPS]
    return " ".join(word for word in words if word not in VI_DEFAULTS)


@register.simple_tag
def vi_pressed(current: str, part: str) -> str:
    """«true» or «false» for `aria-pressed` of a low-vision switch."""
    chosen = set((current or "bw").split())
    group = next(group for group in VI_GROUPS if part in group)
    return "true" if _of_group(group, chosen) == part else "false"


def _of_group(group: tuple[str, ...], chosen: set[str], picked: str = "") -> str:
    if picked in group:
        return picked
    return next((word for word in group if word in chosen), group[0])


def _day_of(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    return clock.local(value) if value.tzinfo else value
