"""Deadlines of the regulation: pure functions on moments, days and the school's calendar.

Moments are aware; answers stand in the school's time zone. The deadline moment itself is still in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from parta.domain.regulation.choices import TermUnit
from parta.domain.regulation.rules.rulebook import Rulebook
from parta.domain.regulation.rules.values import Term
from parta.lib import clock

END_OF_DAY = time(23, 59, 59)
_LONGEST_BREAK = 400  # days: a calendar without a school day for longer than a year is a mistake


class SchoolCalendar(Protocol):
    """Knows the school's working days: vacations, holidays and transferred days included."""

    def is_school_day(self, day: date) -> bool:
        """True when the school works that day."""


class EveryDay:
    """A calendar without days off, for terms that do not ask about working days."""

    def is_school_day(self, day: date) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which something may be entered; both ends belong to it."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        """The moment lies inside."""
        return moment >= self.opens and in_time(moment, self.closes)


def in_time(moment: datetime, deadline: datetime) -> bool:
    """True up to and including the second of the deadline."""
    return moment.astimezone(UTC).replace(microsecond=0) <= deadline.astimezone(UTC)


def end_of(day: date) -> datetime:
    """23:59:59 of a school day."""
    return datetime.combine(day, END_OF_DAY, tzinfo=clock.zone())


def deadline_after(term: Term, event: datetime, calendar: SchoolCalendar) -> datetime:
    """The last moment in time for a term that starts with `event`.

    Hours and minutes run on, over nights and weekends. Days are counted from the day after the event and end at
    23:59:59: working days by the school's calendar, plain days by any calendar. «Same day» ends at its hour, or at the
    end of the day for an event after that hour. ValueError for a naive event.
    """
    if event.tzinfo is None:
        raise ValueError("a deadline needs an aware moment")
    start = clock.local(event)
    if term.unit in (TermUnit.MINUTES, TermUnit.AFTER_CLASS):
        return _later(start, timedelta(minutes=term.amount))
    if term.unit is TermUnit.HOURS:
        return _later(start, timedelta(hours=term.amount))
    if term.unit is TermUnit.SAME_DAY:
        return _same_day(term, start)
    if term.unit is TermUnit.WORKING_DAYS:
        return end_of(_working_day_after(start.date(), term.amount, calendar))
    if term.unit is TermUnit.YEARS:
        return end_of(_years_later(start.date(), term.amount))
    return end_of(start.date() + timedelta(days=term.amount))


def lesson_entry_deadline(lesson_end: datetime, rulebook: Rulebook) -> datetime:
    """When the record of a lesson is due: 16:00 of its day; a lesson that ends later has until the end of the day."""
    return _lesson_deadline(rulebook.entry.lesson_entry_deadline, lesson_end, rulebook)


def lesson_mark_deadline(lesson_end: datetime, rulebook: Rulebook) -> datetime:
    """When marks for a lesson are due: the stricter of its own term and that of the lesson record."""
    own = _lesson_deadline(rulebook.entry.lesson_mark_deadline, lesson_end, rulebook)
    return min(own, lesson_entry_deadline(lesson_end, rulebook))


def homework_deadline(last_lesson_end: datetime, rulebook: Rulebook) -> datetime:
    """When homework is due: 90 minutes after the end of the class's last lesson of that day."""
    return deadline_after(rulebook.entry.homework_entry_deadline, last_lesson_end, EveryDay())


def control_work_deadline(work: datetime, calendar: SchoolCalendar, rulebook: Rulebook) -> datetime:
    """When marks of a control work held at `work` are due."""
    return deadline_after(rulebook.entry.control_work_mark_deadline, work, calendar)


def written_work_deadline(work: datetime, calendar: SchoolCalendar, rulebook: Rulebook) -> datetime:
    """When marks of a written work held at `work` are due at the latest."""
    return deadline_after(rulebook.entry.written_work_mark_deadline, work, calendar)


def external_diagnostic_deadline(received: datetime, calendar: SchoolCalendar, rulebook: Rulebook) -> datetime:
    """When results of an external diagnostic work, received by the school at `received`, are due."""
    return deadline_after(rulebook.entry.external_diagnostic_mark_deadline, received, calendar)


def offline_limit(rulebook: Rulebook) -> timedelta:
    """How old an entry made without a network may be to be judged by the time it was made."""
    term = rulebook.entry.offline_entry_limit
    return timedelta(minutes=term.amount) if term.unit is TermUnit.MINUTES else timedelta(hours=term.amount)


def late_until(deadline: datetime, rulebook: Rulebook) -> datetime:
    """Until when an entry after its deadline is still accepted, marked late. Zero days: the deadline itself."""
    days = rulebook.entry.late_window_days
    if days == 0:
        return deadline
    return end_of(clock.local(deadline).date() + timedelta(days=days))


def final_marks_window(
    period_end: date, calendar: SchoolCalendar, rulebook: Rulebook, *, order_day: date | None = None
) -> Window:
    """When the final marks of a period are given: its last week, closing so that two whole working days are left.

    Counted from the last school day of the period; the day named by an order of the school replaces the closing day.
    """
    rule = rulebook.entry.final_marks_deadline
    last = _school_day_back(period_end, calendar)
    opens = last - timedelta(days=rule.last_days - 1)
    closes = order_day or _working_day_before(last, rule.close_before, calendar)
    return Window(opens=clock.at(min(opens, closes)), closes=end_of(closes))


def year_setup_due(year: int, rulebook: Rulebook) -> datetime:
    """Until when the journal is set up; `year` is the first calendar year of the academic year."""
    return end_of(rulebook.entry.year_setup_due_date.in_academic_year(year))


def roster_due(year: int, rulebook: Rulebook) -> datetime:
    """Until when the secretary hands over the class lists and the list of teachers."""
    return end_of(rulebook.entry.roster_due_date.in_academic_year(year))


def not_before_setup(deadline: datetime, rulebook: Rulebook) -> datetime:
    """The deadline of an entry of the first September days: not earlier than the day the journal must be set up."""
    day = clock.local(deadline).date()
    if day.month != 9:
        return deadline
    return max(deadline, year_setup_due(day.year, rulebook))


def _lesson_deadline(term: Term, lesson_end: datetime, rulebook: Rulebook) -> datetime:
    at = term.at if term.unit is TermUnit.SAME_DAY else None
    if at is not None and clock.local(lesson_end).time() > at:
        term = rulebook.entry.late_lesson_entry_deadline
    return deadline_after(term, lesson_end, EveryDay())


def _later(start: datetime, duration: timedelta) -> datetime:
    return clock.local(start.astimezone(UTC) + duration)


def _same_day(term: Term, start: datetime) -> datetime:
    if term.at is None or start.time() > term.at:
        return end_of(start.date())
    return datetime.combine(start.date(), term.at, tzinfo=clock.zone())


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _school_days(day: date, step: int, calendar: SchoolCalendar) -> Iterator[date]:
    for distance in range(1, _LONGEST_BREAK):
        found = day + timedelta(days=step * distance)
        if calendar.is_school_day(found):
            yield found
    raise ValueError(f"no school day within {_LONGEST_BREAK} days of {day}")


def _nth_school_day(day: date, count: int, step: int, calendar: SchoolCalendar) -> date:
    days = _school_days(day, step, calendar)
    for _ in range(count):
        day = next(days)
    return day


def _working_day_after(day: date, count: int, calendar: SchoolCalendar) -> date:
    return _nth_school_day(day, count, 1, calendar)


def _working_day_before(day: date, count: int, calendar: SchoolCalendar) -> date:
    return _nth_school_day(day, count, -1, calendar)


def _school_day_back(day: date, calendar: SchoolCalendar) -> date:
    return day if calendar.is_school_day(day) else _working_day_before(day, 1, calendar)
