"""Everybody the school knows: found by name, class or login; somebody new is entered here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.actions import NewPupil, NewStaff, NewTie
from parta.domain.school.choices import Relation, Who
from parta.domain.school.models import Enrollment, SchoolClass, Student
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, OrderFields, PersonForm, PupilFields, TextField, attempt, status_of

ON_PAGE = 50
ACCESS = (("", "любой доступ"), ("none", "без логина"), ("waits", "ещё не входили"), ("blocked", "вход закрыт"))


class StaffForm(PersonForm):
    """Somebody to work here."""

    position = TextField(label="Должность", max_length=120, required=False)
    valid_from = DayField(label="Работает с")


class PupilForm(PersonForm, PupilFields, OrderFields):
    """Somebody to study here."""

    school_class = forms.ModelChoiceField(
        label="Класс",
        queryset=SchoolClass.objects.none(),
        empty_label="выберите класс",
        error_messages={"required": "Выберите класс."},
    )
    valid_from = DayField(label="Зачислить с")
    came_from = TextField(label="Откуда прибыл", max_length=200, required=False)
    field_order = ["last_name", "first_name", "middle_name", "school_class", "valid_from", "birth_date", "gender"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["school_class"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = SchoolClass.objects.filter(year=current_year())

    def row(self) -> NewPupil:
        """What was typed, for the action."""
        data = self.cleaned_data
        return NewPupil(
            school_class=data["school_class"],
            valid_from=data["valid_from"],
            person=self.person(),
            birth_date=data["birth_date"],
            gender=data["gender"],
            file_number=data["file_number"],
            joined_order=data["order_number"],
            joined_order_date=data["order_date"],
            came_from=data["came_from"],
        )


class GuardianForm(PersonForm):
    """A parent of a pupil of the school."""

    student = forms.ModelChoiceField(
        label="Чей родитель",
        queryset=Student.objects.none(),
        empty_label="выберите ученика",
        error_messages={"required": "Выберите ученика."},
    )
    relation = forms.ChoiceField(label="Кем приходится", choices=Relation.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["student"]
        if isinstance(choice, forms.ModelChoiceField):
            studying = Enrollment.objects.filter(valid_to=None).values("student_id")
            choice.queryset = Student.objects.filter(pk__in=studying).select_related("user")


FORMS: dict[str, tuple[type[PersonForm], str]] = {
    "staff": (StaffForm, "Сотрудник"),
    "student": (PupilForm, "Ученик"),
    "guardian": (GuardianForm, "Родитель"),
}


def people(request: PartaRequest) -> HttpResponse:
    """The list with search and filters."""
    permissions.require_reading(request.user)
    today = clock.today()
    chosen = {name: request.GET.get(name, "") for name in ("q", "who", "access")}
    rows = queries.people(day=today, text=chosen["q"], who=chosen["who"], access=chosen["access"])
    listed = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        **chosen,
        "page": listed,
        "lines": queries.describe(list(listed.object_list), today),
        "counts": queries.head_counts(today),
        "kinds": [("", "Все"), *Who.choices],
        "states": ACCESS,
        "may_keep": permissions.may_keep(request.user),
        "may_set_up": permissions.may_set_up(request.user),
    }
    return page(request, "web/setup/people.html", context)


def person_new(request: PartaRequest, kind: str) -> HttpResponse:
    """Enter somebody; namesakes are shown first, so that nobody is entered twice."""
    permissions.require_keeping(request.user, "добавлять людей")
    form_class, title = FORMS[kind]
    form = form_class(request.POST or None, initial={"valid_from": clock.today(), **request.GET.dict()})
    alike: list[User] = []
    if request.method == "POST" and form.is_valid():
        alike = [] if "anyway" in request.POST else _alike(form)
        made: list[User] = []
        if not alike and attempt(form, lambda: made.append(_enter(request.user, form))):
            messages.success(request, f"{made[0].full_name}: записано. Логин выдайте на этой странице.")
            return redirect("person", made[0].pk)
    kinds = [(key, words) for key, (_, words) in FORMS.items()]
    context = {
        "form": form,
        "kind": kind,
        "title": title,
        "kinds": kinds,
        "alike": queries.describe(alike, clock.today()),
    }
    return page(request, "web/setup/person_new.html", context, 422 if alike else status_of(form))


def _alike(form: PersonForm) -> list[User]:
    return list(queries.namesakes(form.cleaned_data["last_name"], form.cleaned_data["first_name"])[:5])


def _enter(actor: User, form: PersonForm) -> User:
    data = form.cleaned_data
    if isinstance(form, PupilForm):
        return school.enroll_student(actor, form.row()).student.user
    if isinstance(form, GuardianForm):
        tie = NewTie(data["student"], clock.today(), Relation(data["relation"]), person=form.person())
        return school.link_guardian(actor, tie).guardian.user
    return school.hire_staff(actor, NewStaff(data["valid_from"], data["position"], form.person())).user


urlpatterns = [
    path("people/", people, name="people"),
    path("people/new/staff/", person_new, {"kind": "staff"}, name="staff_new"),
    path("people/new/student/", person_new, {"kind": "student"}, name="student_new"),
    path("people/new/guardian/", person_new, {"kind": "guardian"}, name="guardian_new"),
]
