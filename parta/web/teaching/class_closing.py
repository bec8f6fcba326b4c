"""«7Б: закрыть 2 четверть»: what must come together, who lacks what, and the closing itself for the deputy."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.queries import roles_of
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import ClassClosing
from parta.domain.finals.permissions import CLOSERS
from parta.domain.finals.queries.closing import Board, class_board
from parta.domain.finals.queries.council import class_council
from parta.domain.finals.queries.deferrals import deferrals_of_class
from parta.domain.finals.queries.outlook import outlook_of
from parta.domain.finals.queries.slices import slices_of
from parta.domain.finals.queries.year_closing import year_boards
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules.printing import term_text
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import GradingPeriod, SchoolClass
from parta.domain.school.queries import class_for, periods_of
from parta.lib import clock
from parta.web.http import PartaRequest, page

READERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP)


@require_GET
@never_cache
def class_closing(request: PartaRequest, class_id: int) -> HttpResponse:
    """The class in a period (`?period=` id, or «year»), by default the first begun and not closed."""
    own = class_for(request.user, class_id, readers=READERS, day=clock.today())
    periods = periods_of(own.year, own.grade_level)
    period = _chosen(own, periods, request.GET.get("period", ""))
    context = {"row": own, "periods": periods, "period": period, "current": rulebook_for(own.year.year)} | _rights(
        request
    )
    if period is None:
        return page(request, "web/teaching/class_year.html", context | _of_year(request, own))
    found = class_board(own, period)
    deferrals = [one for one in deferrals_of_class(own) if one.row.period_id == period.pk]
    context |= {
        "found": found,
        "board": found.board,
        "facts": found.board.facts,
        "step": {one.key: one for one in found.board.steps},
        "blocking": sum(one.is_obstacle for one in found.board.steps),
        "deferrals": deferrals,
        "history": _history(own, period),
        "outlook": outlook_of(own, period),
        "after": _after(own, period, found.board),
        "days_left": (clock.local(found.board.facts.closes).date() - clock.today()).days,
    }
    return page(request, "web/teaching/class_closing.html", context)


@require_POST
def class_close(request: PartaRequest, class_id: int) -> HttpResponse:
    """Close the period (`period`), or the year."""
    own = class_for(request.user, class_id, readers=READERS, day=clock.today())
    period = _posted(request, own)
    try:
        if period is None:
            actions.close_class_year(request.user, school_class=own)
        else:
            actions.close_class_period(request.user, school_class=own, period=period)
    except FinalRefused as refused:
        messages.error(request, " ".join(part for part in (refused.message, refused.clause) if part))
    else:
        messages.success(request, f"{own.name}: закрыто. Отметки и уроки теперь только для чтения.")
    return _back(own, period)


@require_POST
def class_reopen(request: PartaRequest, class_id: int) -> HttpResponse:
    """Open it again: the director, with a reason."""
    own = class_for(request.user, class_id, readers=READERS, day=clock.today())
    period, reason = _posted(request, own), request.POST.get("reason", "")
    try:
        if period is None:
            actions.reopen_class_year(request.user, school_class=own, reason=reason)
        else:
            actions.reopen_class_period(request.user, school_class=own, period=period, reason=reason)
    except FinalRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{own.name}: открыто снова. Причина осталась в истории.")
    return _back(own, period)


def _after(own: SchoolClass, period: GradingPeriod, board: Board) -> dict[str, Any]:
    """What follows: the summary sheet, and when families see results by the act."""
    current = rulebook_for(period.ends_on)
    slices = slices_of(own.year, own.grade_level).all
    return {
        "sheet": next((one.key for one in slices if one.periods.get(own.grade_level) == period.pk), ""),
        "term": term_text(current.rulebook.informing.final_results_publish_within),
        "clause": current.clause("final_results_publish_within"),
        "is_open": not board.facts.missing,
    }


def _rights(request: PartaRequest) -> dict[str, Any]:
    roles = roles_of(request.user)
    return {"may_close": bool(roles & set(CLOSERS)), "may_reopen": Role.DIRECTOR in roles}


def _of_year(request: PartaRequest, own: SchoolClass) -> dict[str, Any]:
    board = year_boards(own.year, [own])[0]
    return {
        "board": board,
        "facts": board.facts,
        "step": {one.key: one for one in board.steps},
        "council": class_council(own),
        "sees_debts": bool(request.roles & (JOURNAL_READERS | {Role.ADMINISTRATOR})),
        "history": _history(own, None),
    }


def _history(own: SchoolClass, period: GradingPeriod | None) -> list[ClassClosing]:
    rows = ClassClosing.objects.filter(school_class=own, period=period)
    return list(rows.select_related("closed_by", "reopened_by"))


def _chosen(own: SchoolClass, periods: list[GradingPeriod], text: str) -> GradingPeriod | None:
    """None: the year."""
    if text == "year" or not periods:
        return None
    asked = next((one for one in periods if str(one.pk) == text), None)
    if asked or text:
        if asked is None:
            raise NoSuchThing("Такого периода у класса нет.")
        return asked
    shut = set(ClassClosing.objects.filter(school_class=own, reopened_at=None).values_list("period_id", flat=True))
    begun = [one for one in periods if one.starts_on <= clock.today()]
    return next((one for one in begun if one.pk not in shut and not one.closed_at), None) or (begun or periods)[-1]


def _posted(request: PartaRequest, own: SchoolClass) -> GradingPeriod | None:
    text = request.POST.get("period", "")
    return _chosen(own, periods_of(own.year, own.grade_level), text or "0")


def _back(own: SchoolClass, period: GradingPeriod | None) -> HttpResponse:
    return redirect(f"{reverse('class_closing', args=[own.pk])}?period={period.pk if period else 'year'}")


urlpatterns = [
    path("classes/<int:class_id>/closing/", class_closing, name="class_closing"),
    path("classes/<int:class_id>/closing/close/", class_close, name="class_close"),
    path("classes/<int:class_id>/closing/reopen/", class_reopen, name="class_reopen"),
]
