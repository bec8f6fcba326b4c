"""One class: pupils with their families, homeroom teacher, movement, logins for the whole class."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from parta.domain.access import actions as access
from parta.domain.access.models import User
from parta.domain.access.permissions import may_issue_logins
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.choices import LeaveKind, Shift
from parta.domain.school.models import Room, SchoolClass, StaffMember, Student
from parta.lib import clock, russian
from parta.web.http import PartaRequest, page
from parta.web.setup.classes import DAYS
from parta.web.setup.forms import REQUIRED, DayField, OrderFields, TextField, WatchedForm, attempt, saved, status_of
from parta.web.setup.loading import values_of


class ClassForm(WatchedForm):
    """What may change in a class."""

    letter = TextField(label="Буква или название", max_length=20, required=False)
    shift = forms.TypedChoiceField(label="Смена", coerce=int, choices=Shift.choices)
    days_per_week = forms.TypedChoiceField(label="Учебная неделя", coerce=int, choices=DAYS)
    profile = TextField(label="Профиль", max_length=80, required=False)
    room = forms.ModelChoiceField(
        label="Кабинет", queryset=Room.objects.filter(is_active=True), required=False, empty_label="без кабинета"
    )


class HomeroomForm(forms.Form):
    """The homeroom teacher from a day."""

    staff = forms.ModelChoiceField(
        label="Сотрудник", queryset=StaffMember.objects.none(), error_messages=REQUIRED, empty_label="выберите"
    )
    valid_from = DayField(label="С какого дня")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["staff"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = queries.staff_on(clock.today())


class PickForm(forms.Form):
    """Pupils chosen in the list of the class."""

    student = forms.ModelMultipleChoiceField(
        label="Кого",
        queryset=Student.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте в списке хотя бы одного ученика."},
    )

    def __init__(self, school_class: SchoolClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["student"]
        if isinstance(choice, forms.ModelMultipleChoiceField):
            choice.queryset = queries.students_of(school_class, clock.today())


class MoveForm(PickForm, OrderFields):
    """Where the chosen pupils go."""

    to_class = forms.ModelChoiceField(
        label="В класс", queryset=SchoolClass.objects.none(), error_messages=REQUIRED, empty_label="выберите класс"
    )
    day = DayField(label="С какого дня")
    field_order = ["to_class", "day", "order_number", "order_date", "student"]

    def __init__(self, school_class: SchoolClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(school_class, *args, **kwargs)
        choice = self.fields["to_class"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = SchoolClass.objects.filter(year=school_class.year).exclude(pk=school_class.pk)


class WithdrawForm(PickForm, OrderFields):
    """When and why the chosen pupils leave."""

    last_day = DayField(label="Последний день в школе")
    kind = forms.ChoiceField(
        label="Причина", choices=[(kind.value, kind.label) for kind in (LeaveKind.LEFT, LeaveKind.GRADUATED)]
    )
    went_to = TextField(label="Куда", max_length=200, required=False)
    field_order = ["last_day", "kind", "went_to", "order_number", "order_date", "student"]


def school_class(request: PartaRequest, class_id: int) -> HttpResponse:
    """The class today."""
    row = _class(request, class_id)
    lines = queries.pupil_lines(row, clock.today())
    teacher = queries.class_teacher_of(row, clock.today())
    context = {
        "row": row,
        "lines": lines,
        "teacher": teacher,
        "movements": queries.movements(row, row.year.starts_on),
        "groups": queries.group_lines(row.year, clock.today(), row),
        "divisions": queries.division_lines(row.year, clock.today(), row),
        "without_login": sum(line.without_login for line in lines),
        "homeroom_form": HomeroomForm(initial={"valid_from": clock.today()}),
        "may_read": permissions.may_read(request.user),
        "may_keep": permissions.may_keep(request.user),
        "may_set_up": permissions.may_set_up(request.user),
        "may_issue": may_issue_logins(request.user, [line.student.user for line in lines]),
    }
    return page(request, "web/setup/school_class.html", context)


def class_change(request: PartaRequest, class_id: int) -> HttpResponse:
    """Letter, shift, week, profile, room."""
    permissions.require_keeping(request.user, "менять классы")
    row = _class(request, class_id)
    form = ClassForm.changing(request, lambda: values_of(_class(request, class_id), ClassForm))
    if saved(request, form, lambda: school.change_class(request.user, row, **form.cleaned_data)):
        messages.success(request, "Класс изменён.")
        return redirect("school_class", row.pk)
    return _form_page(request, row, form, title="Изменить класс", submit="Записать")


def homeroom(request: PartaRequest, class_id: int) -> HttpResponse:
    """Appoint the homeroom teacher."""
    permissions.require_setting_up(request.user, "назначать классных руководителей")
    row = _class(request, class_id)
    form = HomeroomForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: school.appoint_class_teacher(request.user, school_class=row, **data)):
            messages.success(request, f"Классный руководитель {row.name}: {data['staff'].user.short_name}.")
            return redirect("school_class", row.pk)
    return _form_page(request, row, form, title="Классный руководитель", submit="Назначить")


def students_move(request: PartaRequest, class_id: int) -> HttpResponse:
    """Move the pupils chosen in the list of the class."""
    permissions.require_keeping(request.user, "переводить учеников")
    row = _class(request, class_id)
    initial = {"student": request.POST.getlist("student"), "day": clock.today()}
    form = MoveForm(row, request.POST if "day" in request.POST else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        students = list(data.pop("student"))
        if attempt(form, lambda: school.move_students(request.user, students, **data)):
            moved = russian.counted(len(students), "ученик", "ученика", "учеников")
            messages.success(request, f"Переведено: {moved}. История в {row.name} сохранена.")
            return redirect("school_class", row.pk)
    return _form_page(request, row, form, title="Перевести в другой класс", submit="Перевести")


def students_withdraw(request: PartaRequest, class_id: int) -> HttpResponse:
    """Let the chosen pupils go."""
    permissions.require_keeping(request.user, "отчислять учеников")
    row = _class(request, class_id)
    initial = {"student": request.POST.getlist("student"), "last_day": clock.today()}
    form = WithdrawForm(row, request.POST if "last_day" in request.POST else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "kind": LeaveKind(form.cleaned_data["kind"])}
        students = list(data.pop("student"))
        if attempt(form, lambda: school.withdraw_students(request.user, students, **data)):
            gone = russian.counted(len(students), "ученик", "ученика", "учеников")
            messages.success(request, f"Выбытие записано: {gone}. Отметки и история остаются.")
            return redirect("school_class", row.pk)
    return _form_page(request, row, form, title="Записать выбытие", submit="Записать выбытие")


@require_POST
def class_logins(request: PartaRequest, class_id: int) -> HttpResponse:
    """Cards for the chosen pupils and parents: shown once, to be printed. Without a choice: all who have no login."""
    row = _class(request, class_id)
    lines = queries.pupil_lines(row, clock.today())
    chosen = set(request.POST.getlist("student"))
    people = _people(lines, chosen)
    if not people:
        messages.warning(request, "Логины есть у всех. Чтобы выдать карточки заново, отметьте учеников.")
        return redirect("school_class", row.pk)
    cards = access.issue_logins(request.user, people)
    back = reverse("school_class", args=[row.pk])
    return page(request, "web/setup/login_cards.html", {"cards": cards, "title": row.name, "back": back})


def _people(lines: Sequence[queries.PupilLine], chosen: set[str]) -> list[User]:
    """Pupils and parents once each: of the chosen lines, or those without a login."""
    people: dict[int, User] = {}
    for line in lines:
        for user in line.people:
            if str(line.student.pk) in chosen or (not chosen and not user.login):
                people.setdefault(user.pk, user)
    return list(people.values())


def _class(request: PartaRequest, class_id: int) -> SchoolClass:
    return queries.class_for(request.user, class_id, readers=permissions.READERS, day=clock.today())


def _form_page(request: HttpRequest, row: SchoolClass, form: forms.Form, *, title: str, submit: str) -> HttpResponse:
    context = {"row": row, "form": form, "title": title, "submit": submit}
    return page(request, "web/setup/class_form.html", context, status_of(form))


urlpatterns = [
    path("classes/<int:class_id>/", school_class, name="school_class"),
    path("classes/<int:class_id>/change/", class_change, name="class_change"),
    path("classes/<int:class_id>/homeroom/", homeroom, name="homeroom"),
    path("classes/<int:class_id>/move/", students_move, name="students_move"),
    path("classes/<int:class_id>/withdraw/", students_withdraw, name="students_withdraw"),
    path("classes/<int:class_id>/logins/", class_logins, name="class_logins"),
]
