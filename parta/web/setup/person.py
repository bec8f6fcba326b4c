"""One person: roles by order, classes, children or parents, logins, sign-ins; and every change of them."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import APPOINTED_ROLES, Role
from parta.domain.access.models import Appointment, User
from parta.domain.access.permissions import may_issue_logins
from parta.domain.access.queries import appointments_of, has_role, roles_of, sign_ins_of
from parta.domain.school import actions as school
from parta.domain.school import permissions, queries
from parta.domain.school.actions import NewTie
from parta.domain.school.choices import Relation
from parta.domain.school.models import Guardianship, Student
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, OrderFields, PersonForm, PupilFields, TextField, attempt, saved, status_of
from parta.web.setup.loading import found, values_of

APPOINTABLE = [(role.value, role.label) for role in Role if role in APPOINTED_ROLES]


class AppointForm(OrderFields):
    """A role from a day, by an order."""

    role = forms.ChoiceField(
        label="Роль", choices=[(role.value, role.label) for role in Role if role in APPOINTED_ROLES]
    )
    valid_from = DayField(label="С какого дня")
    valid_to = DayField(label="По какой день", required=False)
    field_order = ["role", "valid_from", "valid_to", "order_number", "order_date"]


class EndForm(forms.Form):
    """The last day of a role or a tie, and why."""

    last_day = DayField(label="Последний день")
    reason = TextField(label="Основание", max_length=200, required=False)


class TieForm(forms.Form):
    """A parent for a pupil: somebody known, found by name, or new."""

    known = TextField(
        label="Уже есть в списке",
        required=False,
        max_length=160,
        help_text="Фамилия и имя того, кто уже записан: родителя другого ребёнка или сотрудника.",
    )
    last_name = TextField(label="Фамилия", max_length=80, required=False)
    first_name = TextField(label="Имя", max_length=80, required=False)
    middle_name = TextField(label="Отчество", max_length=80, required=False)
    phone = TextField(label="Телефон", max_length=40, required=False)
    relation = forms.ChoiceField(label="Кем приходится", choices=Relation.choices)
    valid_from = DayField(label="С какого дня")

    def clean(self) -> None:
        """Either a known person or a new surname."""
        data = self.cleaned_data
        if bool(data.get("known")) == bool(data.get("last_name")):
            self.add_error("known", "Назовите того, кто уже есть, или впишите нового человека ниже.")
        elif data.get("known"):
            people = list(queries.people(day=clock.today(), text=data["known"])[:2])
            if len(people) != 1:
                words = "Нашлось несколько человек: допишите имя и отчество." if people else "Такого человека нет."
                self.add_error("known", words)
            else:
                data["user"] = people[0]


def person(request: PartaRequest, user_id: int) -> HttpResponse:
    """Everything about the person."""
    permissions.require_reading(request.user)
    user = found(User.objects.filter(is_system=False), user_id)
    today = clock.today()
    roles = roles_of(user, today)
    enrollments = list(queries.enrollments_of(user))
    context = {
        "person": user,
        "line": queries.describe([user], today)[0],
        "roles": [role.label for role in Role if role in roles],
        "appointments": appointments_of(user),
        "ties": queries.ties_of(user),
        "enrollments": enrollments,
        "left": bool(enrollments) and all(one.valid_to and one.valid_to < today for one in enrollments),
        "homerooms": queries.homerooms_of(user),
        "sign_ins": sign_ins_of(user)[:6],
        "student": Student.objects.filter(user=user).first(),
        "staff": queries.staff_of(user),
        "today": today,
        "may_appoint": has_role(request.user, Role.ADMINISTRATOR, Role.DIRECTOR),
        "may_keep": permissions.may_keep(request.user),
        "may_issue": may_issue_logins(request.user, [user]),
        "may_set_up": permissions.may_set_up(request.user),
    }
    return page(request, "web/setup/person.html", context)


def person_change(request: PartaRequest, user_id: int) -> HttpResponse:
    """Names and contacts."""
    permissions.require_keeping(request.user, "менять данные людей")
    user = found(User.objects.filter(is_system=False), user_id)
    form = PersonForm.changing(request, lambda: values_of(found(User, user_id), PersonForm))
    if saved(request, form, lambda: access.change_person(request.user, user, **form.cleaned_data)):
        messages.success(request, "Данные записаны. Прежние остались в истории.")
        return redirect("person", user.pk)
    return _form_page(request, user, form, title="Имя и контакты", submit="Записать")


def student_change(request: PartaRequest, user_id: int) -> HttpResponse:
    """Birth date, gender, number of the personal file."""
    permissions.require_keeping(request.user, "менять данные учеников")
    student = queries.student_of(user_id)
    form = PupilFields.changing(request, lambda: values_of(queries.student_of(user_id), PupilFields))
    if saved(request, form, lambda: school.change_student(request.user, student, **form.cleaned_data)):
        return redirect("person", user_id)
    return _form_page(request, student.user, form, title="Личные данные ученика", submit="Записать")


def appoint(request: PartaRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    user = found(User.objects.filter(is_system=False), user_id)
    permissions.require_appointing(request.user)
    form = AppointForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        if attempt(form, lambda: access.appoint(request.user, user, **data)):
            messages.success(request, f"{Role(data['role']).label}: назначено.")
            return redirect("person", user.pk)
    return _form_page(request, user, form, title="Назначить роль", submit="Назначить")


def appointment_end(request: PartaRequest, appointment_id: int) -> HttpResponse:
    """Name the last day of a role."""
    permissions.require_appointing(request.user)
    row = found(Appointment.objects.select_related("user"), appointment_id)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if saved(request, form, lambda: access.end_appointment(request.user, row, **form.cleaned_data)):
        return redirect("person", row.user_id)
    return _form_page(request, row.user, form, title=f"Закончить роль «{row.get_role_display()}»", submit="Закончить")


def tie_new(request: PartaRequest, user_id: int) -> HttpResponse:
    """Tie a parent to the pupil."""
    permissions.require_keeping(request.user, "связывать родителей с учениками")
    student = queries.student_of(user_id)
    form = TieForm(request.POST or None, initial={"valid_from": clock.today()})
    if saved(request, form, lambda: school.link_guardian(request.user, _tie(student, form))):
        messages.success(request, "Связь записана: родитель видит дневник с этого дня.")
        return redirect("person", user_id)
    return _form_page(request, student.user, form, title="Добавить родителя", submit="Связать")


def _tie(student: Student, form: TieForm) -> NewTie:
    data = form.cleaned_data
    names = {name: data[name] for name in ("last_name", "first_name", "middle_name", "phone")}
    new = None if data.get("user") else NewPerson(**names)
    return NewTie(student, data["valid_from"], Relation(data["relation"]), user=data.get("user"), person=new)


def tie_end(request: PartaRequest, tie_id: int) -> HttpResponse:
    """End a tie."""
    permissions.require_keeping(request.user, "разрывать связь родителя с учеником")
    row = found(Guardianship.objects.select_related("guardian__user", "student__user"), tie_id)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if saved(request, form, lambda: school.end_link(request.user, row, **form.cleaned_data)):
        messages.success(request, "Связь закончена: дневник закроется после этого дня.")
        return redirect("person", row.student.user_id)
    title = f"Закончить связь: {row.guardian.user.list_name}"
    return _form_page(request, row.student.user, form, title=title, submit="Закончить связь")


@require_POST
def login_issue(request: PartaRequest, user_id: int) -> HttpResponse:
    """A new card: login and one-time password, shown this once."""
    user = found(User.objects.filter(is_system=False), user_id)
    cards = [access.issue_login(request.user, user, login=request.POST.get("login", ""))]
    context = {"cards": cards, "title": user.full_name, "back": reverse("person", args=[user.pk])}
    return page(request, "web/setup/login_cards.html", context)


@require_POST
def person_block(request: PartaRequest, user_id: int) -> HttpResponse:
    """Close or open sign-in."""
    user = found(User.objects.filter(is_system=False), user_id)
    reason = request.POST.get("reason", "")
    if user.is_active:
        access.block(request.user, user, reason=reason)
        messages.success(request, "Вход закрыт, открытые входы закончены.")
    else:
        access.unblock(request.user, user, reason=reason)
        messages.success(request, "Вход открыт с прежними логином и паролем.")
    return redirect("person", user.pk)


@require_POST
def person_sign_out(request: PartaRequest, user_id: int) -> HttpResponse:
    """End every session of the person."""
    user = found(User.objects.filter(is_system=False), user_id)
    access.sign_out_everywhere(request.user, user)
    messages.success(request, "Все входы этого человека закончены.")
    return redirect("person", user.pk)


def _form_page(request: PartaRequest, user: User, form: forms.Form, *, title: str, submit: str) -> HttpResponse:
    context = {"person": user, "form": form, "title": title, "submit": submit}
    return page(request, "web/setup/person_form.html", context, status_of(form))


urlpatterns = [
    path("people/<int:user_id>/", person, name="person"),
    path("people/<int:user_id>/change/", person_change, name="person_change"),
    path("people/<int:user_id>/student/", student_change, name="student_change"),
    path("people/<int:user_id>/roles/new/", appoint, name="appoint"),
    path("roles/<int:appointment_id>/end/", appointment_end, name="appointment_end"),
    path("people/<int:user_id>/guardians/new/", tie_new, name="tie_new"),
    path("guardianships/<int:tie_id>/end/", tie_end, name="tie_end"),
    path("people/<int:user_id>/login/", login_issue, name="login_issue"),
    path("people/<int:user_id>/block/", person_block, name="person_block"),
    path("people/<int:user_id>/sign-out/", person_sign_out, name="person_sign_out"),
]
