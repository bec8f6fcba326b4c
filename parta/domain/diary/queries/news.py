"""«Новое с прошлого раза»: what was entered about one pupil since the reader last looked."""

from dataclasses import dataclass
from datetime import date, datetime

from parta.domain.access.models import User
from parta.domain.diary.queries.access import last_visit
from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.diary.queries.entries import Entries
from parta.domain.diary.queries.kinds import kind_of
from parta.domain.diary.queries.words import absence_word
from parta.domain.journal.models import AttendanceEntry, Homework, Mark, WorkType
from parta.domain.journal.queries.settings import work_types
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.dates import monday_of

SHOWN = 20


@dataclass(frozen=True, slots=True)
class News:
    """One new thing. kind: mark, absence, homework. `sign`: the mark or the letter of absence; `text`: in words."""

    kind: str
    subject: str
    sign: str
    text: str
    comment: str
    day: date
    due_on: date | None
    at: datetime
    by: str

    @property
    def shown_on(self) -> date:
        """The day of the diary where it stands."""
        return self.due_on or self.day

    @property
    def monday(self) -> date:
        """The week of that day."""
        return monday_of(self.shown_on)


def news_since(reader: User, student: Student) -> list[News]:
    """New entries since the last visit, newest first, at most twenty; nothing at the first visit."""
    seen = last_visit(reader, student)
    if seen is None:
        return []
    today = clock.today()
    return news_of(Entries(belonging_of(student), today, today, today, seen), work_types())


def news_of(entries: Entries, kinds: dict[int, WorkType]) -> list[News]:
    """The new ones among entries that are already read."""
    found = [
        _news("mark", mark, sign=mark.value, text=kind_of(mark, mark.lesson, kinds).name, comment=mark.comment)
        for marks in entries.marks.values()
        for mark in marks
        if entries.is_new(mark.entered_at)
    ]
    found += [
        _news("absence", entry, sign=entry.code, text=absence_word(entry.code), comment=entry.comment)
        for entry in entries.absences.values()
        if entries.is_new(entry.entered_at)
    ]
    found += [
        _news("homework", task, text=task.text, due_on=task.due_on)
        for task in entries.tasks
        if entries.is_new(task.entered_at)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _news(
    kind: str,
    row: Mark | AttendanceEntry | Homework,
    *,
    text: str,
    sign: str = "",
    comment: str = "",
    due_on: date | None = None,
) -> News:
    lesson = row.lesson
    return News(
        kind=kind,
        subject=lesson.course.subject.name,
        sign=sign,
        text=text,
        comment=comment,
        day=lesson.day,
        due_on=due_on,
        at=clock.local(row.entered_at),
        by=row.entered_by.short_name,
    )
