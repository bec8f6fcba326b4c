"""The list of journal pages a person may open, by class; and the same as lines of the journal's own switcher."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.curriculum.queries import groups_taught
from parta.domain.journal import permissions, queries
from parta.domain.journal.queries import CourseLine
from parta.domain.school.queries import DivisionLine, current_year, division_lines
from parta.lib import clock
from parta.web.http import PartaRequest, page

SWITCHER_LINES = 40


@dataclass(frozen=True, slots=True)
class ClassLines:
    """Pages of one class or group."""

    unit_name: str
    lines: list[CourseLine]


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
    context = {
        "text": text,
        "mine": by_class(mine),
        "others": by_class(others),
        "found": len(lines),
        "divisions": own_divisions(request) if mine else [],
    }
    return page(request, "web/teaching/journal_list.html", context)


def by_class(lines: list[CourseLine]) -> list[ClassLines]:
    """Grouped, order kept."""
    groups = groupby(lines, key=lambda line: line.unit_name)
    return [ClassLines(unit, list(found)) for unit, found in groups]


def own_divisions(request: PartaRequest) -> list[DivisionLine]:
    """Divisions into groups that the person makes: as a class teacher or as a teacher of one of the groups."""
    today, year = clock.today(), current_year()
    return division_lines(year, today, own=(request.user, groups_taught(request.user, today))) if year else []


def near(lines: list[CourseLine], unit: str) -> list[CourseLine]:
    """What one switches to: the own pages, else those of the same class."""
    mine = [line for line in lines if line.may_write]
    return (mine or [line for line in lines if line.unit_name == unit])[:SWITCHER_LINES]


urlpatterns = [path("journal/", journal_list, name="journal_list")]
