"""Late entries counted: who made how many after their deadline, for those who look after teaching (S3-4.2.4a)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Value

from parta.domain.access.models import User
from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.lib import clock

WHAT: dict[str, type[Mark] | type[AttendanceEntry] | type[LessonRecord] | type[Homework]] = {
    "marks": Mark,
    "attendance": AttendanceEntry,
    "records": LessonRecord,
    "homework": Homework,
}


@dataclass(slots=True)
class LateLine:
    """Late entries of one person by what they are about."""

    user: User
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def late_lines(first: date, last: date) -> list[LateLine]:
    """Who entered late between two days (by the day of entry), the most first. Two statements."""
    span = clock.at(first), clock.at(last, 23, 59, 59)
    parts: list[QuerySet[Any]] = [
        model._default_manager.filter(is_late=True, entered_at__range=span)
        .order_by()
        .values("entered_by_id")
        .annotate(what=Value(what), number=Count("id"))
        .values_list("entered_by_id", "what", "number")
        for what, model in WHAT.items()
    ]
    rows = list(parts[0].union(*parts[1:], all=True))
    people = User.objects.in_bulk({user_id for user_id, _, _ in rows})
    lines = {user_id: LateLine(user) for user_id, user in people.items()}
    for user_id, what, number in rows:
        lines[user_id].counts[what] = number
    return sorted(lines.values(), key=lambda one: (-one.total, one.user.sort_name))
