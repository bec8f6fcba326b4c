"""One lesson changed by the deputy or the administrator: a substitute, another place, cancelled, restored."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from parta.domain.school.models import Room, StaffMember
from parta.domain.school.queries import staff_on
from parta.domain.timetable import actions, queries
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.permissions import require_lesson_change
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page

DAY = {"required": "Выберите день.", "invalid": "День пишут так: 11.12.2025."}
CHOOSE = {"required": "Выберите из списка.", "invalid_choice": "Выберите из списка."}
Act = Callable[[PartaRequest, Lesson, dict[str, Any]], object]


class SubstituteForm(forms.Form):
    """Who gives the lesson, where, why, by which order. Free teachers stand first, busy ones say with what."""

    teacher = forms.TypedChoiceField(label="Кто ведёт", coerce=int, error_messages=CHOOSE)
    room = forms.ModelChoiceField(
        Room.objects.filter(is_active=True), label="Кабинет", required=False, empty_label="тот же"
    )
    reason = forms.CharField(label="Почему", max_length=200, required=False)
    order_number = forms.CharField(label="Приказ №", max_length=40, required=False)

    def __init__(self, lesson: Lesson, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [one for one in staff_on(lesson.day) if one.pk != lesson.teacher_id]
        busy = queries.busy_teachers(lesson)
        self._staff = {one.pk: one for one in staff}
        free = [(one.pk, one.user.short_name) for one in staff if one.pk not in busy]
        taken = [(one.pk, f"{one.user.short_name} — {busy[one.pk]}") for one in staff if one.pk in busy]
        field = self.fields["teacher"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Выберите"), ("Свободны", free), ("Ведут в это время", taken)]

    def clean_teacher(self) -> StaffMember:
        """The row of the one chosen."""
        return self._staff[self.cleaned_data["teacher"]]


class MoveForm(forms.Form):
    """Another day, number, room."""

    day = forms.DateField(
        label="День",
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )
    number = forms.IntegerField(
        label="Урок",
        min_value=0,
        max_value=20,
        error_messages={"required": "Впишите номер.", "invalid": "Нужно число."},
    )
    room = forms.ModelChoiceField(
        Room.objects.filter(is_active=True), label="Кабинет", required=False, empty_label="тот же"
    )
    reason = forms.CharField(label="Почему", max_length=200, required=False)


class CancelForm(forms.Form):
    """Why there will be no lesson."""

    reason = forms.CharField(
        label="Почему",
        max_length=200,
        help_text="Причину увидят учитель и семьи.",
        error_messages={"required": "Напишите, почему урока не будет."},
    )


@require_GET
def lesson_change(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """What may be done with the lesson."""
    return _show(request, _lesson(request, lesson_id), {})


def _lesson(request: PartaRequest, lesson_id: int) -> Lesson:
    require_lesson_change(request.user, "менять уроки")
    return queries.lesson_for(request.user, lesson_id)


def _show(request: PartaRequest, lesson: Lesson, bound: dict[str, forms.Form]) -> HttpResponse:
    substitution = getattr(lesson, "substitution", None)
    context = {
        "lesson": lesson,
        "item": queries.item_of(lesson),
        "substitution": substitution,
        "substitute": SubstituteForm(lesson, auto_id="sub-%s"),
        "move": MoveForm(initial={"day": lesson.day, "number": lesson.number}, auto_id="move-%s"),
        "cancelling": CancelForm(auto_id="cancel-%s"),
        "moved": lesson.moved_from_day is not None,
        **bound,
    }
    return page(request, "web/teaching/lesson_change.html", context, 422 if bound else 200)


def _do(request: PartaRequest, lesson: Lesson, name: str, form: forms.Form, act: Act) -> HttpResponse:
    """Run one form of the page; a refusal is shown at its form."""
    if form.is_valid():
        try:
            act(request, lesson, form.cleaned_data)
        except (PermissionDenied, NotFound):
            raise
        except DomainError as refused:
            form.add_error(None, refused.message)
            return _show(request, queries.lesson_for(request.user, lesson.pk), {name: form})
        messages.success(request, "Записано. Все увидят это в расписании и в дневнике.")
        return redirect("lesson_change", lesson.pk)
    return _show(request, lesson, {name: form})


@require_POST
def lesson_substitute(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Name the substitute."""
    lesson = _lesson(request, lesson_id)
    form = SubstituteForm(lesson, request.POST, auto_id="sub-%s")

    def _act(request: PartaRequest, lesson: Lesson, data: dict[str, Any]) -> object:
        return actions.substitute_lesson(request.user, lesson=lesson, **data)

    return _do(request, lesson, "substitute", form, _act)


@require_POST
def lesson_move(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Another place or room."""

    def _act(request: PartaRequest, lesson: Lesson, data: dict[str, Any]) -> object:
        return actions.move_lesson(request.user, lesson=lesson, **data)

    return _do(request, _lesson(request, lesson_id), "move", MoveForm(request.POST, auto_id="move-%s"), _act)


@require_POST
def lesson_cancel(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """There will be no lesson."""

    def _act(request: PartaRequest, lesson: Lesson, data: dict[str, Any]) -> object:
        return actions.cancel_lesson(request.user, lesson=lesson, reason=data["reason"])

    return _do(request, _lesson(request, lesson_id), "cancelling", CancelForm(request.POST, auto_id="cancel-%s"), _act)


@require_POST
def lesson_restore(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """As in the timetable again: without a substitute, at the old place, not cancelled."""
    lesson = _lesson(request, lesson_id)
    if getattr(lesson, "substitution", None):
        actions.remove_substitution(request.user, lesson=lesson)
    else:
        actions.restore_lesson(request.user, lesson=lesson)
    messages.success(request, "Урок возвращён в расписание.")
    return redirect("lesson_change", lesson_id)


urlpatterns = [
    path("timetable/lessons/<int:lesson_id>/", lesson_change, name="lesson_change"),
    path("timetable/lessons/<int:lesson_id>/substitute/", lesson_substitute, name="lesson_substitute"),
    path("timetable/lessons/<int:lesson_id>/move/", lesson_move, name="lesson_move"),
    path("timetable/lessons/<int:lesson_id>/cancel/", lesson_cancel, name="lesson_cancel"),
    path("timetable/lessons/<int:lesson_id>/restore/", lesson_restore, name="lesson_restore"),
]
