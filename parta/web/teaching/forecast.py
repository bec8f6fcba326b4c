"""Forecast for staff (R26): a class, the school; and which families know the forecast of this month (R25)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parta.domain.access.choices import Role
from parta.domain.access.permissions import require_role
from parta.domain.curriculum.queries import courses_taught_by
from parta.domain.finals.actions.informing import tell_families
from parta.domain.finals.choices import InformedBy
from parta.domain.finals.permissions import informs_families
from parta.domain.finals.queries.class_forecast import ClassForecast, class_forecast, forecasts
from parta.domain.finals.queries.class_year import class_year_forecast
from parta.domain.finals.queries.informed import informed_of
from parta.domain.regulation.choices import ForecastScope
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import class_for, current_year
from parta.lib import clock
from parta.lib.errors import DomainError, NotFound
from parta.web.http import PartaRequest, page

READERS = (Role.DIRECTOR, Role.DEPUTY)


def _scope() -> dict[str, object]:
    """Does the rulebook of today forecast classes at all (`forecast_scope`), and where it says so."""
    current = rulebook_for(clock.today())
    allowed = ForecastScope.CLASS in current.rulebook.informing.forecast_scope
    return {"allowed": allowed, "scope_source": current.source_text("forecast_scope")}


@require_GET
@never_cache
def of_class(request: PartaRequest, class_id: int) -> HttpResponse:
    """The class teacher and the administration see every subject, a teacher of the class the own ones."""
    row, only = _seen_class(request, class_id)
    year = request.GET.get("for") == "year"
    allowed = bool(_scope()["allowed"])
    found = class_year_forecast(row, only=only) if year and allowed else class_forecast(row, only=only)
    context = {"row": row, "view": found, "table": _table(found), "own": only is not None, **_scope()}
    context["leads"] = only is None
    context["columns"] = found.columns
    subjects = {one.pk: one.subject.name for one in found.pages}
    context["risks"] = [
        (one.student.user.list_name, [(subjects[pk], one.prospects[pk]) for pk in one.at_risk]) for one in found.at_risk
    ]
    return page(request, "web/teaching/forecast_class.html", context)


def _seen_class(request: PartaRequest, class_id: int) -> tuple[SchoolClass, list[int] | None]:
    """The class, and the courses it is seen in: None for all. Raises NotFound for everybody else."""
    today = clock.today()
    try:
        return class_for(request.user, class_id, readers=READERS, day=today), None
    except NotFound:
        taught = courses_taught_by(request.user, today)
        mine = [
            one.pk for one in taught.select_related("group").prefetch_related("group__classes") if _is_of(one, class_id)
        ]
        row = SchoolClass.objects.select_related("year").filter(pk=class_id).first()
        if row is None or not mine:
            raise NoSuchThing("Такого класса нет.") from None
        return row, mine


def _is_of(course: object, class_id: int) -> bool:
    group = getattr(course, "group", None)
    if group is None:
        return bool(getattr(course, "school_class_id", None) == class_id)
    return any(one.pk == class_id for one in group.classes.all())


def _table(found: ClassForecast) -> list[tuple[object, list[object], int]]:
    """Rows of the table: pupil, a cell for every subject, in how many the pupil is at risk."""
    columns = found.columns
    return [
        (row.student.user.list_name, [row.among(one.courses) for one in columns], len(row.at_risk))
        for row in found.rows
    ]


@require_GET
@never_cache
def of_school(request: PartaRequest) -> HttpResponse:
    """Every class: expected success and quality, pupils at risk."""
    require_role(request.user, *READERS, act="смотреть прогноз по школе")
    year = current_year()
    scope = _scope()
    rows = SchoolClass.objects.filter(year=year, grade_level__gt=1).select_related("year").order_by("sort_name")
    found = forecasts(list(rows)) if year and scope["allowed"] else []
    return page(request, "web/teaching/forecast_school.html", {"classes": found, "today": clock.today(), **scope})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def informed(request: PartaRequest, class_id: int) -> HttpResponse:
    """Whose families know the forecast of this month; the class teacher ticks paper and letters."""
    row = class_for(request.user, class_id, readers=READERS, day=clock.today())
    if request.method == "POST":
        _tell(request, row)
        return redirect("informed", row.pk)
    view = informed_of(row)
    ways = [(InformedBy.PRINTED.value, "выдано на бумаге"), (InformedBy.SENT.value, "отправлено")]
    context = {"row": row, "view": view, "may_tell": informs_families(request.user, row), "ways": ways}
    return page(request, "web/teaching/informed.html", context)


def _tell(request: PartaRequest, row: SchoolClass) -> None:
    chosen = [int(one) for one in request.POST.getlist("student") if one.isascii() and one.isdigit() and len(one) < 10]
    asked = request.POST.get("way", "")
    way = InformedBy(asked) if asked in InformedBy.values else InformedBy.DIARY
    try:
        rows = tell_families(request.user, row, chosen, way)
    except DomainError as refusal:
        if not informs_families(request.user, row):
            raise
        messages.error(request, str(refusal))
        return
    messages.success(request, f"Записано: {way.label}, семей — {len(rows)}.")


urlpatterns = [
    path("forecast/", of_school, name="forecast_school"),
    path("classes/<int:class_id>/forecast/", of_class, name="forecast_class"),
    path("classes/<int:class_id>/informed/", informed, name="informed"),
]
