"""«Закрыть 2 четверть»: classes × steps for the whole school; the ready ones are closed with one press."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import ClassClosing
from parta.domain.finals.permissions import CLOSERS
from parta.domain.finals.queries.closing import (
    STEP_TITLES,
    Board,
    PeriodChoice,
    Survey,
    chosen_period,
    period_choices,
    periods_named,
    survey,
)
from parta.domain.finals.queries.page_notes import PageNote, page_notes
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import current_year
from parta.lib.russian import counted, lower_first, plural
from parta.web.http import PartaRequest, page
from parta.web.office.year_closing import YEAR, boards_of, year_page

READERS = JOURNAL_READERS | {Role.ADMINISTRATOR}
STAGES = {"5-9": range(5, 10), "1-4": range(1, 5), "10-11": range(10, 13)}


@require_GET
@never_cache
def school_closing(request: PartaRequest) -> HttpResponse:
    """`?period=quarter-2`: the table. `?stage=5-9`: grades shown; counts are of the whole school."""
    if not request.roles & READERS:
        raise RightMissing("Закрытие периода всей школы видят завуч, директор и администратор ЭЖ.")
    year = current_year()
    choices = period_choices(year) if year else []
    if year and request.GET.get("period") == YEAR:
        return year_page(request, year, choices)
    choice = chosen_period(choices, request.GET.get("period", ""))
    if year is None or choice is None:
        return page(request, "web/office/closing.html", {"year": None})
    found = _survey(year, choice)
    stages = {
        name: [one for one in found.boards if one.school_class.grade_level in grades] for name, grades in STAGES.items()
    }
    asked = request.GET.get("stage", "")
    stage = asked if stages.get(asked) else next((name for name, own in stages.items() if own), "5-9")
    context = _totals(found) | {
        "year": year,
        "choices": choices,
        "choice": choice,
        "boards": stages[stage],
        "stages": [(name, name.replace("-", "–")) for name, own in stages.items() if own],
        "stage": stage,
        "titles": list(STEP_TITLES.items()),
        "may_close": bool(request.roles & set(CLOSERS)),
        "ready": found.ready,
        "notes": _notes(found),
        "rule": rulebook_for(year.year).clause("final_mark_for_every_student"),
    }
    return page(request, "web/office/closing.html", context)


@require_POST
def close_ready(request: PartaRequest) -> HttpResponse:
    """Close the classes that are ready by now; which they are is counted anew."""
    year = current_year()
    choices = period_choices(year) if year else []
    code = request.POST.get("period", "")
    choice = next((one for one in choices if one.code == code), None)
    if not request.roles & set(CLOSERS):
        raise RightMissing("Классы закрывают завуч и администратор ЭЖ.")
    if year is None or (choice is None and code != YEAR):
        messages.error(request, "Такого учебного периода нет.")
        return redirect("school_closing")
    try:
        rows = _close_ready(request.user, year, choice)
    except FinalRefused as refused:
        messages.error(request, refused.message)
    else:
        count = counted(len(rows), "класс", "класса", "классов")
        said = plural(len(rows), "Закрыт", "Закрыто", "Закрыто")
        messages.success(request, f"{said} {count}." if rows else "Готовых классов нет: закрывать нечего.")
    return redirect(f"{reverse('school_closing')}?period={code}")


def _close_ready(user: User, year: AcademicYear, choice: PeriodChoice | None) -> list[ClassClosing]:
    """choice: None for the year."""
    if choice is None:
        return actions.close_classes_year(user, classes=[one.school_class for one in boards_of(year) if one.is_ready])
    ready = _survey(year, choice).ready
    return actions.close_classes_period(user, places=[(one.school_class, one.period) for one in ready])


def _survey(year: AcademicYear, choice: PeriodChoice) -> Survey:
    classes = list(SchoolClass.objects.filter(year=year).select_related("year"))
    return survey(year, classes, periods_named(year, choice.kind, choice.number))


def _totals(found: Survey) -> dict[str, Any]:
    boards = found.boards
    closed = sum(one.is_closed for one in boards)
    late = {one.facts.closes for one in boards}
    return {
        "count": len(boards),
        "closed": closed,
        "done": closed + len(found.ready),
        "missing": sum(one.facts.missing for one in boards),
        "required": sum(one.facts.required for one in boards),
        "deviations": sum(one.facts.deviations for one in boards),
        "unexplained": sum(one.facts.unexplained for one in boards),
        "deferred": sum(one.facts.deferred for one in boards),
        "drafted": sum(one.facts.drafted for one in boards),
        "overdue": sum(one.facts.overdue for one in boards),
        "closes": min(late) if late else None,
        "last": max((one.period.ends_on for one in boards), default=None),
    }


@dataclass(frozen=True, slots=True)
class Note:
    """What to look at before closing: a class or a page of it, a tag, a sentence; is_bad: it is against the rules."""

    board: Board
    place: str
    tag: str
    text: str
    is_bad: bool = True


def _notes(found: Survey) -> list[Note]:
    """Lessons left empty though marks stand, deferrals without an order, many marks unlike what was proposed."""
    notes: list[Note] = []
    for one in found.boards:
        facts, name = one.facts, one.school_class.name
        if facts.drafted:
            text = f"Отсрочек без приказа: {facts.drafted}. Они не действуют."
            notes.append(Note(one, f"{name}, отсрочка без приказа", "нужен приказ", text))
        if facts.overdue:
            text = f"Отсрочек без результата: {facts.overdue}."
            notes.append(Note(one, f"{name}, отсрочка", "срок прошёл", text))
    boards = {one.school_class.pk: one for one in found.boards}
    notes += [_note_of_page(boards[one.class_id], one) for one in page_notes(found) if one.class_id in boards]
    return sorted(notes, key=lambda one: not one.is_bad)[:8]


def _note_of_page(board: Board, one: PageNote) -> Note:
    place = f"{board.school_class.name}, {lower_first(one.subject)}"
    if one.empty:
        lessons = counted(one.empty, "урок", "урока", "уроков")
        return Note(board, place, f"{lessons} не заполнено", "Отметки за период поставлены, но уроки пусты.")
    told = f"Причины указаны: {one.explained} из {one.unlike}."
    return Note(board, place, f"отличается от предложенного: {one.unlike}", told, is_bad=one.explained < one.unlike)


urlpatterns = [
    path("closing/", school_closing, name="school_closing"),
    path("closing/ready/", close_ready, name="close_ready"),
]
