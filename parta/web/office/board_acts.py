"""What the board writes: an absence, the fate of a lesson, a day without lessons. Then comes the next open lesson."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parta.domain.access.models import User
from parta.domain.school.queries import year_on
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import LessonClash, LessonNotFound
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.permissions import require_lesson_change
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.lib.russian import counted
from parta.web.http import PartaRequest, page
from parta.web.office.board import ACTS, address, day_of, form_of, show
from parta.web.office.board_forms import AbsenceForm, WholeDayForm
from parta.web.shared.forms import attempt, saved, status_of


@require_POST
def board_decide(request: PartaRequest, lesson_id: int, act: str) -> HttpResponse:
    """One decision about one lesson; a clash is shown and may be written all the same."""
    require_lesson_change(request.user, "менять уроки")
    lesson = queries.lesson_for(request.user, lesson_id)
    day = day_of(request.POST.get("on", "")) if "on" in request.POST else lesson.day
    if act == "restore":
        return _restore(request, lesson)
    if act not in ACTS:
        raise LessonNotFound("Такого действия с уроком нет.")
    form = form_of(act, lesson, data=request.POST)
    clash = False
    if form.is_valid():
        try:
            _carry_out(request.user, lesson, act, form.cleaned_data)
        except (PermissionDenied, NotFound):
            raise
        except DomainError as refused:
            clash = isinstance(refused, LessonClash)
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"{DONE[act]}: {actions.lesson_title(lesson)}. Семьи уже видят это в дневнике.")
            return redirect(address(day))
    return show(request, day, lesson_id=lesson_id, bound=form, act=act, clash=clash)


DONE = {
    "substitute": "Замена назначена",
    "join": "Уроки объединены",
    "move": "Урок перенесён",
    "cancel": "Урок отменён",
    "room": "Кабинет сменён",
    "distance": "Дистанционный урок записан",
}


def _carry_out(actor: User, lesson: Lesson, act: str, data: dict[str, Any]) -> None:
    if act == "substitute":
        _substitute(actor, lesson, data)
    elif act == "join":
        actions.join_lessons(actor, lesson=lesson, **data)
    elif act == "cancel":
        actions.cancel_lesson(actor, lesson=lesson, **data)
    elif act == "distance":
        actions.set_distance_link(actor, lesson=lesson, **data)
    elif act == "room":
        actions.move_lesson(actor, lesson=lesson, day=lesson.day, number=lesson.number, **data)
    else:
        actions.move_lesson(actor, lesson=lesson, **data)


def _substitute(actor: User, lesson: Lesson, data: dict[str, Any]) -> None:
    course = data.pop("course")
    if course is None:
        actions.substitute_lesson(actor, lesson=lesson, **data)
        return
    data.pop("order_number")
    actions.replace_subject(actor, lesson=lesson, course=course, **data)


def _restore(request: PartaRequest, lesson: Lesson) -> HttpResponse:
    """As in the timetable again: without a substitute, at the old place, not cancelled."""
    day = day_of(request.POST.get("on", "")) if "on" in request.POST else lesson.day
    if getattr(lesson, "substitution", None) and not lesson.in_place_of_id:
        actions.remove_substitution(request.user, lesson=lesson)
    else:
        actions.restore_lesson(request.user, lesson=lesson.in_place_of or lesson)
    messages.success(request, "Урок возвращён в расписание.")
    return redirect(address(day))


@never_cache
@require_http_methods(["GET", "POST"])
def absence_new(request: PartaRequest) -> HttpResponse:
    """«Кого ещё нет»: the board follows with the first lesson to be given away."""
    require_lesson_change(request.user, "записывать отсутствие сотрудников")
    day = day_of(request.GET.get("day", ""))
    form = AbsenceForm(request.POST or None, initial={"first_day": day, "last_day": day})
    if saved(request, form, lambda: actions.record_absence(request.user, **form.cleaned_data)):
        first = max(form.cleaned_data["first_day"], min(day, form.cleaned_data["last_day"] or day))
        return redirect(address(first))
    context = {"form": form, "day": day, "title": "Кого нет", "submit": "Записать"}
    return page(request, "web/office/absence.html", context, status_of(form))


@never_cache
@require_http_methods(["GET", "POST"])
def absence_change(request: PartaRequest, absence_id: int) -> HttpResponse:
    """The term of an absence: prolonged, shortened, or gone when it was a mistake."""
    require_lesson_change(request.user, "записывать отсутствие сотрудников")
    absence = queries.absence_for(absence_id)
    day = clock.today() if absence.covers(clock.today()) else absence.first_day
    if "remove" in request.POST:
        actions.remove_absence(request.user, absence=absence)
        return redirect(address(day))
    form = AbsenceForm(request.POST or None, absence=absence)
    if saved(request, form, lambda: actions.change_absence(request.user, absence=absence, **form.cleaned_data)):
        return redirect(address(day))
    name = absence.staff.user.short_name
    context = {"form": form, "day": day, "absence": absence, "title": f"Отсутствие: {name}", "submit": "Записать срок"}
    return page(request, "web/office/absence.html", context, status_of(form))


@never_cache
@require_http_methods(["GET", "POST"])
def whole_day(request: PartaRequest) -> HttpResponse:
    """No lessons that day: frost, quarantine; or bring them back."""
    require_lesson_change(request.user, "отменять уроки")
    day = day_of(request.POST.get("day") or request.GET.get("day", ""))
    year = year_on(day)
    if year is None:
        raise NotFound("Этот день не входит ни в один учебный год.")
    form = WholeDayForm(year.pk, request.POST or None, initial={"day": day})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change_day(request, form)):
        return redirect(address(form.cleaned_data["day"]))
    cancelled = queries.cancelled_reasons(day)
    return page(
        request, "web/office/whole_day.html", {"form": form, "day": day, "cancelled": cancelled}, status_of(form)
    )


def _change_day(request: PartaRequest, form: forms.Form) -> None:
    data = form.cleaned_data
    year = year_on(data["day"])
    if year is None:
        raise NotFound("Этот день не входит ни в один учебный год.")
    back = "restore" in request.POST
    act = actions.restore_day if back else actions.cancel_day
    classes = list(data["classes"]) or None
    count = act(request.user, year=year, day=data["day"], reason=data["reason"], classes=classes)
    lessons = counted(count, "урок", "урока", "уроков")
    word = "Возвращено" if back else "Отменено"
    messages.success(request, f"{word} на {day_title(data['day'])}: {lessons}. Семьи уже видят это в дневнике.")


urlpatterns = [
    path("board/absences/new/", absence_new, name="absence_new"),
    path("board/absences/<int:absence_id>/", absence_change, name="absence_change"),
    path("board/day/", whole_day, name="whole_day"),
    path("board/lessons/<int:lesson_id>/<str:act>/", board_decide, name="board_decide"),
]
