"""The diary of one pupil for any days: what the family reads on its page."""

from datetime import date, datetime, timedelta

from django.http.response import HttpResponseBase
from ninja import Router

from parta.api.answers import read
from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.days import chosen_days
from parta.api.files import files_out
from parta.api.requests import FromDay, ToDay
from parta.api.schemas import (
    DiaryAbsenceOut,
    DiaryDayOut,
    DiaryLessonOut,
    DiaryMarkOut,
    DiaryNoteOut,
    DiaryOut,
    DiaryTaskOut,
    answers,
)
from parta.domain.access.choices import Scope
from parta.domain.diary import queries
from parta.domain.diary.queries import DiaryAbsence, DiaryDay, DiaryHomework, DiaryLesson, DiaryMark, DiaryNote
from parta.lib import clock
from parta.lib.dates import monday_of

LONGEST = 62
"""Days of one answer: two months."""
router = Router(tags=["Дневник"])


@router.get(
    "/students/{int:student_id}/diary",
    auth=ProgramKey(Scope.READ_DIARY),
    response=answers(DiaryOut, 404),
    url_name="api_diary",
    operation_id="diary",
    summary="Дневник ученика за дни",
)
def diary(
    request: ProgramRequest,
    student_id: int,
    first: FromDay = None,
    last: ToDay = None,
) -> HttpResponseBase:
    """Уроки, отметки, пропуски, задания. Без дней — текущая неделя. Право: read_diary. Чужой дневник не открыть.

    Чтение программой не делает новое прочитанным.
    """
    student = queries.diary_for(request.user, student_id)
    monday = monday_of(clock.today())
    start, end = chosen_days(first, last, (monday, monday + timedelta(days=6)), longest=LONGEST)
    span = queries.diary_span(student, start, end)
    found: DiaryOut = {
        "student": student.pk,
        "name": student.user.list_name,
        "class": span.school_class.name if span.school_class else "",
        "from": start.isoformat(),
        "to": end.isoformat(),
        "notice": span.policy.notice,
        "clause": span.policy.clause,
        "days": [_day(day) for day in span.days],
        "notes": [_note(one) for one in span.notes],
    }
    return read(request, found)


def _day(day: DiaryDay) -> DiaryDayOut:
    return {
        "day": day.day.isoformat(),
        "rest": day.rest,
        "special": day.special,
        "lessons": [_lesson(lesson) for lesson in day.lessons],
        "other_homework": [_task(task) for task in day.extra],
    }


def _lesson(lesson: DiaryLesson) -> DiaryLessonOut:
    return {
        "lesson": lesson.lesson_id,
        "number": lesson.number,
        "starts": _moment(lesson.starts) if lesson.starts else None,
        "ends": _moment(lesson.ends) if lesson.ends else None,
        "subject": lesson.subject,
        "room": lesson.room,
        "teacher": lesson.teacher,
        "topic": lesson.topic,
        "kind": lesson.kind,
        "change": lesson.change,
        "change_text": lesson.change_text,
        "off": lesson.is_off,
        "marks": [_mark(mark) for mark in lesson.marks],
        "absence": _absence(lesson.absence) if lesson.absence else None,
        "homework_due": [_task(task) for task in lesson.homework_due],
        "homework_set": _task(lesson.homework_set) if lesson.homework_set else None,
        "homework_not_set": lesson.nothing_set,
        "resources": files_out(lesson.resources),
    }


def _mark(mark: DiaryMark) -> DiaryMarkOut:
    return {
        "value": mark.value,
        "kind": mark.kind,
        "weight": float(mark.weight),
        "counts": mark.counts,
        "comment": mark.comment,
        "by": mark.teacher,
        "at": _moment(mark.at),
        "owed": mark.owed,
        "first": mark.first,
    }


def _absence(absence: DiaryAbsence) -> DiaryAbsenceOut:
    return {
        "code": absence.code,
        "title": absence.word,
        "missed": absence.is_missed,
        "comment": absence.comment,
    }


def _task(task: DiaryHomework) -> DiaryTaskOut:
    return {
        "subject": task.subject,
        "text": task.text,
        "set_on": task.set_on.isoformat(),
        "due_on": _text(task.due_on),
        "minutes": task.minutes,
        "files": files_out(task.files),
    }


def _note(note: DiaryNote) -> DiaryNoteOut:
    return {
        "kind": note.kind.value,
        "title": note.kind_title,
        "text": note.text,
        "subject": note.subject,
        "day": note.day.isoformat(),
        "by": note.teacher,
        "at": _moment(note.at),
        "corrected": note.changed_at is not None,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")
