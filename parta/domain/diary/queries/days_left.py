"""School days left of a period, by the calendar of the class; remembered for ten minutes."""

from datetime import date, timedelta

from django.core.cache import cache

from parta.domain.school.models import SchoolClass
from parta.domain.school.queries.calendar import calendar_between
from parta.lib import clock

REMEMBERED_SECONDS = 600


def school_days_left(school_class: SchoolClass, last: date) -> int:
    """Days with lessons after today up to the last one, by vacations, holidays and working Saturdays of the class.

    At most one statement. A day moved in the calendar shows here within ten minutes.
    """
    today = clock.today()
    key = f"days-left-{school_class.pk}-{today}-{last}"
    found: int | None = cache.get(key)
    if found is None:
        found = 0
        if today < last:
            calendar = calendar_between(school_class.year, today + timedelta(days=1), last)
            found = sum(1 for _ in calendar.school_days(school_class.grade_level, school_class.days_per_week))
        cache.set(key, found, REMEMBERED_SECONDS)
    return found
