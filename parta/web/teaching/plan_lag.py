"""The lag of a course against its plan: what the chosen proposals change, shown first, then applied at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from parta.domain.curriculum import queries
from parta.domain.curriculum.models import Course, ThematicPlan
from parta.domain.curriculum.rules import Step
from parta.domain.journal import actions
from parta.domain.journal.queries import course_plan
from parta.domain.school.queries import current_year
from parta.lib import clock, russian
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching.plans import number_of, require_reader

HOURS = ("час", "часа", "часов")


def _place(request: PartaRequest, plan_id: int) -> tuple[ThematicPlan, Course]:
    """The plan and the course of the address that learns by it."""
    require_reader(request)
    row = queries.plan_for(plan_id)
    year = current_year()
    wanted = number_of(request.GET.get("course", "") or request.POST.get("course", ""))
    fitting = queries.fitting_courses(row, year, request.user, clock.today()) if year else []
    learning = [one for one in fitting if one.plan_id == row.pk]
    found = next((one for one in learning if wanted in (None, one.pk)), None)
    if found is None:
        raise NotFound("По этому плану такой класс не учится.")
    return row, found


def _steps(values: list[str]) -> list[Step]:
    return [step for step in map(Step.parse, values) if step]


def _back(row: ThematicPlan, course: Course) -> str:
    return f"{reverse('plan', args=[row.pk])}?course={course.pk}"


@require_GET
def plan_catch_up(request: PartaRequest, plan_id: int) -> HttpResponse:
    """What the chosen steps change: topic by topic the day before and the day after."""
    row, course = _place(request, plan_id)
    plan = course_plan(course)
    steps = _steps(request.GET.getlist("step"))
    if plan is None:
        raise NotFound("По этому плану такой класс не учится.")
    try:
        after = plan.after(steps)
    except ValueError:
        messages.error(request, "Темы с тех пор переставили. Проверьте предложения заново.")
        return redirect(_back(row, course))
    context = {
        "plan": row,
        "course": course,
        "before": plan.coverage,
        "after": after.coverage,
        "moved": plan.moved(after),
        "steps": [step.key for step in steps],
        "base": plan.version,
    }
    return page(request, "web/teaching/plan_catch_up.html", context)


@require_POST
def plan_rearrange(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Apply the steps to the course."""
    row, course = _place(request, plan_id)
    steps = _steps(request.POST.getlist("step"))
    try:
        after = actions.rearrange_topics(request.user, course=course, steps=steps, base=request.POST.get("base", ""))
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect(_back(row, course))
    lag = after.coverage.lag
    left = f"Отставание теперь {russian.counted(lag, *HOURS)}." if lag else "Отставания больше нет."
    messages.success(request, f"Темы {course.unit_name} переставлены. {left}")
    return redirect(_back(row, course))


@require_POST
def plan_place(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Give the topics of a course their lessons."""
    row, course = _place(request, plan_id)
    try:
        actions.place_plan(request.user, course=course)
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Темы размещены по урокам: {course.unit_name}.")
    return redirect(_back(row, course))


urlpatterns = [
    path("plans/<int:plan_id>/catch-up/", plan_catch_up, name="plan_catch_up"),
    path("plans/<int:plan_id>/rearrange/", plan_rearrange, name="plan_rearrange"),
    path("plans/<int:plan_id>/place/", plan_place, name="plan_place"),
]
