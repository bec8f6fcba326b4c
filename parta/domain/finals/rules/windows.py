"""When final marks are given: before the window, inside it, late, closed. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parta.domain.regulation import rules as regulation
from parta.domain.regulation.rules import Rulebook, SchoolCalendar
from parta.lib import clock

SETTING = "final_marks_deadline"


@dataclass(frozen=True, slots=True)
class FinalSpan:
    """The window of a place. closes None: no term of its own (an exam, the overall mark). by_order: «приказ № 214»."""

    opens: datetime
    closes: datetime | None
    by_order: str = ""

    def is_early(self, moment: datetime) -> bool:
        """The window has not opened yet."""
        return moment < self.opens

    def is_past(self, moment: datetime) -> bool:
        """The term is over: an entry is late, a change is a correction."""
        return self.closes is not None and not regulation.in_time(moment, self.closes)

    def accepted_until(self, rulebook: Rulebook) -> datetime | None:
        """Until when a late entry is accepted."""
        return None if self.closes is None else regulation.late_until(self.closes, rulebook)

    def is_locked(self, moment: datetime, rulebook: Rulebook) -> bool:
        """The late window is over too."""
        until = self.accepted_until(rulebook)
        return until is not None and not regulation.in_time(moment, until)


def span_of_period(ends_on: date, calendar: SchoolCalendar, rulebook: Rulebook) -> FinalSpan:
    """By the act: the last week of the period, closing two working days before its end (S3-5.4a, S3R-1.15n)."""
    window = regulation.final_marks_window(ends_on, calendar, rulebook)
    return FinalSpan(window.opens, window.closes)


def span_of_order(opens_on: date, closes_on: date, order: str) -> FinalSpan:
    """By an order of the school: its days, both ends included (S3-4.4.6b)."""
    return FinalSpan(clock.at(opens_on), regulation.end_of(closes_on), order)


def without_end(span: FinalSpan) -> FinalSpan:
    """Of the exam and the overall mark: they open with the year's mark, the act names no last day."""
    return FinalSpan(span.opens, None, span.by_order)


def days_left(closes: datetime, now: datetime) -> timedelta:
    """How long the window stays open."""
    return max(timedelta(0), closes - now)
