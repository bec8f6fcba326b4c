"""«Экзамены и аттестация»: results of the school, their entry for a class or a grade, a correction."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parta.domain.access.errors import RightMissing
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.errors import ExamLinesRefused
from parta.domain.finals.models import ExamResult
from parta.domain.finals.permissions import ALL_EXAMS, may_change_exam, require_exam_desk
from parta.domain.finals.queries.exams import exam_for, exam_lines, exam_term_words, exam_values
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import current_year
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.office.exam_forms import (
    ENTERING,
    KEEPERS,
    CorrectionForm,
    ExamChoice,
    ExamForm,
    RemovalForm,
    SheetRow,
    exam_start,
    sheet,
)
from parta.web.shared.forms import saved, status_of

NOTES = 5


@require_GET
@never_cache
def exams(request: PartaRequest) -> HttpResponse:
    """Results of the year by kind and class, as far as the person may read them."""
    require_exam_desk(request.roles)
    year = current_year()
    everything = bool(request.roles & ALL_EXAMS)
    kind = next((one.value for one in ExamKind if one.value == request.GET.get("kind")), "")
    classes = list(SchoolClass.objects.filter(year=year).order_by("grade_level", "letter")) if year else []
    unit = next((one for one in classes if str(one.pk) == request.GET.get("class")), None)
    lines = (
        exam_lines(request.user, year, everything=everything, kind=kind, class_id=unit.pk if unit else None)
        if year
        else []
    )
    context = {
        "year": year, "lines": lines, "kinds": ExamKind.choices, "kind": kind, "unit": unit,
        "classes": classes if everything else [],
        "may_enter": bool(request.roles & ENTERING), "may_watch": everything,
        "term": exam_term_words(year) if year else None,
    }  # fmt: skip
    return page(request, "web/office/exams.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def exam_entry(request: PartaRequest) -> HttpResponse:
    """What was held; once that is said, a line for every pupil; all lines are written or none."""
    if not request.roles & ENTERING:
        raise RightMissing("Результаты экзаменов записывает завуч, администратор ЭЖ или учитель этого предмета.")
    year = current_year()
    if year is None:
        raise NotFound("Учебного года ещё нет")
    choice = ExamChoice.of(request, year, keeper=bool(request.roles & KEEPERS))
    sent = request.POST if request.method == "POST" else request.GET
    form = (
        ExamForm(choice, sent) if "unit" in sent else ExamForm(choice, initial=exam_start(request.GET.get("for", "")))
    )
    rows: list[SheetRow] = []
    if form.is_bound and form.is_valid():
        rows = sheet(form, year, request.POST if request.method == "POST" else None)
        if request.method == "POST" and _entered(request, form, year, rows):
            return redirect(reverse("exams"))
    status = 422 if form.errors or any(row.problem for row in rows) else 200
    return page(request, "web/office/exam_entry.html", {"form": form, "rows": rows, "year": year}, status)


@require_http_methods(["GET", "POST"])
@never_cache
def exam_result(request: PartaRequest, result_id: int) -> HttpResponse:
    """One result with its past; whoever may puts it right or takes it away."""
    require_exam_desk(request.roles)
    result = exam_for(request.user, result_id, everything=bool(request.roles & ALL_EXAMS))
    start = {"base": result.version}
    now = {"value": result.value, "points": "" if result.points is None else str(result.points)}
    asked = request.POST if request.method == "POST" else None
    removing = asked is not None and "remove" in asked
    form = CorrectionForm(exam_values(result.year), None if removing else asked, initial=start | now)
    removal = RemovalForm(asked if removing else None, initial=start, auto_id="remove_%s")
    if removing and saved(request, removal, lambda: _remove(request, result, removal)):
        return redirect("exams")
    if not removing and saved(request, form, lambda: _correct(request, result, form)):
        return redirect("exam_result", result.pk)
    context = {
        "result": result, "form": form, "removal": removal, "may_change": may_change_exam(request.user, result),
    }  # fmt: skip
    return page(request, "web/office/exam_result.html", context, status_of(removal if removing else form))


def _entered(request: PartaRequest, form: ExamForm, year: AcademicYear, rows: list[SheetRow]) -> bool:
    """Were the lines written? What is wrong is said beside the line or above all."""
    if any(row.problem for row in rows):
        return False
    lines = [actions.ExamLine(row.pupil.student, row.score) for row in rows]
    course = form.choice.course(form.cleaned_data["unit"])
    try:
        outcome = actions.enter_exam_results(request.user, held=form.held(year), lines=lines, course=course)
    except (PermissionDenied, NotFound):
        raise
    except ExamLinesRefused as refused:
        for row in rows:
            row.problem = refused.problems.get(row.pupil.student.pk, "")
        return False
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    _told(request, f"Записано: {len(outcome.rows)}. Ученики и родители уже видят результаты в дневнике.", outcome)
    return True


def _correct(request: PartaRequest, result: ExamResult, form: CorrectionForm) -> None:
    data = form.cleaned_data
    outcome = actions.correct_exam_result(
        request.user, result=result, score=data["score"], reason=data["reason"], base=data["base"]
    )
    _told(request, "Исправлено. В дневнике видно прежний результат, новый и причину.", outcome)


def _remove(request: PartaRequest, result: ExamResult, form: RemovalForm) -> None:
    data = form.cleaned_data
    notes = actions.remove_exam_result(request.user, result=result, reason=data["reason"], base=data["base"])
    _told(request, "Результат удалён, запись о нём осталась в истории.", actions.ExamOutcome([], 0, notes))


def _told(request: PartaRequest, sentence: str, outcome: actions.ExamOutcome) -> None:
    carried = f" В графу «экзамен» журнала перенесено отметок: {outcome.carried}." if outcome.carried else ""
    messages.success(request, sentence + carried)
    for note in outcome.notes[:NOTES]:
        messages.warning(request, f"{note}.")
    if len(outcome.notes) > NOTES:
        messages.warning(request, f"И ещё не перенесено в журнал: {len(outcome.notes) - NOTES}.")


urlpatterns = [
    path("exams/", exams, name="exams"),
    path("exams/new/", exam_entry, name="exam_entry"),
    path("exams/<int:result_id>/", exam_result, name="exam_result"),
]
