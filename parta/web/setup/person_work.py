"""A person's work and study: hired, called otherwise, dismissed; a pupil who comes back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.actions import NewPupil, NewStaff
from parta.domain.school.models import SchoolClass, StaffMember, Student
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import REQUIRED, DayField, OrderFields, TextField, saved, status_of
from parta.web.setup.loading import found


class HireForm(forms.Form):
    """Position and the first day."""

    position = TextField(label="Должность", max_length=120, required=False)
    valid_from = DayField(label="Работает с")


class PositionForm(forms.Form):
    """What the person is called in the staff list."""

    position = TextField(label="Должность", max_length=120, required=False)


class DismissForm(forms.Form):
    """The last working day and the ground."""

    last_day = DayField(label="Последний рабочий день")
    reason = TextField(
        label="Основание", max_length=200, required=False, help_text="Например «приказ № 40 от 10.12.2025»."
    )


class ReturnForm(OrderFields):
    """The class a pupil comes back to."""

    school_class = forms.ModelChoiceField(
        label="Класс", queryset=SchoolClass.objects.none(), error_messages=REQUIRED, empty_label="выберите класс"
    )
    valid_from = DayField(label="Зачислить с")
    came_from = TextField(label="Откуда", max_length=200, required=False)
    field_order = ["school_class", "valid_from", "came_from", "order_number", "order_date"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["school_class"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = SchoolClass.objects.filter(year=queries.current_year())


def hire(request: PartaRequest, user_id: int) -> HttpResponse:
    """Take somebody known to work: a parent, a former colleague."""
    permissions.require_keeping(request.user, "принимать сотрудников")
    user = found(User.objects.filter(is_system=False), user_id)
    form = HireForm(request.POST or None, initial={"valid_from": clock.today()})
    if saved(request, form, lambda: school.hire_staff(request.user, NewStaff(user=user, **form.cleaned_data))):
        messages.success(request, "Записано: человек работает в школе.")
        return redirect("person", user.pk)
    return _form_page(request, user, form, title="Принять на работу", submit="Принять")


def position(request: PartaRequest, user_id: int) -> HttpResponse:
    """Change the position."""
    permissions.require_keeping(request.user, "менять должности")
    staff = _staff(user_id)
    form = PositionForm(request.POST or None, initial={"position": staff.position})
    if saved(request, form, lambda: school.change_position(request.user, staff, **form.cleaned_data)):
        return redirect("person", user_id)
    return _form_page(request, staff.user, form, title="Должность", submit="Записать")


def dismiss(request: PartaRequest, user_id: int) -> HttpResponse:
    """Name the last working day."""
    permissions.require_setting_up(request.user, "увольнять сотрудников")
    staff = _staff(user_id)
    form = DismissForm(request.POST or None, initial={"last_day": clock.today()})
    if saved(request, form, lambda: school.dismiss_staff(request.user, staff, **form.cleaned_data)):
        messages.success(request, "Увольнение записано: роли и классное руководство кончаются этим днём.")
        return redirect("person", user_id)
    return _form_page(request, staff.user, form, title="Записать увольнение", submit="Записать увольнение")


def enroll_again(request: PartaRequest, user_id: int) -> HttpResponse:
    """Enroll a pupil who left."""
    permissions.require_keeping(request.user, "зачислять учеников")
    student = queries.student_of(user_id)
    form = ReturnForm(request.POST or None, initial={"valid_from": clock.today()})
    if saved(request, form, lambda: school.enroll_student(request.user, _back(student, form.cleaned_data))):
        messages.success(request, "Ученик снова зачислен.")
        return redirect("person", user_id)
    return _form_page(request, student.user, form, title="Зачислить снова", submit="Зачислить")


def _back(student: Student, data: dict[str, Any]) -> NewPupil:
    return NewPupil(
        school_class=data["school_class"],
        valid_from=data["valid_from"],
        student=student,
        came_from=data["came_from"],
        joined_order=data["order_number"],
        joined_order_date=data["order_date"],
    )


def _staff(user_id: int) -> StaffMember:
    rows = StaffMember.objects.select_related("user").filter(user_id=user_id)
    return found(rows, rows.values_list("pk", flat=True).first() or 0)


def _form_page(request: HttpRequest, user: User, form: forms.Form, *, title: str, submit: str) -> HttpResponse:
    context = {"person": user, "form": form, "title": title, "submit": submit}
    return page(request, "web/setup/person_form.html", context, status_of(form))


urlpatterns = [
    path("people/<int:user_id>/hire/", hire, name="hire"),
    path("people/<int:user_id>/position/", position, name="position"),
    path("people/<int:user_id>/dismiss/", dismiss, name="dismiss"),
    path("people/<int:user_id>/enroll/", enroll_again, name="enroll_again"),
]
