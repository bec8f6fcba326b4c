"""«Закрыть учебный год»: classes × steps, the year of the whole school, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from parta.domain.access.choices import Role
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.permissions import CLOSERS
from parta.domain.finals.queries.closing import PeriodChoice
from parta.domain.finals.queries.year_closing import YEAR_TITLES, YearBoard, school_obstacles, year_boards
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.web.http import PartaRequest, page

YEAR = "year"


def boards_of(year: AcademicYear) -> list[YearBoard]:
    """Every class of the year."""
    classes = SchoolClass.objects.filter(year=year).select_related("year").order_by("grade_level", "sort_name")
    return year_boards(year, list(classes))


def year_page(request: PartaRequest, year: AcademicYear, choices: list[PeriodChoice]) -> HttpResponse:
    """The table of the year; who may read it was asked before."""
    boards = boards_of(year)
    context = {
        "year": year,
        "choices": choices,
        "boards": boards,
        "closed": sum(one.is_closed for one in boards),
        "ready": [one for one in boards if one.is_ready],
        "titles": list(YEAR_TITLES.items()),
        "obstacles": school_obstacles(year),
        "is_over": year.ends_on < clock.today(),
        "may_close": bool(request.roles & set(CLOSERS)),
        "may_reopen": Role.DIRECTOR in request.roles,
        "rule": rulebook_for(year.year).clause("final_mark_for_every_student"),
    }
    return page(request, "web/office/closing_year.html", context)


@require_POST
def year_close(request: PartaRequest) -> HttpResponse:
    """Close the year of the whole school (`year`: its id, by default that of today)."""
    year = _asked(request)
    try:
        actions.close_year(request.user, year=year)
    except FinalRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Учебный год {year} закрыт. Он остаётся для чтения.")
    return _back()


@require_POST
def year_reopen(request: PartaRequest) -> HttpResponse:
    """Open it again: the director, with a `reason`."""
    year = _asked(request)
    try:
        actions.reopen_year(request.user, year=year, reason=request.POST.get("reason", ""))
    except FinalRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Учебный год {year} открыт снова. Причина осталась в истории.")
    return _back()


def _asked(request: PartaRequest) -> AcademicYear:
    text = request.POST.get("year", "")
    year = AcademicYear.objects.filter(pk=text).first() if text.isdecimal() else current_year()
    if year is None:
        raise NoSuchThing("Такого учебного года нет.")
    return year


def _back() -> HttpResponse:
    return redirect(f"{reverse('school_closing')}?period={YEAR}")


urlpatterns = [
    path("closing/year/", year_close, name="year_close"),
    path("closing/year/reopen/", year_reopen, name="year_reopen"),
]
