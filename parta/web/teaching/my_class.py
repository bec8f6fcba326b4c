"""«Мой класс»: who is away today, from which lessons and why. The class teacher says the reason once, for everybody."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import Role
from parta.domain.finals.queries.deferrals import deferrals_of_class
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import ReasonFields
from parta.domain.journal.models import AbsenceReason
from parta.domain.journal.permissions import may_note_absences
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import SchoolClass, Student
from parta.domain.school.queries import ClassLine, class_for, roster_duty, students_of
from parta.lib import clock
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page

KEEPERS = {Role.ADMINISTRATOR, Role.SECRETARY}
READERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP)
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
BAD_DAY = {"required": "Укажите день.", "invalid": "День пишут так: 11.12.2025."}


class ReasonForm(forms.Form):
    """Why, from which day and lesson, until which day, on what basis."""

    code = forms.ChoiceField(label="Причина", choices=queries.reason_choices)
    first_day = forms.DateField(label="С какого дня", widget=DAY, error_messages=BAD_DAY)
    first_lesson = forms.IntegerField(
        label="С какого урока", min_value=1, max_value=12, initial=1, help_text="В первый день. Обычно с первого."
    )
    last_day = forms.DateField(label="По какой день", widget=DAY, error_messages=BAD_DAY)
    basis = forms.CharField(
        label="Основание", max_length=200, required=False, help_text="Справка, приказ, записка родителей. Без диагноза."
    )
    base = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def fields_of(self) -> ReasonFields:
        """What was typed, for the action."""
        names = ("code", "first_day", "last_day", "first_lesson", "basis")
        return ReasonFields(**{name: self.cleaned_data[name] for name in names})


@require_GET
@never_cache
def my_class(request: PartaRequest, class_id: int) -> HttpResponse:
    """The class on a day, today by default."""
    school_class = class_for(request.user, class_id, readers=READERS, day=clock.today())
    day = day_of(request.GET.get("day", ""))
    view = queries.class_day(school_class, day)
    may_note = may_note_absences(request.user, school_class, request.roles)
    read = view.of_health(queries.sign_book().health)
    if read:
        actions.note_health_read(request.user, read)
    context = {
        "row": school_class,
        "view": view,
        "checks": queries.class_checks(school_class, min(day, clock.today())),
        "duty": roster_duty(school_class.year, [ClassLine(school_class, len(view.pupils), None)], day),
        "leads": may_note and Role.DEPUTY not in request.roles,
        "enters": queries.homeroom_enters(day),
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "is_today": day == clock.today(),
        "deferrals": deferrals_of_class(school_class),
        "may_note": may_note,
    }
    return page(request, "web/teaching/my_class.html", context)


@never_cache
def absence_reason(request: PartaRequest, class_id: int, student_id: int) -> HttpResponse:
    """The reason of one pupil's absence: written, changed."""
    school_class, student = _pupil(request, class_id, student_id)
    day = day_of(request.GET.get("day", ""))
    row = _reason_on(student, day)
    form = ReasonForm(request.POST or None, initial=_initial(row, day))
    if request.method == "POST" and form.is_valid() and _write(request, form, school_class, student, row):
        messages.success(request, f"{student.user.list_name}: причина записана, учителя её видят.")
        return redirect(f"{reverse('my_class', args=[class_id])}?day={day.isoformat()}")
    context = {"row": school_class, "student": student, "form": form, "reason": row, "day": day}
    return page(request, "web/teaching/absence_reason.html", context, 422 if form.errors else 200)


@require_POST
def absence_reason_withdraw(request: PartaRequest, class_id: int, student_id: int) -> HttpResponse:
    """Take the reason back."""
    school_class, student = _pupil(request, class_id, student_id)
    day = day_of(request.GET.get("day", ""))
    row = _reason_on(student, day)
    if row is None:
        raise NoSuchThing("Причины на этот день уже нет.")
    base = int(request.POST.get("base", "0")) if request.POST.get("base", "0").isdigit() else 0
    actions.withdraw_reason(request.user, school_class=school_class, row=row, base=base)
    messages.success(request, f"{student.user.list_name}: причина снята.")
    return redirect(f"{reverse('my_class', args=[class_id])}?day={day.isoformat()}")


def day_of(text: str) -> date:
    """A day of the address, or today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _pupil(request: PartaRequest, class_id: int, student_id: int) -> tuple[SchoolClass, Student]:
    school_class = class_for(request.user, class_id, readers=READERS, day=clock.today())
    student = students_of(school_class, day_of(request.GET.get("day", ""))).filter(pk=student_id).first()
    if student is None:
        raise NoSuchThing("Такого ученика в этом классе нет.")
    if not may_note_absences(request.user, school_class):
        raise NoSuchThing("Причины отсутствия записывает классный руководитель.")
    return school_class, student


def _reason_on(student: Student, day: date) -> AbsenceReason | None:
    rows = AbsenceReason.objects.filter(student=student, first_day__lte=day, last_day__gte=day, withdrawn_at=None)
    return rows.select_related("student__user").first()


def _initial(row: AbsenceReason | None, day: date) -> dict[str, object]:
    if row is None:
        return {"first_day": day, "last_day": day, "base": 0}
    names = ("code", "first_day", "last_day", "first_lesson", "basis")
    return {name: getattr(row, name) for name in names} | {"base": row.version}


def _write(
    request: PartaRequest, form: ReasonForm, school_class: SchoolClass, student: Student, row: AbsenceReason | None
) -> bool:
    try:
        if row is None:
            actions.note_reason(request.user, school_class=school_class, student=student, reason=form.fields_of())
        else:
            base = form.cleaned_data["base"]
            actions.change_reason(request.user, school_class=school_class, row=row, base=base, reason=form.fields_of())
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    return True


urlpatterns = [
    path("classes/<int:class_id>/day/", my_class, name="my_class"),
    path("classes/<int:class_id>/students/<int:student_id>/absence/", absence_reason, name="absence_reason"),
    path(
        "classes/<int:class_id>/students/<int:student_id>/absence/withdraw/",
        absence_reason_withdraw,
        name="absence_reason_withdraw",
    ),
]
