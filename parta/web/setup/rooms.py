"""Rooms: many are added at once, one no longer used is closed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.school import actions as school
from parta.domain.school import permissions
from parta.domain.school.models import Room
from parta.lib import russian
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import TextField, WatchedForm, WholeNumber, saved, status_of
from parta.web.setup.loading import found, values_of


class RoomsForm(forms.Form):
    """Names of new rooms."""

    names = forms.CharField(
        label="Новые кабинеты",
        widget=forms.Textarea({"rows": 5}),
        help_text="Каждый с новой строки или через запятую: «214, 215, Спортзал».",
        error_messages={"required": "Напишите хотя бы один кабинет."},
    )


class RoomForm(WatchedForm):
    """One room."""

    name = TextField(label="Кабинет", max_length=40)
    title = TextField(label="Название", max_length=80, required=False, help_text="Например «физика, лаборатория».")
    capacity = WholeNumber(label="Мест", min_value=1, max_value=2000, required=False)
    is_active = forms.BooleanField(label="Используется", required=False)


def rooms(request: PartaRequest) -> HttpResponse:
    """The list; adding."""
    permissions.require_setting_up(request.user, "менять кабинеты")
    form = RoomsForm(request.POST or None)
    if saved(request, form, lambda: _add(request, form.cleaned_data["names"])):
        return redirect("rooms")
    rows = sorted(Room.objects.all(), key=lambda room: (not room.is_active, russian.sort_key(room.name)))
    return page(request, "web/setup/rooms.html", {"rooms": rows, "form": form}, status_of(form))


def _add(request: PartaRequest, names: str) -> None:
    added = school.add_rooms(request.user, names=names.replace(",", "\n").splitlines())
    count = russian.counted(len(added), "кабинет", "кабинета", "кабинетов")
    messages.success(request, f"Добавлено: {count}." if added else "Все эти кабинеты уже есть.")


def room(request: PartaRequest, room_id: int) -> HttpResponse:
    """Change one room."""
    permissions.require_setting_up(request.user, "менять кабинеты")
    row = found(Room, room_id)
    form = RoomForm.changing(request, lambda: values_of(found(Room, room_id), RoomForm))
    if saved(request, form, lambda: school.change_room(request.user, row, **form.cleaned_data)):
        messages.success(request, f"Кабинет {row.name} записан.")
        return redirect("rooms")
    return page(request, "web/setup/room.html", {"room": row, "form": form}, status_of(form))


urlpatterns = [
    path("rooms/", rooms, name="rooms"),
    path("rooms/<int:room_id>/", room, name="room"),
]
