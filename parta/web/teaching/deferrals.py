"""«Отсрочки»: the register, an order made out for a pupil, its sheet ready to print, results."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import JOURNAL_READERS, TEACHING_ROLES, Role
from parta.domain.access.errors import RightMissing
from parta.domain.curriculum.models import Course
from parta.domain.finals import actions
from parta.domain.finals.errors import DeferralChanged, FinalRefused
from parta.domain.finals.permissions import leads_pupil, may_order_deferrals
from parta.domain.finals.queries import deferrals as queries
from parta.domain.finals.queries.deferrals import DeferralPlace, result_values
from parta.domain.finals.queries.rights import gives_finals
from parta.domain.finals.rules.deferrals import DeferralState
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import AcademicYear, GradingPeriod, SchoolClass, Student
from parta.domain.school.queries import class_of, current_year, homerooms_on, periods_of, students_of
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.shared.forms import saved, status_of
from parta.web.teaching.deferral_forms import DeferralForm, NewDeferralForm

DESK = TEACHING_ROLES | JOURNAL_READERS | {Role.ADMINISTRATOR}
PREPARERS = frozenset({Role.DEPUTY, Role.ADMINISTRATOR, Role.DIRECTOR, Role.CLASS_TEACHER, Role.TEACHER})


@require_GET
@never_cache
def deferral_list(request: PartaRequest) -> HttpResponse:
    """Every deferral of the year the person may read, what asks for something first."""
    if not request.roles & DESK:
        raise RightMissing("Отсрочки видят учителя, классные руководители и завуч.")
    year = current_year()
    lines = queries.deferrals_of_year(request.user, year) if year else []
    context = {
        "year": year,
        "lines": lines,
        "asking": [one for one in lines if one.state in (DeferralState.DRAFT, DeferralState.OVERDUE)],
        "may_prepare": bool(request.roles & PREPARERS),
        "clause": rulebook_for(year.year).clause("deferral_allowed") if year else "",
    }
    return page(request, "web/teaching/deferral_list.html", context)


@never_cache
def deferral_new(request: PartaRequest) -> HttpResponse:
    """`?student=` whose, `?period=` id or «year», `?course=` ticked at first; without a pupil: the choice of one."""
    if not request.roles & PREPARERS:
        raise RightMissing("Отсрочку готовят классный руководитель, учитель предмета или завуч.")
    year = current_year()
    student = _asked_student(request)
    if year is None or student is None:
        return page(request, "web/teaching/deferral_choose.html", _choice(request, year))
    school_class = class_of(student, clock.today())
    periods = periods_of(year, school_class.grade_level) if school_class else []
    period = _asked_period(request, periods)
    place = _offered(request, queries.deferrable(student, year, period), student)
    current, may_order = rulebook_for(year.year), may_order_deferrals(request.user)
    course = _number(request.GET.get("course", ""))
    form = NewDeferralForm(
        current.rulebook, place, request.POST or None, may_order=may_order, initial={"courses": [course]}
    )

    def write() -> None:
        pages = list(Course.objects.select_related("subject", "school_class", "group", "year").filter(
            pk__in=form.cleaned_data["courses"]
        ))  # fmt: skip
        made.append(
            actions.defer(
                request.user, student=student, year=year, period=period, courses=pages, fields=form.fields_of()
            )
        )

    made: list[Any] = []
    if saved(request, form, write):
        messages.success(
            request, _done_words(made[0].order_number, needed=current.rulebook.marks.deferral_requires_order)
        )
        return redirect("deferral", made[0].pk)
    context = {
        "form": form, "student": student, "school_class": place.school_class, "periods": periods, "period": period,
        "place": place, "may_order": may_order, "current": current, "course": course,
        "needs_order": current.rulebook.marks.deferral_requires_order,
        "rule": current.clause("deferral_requires_order") or current.clause("deferral_allowed"),
    }  # fmt: skip
    return page(request, "web/teaching/deferral_new.html", context, status_of(form))


@require_GET
@never_cache
def deferral(request: PartaRequest, deferral_id: int) -> HttpResponse:
    """The sheet of one deferral: what is to be passed, to whom, until when; results; ready to print."""
    row = queries.deferral_for(request.user, deferral_id)
    line = queries.deferral_lines([row], request.user)[0]
    values = {one.place.pk: result_values(one.place.course) for one in line.pages if one.may_enter}
    courses = [one.place.course for one in line.pages]
    context = {
        "row": row,
        "line": line,
        "pages": [(one, values.get(one.place.pk, ())) for one in line.pages],
        "may_change": line.is_going_on and _may_change(request, row.student, courses, ordered=bool(row.order_number)),
        "needs_order": rulebook_for(row.year.year).rulebook.marks.deferral_requires_order,
        "clause": rulebook_for(row.year.year).clause("deferral_makeup_forms"),
    }
    return page(request, "web/teaching/deferral.html", context)


@never_cache
def deferral_change(request: PartaRequest, deferral_id: int) -> HttpResponse:
    """The order entered or put right, the term prolonged."""
    row = queries.deferral_for(request.user, deferral_id)
    may_order = may_order_deferrals(request.user)
    courses = [one.course for one in row.courses.select_related("course")]
    if not _may_change(request, row.student, courses, ordered=bool(row.order_number)):
        raise RightMissing("Отсрочку с приказом меняют завуч, директор или администратор ЭЖ.")
    rulebook = rulebook_for(row.year.year).rulebook
    names = ("reason", "reason_text", "makeup_form", "due_on", "order_number", "order_date")
    initial = {name: getattr(row, name) for name in names} | {"base": row.version}
    form = DeferralForm(rulebook, request.POST or None, may_order=may_order, initial=initial)

    def write() -> None:
        base = form.cleaned_data["base"]
        actions.change_deferral(request.user, deferral=row, fields=form.fields_of(row), base=base)

    if saved(request, form, write):
        messages.success(request, "Записано.")
        return redirect("deferral", row.pk)
    context = {"row": row, "form": form}
    return page(request, "web/teaching/deferral_change.html", context, status_of(form))


@require_POST
def deferral_withdraw(request: PartaRequest, deferral_id: int) -> HttpResponse:
    """Take it back, with a reason."""
    row = queries.deferral_for(request.user, deferral_id)
    base = _number(request.POST.get("base", "")) or 0
    try:
        actions.withdraw_deferral(request.user, deferral=row, reason=request.POST.get("reason", ""), base=base)
    except (FinalRefused, DeferralChanged) as refused:
        messages.error(request, f"Не отменено. {refused.message}")
    else:
        messages.success(request, "Отсрочка отменена. Причина осталась в истории.")
    return redirect("deferral", row.pk)


@require_POST
def deferral_result(request: PartaRequest, place_id: int) -> HttpResponse:
    """The result of one page: its teacher's."""
    place = queries.place_for(request.user, place_id)
    try:
        actions.enter_result(request.user, place=place, value=request.POST.get("value", ""))
    except FinalRefused as refused:
        messages.error(request, f"Не записано. {refused.message}")
    else:
        messages.success(request, "Результат записан: он стал итоговой отметкой.")
    return redirect("deferral", place.deferral_id)


def _asked_student(request: PartaRequest) -> Student | None:
    """The pupil of the address, if the person may prepare a deferral for somebody like that."""
    pk = _number(request.GET.get("student", "") or request.POST.get("student", ""))
    if pk is None:
        return None
    student = Student.objects.select_related("user").filter(pk=pk).first()
    if student is None:
        raise NoSuchThing("Такого ученика нет.")
    return student


def _offered(request: PartaRequest, place: DeferralPlace, student: Student) -> DeferralPlace:
    """To a teacher who does not lead the class: the own pages alone; nothing of them, and there is no such pupil."""
    if may_order_deferrals(request.user) or leads_pupil(request.user, student):
        return place
    ids = [one.page.course_id for one in place.lines]
    own = {one.pk for one in Course.objects.filter(pk__in=ids) if gives_finals(request.user, one)}
    if not own:
        raise NoSuchThing("Такого ученика нет.")
    return DeferralPlace(place.school_class, [one for one in place.lines if one.page.course_id in own])


def _asked_period(request: PartaRequest, periods: list[GradingPeriod]) -> GradingPeriod | None:
    """The period of the address, else the one of today; None for the year."""
    text = request.GET.get("period", "") or request.POST.get("period", "")
    if text == "year" or not periods:
        return None
    asked = next((one for one in periods if str(one.pk) == text), None)
    begun = [one for one in periods if one.starts_on <= clock.today()]
    return asked or (begun[-1] if begun else periods[0])


def _choice(request: PartaRequest, year: AcademicYear | None) -> dict[str, Any]:
    """Classes the person may choose a pupil from, and the pupils of the class chosen."""
    if year is None:
        return {"classes": [], "pupils": [], "chosen": None}
    rows = SchoolClass.objects.filter(year=year)
    if not may_order_deferrals(request.user):
        rows = rows.filter(pk__in=[pk for pk, _ in homerooms_on(request.user, clock.today())])
    classes = list(rows)
    wanted = request.GET.get("class", "")
    chosen = next((one for one in classes if str(one.pk) == wanted), classes[0] if len(classes) == 1 else None)
    pupils = list(students_of(chosen, clock.today())) if chosen else []
    return {"classes": classes, "chosen": chosen, "pupils": pupils, "period": request.GET.get("period", "")}


def _may_change(request: PartaRequest, student: Student, courses: list[Course], *, ordered: bool) -> bool:
    if may_order_deferrals(request.user):
        return True
    if ordered:
        return False
    return leads_pupil(request.user, student) or all(gives_finals(request.user, one) for one in courses)


def _done_words(number: str, *, needed: bool) -> str:
    if number or not needed:
        return "Отсрочка оформлена: семья видит её в дневнике."
    return "Отсрочка подготовлена. Она начнёт действовать, когда завуч впишет номер и дату приказа."


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


urlpatterns = [
    path("deferrals/", deferral_list, name="deferral_list"),
    path("deferrals/new/", deferral_new, name="deferral_new"),
    path("deferrals/<int:deferral_id>/", deferral, name="deferral"),
    path("deferrals/<int:deferral_id>/change/", deferral_change, name="deferral_change"),
    path("deferrals/<int:deferral_id>/withdraw/", deferral_withdraw, name="deferral_withdraw"),
    path("deferrals/results/<int:place_id>/", deferral_result, name="deferral_result"),
]
