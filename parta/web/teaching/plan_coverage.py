"""How the plans of all courses stand: not approved, hours unequal, lagging. The deputy's page (S3R-1.13a)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from parta.domain.curriculum.choices import PlanStatus
from parta.domain.journal import actions
from parta.domain.journal.queries import Fault, fault_counts, school_coverage
from parta.domain.school.queries import current_year
from parta.lib import russian
from parta.lib.errors import NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching.plan_page import KEEPERS
from parta.web.teaching.plans import HEADS, number_of

ON_A_PAGE = 60
TILES = (
    (Fault.LAG, "Отстают", "уроков дано меньше, чем по плану", "warn"),
    (Fault.STAGE, "Не утверждены", "черновики, отправленные и возвращённые", "warn"),
    (Fault.HOURS, "Часы не равны", "расходятся с учебным планом", "bad"),
    (Fault.MISSING, "Без плана", "тема урока не предлагается", "bad"),
    (Fault.UNPLACED, "Не размещены", "утверждены, но у тем нет дней", "info"),
    (Fault.SHORT, "Не хватит уроков", "до конца года, с учётом праздников", "info"),
)


def require_head(request: PartaRequest) -> None:
    """The whole school is for those who check it."""
    if not request.roles & HEADS:
        raise PermissionDenied("Прохождение программ по всей школе видят завуч, директор и администратор ЭЖ.")


@require_GET
def plan_coverage(request: PartaRequest) -> HttpResponse:
    """All courses with their plans; `?show=lag` leaves those with this fault, `?grade=7` one parallel."""
    require_head(request)
    year = current_year()
    grade = number_of(request.GET.get("grade", ""))
    everything = school_coverage(year, grade=grade) if year else []
    counts = fault_counts(everything)
    asked = request.GET.get("show", "")
    show = Fault(asked) if asked in set(Fault) else None
    wanted = [line for line in everything if show is None or show in line.faults]
    if show is Fault.LAG:
        wanted.sort(key=lambda line: -(line.coverage.lag if line.coverage else 0))
    context = {
        "tiles": [(fault.value, label, counts[fault], text, tone) for fault, label, text, tone in TILES],
        "lines": Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "total": len(everything),
        "show": show.value if show else "",
        "grade": grade,
        "grades": sorted({line.course.grade_level for line in everything}) if grade is None else range(1, 12),
        "unplaced": counts[Fault.UNPLACED] if request.roles & KEEPERS else 0,
    }
    return page(request, "web/teaching/plan_coverage.html", context)


@require_POST
def plans_place(request: PartaRequest) -> HttpResponse:
    """Place every approved plan that has no days yet."""
    if not request.roles & KEEPERS:
        raise PermissionDenied("Размещают планы всей школы завуч и администратор ЭЖ.")
    year = current_year()
    if year is None:
        raise NotFound("Учебного года нет.")
    ready = [line.course for line in school_coverage(year) if not line.is_placed and line.status == PlanStatus.APPROVED]
    done = actions.place_plans(request.user, courses=ready)
    messages.success(request, f"Размещено: {russian.counted(len(done.placed), 'план', 'плана', 'планов')}.")
    for _, fault in done.refused[:5]:
        messages.warning(request, fault.message)
    return redirect("plan_coverage")


urlpatterns = [
    path("plans/coverage/", plan_coverage, name="plan_coverage"),
    path("plans/place/", plans_place, name="plans_place"),
]
