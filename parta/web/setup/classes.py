"""The list of classes of a year; several are opened with one line of text."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.curriculum.queries import teacher_duty
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries, rules
from parta.domain.school.choices import Shift
from parta.domain.school.models import AcademicYear
from parta.lib import clock, russian
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import attempt, status_of

DAYS = ((5, "пять дней"), (6, "шесть дней"))


class ClassesForm(forms.Form):
    """Names of new classes and what they have in common."""

    names = forms.CharField(
        label="Новые классы",
        widget=forms.Textarea({"rows": 3}),
        help_text="Через пробел, запятую или с новой строки: «5А 5Б 5В» или «10 физмат, 10 гум».",
        error_messages={"required": "Напишите хотя бы один класс, например «5А»."},
    )
    shift = forms.TypedChoiceField(label="Смена", coerce=int, choices=Shift.choices)
    days_per_week = forms.TypedChoiceField(label="Учебная неделя", coerce=int, choices=DAYS)

    def clean_names(self) -> list[tuple[int, str]]:
        """Names as pairs; a word that is no class is named."""
        names, unclear = rules.class_names(self.cleaned_data["names"])
        if unclear:
            raise forms.ValidationError(f"Не понял: {', '.join(unclear)}. Класс пишут так: 5А, 11Б, 10 физмат.")
        return names


def class_list(request: PartaRequest) -> HttpResponse:
    """The list; keepers of lists open new classes."""
    permissions.require_reading(request.user)
    year = queries.current_year()
    if year is None:
        return page(request, "web/setup/class_list.html", {"year": None})
    form = ClassesForm(request.POST or None)
    if request.method == "POST":
        permissions.require_keeping(request.user, "добавлять классы")
        if form.is_valid() and attempt(form, lambda: _open(request, year, form)):
            return redirect("class_list")
    lines = queries.class_lines(year, clock.today())
    context = {
        "year": year,
        "lines": lines,
        "count": sum(line.count for line in lines),
        "form": form,
        "duty": queries.roster_duty(year, lines, clock.today()),
        "teachers": teacher_duty(year, clock.today()),
        "may_keep": permissions.may_keep(request.user),
        "may_set_up": permissions.may_set_up(request.user),
    }
    return page(request, "web/setup/class_list.html", context, status_of(form))


def _open(request: PartaRequest, year: AcademicYear, form: ClassesForm) -> None:
    rows = school.create_classes(request.user, year=year, **form.cleaned_data)
    opened = russian.counted(len(rows), "класс", "класса", "классов")
    messages.success(request, f"Открыто: {opened}. Классных руководителей назначьте на странице класса.")


urlpatterns = [path("classes/", class_list, name="class_list")]
