"""What the timetable editor does at a place of the week: set a line, change it, remove it, move or swap the place."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import TimetableNotFound
from parta.domain.timetable.models import Timetable
from parta.domain.timetable.permissions import require_weekly
from parta.web.http import PartaRequest
from parta.web.setup.forms import attempt
from parta.web.setup.timetable_edit import Line, Spot, address, place_choices, place_form, show, side, spot_of
from parta.web.setup.timetable_forms import MoveForm


def _place(request: PartaRequest, timetable_id: int) -> tuple[Timetable, Spot]:
    """The version and the place of the request; only the administrator."""
    require_weekly(request.user, "менять расписание")
    table = queries.timetable_for(timetable_id)
    spot = spot_of(request.POST.get("cell", ""), table.year)
    if spot is None:
        raise TimetableNotFound("Такого места в расписании нет.")
    if "seen" in request.POST:
        actions.check_places(
            table, [actions.WeekPlace(spot.school_class, spot.weekday, spot.number, request.POST["seen"])]
        )
    return table, spot


@require_POST
def place_set(request: PartaRequest, timetable_id: int) -> HttpResponse:
    """Put a lesson here, or change the line named by `entry`."""
    table, spot = _place(request, timetable_id)
    text = request.POST.get("entry", "")
    entry = queries.entry_for(int(text)) if text.isdecimal() else None
    form = place_form(place_choices(table, spot), entry, request.POST)

    def _set() -> None:
        actions.set_entry(
            request.user, timetable=table, entry=entry, weekday=spot.weekday, number=spot.number, **form.line()
        )

    if form.is_valid() and attempt(form, _set):
        return redirect(address(table, spot, request.POST.get("level")))
    if entry is None:
        return show(request, table, spot, {"add": form}, status=422)
    lines = [Line(entry, form) if line.entry.pk == entry.pk else line for line in side(table, spot)["lines"]]
    return show(request, table, spot, {"lines": lines}, status=422)


@require_POST
def place_move(request: PartaRequest, timetable_id: int) -> HttpResponse:
    """Move everything here to another place; what stands there comes here."""
    table, spot = _place(request, timetable_id)
    form = MoveForm(request.POST, auto_id="to-%s")
    target: list[Spot] = []
    if form.is_valid() and attempt(form, _mover(request, table, spot, form, target)):
        messages.success(request, f"Переставлено: {spot.title} → {target[0].title}.")
        return redirect(address(table, target[0], request.POST.get("level")))
    return show(request, table, spot, {"move": form}, status=422)


def _mover(
    request: PartaRequest, table: Timetable, spot: Spot, form: forms.Form, target: list[Spot]
) -> Callable[[], Any]:
    def _move() -> None:
        new = Spot(spot.school_class, form.cleaned_data["weekday"], form.cleaned_data["number"])
        here = queries.entries_at(table, spot.school_class, spot.weekday, spot.number)
        there = queries.entries_at(table, spot.school_class, new.weekday, new.number)
        if there and here:
            actions.swap_entries(request.user, first=here, second=there)
        else:
            actions.move_entries(request.user, entries=here, weekday=new.weekday, number=new.number)
        target.append(new)

    return _move


@require_POST
def place_remove(request: PartaRequest, timetable_id: int, entry_id: int) -> HttpResponse:
    """Take a line out of the week."""
    table, spot = _place(request, timetable_id)
    entry = queries.entry_for(entry_id)
    actions.remove_entry(request.user, entry=entry)
    messages.success(request, f"Убрано из расписания: {entry.course.title}.")
    return redirect(address(table, spot, request.POST.get("level")))


urlpatterns = [
    path("setup/timetable/<int:timetable_id>/set/", place_set, name="place_set"),
    path("setup/timetable/<int:timetable_id>/move/", place_move, name="place_move"),
    path("setup/timetable/<int:timetable_id>/entries/<int:entry_id>/remove/", place_remove, name="place_remove"),
]
