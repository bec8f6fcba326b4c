"""«Новое с прошлого раза»: what was entered about one pupil since the reader last looked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parta.domain.access.models import User
from parta.domain.diary.queries.access import last_visit
from parta.domain.diary.queries.lessons import lessons_of_student
from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AttendanceEntry, Homework, Mark
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock

SHOWN = 20
LOOK_BACK = timedelta(days=60)
LOOK_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class News:
    """One new thing. kind: mark, absence, homework, substitution."""

    kind: str
    subject: str
    text: str
    day: date
    at: datetime
    by: str


def news_since(reader: User, student: Student) -> list[News]:
    """New entries since the last visit, newest first, at most twenty; nothing at the first visit."""
    seen = last_visit(reader, student)
    if seen is None:
        return []
    today = clock.today()
    lessons = {one.pk: one for one in lessons_of_student(student, today - LOOK_BACK, today + LOOK_AHEAD)}
    found: list[News] = []
    marks = Mark.objects.filter(student=student, entered_at__gt=seen, lesson_id__in=lessons).exclude(value="")
    for mark in marks.select_related("entered_by"):
        found.append(_news("mark", lessons[mark.lesson_id], mark.value, mark.entered_at, mark.entered_by))
    absences = AttendanceEntry.objects.filter(student=student, entered_at__gt=seen, lesson_id__in=lessons)
    for entry in absences.exclude(code="").select_related("entered_by"):
        word = str(AttendanceCode(entry.code).label)
        found.append(_news("absence", lessons[entry.lesson_id], word, entry.entered_at, entry.entered_by))
    tasks = Homework.objects.filter(entered_at__gt=seen, lesson_id__in=lessons).exclude(text="")
    for task in tasks.select_related("entered_by"):
        found.append(_news("homework", lessons[task.lesson_id], task.text, task.entered_at, task.entered_by))
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _news(kind: str, lesson: Lesson, text: str, at: datetime, by: User) -> News:
    return News(kind, lesson.course.subject.name, text, lesson.day, clock.local(at), by.short_name)
