"""The summary sheet of a class: on the screen, on paper; and one pupil's results with the marks they rest on."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import Role
from parta.domain.finals.queries.access import READERS, appointed, pupil_for, reads_every_result
from parta.domain.finals.queries.council import Verdict, verdicts
from parta.domain.finals.queries.pupil_results import basis_of, pupil_results
from parta.domain.finals.queries.summary import FORECAST, Cell, ClassSheet, Column, class_sheet
from parta.domain.regulation.choices import SummaryMode
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import School
from parta.domain.school.queries import class_for, class_teacher_of
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.shared.tabs import Tab

DECISIVE = ("year", "final")
"""Columns where a debt shows."""
COLUMNS_OF_A_PAGE = 45
"""More columns of a year than this do not fit across a sheet of A4; the next subjects go on a sheet of their own."""


@require_GET
@never_cache
def summary_class(request: PartaRequest, class_id: int) -> HttpResponse:
    """`?at=quarter-1`, `?at=quarter-2-forecast`, `?at=year`; by default the last period that has ended or soon will."""
    school_class = class_for(request.user, class_id, readers=READERS, day=clock.today())
    sheet = class_sheet(school_class, request.GET.get("at", ""))
    current = rulebook_for(school_class.year.year)
    context = {
        "row": school_class,
        "sheet": sheet,
        "verdicts": _verdicts(sheet),
        "tabs": list(_tabs(sheet)),
        "is_copy": current.rulebook.marks.summary_sheet_mode is SummaryMode.COPY_AT_END,
        "clause": current.clause("summary_sheet_mode"),
        "reads_all": reads_every_result(request.user),
        "key": _key(sheet),
    }
    return page(request, "web/teaching/summary_class.html", context)


@require_GET
@never_cache
def summary_print(request: PartaRequest, class_id: int) -> HttpResponse:
    """The same on paper: A4 across, signatures, sum of the content."""
    school_class = class_for(request.user, class_id, readers=READERS, day=clock.today())
    sheet = class_sheet(school_class, request.GET.get("at", ""))
    school, said = School.objects.first(), _verdicts(sheet)
    context = {
        "row": school_class,
        "sheet": sheet,
        "verdicts": said,
        "sheets": list(_paper(sheet, said)),
        "school": school.name if school else "",
        "teacher": class_teacher_of(school_class, clock.today()),
        "deputy": appointed(Role.DEPUTY),
        "director": appointed(Role.DIRECTOR),
        "now": clock.now(),
        "digest": digest_of(sheet, said),
        "key": _key(sheet),
    }
    return page(request, "web/teaching/summary_print.html", context)


@require_GET
@never_cache
def pupil_results_page(request: PartaRequest, pupil_id: int) -> HttpResponse:
    """One pupil for the staff: results of the year, and the marks that those of a period rest on."""
    opened = pupil_for(request.user, pupil_id)
    results = pupil_results(opened.student, opened.school_class.year, opened.courses)
    if results is None:
        raise NoSuchThing("Такого ученика у вас нет.")
    keys = [one.key for one in results.columns]
    asked = request.GET.get("at", "")
    begun = [at for at, one in enumerate(results.columns) if one.is_period and one.has_begun(clock.today())]
    at = keys.index(asked) if asked in keys else (begun or [0])[-1]
    chosen = results.columns[at]
    context = {
        "student": opened.student,
        "row": opened.school_class,
        "results": results,
        "chosen": chosen,
        "first": chosen.days[opened.school_class.grade_level][0],
        "basis": basis_of(results, at),
        "whole": opened.courses is None,
        "tabs": [Tab(one.title, f"?at={one.key}", one is chosen) for one in results.columns],
    }
    return page(request, "web/teaching/pupil_results.html", context)


def _tabs(sheet: ClassSheet) -> Iterator[Tab]:
    """Periods that have begun; the one going on and the next to end also as a forecast; the year."""
    today = clock.today()
    for one in sheet.slices.all:
        if one.is_period and one.has_begun(today):
            same = one is sheet.chosen
            yield Tab(one.title, f"?at={one.key}", same and not sheet.forecast)
            if one.last_day >= today:
                yield Tab(f"{one.title}: прогноз", f"?at={one.key}-{FORECAST}", same and sheet.forecast)
        elif one.key == "year":
            yield Tab(one.title, f"?at={one.key}", sheet.is_year)


def _key(sheet: ClassSheet) -> str:
    return f"{sheet.chosen.key}-{FORECAST}" if sheet.forecast else sheet.chosen.key


@dataclass(frozen=True, slots=True)
class Line:
    """The end of a pupil's year beside the marks. places: numbers of the columns where a debt stands."""

    verdict: Verdict
    places: frozenset[int] = frozenset()


def _verdicts(sheet: ClassSheet) -> list[Line]:
    """In the order of the rows; of a period nothing."""
    if not sheet.is_year:
        return []
    found = verdicts(sheet.school_class.year, [row.student_id for row in sheet.rows])
    ends = [(at, one.subject_id) for at, one in enumerate(sheet.columns) if one.part in DECISIVE]
    return [
        Line(one := found[row.student_id], frozenset(at for at, subject in ends if subject in one.owed))
        for row in sheet.rows
    ]


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet of paper: subjects over their columns, and rows of cells of these columns, each with «is it a debt»."""

    heads: list[tuple[str, int]]
    columns: list[Column]
    rows: list[list[tuple[Cell, bool]]]
    is_last: bool


def _paper(sheet: ClassSheet, said: list[Line]) -> Iterator[Paper]:
    spans: list[tuple[int, int]] = []
    first = at = 0
    for _, count in sheet.heads:
        if at + count - first > COLUMNS_OF_A_PAGE:
            spans.append((first, at))
            first = at
        at += count
    spans.append((first, at))
    for first, last in spans:
        columns = sheet.columns[first:last]
        counts = Counter(one.subject_id for one in columns)
        heads = [(one.subject, counts[one.subject_id]) for one in columns if one.starts]
        owed = [one.places for one in said] or [frozenset[int]()] * len(sheet.rows)
        rows = [
            [(cell, place in mine) for place, cell in enumerate(row.cells[first:last], start=first)]
            for row, mine in zip(sheet.rows, owed, strict=True)
        ]
        yield Paper(heads, columns, rows, last == at)


def digest_of(sheet: ClassSheet, said: list[Line]) -> str:
    """«8F2C-41A7»: changes with any mark, deferral, name or decision of the sheet."""
    told = [sheet.school_class.pk, _key(sheet), *(f"{one.subject_id}/{one.part}" for one in sheet.columns)]
    for row in sheet.rows:
        told += [row.name, *(cell.value or cell.deferred for cell in row.cells), row.missed, row.unexcused]
    told += [f"{one.verdict.text}/{one.verdict.debts}" for one in said]
    made = hashlib.sha256("\n".join(str(one) for one in told).encode()).hexdigest().upper()
    return f"{made[:4]}-{made[4:8]}"


urlpatterns = [
    path("classes/<int:class_id>/summary/", summary_class, name="summary_class"),
    path("classes/<int:class_id>/summary/print/", summary_print, name="summary_print"),
    path("pupils/<int:pupil_id>/results/", pupil_results_page, name="pupil_results"),
]
