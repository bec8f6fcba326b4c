"""Whose diary a person may read, and what was new to them."""

from datetime import datetime

from parta.domain.access.models import User
from parta.domain.diary.errors import DiaryNotFound
from parta.domain.diary.models import DiaryVisit
from parta.domain.school.models import Student
from parta.domain.school.queries import diaries_open_to
from parta.lib import clock


def diary_for(user: User, student_id: int) -> Student:
    """The pupil, if the person is this pupil or a guardian with a tie in force today; DiaryNotFound otherwise."""
    student = diaries_open_to(user, clock.today()).filter(pk=student_id).first()
    if student is None:
        raise DiaryNotFound("Такого дневника у вас нет")
    return student


def last_visit(user: User, student: Student) -> datetime | None:
    """When the reader looked before this visit; None at the first one."""
    row = DiaryVisit.objects.filter(reader=user, student=student).first()
    return row.at if row else None
