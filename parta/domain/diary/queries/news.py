"""«Новое с прошлого раза»: what was entered about one pupil since the reader last looked."""

from collections.abc import Iterable
from datetime import date, datetime

from parta.domain.access.models import User
from parta.domain.diary.queries.access import last_visit
from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.diary.queries.entries import Entries
from parta.domain.diary.queries.kinds import kind_of
from parta.domain.diary.queries.lessons import lessons_of
from parta.domain.diary.queries.news_line import News
from parta.domain.diary.queries.notes import DiaryNote
from parta.domain.diary.queries.results import result_news
from parta.domain.diary.queries.words import absence_word
from parta.domain.journal.models import AttendanceEntry, Homework, Mark, WorkType
from parta.domain.journal.queries.settings import work_types
from parta.domain.journal.rules.marks import OWED_WORDS
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.queries import item_of
from parta.lib import clock
from parta.lib.russian import ordinal_lesson

SHOWN = 20


def news_since(reader: User, student: Student) -> list[News]:
    """New entries since the last visit, newest first, at most twenty; nothing at the first visit."""
    seen = last_visit(reader, student)
    if seen is None:
        return []
    today = clock.today()
    belonging = belonging_of(student)
    lessons = lessons_of(belonging, today, today, changed_since=seen)
    results = result_news(student.pk, seen)
    return news_of(Entries(belonging, today, today, today, seen), work_types(), lessons, results)


def news_of(
    entries: Entries,
    kinds: dict[int, WorkType],
    lessons: Iterable[Lesson],
    results: Iterable[News] = (),
    notes: Iterable[DiaryNote] = (),
) -> list[News]:
    """The new ones among entries, lessons and notes that are already read (changes: S2-2.2c), and results."""
    found = [*results]
    found += [
        _news("mark", mark, sign=mark.sign, text=_about(mark, kinds), comment=mark.comment)
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
    found += [_changed(one, one.changed_at) for one in lessons if one.changed_at and _is_news(one, entries)]
    found += [_said(one) for one in notes if one.is_new]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _is_news(lesson: Lesson, entries: Entries) -> bool:
    return lesson.changed_at is not None and entries.is_new(lesson.changed_at) and lesson.day >= clock.today()


def _said(note: DiaryNote) -> News:
    about = note.subject or "Общее"
    at = note.changed_at or note.at
    return News("note", about, note.kind_title, note.text, "", note.day, None, at, note.teacher)


def _changed(lesson: Lesson, at: datetime) -> News:
    item = item_of(lesson)
    who = f": {item.teacher}" if item.change == "замена" else ""
    detail = f" ({item.change_text})" if item.change_text else ""
    return News(
        kind="change",
        subject=lesson.course.subject.name,
        sign="",
        text=f"{ordinal_lesson(lesson.number)}: {item.change or 'снова по расписанию'}{who}{detail}",
        comment="",
        day=lesson.day,
        due_on=None,
        at=clock.local(at),
        by="",
    )


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


def _about(mark: Mark, kinds: dict[int, WorkType]) -> str:
    kind = kind_of(mark, mark.lesson, kinds).name
    return f"{kind}, {OWED_WORDS}" if mark.owed else kind
