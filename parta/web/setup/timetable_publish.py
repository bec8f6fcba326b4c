"""A draft of the timetable beside the one in force: what differs, what becomes of lessons, «Опубликовать»."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from parta.domain.curriculum.models import Course
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import DraftChanged, NotPublishable
from parta.domain.timetable.models import Timetable
from parta.domain.timetable.permissions import require_weekly
from parta.lib import dates
from parta.lib.errors import RuleViolation, StaleEdit
from parta.web.http import PartaRequest, page, status_of
from parta.web.setup.lesson_generation import done

CONFLICTS_SHOWN = 20


def timetable_publish(request: PartaRequest, timetable_id: int) -> HttpResponse:
    """GET compares the draft with the version in force; POST publishes exactly what was shown."""
    require_weekly(request.user, "публиковать расписание")
    table = queries.timetable_for(timetable_id)
    if not table.is_draft:
        messages.info(request, f"«{table.title}» уже опубликовано.")
        return redirect(_editor(table))
    if request.method != "POST":
        return _show(request, table)
    try:
        report = actions.publish_timetable(
            request.user, timetable=table, seen=request.POST.get("seen", ""), despite=request.POST.get("despite", "")
        )
    except (DraftChanged, NotPublishable, RuleViolation) as refused:
        return _show(request, table, refused)
    begins = dates.day_title(table.valid_from)
    messages.success(request, f"Расписание опубликовано, действует с {begins}. {done(report)}")
    return redirect(_editor(table))


@require_POST
def timetable_drop(request: PartaRequest, timetable_id: int) -> HttpResponse:
    """Throw the draft away."""
    require_weekly(request.user, "удалять черновик расписания")
    table = queries.timetable_for(timetable_id)
    try:
        actions.drop_timetable_draft(request.user, timetable=table)
    except NotPublishable as refused:
        messages.error(request, refused.message)
        return redirect(_editor(table))
    messages.success(request, f"Черновик «{table.title}» удалён. Действующее расписание не изменилось.")
    return redirect("timetable_edit")


def _show(request: PartaRequest, table: Timetable, refused: RuleViolation | StaleEdit | None = None) -> HttpResponse:
    seen = queries.publication_of(table)
    context = {
        "table": table,
        "seen": seen,
        "refused": refused.message if refused else "",
        "despite": request.POST.get("despite", ""),
        "places": sum(len(one.places) for one in seen.changes),
        "shown": seen.blocking[:CONFLICTS_SHOWN],
        "left": _left(seen),
        "weekdays": dates.WEEKDAYS_SHORT,
    }
    return page(request, "web/setup/timetable_publish.html", context, status_of(refused) if refused else 200)


def _left(seen: queries.Publication) -> list[str]:
    """Pages of the journal whose lessons with entries would stay outside the timetable."""
    ids = {one.course_id for one in seen.report.left} if seen.report else set()
    rows = Course.objects.filter(pk__in=ids).select_related("subject", "school_class", "group")
    return sorted(one.title for one in rows)


def _editor(table: Timetable) -> str:
    return f"{reverse('timetable_edit')}?t={table.pk}"


urlpatterns = [
    path("setup/timetable/<int:timetable_id>/publish/", timetable_publish, name="timetable_publish"),
    path("setup/timetable/<int:timetable_id>/drop/", timetable_drop, name="timetable_drop"),
]
