"""Words of the pages of results: exact figures shown with halves up, marks with their tone."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import template

from parta.domain.finals.rules.indicators import shown
from parta.lib.russian import NBSP

register = template.Library()


@register.filter
def figure(value: Fraction | None, places: int = 1) -> str:
    """«63,0», «—» of nobody."""
    return shown(value, places)


@register.filter
def share(value: Fraction | None, places: int = 1) -> str:
    """«63,0 %», «—» of nobody."""
    return shown(value, places) if value is None else f"{shown(value, places)}{NBSP}%"


@register.filter
def tone(level: int | None) -> str:
    """The class of a mark that asks for attention: «g3», «g2»; «» otherwise."""
    return f"g{level}" if level in {2, 3} else ""


@register.filter
def at(rows: Sequence[Any], place: int) -> Any:
    """The row at a place of a list."""
    return rows[place]


@register.filter
def at_or_none(rows: Sequence[Any] | None, place: int) -> Any:
    """The same, None past the end or without a list."""
    return rows[place] if rows and place < len(rows) else None
