"""What is done with a whole plan: renamed, sent, approved, returned, revised, copied, attached to courses."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import ThematicPlan
from parta.domain.school.queries import current_year
from parta.lib import clock, russian
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest
from parta.web.teaching.plans import require_reader

COURSES = ("странице", "страницам", "страницам")


def _act(request: PartaRequest, plan_id: int, act: Callable[[ThematicPlan], str]) -> HttpResponse:
    """Do it and come back with its sentence; a refusal comes back as a message too, because the table is untouched."""
    require_reader(request)
    row = queries.plan_for(plan_id)
    try:
        messages.success(request, act(row))
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect("plan", plan_id)


@require_POST
def plan_rename(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Another title."""

    def _do(row: ThematicPlan) -> str:
        actions.rename_plan(request.user, plan=row, title=request.POST.get("title", ""))
        return "Название записано."

    return _act(request, plan_id, _do)


@require_POST
def plan_send(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The author sends it to the deputy."""

    def _do(row: ThematicPlan) -> str:
        actions.send_plan(request.user, plan=row)
        return "План отправлен завучу. Пока он не ответил, план можно отозвать."

    return _act(request, plan_id, _do)


@require_POST
def plan_withdraw(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Back to the author, who goes on writing."""

    def _do(row: ThematicPlan) -> str:
        actions.withdraw_plan(request.user, plan=row)
        return "План снова черновик."

    return _act(request, plan_id, _do)


@require_POST
def plan_approve(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The deputy approves; a draft version becomes the plan it was begun from."""
    require_reader(request)
    try:
        approved = actions.approve_plan(request.user, plan=queries.plan_for(plan_id))
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("plan", plan_id)
    messages.success(request, "План утверждён, темы размещены по урокам классов, у которых часы равны учебному плану.")
    return redirect("plan", approved.pk)


@require_POST
def plan_return(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The deputy returns it with a reason."""

    def _do(row: ThematicPlan) -> str:
        actions.return_plan(request.user, plan=row, reason=request.POST.get("reason", ""))
        return "План возвращён автору."

    return _act(request, plan_id, _do)


@require_POST
def plan_revise(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Begin the next version of an approved plan, or go on with it."""
    require_reader(request)
    draft = actions.revise_plan(request.user, plan=queries.plan_for(plan_id))
    messages.success(request, "Это черновик новой версии. Классы учатся по утверждённой, пока завуч не утвердит новую.")
    return redirect("plan", draft.pk)


@require_POST
def plan_drop(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Throw a draft away."""
    require_reader(request)
    row = queries.plan_for(plan_id)
    back = row.revises_id
    try:
        actions.drop_draft(request.user, plan=row)
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("plan", plan_id)
    messages.success(request, "Черновик удалён.")
    return redirect("plan", back) if back else redirect("plan_list")


@require_POST
def plan_copy(request: PartaRequest, plan_id: int) -> HttpResponse:
    """A draft of one's own."""
    require_reader(request)
    copy = actions.copy_plan(request.user, plan=queries.plan_for(plan_id))
    messages.success(request, "Это ваша копия: правьте её как хотите, исходный план не изменится.")
    return redirect("plan", copy.pk)


@require_POST
def plan_attach(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The ticked courses take the plan, those that had it and are not ticked lose it."""

    def _do(row: ThematicPlan) -> str:
        year = current_year()
        ticked = {int(text) for text in request.POST.getlist("courses") if text.isdecimal()}
        shown = {int(text) for text in request.POST.getlist("shown") if text.isdecimal()}
        fitting = queries.courses_for_plan(row, year, None, clock.today()) if year else []
        wanted = [one for one in fitting if one.pk in ticked]
        gone = [one for one in fitting if one.pk in shown - ticked and one.plan_id == row.pk]
        actions.attach_plan_to_course(request.user, plan=row, courses=wanted)
        actions.detach_plan(request.user, courses=gone)
        return f"План приложен к {russian.counted(len(wanted), *COURSES)} журнала." if wanted else "План снят."

    return _act(request, plan_id, _do)


urlpatterns = [
    path("plans/<int:plan_id>/rename/", plan_rename, name="plan_rename"),
    path("plans/<int:plan_id>/send/", plan_send, name="plan_send"),
    path("plans/<int:plan_id>/withdraw/", plan_withdraw, name="plan_withdraw"),
    path("plans/<int:plan_id>/revise/", plan_revise, name="plan_revise"),
    path("plans/<int:plan_id>/drop/", plan_drop, name="plan_drop"),
    path("plans/<int:plan_id>/approve/", plan_approve, name="plan_approve"),
    path("plans/<int:plan_id>/return/", plan_return, name="plan_return"),
    path("plans/<int:plan_id>/copy/", plan_copy, name="plan_copy"),
    path("plans/<int:plan_id>/attach/", plan_attach, name="plan_attach"),
]
