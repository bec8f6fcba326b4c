"""How a deferral stands on a day, and the words for it. No Django."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from parta.lib.dates import NBSP, day_input, day_title

SOON = timedelta(days=7)
"""So long before the term teachers are reminded."""


class DeferralState(StrEnum):
    """Where a deferral is: a draft waits for its order; soon and overdue ask for the results."""

    DRAFT = "draft"
    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DeferralFacts:
    """What the state rests on. open_courses: pages whose result is not entered; needs_order: by the rulebook."""

    due_on: date
    open_courses: int
    has_order: bool
    needs_order: bool
    withdrawn: bool


def state_of(facts: DeferralFacts, today: date) -> DeferralState:
    """The state on the day; the day of the term still belongs to it."""
    if facts.withdrawn:
        return DeferralState.WITHDRAWN
    if not facts.open_courses:
        return DeferralState.DONE
    if facts.needs_order and not facts.has_order:
        return DeferralState.DRAFT
    if facts.due_on < today:
        return DeferralState.OVERDUE
    return DeferralState.SOON if facts.due_on - today <= SOON else DeferralState.OPEN


def until_text(due_on: date) -> str:
    """«отсрочка до 23 января»: what stands in every sheet and diary in the place of the mark."""
    return f"отсрочка до {day_title(due_on)}"


def order_text(number: str, day: date | None) -> str:
    """«приказ № 331 от 22.12.2026»; «» without one."""
    if not number:
        return ""
    return f"приказ №{NBSP}{number}" + (f" от{NBSP}{day_input(day)}" if day else "")
