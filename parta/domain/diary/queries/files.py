"""A file or a link of a lesson for the family: only what its own diary shows."""

from datetime import date

from parta.domain.access.models import User
from parta.domain.diary.queries.belonging import Belonging, belonging_of
from parta.domain.diary.queries.policy import policy_of
from parta.domain.journal.choices import Purpose
from parta.domain.journal.errors import AttachmentNotFound
from parta.domain.journal.models import Attachment
from parta.domain.school.queries import diaries_open_to
from parta.domain.timetable.models import Lesson
from parta.lib import clock


def diary_attachment(user: User, attachment_id: int) -> Attachment:
    """The file or link, if a diary the person reads shows it; AttachmentNotFound otherwise.

    Of a lesson: to pupils of its class or group that day, once the day has come. Of homework: to those it is set to,
    once it is set, who belong to the page on the day it is set or due.
    """
    rows = Attachment.objects.filter(pk=attachment_id, removed_at=None)
    row = rows.select_related("lesson__course__year", "lesson__homework").first()
    if row is None or not any(_sees(belonging_of(one), row) for one in diaries_open_to(user, clock.today())):
        raise AttachmentNotFound("Такого файла в дневнике нет")
    return row


def _sees(belonging: Belonging, row: Attachment) -> bool:
    lesson = row.lesson
    if row.purpose == Purpose.RESOURCE:
        return lesson.day <= clock.today() and _belongs(belonging, lesson, [lesson.day])
    task = getattr(lesson, "homework", None)
    if task is None or not task.text or not task.is_for(belonging.student.pk):
        return False
    policy = policy_of(lesson.course.year.year, lesson.course.grade_level)
    return policy.homework and _belongs(belonging, lesson, [lesson.day, task.due_on])


def _belongs(belonging: Belonging, lesson: Lesson, days: list[date | None]) -> bool:
    course = lesson.course
    units = [belonging.units_on(day) for day in days if day]
    return any(course.school_class_id in classes or course.group_id in groups for classes, groups in units)
