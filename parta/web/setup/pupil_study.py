"""How one pupil studies: movement and its corrections, study apart from the class, marks of another school."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.curriculum.models import Subject
from parta.domain.journal import actions as journal
from parta.domain.journal.models import BroughtMark
from parta.domain.journal.permissions import may_bring
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.choices import ArrangementKind
from parta.domain.school.models import Enrollment, Student, StudyArrangement
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, OrderFields, TextField, saved, status_of
from parta.web.setup.loading import found


class MovementForm(forms.Form):
    """The right days and orders of a stay in a class."""

    valid_from = DayField(label="В классе с")
    valid_to = DayField(label="Последний день", required=False)
    joined_order = TextField(label="Приказ о зачислении №", max_length=40, required=False)
    left_order = TextField(label="Приказ о выбытии №", max_length=40, required=False)
    reason = TextField(label="Почему исправляется", max_length=200)


class ArrangementForm(OrderFields):
    """An order about study apart from the class."""

    kind = forms.ChoiceField(label="Что", choices=ArrangementKind.choices)
    place = TextField(label="Где", max_length=200, required=False, help_text="Название санатория, больницы, школы.")
    valid_from = DayField(label="С какого дня")
    valid_to = DayField(label="По какой день", required=False)
    subjects = forms.ModelMultipleChoiceField(
        label="Только эти предметы",
        queryset=Subject.objects.all(),
        required=False,
        help_text="Ничего не выбрано — ученик не бывает ни на одном уроке класса.",
    )
    field_order = ["kind", "place", "valid_from", "valid_to", "order_number", "order_date", "subjects"]

    def terms(self) -> school.Terms:
        """For the action."""
        data = {**self.cleaned_data, "kind": ArrangementKind(self.cleaned_data["kind"])}
        return school.Terms(**{**data, "subjects": [one.pk for one in data["subjects"]]})


class BroughtForm(forms.Form):
    """Marks of another school in one subject."""

    subject = forms.ModelChoiceField(label="Предмет", queryset=Subject.objects.all(), empty_label="выберите")
    values = TextField(label="Отметки", max_length=60, help_text="Через пробел: 5 4 4.")
    school = TextField(label="Какая школа поставила", max_length=200)
    day = DayField(label="По какой день")
    document = TextField(label="Документ", max_length=200, required=False, help_text="Справка или ведомость, №, дата.")


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = TextField(label="Почему", max_length=200)


def pupil_study(request: PartaRequest, pupil_id: int) -> HttpResponse:
    """The page, and its forms by `do`."""
    student = queries.pupil_for(request.user, pupil_id, readers=permissions.READERS, day=clock.today())
    done = DOERS.get(request.POST.get("do", ""))
    form = None
    if request.method == "POST" and done:
        form, act, told = done(request, student)
        if saved(request, form, act):
            messages.success(request, told)
            return redirect("pupil_study", student.pk)
    return _page(request, student, form)


Deed = tuple[forms.Form, Callable[[], object], str]


def _correct(request: PartaRequest, student: Student) -> Deed:
    row = found(
        Enrollment.objects.select_related("school_class__year", "student__user").filter(student=student),
        _id(request, "row"),
    )
    permissions.require_keeping(request.user, "исправлять движение")
    form = MovementForm(request.POST)
    return (
        form,
        lambda: school.correct_enrollment(request.user, row, _movement(form), reason=form.cleaned_data["reason"]),
        "Движение исправлено.",
    )


def _movement(form: MovementForm) -> school.Movement:
    data = dict(form.cleaned_data)
    data.pop("reason")
    return school.Movement(**data)


def _arrange(request: PartaRequest, student: Student) -> Deed:
    permissions.require_keeping(request.user, "записывать особый порядок обучения")
    form = ArrangementForm(request.POST)
    row = (
        StudyArrangement.objects.select_related("student__user").filter(pk=_id(request, "row"), student=student).first()
    )
    if row:
        return form, lambda: school.change_arrangement(request.user, row, form.terms()), "Изменено."
    return form, lambda: school.begin_arrangement(request.user, student, form.terms()), "Записано."


def _drop(request: PartaRequest, student: Student) -> Deed:
    permissions.require_keeping(request.user, "убирать особый порядок обучения")
    row = found(StudyArrangement.objects.select_related("student__user").filter(student=student), _id(request, "row"))
    form = ReasonForm(request.POST)
    return form, lambda: school.remove_arrangement(request.user, row, **form.cleaned_data), "Убрано."


def _bring(request: PartaRequest, student: Student) -> Deed:
    form = BroughtForm(request.POST)

    def act() -> None:
        data = {**form.cleaned_data, "values": form.cleaned_data["values"].replace(",", " ").split()}
        journal.bring_marks(request.user, student=student, **data)

    return form, act, "Отметки внесены: их видно в журнале и дневнике."


def _return(request: PartaRequest, student: Student) -> Deed:
    rows = BroughtMark.objects.select_related("student__user", "subject").filter(student=student)
    row, form = found(rows, _id(request, "row")), ReasonForm(request.POST)
    return form, lambda: journal.remove_brought_mark(request.user, row, **form.cleaned_data), "Отметка убрана."


DOERS = {"correct": _correct, "arrange": _arrange, "drop": _drop, "bring": _bring, "return": _return}


def _id(request: PartaRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdigit() else 0


def _page(request: PartaRequest, student: Student, failed: forms.Form | None) -> HttpResponse:
    enrollments = queries.enrollments_of(student.user)
    today = clock.today()
    forms_of = {"arrange": ArrangementForm(initial={"valid_from": today}), "bring": BroughtForm(initial={"day": today})}
    for name, kind in (("arrange", ArrangementForm), ("bring", BroughtForm)):
        if isinstance(failed, kind):
            forms_of[name] = failed
    context = {
        "student": student,
        "failed": failed,
        "stays": [
            (one, MovementForm(initial={name: getattr(one, name, "") for name in MovementForm.base_fields}))
            for one in enrollments
        ],
        "arrangements": queries.arrangements_of(student),
        "brought": BroughtMark.objects.filter(student=student).select_related("subject", "entered_by"),
        "forms": forms_of,
        "may_keep": permissions.may_keep(request.user),
        "may_bring": may_bring(request.user, student),
        "may_read": permissions.may_read(request.user),
    }
    return page(request, "web/setup/pupil_study.html", context, status_of(failed) if failed else 200)


urlpatterns = [path("pupils/<int:pupil_id>/study/", pupil_study, name="pupil_study")]
