"""The study plan: hours a week of every subject in every grade, edited as one table."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path

from parta.domain.audit import actions as audit
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.permissions import require_setup
from parta.domain.curriculum.queries import StudyPlanGrid
from parta.lib import russian
from parta.lib.errors import DomainError, StaleEdit
from parta.web.http import PartaRequest, page
from parta.web.setup.work_year import work_year
from parta.web.shared.seen import SEEN, mark_of, stale_words

STALE = "stale"
Hours = dict[tuple[int, int], Decimal | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the table: what it holds, how it is called, whether it cannot be read."""

    name: str
    label: str
    value: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A subject with its fields."""

    title: str
    cells: list[Cell]


def study_plan(request: PartaRequest) -> HttpResponse:
    """The table; everything typed is saved at once or not at all."""
    require_setup(request.user, "менять учебный план")
    year = work_year()
    grid = queries.study_plan_grid(year)
    faults: dict[str, str] = {}
    if request.method == "POST":
        hours, faults = read_hours(request.POST, grid)
        if not faults:
            faults = _refused(lambda: _save(request, hours))
            grid = queries.study_plan_grid(year)
        if not faults:
            return redirect("study_plan")
    context = {"year": year, "grid": grid, "rows": rows_of(grid, request.POST, faults), "faults": faults.values()}
    context["seen"] = request.POST.get(SEEN) if faults and STALE not in faults else mark_of(stored(grid))
    return page(request, "web/setup/study_plan.html", context, 422 if faults else 200)


def _save(request: PartaRequest, hours: Hours) -> None:
    """Compare with what was seen and write, under the one lock of all writers."""
    with transaction.atomic():
        audit.lock_chain()
        _check_seen(request, hours)
        changed = actions.set_study_plan_hours(request.user, year=work_year(), hours=hours)
    words = russian.counted(changed, "клетка", "клетки", "клеток")
    messages.success(request, f"Учебный план записан: изменилось {words}." if changed else "Ничего не изменилось.")


def _check_seen(request: PartaRequest, hours: Hours) -> None:
    """Raises StaleEdit naming the cells another person has changed since the table was drawn."""
    grid = queries.study_plan_grid(work_year())
    now = stored(grid)
    if request.POST.get(SEEN, "") in ("", mark_of(now)):
        return
    typed = {field_name(grade, subject): hours_text(value) for (grade, subject), value in hours.items()}
    names = {row.subject.pk: row.subject.name for row in grid.rows}
    others = [
        f"{names[subject]}, {grade} класс — {now[name] or 'пусто'}"
        for grade, subject in hours
        if now[name := field_name(grade, subject)] != typed[name]
    ]
    raise StaleEdit(stale_words(others))


def stored(grid: StudyPlanGrid) -> dict[str, str]:
    """What stands in the table, by the names of its fields."""
    return {
        field_name(grade, row.subject.pk): hours_text(value)
        for row in grid.rows
        for grade, value in zip(grid.grades, row.hours, strict=True)
    }


def _refused(save: Callable[[], None]) -> dict[str, str]:
    try:
        save()
    except StaleEdit as stale:
        return {STALE: stale.message}
    except DomainError as refused:
        return {"": refused.message}
    return {}


def read_hours(data: QueryDict, grid: StudyPlanGrid) -> tuple[Hours, dict[str, str]]:
    """What was typed, by (grade, subject), and what could not be read, by the name of the field."""
    hours: Hours = {}
    faults: dict[str, str] = {}
    for row in grid.rows:
        for grade in grid.grades:
            name = field_name(grade, row.subject.pk)
            text = data.get(name, "").strip().replace(",", ".")
            try:
                hours[(grade, row.subject.pk)] = Decimal(text) if text else None
            except InvalidOperation:
                faults[name] = f"{row.subject.name}, {grade} класс: «{data[name]}» — не число. Пишите так: 3 или 1,5."
    return hours, faults


def rows_of(grid: StudyPlanGrid, data: QueryDict, faults: dict[str, str]) -> list[Row]:
    """Fields with what is stored, or with what was typed when something is wrong."""
    rows = []
    for row in grid.rows:
        cells = []
        for grade, value in zip(grid.grades, row.hours, strict=True):
            name = field_name(grade, row.subject.pk)
            text = str(data[name]) if faults and name in data else hours_text(value)
            cells.append(Cell(name, f"{row.subject.name}, {grade} класс", text, name in faults))
        rows.append(Row(row.subject.name, cells))
    return rows


def field_name(grade: int, subject_id: int) -> str:
    """«h-7-12»."""
    return f"h-{grade}-{subject_id}"


def hours_text(value: Decimal | None) -> str:
    """«3», «1,5», «»."""
    return "" if value is None else russian.decimal_comma(format(value.normalize(), "f"))


urlpatterns = [path("study-plan/", study_plan, name="study_plan")]
