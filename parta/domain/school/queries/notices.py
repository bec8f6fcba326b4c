"""When a change of a class list was told to the journal, and whether that was in time (S3-4.5.2a)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from parta.domain.audit.models import AuditEntry
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import deadline_after
from parta.domain.school.models import Enrollment, SchoolClass
from parta.domain.school.queries.calendar import calendar_of
from parta.lib import clock
from parta.lib.dates import day_title

CAME = ("school.student.enrolled", "school.student.moved")
LEFT = ("school.student.withdrawn",)
EVENT_HOUR = 8


@dataclass(frozen=True, slots=True)
class Notice:
    """told: when the change was entered; due: the last moment in time by `roster_change_notice_within`."""

    told: datetime
    due: datetime
    clause: str

    @property
    def is_late(self) -> bool:
        """Entered after its term."""
        return self.told > self.due

    @property
    def words(self) -> str:
        """«сообщено 12 декабря, срок был до 9 декабря (п. 4.5.2)» of a late one; «» of one in time."""
        if not self.is_late:
            return ""
        return f"сообщено {day_title(self.told.date())}, срок был до {day_title(self.due.date())} ({self.clause})"


@dataclass(frozen=True, slots=True)
class _ClassDays:
    """Working days of the class."""

    school_class: SchoolClass

    def is_school_day(self, day: date) -> bool:
        row = self.school_class
        return calendar_of(row.year).is_school_day(day, row.grade_level, row.days_per_week)


def told_at(rows: Iterable[Enrollment]) -> dict[tuple[int, bool], datetime]:
    """By enrollment and whether it is about coming: the first entry that told of it. One statement."""
    ids = [str(row.pk) for row in rows]
    entries = AuditEntry.objects.filter(
        subject_type=Enrollment._meta.label_lower, subject_id__in=ids, code__in=(*CAME, *LEFT)
    )
    found: dict[tuple[int, bool], datetime] = {}
    for subject, code, at in entries.order_by("sequence").values_list("subject_id", "code", "at"):
        found.setdefault((int(subject), code in CAME), clock.local(at))
    return found


def notice(school_class: SchoolClass, day: date, told: datetime | None) -> Notice | None:
    """The notice of a change of that day; None when nobody knows when it was told."""
    if told is None:
        return None
    current = rulebook_for(day)
    term = current.rulebook.entry.roster_change_notice_within
    due = deadline_after(term, clock.at(day, EVENT_HOUR), _ClassDays(school_class))
    return Notice(told, due, current.source_text("roster_change_notice_within"))
