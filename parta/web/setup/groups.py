"""Teaching groups: list, a new group, members from a day."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.choices import GroupKind
from parta.domain.school.models import AcademicYear, SchoolClass, Student, TeachingGroup
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, TextField, WatchedForm, attempt, status_of
from parta.web.setup.loading import found


class GroupForm(forms.Form):
    """A new group."""

    name = TextField(label="Название", max_length=80, help_text="Например «7Б, английский, 1 гр.».")
    kind = forms.ChoiceField(label="Вид", choices=GroupKind.choices)
    classes = forms.ModelMultipleChoiceField(
        label="Классы",
        queryset=SchoolClass.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите класс, из которого группа."},
    )

    def __init__(self, year: AcademicYear, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["classes"]
        if isinstance(choice, forms.ModelMultipleChoiceField):
            choice.queryset = SchoolClass.objects.filter(year=year)


class MembersForm(WatchedForm):
    """Who is in the group from a day on."""

    day = DayField(label="С какого дня")
    reason = TextField(label="Основание", max_length=200, required=False)
    student = forms.ModelMultipleChoiceField(queryset=Student.objects.select_related("user"), required=False)


def group_list(request: PartaRequest) -> HttpResponse:
    """Groups of the year, or of one class."""
    permissions.require_reading(request.user)
    year = queries.current_year()
    wanted = request.GET.get("school_class", "")
    chosen = SchoolClass.objects.filter(pk=int(wanted), year=year).first() if wanted.isdigit() else None
    context = {
        "year": year,
        "chosen": chosen,
        "classes": year.classes.all() if year else [],
        "lines": queries.group_lines(year, clock.today(), chosen) if year else [],
        "divisions": queries.division_lines(year, clock.today(), chosen) if year else [],
        "may_set_up": permissions.may_set_up(request.user),
    }
    return page(request, "web/setup/group_list.html", context)


def group_new(request: PartaRequest) -> HttpResponse:
    """Make a group; members are chosen on its page."""
    permissions.require_setting_up(request.user, "создавать группы")
    year = queries.current_year()
    if year is None:
        return redirect("year_new")
    form = GroupForm(year, request.POST or None, initial={"classes": request.GET.getlist("school_class")})
    if request.method == "POST" and form.is_valid():
        made: list[TeachingGroup] = []
        if attempt(form, lambda: made.append(school.create_group(request.user, year=year, **_values(form)))):
            return redirect("group", made[0].pk)
    return page(request, "web/setup/group_new.html", {"form": form}, status_of(form))


def _values(form: GroupForm) -> dict[str, Any]:
    return {**form.cleaned_data, "kind": GroupKind(form.cleaned_data["kind"])}


def group(request: PartaRequest, group_id: int) -> HttpResponse:
    """Members today, and the change of them from a day."""
    permissions.require_reading(request.user)
    row = found(TeachingGroup.objects.select_related("year"), group_id)
    today = clock.today()
    first = min(max(today, row.year.starts_on), row.year.ends_on)
    form = MembersForm(request.POST or None, initial={"day": first})
    form.watching(request, lambda: {"student": [one.student_id for one in queries.members(row, first)]})
    if request.method == "POST":
        permissions.require_setting_up(request.user, "менять состав групп")
        if form.is_valid() and attempt(form, lambda: _set_members(request, row, form)):
            messages.success(request, "Состав группы записан. Отметки за прошлые дни остаются на месте.")
            return redirect("group", row.pk)
    inside = {one.student_id for one in queries.members(row, first)}
    context = {
        "row": row,
        "form": form,
        "candidates": [(one, one.student_id in inside) for one in queries.candidates(row, first)],
        "count": len(inside),
        "memberships": row.memberships.filter(valid_to__isnull=False).select_related("student__user"),
        "may_set_up": permissions.may_set_up(request.user),
    }
    return page(request, "web/setup/group.html", context, status_of(form))


def _set_members(request: PartaRequest, row: TeachingGroup, form: MembersForm) -> None:
    data = form.cleaned_data
    school.set_group_members(request.user, group=row, students=data["student"], day=data["day"], reason=data["reason"])


urlpatterns = [
    path("groups/", group_list, name="group_list"),
    path("groups/new/", group_new, name="group_new"),
    path("groups/<int:group_id>/", group, name="group"),
]
