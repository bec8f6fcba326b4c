"""When a check of a class is due again: every day, week, month of the rulebook."""

import calendar
from datetime import date, timedelta

from parta.domain.regulation.choices import Every
from parta.domain.regulation.rules import Repeat


def next_check(repeat: Repeat, last: date | None, first: date) -> date:
    """The last day on which the next check is in time. last: of the check before; first: the day the year began.

    A month later is the same day of the month, or its last day; a period and a year are not counted here in days and
    come back to `first` of themselves: the school closes them one by one.
    """
    start = last or first
    match repeat.every:
        case Every.DAY:
            return start + timedelta(days=repeat.count)
        case Every.WEEK:
            return start + timedelta(weeks=repeat.count)
        case Every.MONTH:
            return months_later(start, repeat.count)
        case Every.YEAR:
            return months_later(start, 12 * repeat.count)
        case _:
            return months_later(start, 3 * repeat.count)


def months_later(day: date, months: int) -> date:
    """31 January and one month is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
