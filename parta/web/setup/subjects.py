"""Subjects of the school: found, added, changed by the administrator."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import Subject
from parta.domain.curriculum.permissions import require_setup
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import TextField, WatchedForm, attempt, status_of
from parta.web.setup.loading import found, values_of


class SubjectForm(WatchedForm):
    """Names of a subject and whether it is marked."""

    name = TextField(label="Название", max_length=160)
    short_name = TextField(
        label="Коротко", max_length=40, required=False, help_text="Для тесных мест: сетки расписания, ведомостей."
    )
    area = TextField(label="Предметная область", max_length=120, required=False)
    has_marks = forms.BooleanField(
        label="Ставятся отметки",
        required=False,
        initial=True,
        help_text="Снимите для «Разговоров о важном» и других занятий без отметок.",
    )
    is_physical_education = forms.BooleanField(
        label="Это физкультура",
        required=False,
        help_text="На её уроках действуют медицинские группы: учитель видит, кого спрашивать по теории.",
    )


def subjects(request: PartaRequest) -> HttpResponse:
    """All subjects, or those found; the form beside adds one."""
    require_setup(request.user, "настраивать предметы")
    form = SubjectForm(request.POST or None)
    posted = request.method == "POST" and form.is_valid()
    if posted and attempt(form, lambda: actions.add_subject(request.user, **_new(form))):
        messages.success(request, f"Предмет «{form.cleaned_data['name']}» добавлен.")
        return redirect("subjects")
    text = request.GET.get("q", "").strip()
    context = {"form": form, "text": text, "rows": queries.subjects(text)}
    return page(request, "web/setup/subjects.html", context, status_of(form))


def _new(form: SubjectForm) -> dict[str, Any]:
    """An unticked box of a new subject leaves it to the name: «Физкультура» is one anyway."""
    typed = form.cleaned_data
    return typed | {"is_physical_education": typed["is_physical_education"] or None}


def subject(request: PartaRequest, subject_id: int) -> HttpResponse:
    """One subject."""
    require_setup(request.user, "менять предметы")
    row = found(Subject, subject_id)
    form = SubjectForm.changing(request, lambda: values_of(found(Subject, subject_id), SubjectForm))
    posted = request.method == "POST" and form.is_valid()
    if posted and attempt(form, lambda: actions.change_subject(request.user, subject=row, **form.cleaned_data)):
        messages.success(request, "Предмет записан.")
        return redirect("subjects")
    return page(request, "web/setup/subject.html", {"form": form, "row": row}, status_of(form))


urlpatterns = [
    path("subjects/", subjects, name="subjects"),
    path("subjects/<int:subject_id>/", subject, name="subject"),
]
