"""Whose diary a person may read, and since when things are new to them."""

from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from parta.domain.access.models import User
from parta.domain.diary.errors import DiaryNotFound
from parta.domain.diary.models import DiaryVisit
from parta.domain.school.models import Student
from parta.domain.school.queries import departures_open, diaries_of
from parta.lib import clock
from parta.lib.prepared import prepared

VISIT, LATEST, BEFORE = "visit_of_reader", "visit_latest", "visit_before"
ONE_VISIT = timedelta(minutes=30)
"""Looks not further apart are one visit: what was new at its beginning stays marked until its end."""


def diary_for(user: User, student_id: int) -> Student:
    """The pupil, if the person is this pupil or a guardian with a tie in force today; DiaryNotFound otherwise."""
    found = _opened(user.pk, student_id, clock.today(), departures_open(clock.today()))
    if not found:
        raise DiaryNotFound("Такого дневника у вас нет")
    student = found[0]
    setattr(student, VISIT, (user.pk, getattr(student, LATEST), getattr(student, BEFORE)))
    return student


@prepared
def _opened(user_id: int, student_id: int, today: date, left_since: date) -> QuerySet[Student]:
    """The pupil with the reader's visit beside."""
    visits = DiaryVisit.objects.filter(reader_id=user_id, student_id=OuterRef("pk"))
    beside = {LATEST: Subquery(visits.values("at")), BEFORE: Subquery(visits.values("previous_at"))}
    return diaries_of(user_id, today, left_since).filter(pk=student_id).annotate(**beside)


def last_visit(user: User, student: Student) -> datetime | None:
    """The end of the reader's visit before this one: later entries are new. None: this is the first visit."""
    at, previous_at = _visit(user, student)
    if at is None:
        return None
    before = previous_at if clock.now() - at < ONE_VISIT else at
    return clock.local(before) if before else None


def _visit(user: User, student: Student) -> tuple[datetime | None, datetime | None]:
    """As `diary_for` has read it for this reader, else one statement."""
    reader, *known = getattr(student, VISIT, (None, None, None))
    if reader == user.pk:
        return known[0], known[1]
    row = DiaryVisit.objects.filter(reader=user, student=student).first()
    return (row.at, row.previous_at) if row else (None, None)
