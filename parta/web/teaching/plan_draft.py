"""The editor of a plan saves by itself: the table as JSON, answered with the new version and the ids of topics."""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import ThematicPlan
from parta.lib import clock
from parta.lib.errors import InvalidInput, PermissionDenied, RuleViolation, StaleEdit
from parta.web.http import PartaRequest, status_of
from parta.web.teaching.plan_lines import read_draft
from parta.web.teaching.plan_page import context_of
from parta.web.teaching.plans import number_of, require_reader

REFUSALS = (InvalidInput, RuleViolation, StaleEdit, PermissionDenied)


@require_POST
@never_cache
def plan_draft(request: PartaRequest, plan_id: int) -> JsonResponse:
    """Keep what stands: 200 `{version, ids, at, hours}`; 409 somebody else saved it, 422 and 403 with a sentence.

    `X-Person`: whose page sends it; a page left open is not saved in the name of who has signed in since.
    """
    if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"message": "Эти правки сделал другой человек: они ждут его входа."}, status=403)
    require_reader(request)
    row = queries.plan_for(plan_id)
    try:
        base, lines = read_draft(request.body)
        kept = actions.keep_plan_draft(request.user, plan=row, topics=lines, base=base)
    except REFUSALS as refused:
        return JsonResponse({"message": refused.message}, status=status_of(refused))
    told = {"version": kept.version, "ids": kept.ids, "at": f"{clock.local(clock.now()):%H:%M}"}
    return JsonResponse({**told, "hours": _hours(request, row)})


def _hours(request: PartaRequest, row: ThematicPlan) -> str:
    """The panel of hours as it is now: sections are compared while they are written."""
    wanted = number_of(request.GET.get("course", ""))
    context = context_of(request, row, queries.plan_topics(row), wanted=wanted)
    return render_to_string("web/teaching/_plan_hours.html", context, request)


urlpatterns = [path("plans/<int:plan_id>/draft/", plan_draft, name="plan_draft")]
