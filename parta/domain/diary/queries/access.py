"""Whose diary a person may read, and since when things are new to them."""

from datetime import datetime, timedelta

from parta.domain.access.models import User
from parta.domain.diary.errors import DiaryNotFound
from parta.domain.diary.models import DiaryVisit
from parta.domain.school.models import Student
from parta.domain.school.queries import diaries_open_to
from parta.lib import clock

ONE_VISIT = timedelta(minutes=30)
"""Looks not further apart are one visit: what was new at its beginning stays marked until its end."""


def diary_for(user: User, student_id: int) -> Student:
    """The pupil, if the person is this pupil or a guardian with a tie in force today; DiaryNotFound otherwise."""
    student = diaries_open_to(user, clock.today()).filter(pk=student_id).first()
    if student is None:
        raise DiaryNotFound("Такого дневника у вас нет")
    return student


def last_visit(user: User, student: Student) -> datetime | None:
    """The end of the reader's visit before this one: later entries are new. None: this is the first visit."""
    row = DiaryVisit.objects.filter(reader=user, student=student).first()
    if row is None:
        return None
    goes_on = clock.now() - row.at < ONE_VISIT
    before = row.previous_at if goes_on else row.at
    return clock.local(before) if before else None
