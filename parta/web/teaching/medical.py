"""Medical groups for physical education: the list of a class and one pupil's papers. Every reading is logged."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.domain.journal import actions, queries
from parta.domain.journal.choices import MedicalKind
from parta.domain.journal.models import MedicalGroup
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import students_of
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.shared.forms import DayField, TextField, saved, status_of


class MedicalForm(forms.Form):
    """What the paper says."""

    kind = forms.ChoiceField(label="Группа", choices=MedicalKind.choices)
    first_day = DayField(label="С какого дня")
    last_day = DayField(label="По какой день", required=False, help_text="Пусто — до следующей справки.")
    document = TextField(label="Справка", max_length=120, help_text="Номер и день. Диагноз не пишут.")


@require_GET
@never_cache
def class_medical(request: PartaRequest, class_id: int) -> HttpResponse:
    """Groups of a class: its class teacher and keepers see all pupils, a teacher of PE the pupils taught."""
    row = SchoolClass.objects.select_related("year").filter(pk=class_id).first()
    if row is None:
        raise NoSuchThing("Такого класса нет.")
    may_enter = queries.may_enter_medical(request.user, row)
    pupils = list(students_of(row, clock.today()))
    if not may_enter:
        mine = queries.physical_pupils(request.user)
        pupils = [pupil for pupil in pupils if pupil.pk in mine]
        if not pupils:
            raise NoSuchThing("Такого класса нет.")
    found = {
        one.student_id: one for one in queries.medical_groups(p.pk for p in pupils) if one.span.covers(clock.today())
    }
    actions.note_health_read(request.user, found)
    lines = [(pupil, found.get(pupil.pk)) for pupil in pupils]
    return page(request, "web/teaching/class_medical.html", {"row": row, "lines": lines, "may_enter": may_enter})


@require_http_methods(["GET", "POST"])
@never_cache
def medical_group(request: PartaRequest, student_id: int) -> HttpResponse:
    """The papers of one pupil; the form adds one."""
    student, row = queries.medical_pupil(request.user, student_id)
    may_enter = queries.may_enter_medical(request.user, row)
    form = MedicalForm(request.POST or None, initial={"first_day": clock.today()})

    def add() -> None:
        actions.add_medical_group(request.user, student=student, group=actions.MedicalFields(**form.cleaned_data))

    if saved(request, form, add):
        messages.success(request, f"{student.user.list_name}: медицинская группа записана.")
        return redirect("medical_group", student_id)
    groups = queries.medical_groups([student_id])
    if groups:
        actions.note_health_read(request.user, [student_id])
    context = {"student": student, "row": row, "form": form, "groups": groups, "may_enter": may_enter}
    return page(request, "web/teaching/medical_group.html", context, status_of(form))


@require_POST
def medical_group_withdraw(request: PartaRequest, student_id: int, medical_id: int) -> HttpResponse:
    """Take a group back."""
    student, _ = queries.medical_pupil(request.user, student_id)
    group = MedicalGroup.objects.select_related("student__user").filter(pk=medical_id, student=student).first()
    if group is None:
        raise NoSuchThing("Такой записи нет.")
    base = request.POST.get("base", "0")
    actions.withdraw_medical_group(request.user, row=group, base=int(base) if base.isascii() and base.isdigit() else 0)
    messages.success(request, "Запись снята.")
    return redirect("medical_group", student_id)


urlpatterns = [
    path("classes/<int:class_id>/medical-groups/", class_medical, name="class_medical"),
    path("students/<int:student_id>/medical-group/", medical_group, name="medical_group"),
    path(
        "students/<int:student_id>/medical-group/<int:medical_id>/withdraw/",
        medical_group_withdraw,
        name="medical_group_withdraw",
    ),
]
