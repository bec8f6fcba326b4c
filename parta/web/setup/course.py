"""One page of the journal: who teaches it since when, its hours and plan, closing."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.curriculum.permissions import require_setup
from parta.domain.school.queries import staff_on
from parta.domain.timetable import actions as timetable
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.course_forms import AssignForm, EndForm, HoursForm, ReplaceForm
from parta.web.setup.forms import attempt
from parta.web.setup.loading import found

Act = Callable[[PartaRequest, Course, forms.Form], object]


@require_GET
def course(request: PartaRequest, course_id: int) -> HttpResponse:
    """The page of the administrator about a page of the journal."""
    require_setup(request.user, "настраивать страницы журнала")
    return _show(request, queries.course_for_setup(course_id), {})


def _show(request: PartaRequest, row: Course, bound: dict[str, forms.Form]) -> HttpResponse:
    staff = staff_on(clock.today())
    line = queries.hours_by_course([row]).get(row.pk)
    assignments = list(row.assignments.select_related("staff__user").order_by("-valid_from", "-id"))
    context = {
        "course": row,
        "assignments": assignments,
        "has_teacher": any(one.valid_to is None for one in assignments),
        "line": line,
        "today": clock.today(),
        "assign": AssignForm(staff, auto_id="assign-%s"),
        "replace": ReplaceForm(row, staff, auto_id="replace-%s"),
        "end": EndForm(),
        "hours": HoursForm(initial=_own_hours(row), auto_id="hours-%s").watching(request, lambda: _own_hours(row)),
        **bound,
    }
    return page(request, "web/setup/course.html", context, 422 if bound else 200)


def _own_hours(row: Course) -> dict[str, object]:
    """Hours of the class alone, None when they are those of its grade."""
    line = queries.hours_by_course([row]).get(row.pk)
    return {"hours": line.hours_per_week if line and line.school_class_id else None}


def _do(request: PartaRequest, course_id: int, form: forms.Form, *, name: str, act: Act, done: str) -> HttpResponse:
    """One small form of the page: act and come back, or show it with what is wrong."""
    row = queries.course_for_setup(course_id)
    if form.is_valid() and attempt(form, lambda: act(request, row, form)):
        messages.success(request, done)
        return redirect("course", course_id)
    return _show(request, row, {name: form})


@require_POST
def course_assign(request: PartaRequest, course_id: int) -> HttpResponse:
    """One more teacher from a day."""
    require_setup(request.user, "распределять нагрузку")
    form = AssignForm(staff_on(clock.today()), request.POST, auto_id="assign-%s")
    return _do(request, course_id, form, name="assign", act=_assign, done="Учитель назначен.")


@require_POST
def course_replace(request: PartaRequest, course_id: int) -> HttpResponse:
    """Another teacher instead of one; the lessons follow."""
    require_setup(request.user, "распределять нагрузку")
    form = ReplaceForm(queries.course_for_setup(course_id), staff_on(clock.today()), request.POST, auto_id="replace-%s")
    return _do(request, course_id, form, name="replace", act=_replace, done="Учитель сменён, уроки перешли к новому.")


@require_POST
def course_hours(request: PartaRequest, course_id: int) -> HttpResponse:
    """Hours of this class alone."""
    require_setup(request.user, "менять учебный план")
    row = queries.course_for_setup(course_id)
    form = HoursForm(request.POST, auto_id="hours-%s").watching(request, lambda: _own_hours(row))
    return _do(request, course_id, form, name="hours", act=_set_hours, done="Часы записаны.")


@require_POST
def course_state(request: PartaRequest, course_id: int) -> HttpResponse:
    """Close the page or open it again."""
    row = queries.course_for_setup(course_id)
    act = actions.close_course if row.is_active else actions.reopen_course
    act(request.user, course=row)
    messages.success(request, "Страница закрыта, записи на ней остались." if not row.is_active else "Страница открыта.")
    return redirect("course", course_id)


@require_POST
def assignment_end(request: PartaRequest, assignment_id: int) -> HttpResponse:
    """The last day of a load."""
    require_setup(request.user, "распределять нагрузку")
    row = found(TeachingAssignment.objects.select_related("course__subject", "staff__user"), assignment_id)
    form = EndForm(request.POST)

    def _end(request: PartaRequest, _course: Course, form: forms.Form) -> object:
        return actions.end_assignment(request.user, assignment=row, last_day=form.cleaned_data["last_day"])

    return _do(request, row.course_id, form, name="end", act=_end, done="Нагрузка закончена.")


def _assign(request: PartaRequest, row: Course, form: forms.Form) -> object:
    return actions.assign_teacher(request.user, course=row, **form.cleaned_data)


def _replace(request: PartaRequest, row: Course, form: forms.Form) -> object:
    return timetable.change_teacher(request.user, course=row, **form.cleaned_data)


def _set_hours(request: PartaRequest, row: Course, form: forms.Form) -> object:
    if row.school_class is None:
        return None
    return actions.set_class_hours(
        request.user, school_class=row.school_class, subject=row.subject, hours=form.cleaned_data["hours"]
    )


urlpatterns = [
    path("courses/<int:course_id>/", course, name="course"),
    path("courses/<int:course_id>/assign/", course_assign, name="course_assign"),
    path("courses/<int:course_id>/replace/", course_replace, name="course_replace"),
    path("courses/<int:course_id>/hours/", course_hours, name="course_hours"),
    path("courses/<int:course_id>/state/", course_state, name="course_state"),
    path("assignments/<int:assignment_id>/end/", assignment_end, name="assignment_end"),
]
