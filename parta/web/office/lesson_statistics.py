"""«Статистика уроков»: was the study plan kept, what kinds of lessons were held, what came of them (S2-5b–d)."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import JOURNAL_READERS, TEACHING_ROLES
from parta.domain.access.queries import administrators
from parta.domain.finals.queries.access import own_staff_id
from parta.domain.finals.queries.slices import Slice, slices_of
from parta.domain.journal.models import WorkType
from parta.domain.journal.queries.statistics import (
    KindFigures,
    LessonFigures,
    lesson_statistics,
    statistics_kept,
    together,
)
from parta.domain.regulation.permissions import can_change_rulebook
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.menu import require_desk
from parta.web.shared.tabs import Tab

ON_A_PAGE = 60
READERS = JOURNAL_READERS | TEACHING_ROLES
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A page with the share of each kind shown and the number of each mark."""

    of: LessonFigures
    shares: list[int | None]
    marks: list[int]


@require_GET
@never_cache
def lesson_statistics_page(request: PartaRequest) -> HttpResponse:
    """`?at=quarter-2&grade=7`; `&course=12` tells one page by kinds. Teachers see their own pages."""
    require_desk(request, READERS, "Статистику уроков видят завуч, директор, рабочая группа и учителя.")
    current, year = rulebook_for(clock.today()), current_year()
    if not statistics_kept(current):
        return _switched_off(request, current.source_text("lesson_statistics_required"))
    whole_school = bool(request.roles & JOURNAL_READERS)
    if year is None:
        return page(request, "web/office/lesson_statistics.html", {"year": None})
    slices = [one for one in slices_of(year).all if one.is_period or one.key == "year"]
    chosen = _chosen(slices, request.GET.get("at", ""))
    grade = request.GET.get("grade", "")
    spans = {one: span for one, span in chosen.days.items() if grade in ("", str(one))}
    rows = lesson_statistics(year, spans, staff=None if whole_school else own_staff_id(request.user) or NOBODY)
    course = next((row for row in rows if str(row.course_id) == request.GET.get("course", "")), None)
    total = together(course.title if course else "Всего", [course] if course else rows)
    kinds = _kinds(total)
    values = rulebook_for(year.year).rulebook.marks.mark_values
    context = {
        "year": year,
        "chosen": chosen,
        "periods": [Tab(one.title, f"?at={one.key}&grade={grade}", current=one is chosen) for one in slices],
        "grades": sorted(chosen.days),
        "grade": grade,
        "course": course,
        "total": total,
        "values": values,
        "kinds": [(one, total.share(one.kind.pk), [one.marks[value] for value in values]) for one in kinds],
        "heads": [one.kind for one in kinds if one.held],
        "lines": Paginator(
            [_line(row, [one.kind for one in kinds if one.held], values) for row in rows], ON_A_PAGE
        ).get_page(request.GET.get("page", "1")),
        "clause": current.source_text("lesson_statistics_required"),
        "whole_school": whole_school,
    }
    return page(request, "web/office/lesson_statistics.html", context)


def _switched_off(request: PartaRequest, clause: str) -> HttpResponse:
    """404 in words: why there is no such page here, and who may have it."""
    context = {
        "clause": clause,
        "may_change": can_change_rulebook(request.user),
        "administrators": administrators(clock.today()),
    }
    return page(request, "web/office/lesson_statistics_off.html", context, 404)


def _chosen(slices: list[Slice], asked: str) -> Slice:
    """The one asked for, else the period that runs today or ran last."""
    today = clock.today()
    begun = [one for one in slices if one.is_period and one.has_begun(today)]
    return next((one for one in slices if one.key == asked), begun[-1] if begun else slices[0])


def _kinds(total: LessonFigures) -> list[KindFigures]:
    return sorted(total.kinds.values(), key=lambda one: (one.kind.position, one.kind.pk))


def _line(row: LessonFigures, kinds: list[WorkType], values: tuple[str, ...]) -> Line:
    return Line(row, [row.share(kind.pk) for kind in kinds], [row.marks[value] for value in values])


urlpatterns = [path("lessons/statistics/", lesson_statistics_page, name="lesson_statistics")]
