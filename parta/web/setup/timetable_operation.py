"""Keys and drags of the timetable editor: one operation on places of the week, answered with the cells it changed."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.curriculum.queries import courses
from parta.domain.school.models import Room, StaffMember
from parta.domain.timetable import actions, queries
from parta.domain.timetable.actions import NewEntry, WeekPlace
from parta.domain.timetable.errors import TimetableNotFound
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.domain.timetable.permissions import require_weekly
from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied
from parta.web.http import PartaRequest, status_of
from parta.web.setup.timetable_edit import Spot, level_of, spot_of

Undo = list[dict[str, Any]]


@require_POST
def timetable_operation(request: PartaRequest, timetable_id: int) -> HttpResponse:
    """`op`: put, remove, move (swaps with what stands there), copy, undo; `cell`, `to`, `seen`, `seen_to`."""
    require_weekly(request.user, "менять расписание")
    table = queries.timetable_for(timetable_id)
    try:
        with transaction.atomic():
            spots, was = _carry_out(request, table)
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        return JsonResponse({"message": refused.message}, status=status_of(refused))
    return JsonResponse({"was": was, **_drawn(request, table, spots)})


def _carry_out(request: PartaRequest, table: Timetable) -> tuple[list[Spot], Undo]:
    """The places touched and how they were."""
    if request.POST.get("op") == "undo":
        return _undo(request, table)
    cell, to = _spot(request, table, "cell"), _spot(request, table, "to")
    if cell is None:
        raise TimetableNotFound("Такого места в расписании нет.")
    touched = [one for one in (cell, to) if one]
    was = _lines_of(table, touched)
    seen = [_seen(request, one, name) for one, name in ((cell, "seen"), (to, "seen_to")) if one]
    actions.check_places(table, seen)
    _do(request, table, cell, to)
    return touched, was


def _do(request: PartaRequest, table: Timetable, cell: Spot, to: Spot | None) -> None:
    op = request.POST.get("op")
    here = queries.entries_at(table, cell.school_class, cell.weekday, cell.number)
    if op == "put":
        _put(request, table, cell)
    elif op == "remove":
        for entry in here:
            actions.remove_entry(request.user, entry=entry)
    elif op == "move" and to:
        _move(request, table, here, to)
    elif op == "copy" and to:
        pages = courses(table.year, school_class=to.school_class.pk)
        actions.copy_place(
            request.user, timetable=table, source=_place(cell), target=_place(to),
            courses={one.subject_id: one for one in pages},
        )  # fmt: skip
    else:
        raise InvalidInput("Такого действия в расписании нет.")


def _put(request: PartaRequest, table: Timetable, cell: Spot) -> None:
    text = request.POST.get("course", "")
    pages = courses(table.year, school_class=cell.school_class.pk)
    course = next((one for one in pages if str(one.pk) == text), None)
    if course is None:
        raise InvalidInput("У этого класса такого предмета нет.")
    actions.set_entry(
        request.user, timetable=table, course=course, weekday=cell.weekday, number=cell.number,
        room=queries.usual_room(table, course),
    )  # fmt: skip


def _move(request: PartaRequest, table: Timetable, here: list[TimetableEntry], to: Spot) -> None:
    there = queries.entries_at(table, to.school_class, to.weekday, to.number)
    if here and here[0].course.school_class_id not in (None, to.school_class.pk):
        raise InvalidInput("Переносят внутри класса. В другой класс урок копируют: Ctrl+C, Ctrl+V.")
    if there and here:
        actions.swap_entries(request.user, first=here, second=there)
    else:
        actions.move_entries(request.user, entries=here, weekday=to.weekday, number=to.number)


def _undo(request: PartaRequest, table: Timetable) -> tuple[list[Spot], Undo]:
    """Places as they were before an operation of this page."""
    try:
        rows = [(str(row["cell"]), list(row["lines"])) for row in json.loads(request.POST.get("was", ""))]
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput("Отменить не получилось: обновите страницу.") from error
    spots = [spot for cell, _ in rows[:4] if (spot := spot_of(cell, table.year))]
    was = _lines_of(table, spots)
    places = [
        WeekPlace(one.school_class, one.weekday, one.number, lines=_entries(table, one, lines))
        for one, (_, lines) in zip(spots, rows, strict=False)
    ]
    actions.restore_places(request.user, timetable=table, places=places)
    return spots, was


def _entries(table: Timetable, spot: Spot, lines: Iterable[Any]) -> list[NewEntry]:
    pages = {one.pk: one for one in courses(table.year, school_class=spot.school_class.pk, active=None)}
    found = []
    for course_id, room_id, teacher_id, week in lines:
        if course_id not in pages:
            raise InvalidInput("Отменить не получилось: такого предмета у класса уже нет.")
        room = Room.objects.filter(pk=room_id).first() if room_id else None
        teacher = StaffMember.objects.filter(pk=teacher_id).first() if teacher_id else None
        found.append(NewEntry(pages[course_id], spot.weekday, spot.number, week, room, teacher))
    return found


def _lines_of(table: Timetable, spots: Iterable[Spot]) -> Undo:
    return [
        {
            "cell": one.key,
            "lines": [
                [row.course_id, row.room_id, row.teacher_id, row.week]
                for row in queries.entries_at(table, one.school_class, one.weekday, one.number)
            ],
        }
        for one in spots
    ]


def _drawn(request: PartaRequest, table: Timetable, spots: list[Spot]) -> dict[str, Any]:
    """The touched cells as they are now, and lines of the school that stand in a conflict."""
    classes = list({one.school_class.pk: one.school_class for one in spots}.values())
    grid = queries.weekly_grid(table, classes)
    places = {place.key: place for row in grid.rows for place in row.places}
    context = {"table": table, "level": level_of(request, spots[0] if spots else None), "by": "class"}
    hard = [one for one in grid.conflicts if not one.soft]
    return {
        "cells": {
            one.key: render_to_string("web/setup/_timetable_cell.html", {**context, "place": places[one.key]})
            for one in spots
            if one.key in places
        },
        "conflicts": len(hard),
        "entries": sorted({entry_id for one in hard for entry_id in one.entry_ids}),
        "at": spots[-1].key if spots else "",
    }


def _spot(request: PartaRequest, table: Timetable, name: str) -> Spot | None:
    return spot_of(request.POST.get(name, ""), table.year)


def _seen(request: PartaRequest, spot: Spot, name: str) -> WeekPlace:
    return WeekPlace(spot.school_class, spot.weekday, spot.number, request.POST.get(name))


def _place(spot: Spot) -> WeekPlace:
    return WeekPlace(spot.school_class, spot.weekday, spot.number)


urlpatterns = [path("setup/timetable/<int:timetable_id>/operation/", timetable_operation, name="timetable_operation")]
