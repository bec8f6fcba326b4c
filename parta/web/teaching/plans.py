"""Thematic plans (КТП): the school's base, one plan as an editable table with dates of a course, approval, courses."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import Role
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.models import PlanTopic, PlanUnit, Subject, ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.lib.errors import InvalidInput, PermissionDenied, RuleViolation, StaleEdit
from parta.web.http import PartaRequest, page
from parta.web.teaching import plan_lines
from parta.web.teaching.plan_page import context_of
from parta.web.teaching.timetable_view import require_staff

HEADS = {Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP}
MAKERS = {Role.ADMINISTRATOR, Role.DEPUTY, Role.TEACHER}
READERS = frozenset({*HEADS, Role.TEACHER, Role.CLASS_TEACHER})


def require_reader(request: PartaRequest) -> None:
    """The base is common to all who teach and to the heads (S3-2.2a); others have no business in it."""
    require_staff(request)
    if not request.roles & READERS:
        raise PermissionDenied("КТП открыты учителям, завучам и администратору ЭЖ.")


@require_GET
def plan_list(request: PartaRequest) -> HttpResponse:
    """Plans of the base, filtered."""
    require_reader(request)
    mine = request.GET.get("mine") == "1"
    subject, grade = (number_of(request.GET.get(name, "")) for name in ("subject", "grade"))
    stage = request.GET.get("stage", "")
    rows = queries.plans(subject=subject, grade_level=grade, author=request.user if mine else None)
    if stage in PlanStatus.values:
        rows = rows.filter(status=stage)
    context = {
        "rows": rows,
        "subjects": Subject.objects.filter(plans__isnull=False).distinct(),
        "stages": PlanStatus.choices,
        "stage": stage,
        "mine": mine,
        "subject": subject,
        "grade": grade,
        "grades": range(1, 12),
        "may_write": bool(request.roles & MAKERS),
        "sees_coverage": bool(request.roles & HEADS),
    }
    return page(request, "web/teaching/plan_list.html", context)


def number_of(text: str) -> int | None:
    """A whole number of an address or a form, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@require_GET
def plan(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The plan as a table; with a course, on which days its topics fall and which are given."""
    require_reader(request)
    return show(request, queries.plan_for(plan_id))


def show(
    request: PartaRequest,
    row: ThematicPlan,
    *,
    typed: list[PlanTopic] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the page. typed: lines that could not be saved, kept on the screen with the `error`."""
    topics = queries.plan_topics(row)
    wanted = number_of(request.GET.get("course", "") or request.POST.get("course", ""))
    context = {
        **context_of(request, row, topics, typed, wanted),
        "version": request.POST.get("base") if typed else queries.plan_version(topics),
        "at": number_of(request.GET.get("at", "")),
        "error": error,
    }
    return page(request, "web/teaching/plan.html", context, status)


@require_POST
def plan_edit(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Save the whole table, with one act of a row or pasted lines done on the way."""
    require_reader(request)
    row = queries.plan_for(plan_id)
    act = request.POST.get("do", "save")
    lines, at = plan_lines.apply(plan_lines.read_lines(request.POST), act)
    if act == "append":
        lines += plan_lines.pasted_lines(request.POST.get("more", ""), lines[-1].unit if lines else "")
        at = len(lines) - 1
    try:
        actions.edit_plan_topics(request.user, plan=row, topics=lines, base=request.POST.get("base", ""))
    except StaleEdit as stale:
        return show(request, row, typed=[_typed(line) for line in lines], error=stale.message, status=409)
    except (InvalidInput, RuleViolation) as refused:
        return show(request, row, typed=[_typed(line) for line in lines], error=refused.message, status=422)
    if act in {"save", "append"}:
        messages.success(request, "План записан.")
    return redirect(_address(request, row, at))


def _typed(line: PlanLine) -> PlanTopic:
    """A line that was not saved, in the shape the table prints."""
    topic = PlanTopic(pk=line.id, title=line.title, homework=line.homework, kind=line.kind)
    topic.unit = PlanUnit(title=line.unit) if line.unit else None
    return topic


def _address(request: PartaRequest, row: ThematicPlan, at: int | None = None) -> str:
    """The plan with the same course, at the line just changed: its field takes the focus, so no #place is needed."""
    course = request.POST.get("course", "")
    choice = f"?course={course}" if course.isdecimal() else "?"
    place = f"&at={at}" if at is not None else ""
    return f"{reverse('plan', args=[row.pk])}{choice}{place}"


urlpatterns = [
    path("plans/", plan_list, name="plan_list"),
    path("plans/<int:plan_id>/", plan, name="plan"),
    path("plans/<int:plan_id>/edit/", plan_edit, name="plan_edit"),
]
