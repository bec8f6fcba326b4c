"""The list of journal pages a person may open, by class; and the same as lines of the journal's own switcher."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.curriculum.queries import groups_taught
from parta.domain.finals.queries.access import own_staff_id
from parta.domain.journal import permissions, queries
from parta.domain.journal.queries import CourseLine
from parta.domain.journal.queries.statistics import statistics_kept
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.queries import DivisionLine, current_year, division_lines, homerooms_on
from parta.lib import clock
from parta.web.http import PartaRequest, page

SWITCHER_LINES = 40


@dataclass(frozen=True, slots=True)
class ClassLines:
    """Pages of one class or group. sheet: the class whose summary sheet ends its journal, if the person may read it."""

    unit_name: str
    lines: list[CourseLine]
    sheet: int | None = None


@require_GET
@never_cache
def journal_list(request: PartaRequest) -> HttpResponse:
    """Own pages first; with `q` only the matching ones; `switch` gives lines for the menu of a journal page."""
    permissions.require_journal_desk(request.roles)
    text = request.GET.get("q", "").strip()
    lines = queries.courses_open_to(request.user, text=text)
    if "switch" in request.GET:
        return page(request, "web/teaching/_journal_switch.html", {"lines": near(lines, request.GET["switch"])})
    mine = [line for line in lines if line.may_write]
    others = [line for line in lines if not line.may_write]
    sheets = sheets_of(request)
    context = {
        "text": text,
        "mine": by_class(mine, () if others else sheets),
        "others": by_class(others, sheets),
        "staff_id": own_staff_id(request.user) if mine else None,
        "found": len(lines),
        "statistics": bool(mine) and statistics_kept(rulebook_for(clock.today())),
        "divisions": own_divisions(request) if mine else [],
        "force": queries.force_text(clock.now()),
    }
    return page(request, "web/teaching/journal_list.html", context)


def by_class(lines: list[CourseLine], sheets: Collection[int] | None = ()) -> list[ClassLines]:
    """Grouped, order kept. sheets: classes whose summary sheet is open to the reader; None: every class."""
    groups = [(unit, list(found)) for unit, found in groupby(lines, key=lambda line: line.unit_name)]
    return [ClassLines(unit, found, _sheet(found[0].class_id, sheets)) for unit, found in groups]


def _sheet(class_id: int | None, sheets: Collection[int] | None) -> int | None:
    return class_id if class_id and (sheets is None or class_id in sheets) else None


def sheets_of(request: PartaRequest) -> Collection[int] | None:
    """Classes whose summary sheet is open: all for those who read every journal, the own ones of a class teacher."""
    if request.roles & JOURNAL_READERS:
        return None
    is_teacher = Role.CLASS_TEACHER in request.roles
    return [pk for pk, _ in homerooms_on(request.user, clock.today())] if is_teacher else []


def own_divisions(request: PartaRequest) -> list[DivisionLine]:
    """Divisions into groups that the person makes: as a class teacher or as a teacher of one of the groups."""
    today, year = clock.today(), current_year()
    return division_lines(year, today, own=(request.user, groups_taught(request.user, today))) if year else []


def near(lines: list[CourseLine], unit: str) -> list[CourseLine]:
    """What one switches to: the own pages, else those of the same class."""
    mine = [line for line in lines if line.may_write]
    return (mine or [line for line in lines if line.unit_name == unit])[:SWITCHER_LINES]


urlpatterns = [path("journal/", journal_list, name="journal_list")]
