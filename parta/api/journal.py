"""A journal page as JSON, and the one address all entries of programs go to: the same road as the page's own."""

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from parta.api.answers import as_json, read
from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.days import chosen_days
from parta.api.files import files_out
from parta.api.requests import OPERATIONS_BODY, FromDay, ToDay
from parta.api.schemas import CellOut, ColumnOut, JournalOut, MarkOut, Results, RowOut, answers
from parta.domain.access.choices import Scope
from parta.domain.curriculum.models import Course
from parta.domain.journal import actions, queries
from parta.domain.journal.queries import GridCell, GridColumn, GridMark, GridRow, LessonText
from parta.domain.school.queries import period_on
from parta.lib import clock

LONGEST = 400
"""Days of one answer: a whole year with its summer."""
EMPTY = LessonText()
router = Router(tags=["Журнал"])


@router.get(
    "/courses/{int:course_id}/journal",
    auth=ProgramKey(Scope.READ_JOURNAL, Scope.WRITE_JOURNAL),
    response=answers(JournalOut, 404),
    url_name="api_journal",
    operation_id="journal",
    summary="Страница журнала за дни",
)
def journal(
    request: ProgramRequest,
    course_id: int,
    first: FromDay = None,
    last: ToDay = None,
) -> HttpResponseBase:
    """Уроки, ученики и клетки с версиями. Без дней — текущий учебный период. Право: read_journal или write_journal."""
    course = queries.course_for(request.user, course_id)
    usual = (first, last) if first and last else _period(course)
    days = chosen_days(first, last, usual, longest=LONGEST)
    grid = queries.journal_grid(request.user, course, *days, signed=True)
    texts = queries.lesson_texts([column.lesson_id for column in grid.columns])
    day = min(max(clock.today(), grid.first), grid.last)
    theory = queries.theory_signs(
        request.user, course, [row.student_id for row in grid.rows], day, writes=grid.may_write
    )
    if theory:
        actions.note_health_read(request.user, theory)
    found: JournalOut = {
        "course": course.pk,
        "title": grid.title,
        "from": grid.first.isoformat(),
        "to": grid.last.isoformat(),
        "may_write": grid.may_write,
        "marks_allowed": grid.marks_allowed,
        "notice": grid.grade1_notice,
        "clause": grid.grade1_clause,
        "mark_values": list(grid.mark_values),
        "columns": [_column(column, texts.get(column.lesson_id, EMPTY)) for column in grid.columns],
        "rows": [_row(row, theory.get(row.student_id, "")) for row in grid.rows],
    }
    return read(request, found)


@router.post(
    "/journal/operations",
    auth=ProgramKey(Scope.WRITE_JOURNAL),
    response=answers(Results, 413, kept=False),
    url_name="api_operations",
    operation_id="operations",
    summary="Записи в журнал",
    openapi_extra={"requestBody": OPERATIONS_BODY},
)
def operations(request: ProgramRequest) -> HttpResponse:
    """До 500 операций по порядку; на каждую свой ответ, одна другой не мешает. Право: write_journal.

    Сеть пропала — пошлите то же ещё раз с теми же id: записанное не запишется дважды.
    """
    response = as_json({"results": actions.apply_request(request.user, request.body)})
    response["Cache-Control"] = "no-store"
    return response


def _period(course: Course) -> tuple[date, date]:
    period = period_on(course.year, course.grade_level, clock.today())
    return (period.starts_on, period.ends_on) if period else (course.year.starts_on, course.year.ends_on)


def _column(column: GridColumn, text: LessonText) -> ColumnOut:
    return {
        "lesson": column.lesson_id,
        "day": column.day.isoformat(),
        "number": column.number,
        "kind": column.kind_code,
        "kind_title": column.kind_title,
        "weight": float(column.weight),
        "future": column.is_future,
        "cancelled": column.is_cancelled,
        "may_write": column.may_write,
        "note": column.note,
        "version": column.record_version,
        "topic": text.topic,
        "homework": text.homework,
        "homework_due": text.due_on.isoformat() if text.due_on else None,
        "homework_not_set": text.not_set,
        "homework_version": text.homework_version,
        "files": files_out(text.files),
    }


def _row(row: GridRow, theory: str) -> RowOut:
    return {
        "student": row.student_id,
        "number": row.number,
        "name": row.name,
        "average": row.average,
        "mark_count": row.mark_count,
        "note": row.note,
        "theory": theory,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: GridCell) -> CellOut | None:
    if not cell.marks and not cell.absence_version and not cell.outside:
        return None
    return {
        "marks": [_mark(mark) for mark in cell.marks],
        "absence": cell.absence,
        "absence_version": cell.absence_version,
        "absence_comment": cell.absence_comment,
        "outside": cell.outside,
    }


def _mark(mark: GridMark) -> MarkOut:
    return {
        "slot": mark.slot,
        "value": mark.value,
        "version": mark.version,
        "work_type": mark.work_type,
        "weight": float(mark.weight),
        "comment": mark.comment,
        "by": mark.by,
        "at": clock.local(mark.at).isoformat(timespec="seconds") if mark.at else "",
        "counts": mark.counts,
        "owed": mark.owed,
        "first": mark.first,
    }
