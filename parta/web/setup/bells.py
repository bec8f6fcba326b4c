"""Bells: times of lessons by shift, weekday and first day, edited as one table."""

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.school.choices import Shift
from parta.domain.timetable import actions, queries
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import BellSchedule
from parta.domain.timetable.permissions import require_setup
from parta.lib.dates import WEEKDAYS
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, TextField, WatchedForm, attempt, status_of
from parta.web.setup.loading import found
from parta.web.setup.work_year import work_year

NUMBERS = range(13)
"""A lesson before the first (0) and twelve more: no timetable we have seen needs others."""


class TimeField(forms.TimeField):
    """A time of day: the browser's own field, or typed as 8:30."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
            widget=forms.TimeInput({"type": "time", "class": "inp", "aria-label": label}, format="%H:%M"),
            error_messages={"invalid": f"{label}: время пишут так: 8:30."},
        )


class BellsForm(WatchedForm):
    """A shift, its day or weekday, and thirteen rows of times; empty rows are left out."""

    shift = forms.TypedChoiceField(label="Смена", choices=Shift.choices, coerce=int)
    weekday = forms.TypedChoiceField(
        label="Дни",
        choices=[("", "все дни"), *[(number, f"только {name}") for number, name in enumerate(WEEKDAYS[:6], start=1)]],
        coerce=int,
        empty_value=None,
        required=False,
    )
    valid_from = DayField(label="Действуют с")
    title = TextField(label="Название", max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            self.fields[f"starts-{number}"] = TimeField(f"{number}-й урок, начало")
            self.fields[f"ends-{number}"] = TimeField(f"{number}-й урок, конец")

    def clean(self) -> dict[str, Any]:
        """Both times of a lesson or neither."""
        for number in NUMBERS:
            starts, ends = (self.cleaned_data.get(f"{name}-{number}") for name in ("starts", "ends"))
            missing = "ends" if starts and not ends else "starts" if ends and not starts else ""
            if missing and f"{missing}-{number}" not in self.errors:
                words = "когда он кончается" if missing == "ends" else "когда он начинается"
                self.add_error(f"{missing}-{number}", f"{number}-й урок: впишите, {words}.")
        return self.cleaned_data

    def slots(self) -> list[SlotTimes]:
        """Rows that have times."""
        times: list[tuple[int, time | None, time | None]] = [
            (number, self.cleaned_data[f"starts-{number}"], self.cleaned_data[f"ends-{number}"]) for number in NUMBERS
        ]
        return [SlotTimes(number, starts, ends) for number, starts, ends in times if starts and ends]

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Fields of the table, in order."""
        return [(number, self[f"starts-{number}"], self[f"ends-{number}"]) for number in NUMBERS]

    def row_errors(self) -> list[str]:
        """What is wrong in the table, in words."""
        return [str(error) for _, *fields in self.rows() for field in fields for error in field.errors]


def bells(request: PartaRequest) -> HttpResponse:
    """All bells of the year; the form sets new ones, or changes those chosen by `edit`."""
    require_setup(request.user, "менять звонки")
    year = work_year()
    form = BellsForm.changing(request, lambda: _initial(request))
    posted = request.method == "POST" and form.is_valid()
    if posted and attempt(form, lambda: _save(request, form)):
        messages.success(request, "Звонки записаны. Чтобы время сменилось и в журнале, обновите уроки.")
        return redirect("bells")
    context = {
        "year": year,
        "form": form,
        "schedules": queries.bell_schedules(year),
        "editing": request.GET.get("edit"),
    }
    return page(request, "web/setup/bells.html", context, status_of(form))


def _save(request: PartaRequest, form: BellsForm) -> None:
    head = {name: form.cleaned_data[name] for name in ("shift", "weekday", "valid_from", "title")}
    actions.set_bell_schedule(request.user, year=work_year(), slots=form.slots(), **head)


def _initial(request: PartaRequest) -> dict[str, object]:
    """The bells to be changed, or an empty table from the first day of the year."""
    text = request.GET.get("edit", "")
    if not text.isdecimal():
        return {"valid_from": work_year().starts_on, "shift": Shift.FIRST}
    row = found(BellSchedule.objects.prefetch_related("slots"), int(text))
    times = {f"starts-{slot.number}": slot.starts_at for slot in row.slots.all()}
    times |= {f"ends-{slot.number}": slot.ends_at for slot in row.slots.all()}
    head = {"shift": row.shift, "weekday": row.weekday, "valid_from": row.valid_from, "title": row.title}
    return {**head, **times}


@require_POST
def bells_remove(request: PartaRequest, schedule_id: int) -> HttpResponse:
    """Take bells away."""
    actions.remove_bell_schedule(request.user, schedule=found(BellSchedule, schedule_id))
    messages.success(request, "Звонки убраны. Время уже созданных уроков не изменилось.")
    return redirect("bells")


urlpatterns = [
    path("setup/bells/", bells, name="bells"),
    path("setup/bells/<int:schedule_id>/remove/", bells_remove, name="bells_remove"),
]
