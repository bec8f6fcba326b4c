"""Where the journal is not up to date: lessons whose topic is past its deadline and still not written.

The promise is the act's (`journal_update_interval`: S3-1.5a, S1-1.7a); it names no number, so what it is measured by is
the deadline of a lesson's own record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from parta.domain.access.models import User
from parta.domain.journal.choices import Matter
from parta.domain.journal.queries.locks import DeadlineBook
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock

PARTS = ("course__year", "course__subject", "course__school_class", "course__group", "teacher__user", "record")
NAMED = 3


@dataclass(slots=True)
class StaleLine:
    """Lessons of one person without a record, the oldest first; `user` None: a lesson nobody is named for."""

    user: User | None
    lessons: list[Lesson] = field(default_factory=list)

    @property
    def named(self) -> list[Lesson]:
        """The first few, to be opened from the page."""
        return self.lessons[:NAMED]

    @property
    def rest(self) -> int:
        """How many are not named."""
        return len(self.lessons) - len(self.named)


def stale_lines(first: date, last: date) -> list[StaleLine]:
    """By who gives the lesson (the substitute for a substituted one), those with the most first. Two statements."""
    rows = Lesson.objects.filter(Q(record=None) | Q(record__topic=""), day__range=(first, last))
    rows = rows.exclude(status=LessonStatus.CANCELLED).select_related(*PARTS, "substitution__teacher__user")
    lines: dict[int, StaleLine] = {}
    for lesson in _past(rows.order_by("day", "number", "id")):
        given = getattr(lesson, "substitution", None)
        staff = given.teacher if given and given.teacher_id else lesson.teacher
        line = lines.setdefault(staff.pk if staff else 0, StaleLine(staff.user if staff else None))
        line.lessons.append(lesson)
    return sorted(lines.values(), key=lambda one: (-len(one.lessons), one.user.sort_name if one.user else ""))


def _past(rows: Iterable[Lesson]) -> Iterable[Lesson]:
    """Those past the deadline of their record."""
    book, now = DeadlineBook(), clock.now()
    for lesson in rows:
        due = book.deadline(lesson, Matter.RECORD).at
        if due is not None and due < now:
            yield lesson
