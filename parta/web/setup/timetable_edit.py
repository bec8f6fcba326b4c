"""The weekly timetable editor: a version drawn for some classes, a chosen place at the side, conflicts, hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from parta.domain.curriculum.queries import courses
from parta.domain.school.models import AcademicYear, Room, SchoolClass, StaffMember
from parta.domain.school.queries import staff_on
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import TimetableNotFound
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.domain.timetable.permissions import require_weekly
from parta.lib import clock
from parta.lib.dates import WEEKDAYS, WEEKDAYS_SHORT
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import attempt, status_of
from parta.web.setup.timetable_forms import MoveForm, NewVersionForm, PlaceChoices, PlaceForm
from parta.web.setup.work_year import work_year

LEVELS = {"1-4": (1, 4), "5-6": (5, 6), "7-9": (7, 9), "10-11": (10, 12)}
HARD_SHOWN = 40
BY = {"class": "Классы", "teacher": "Учителя", "room": "Кабинеты"}
Unit = SchoolClass | StaffMember | Room


@dataclass(frozen=True, slots=True)
class Spot:
    """The chosen place: a class at a lesson of a weekday."""

    school_class: SchoolClass
    weekday: int
    number: int

    @property
    def key(self) -> str:
        """«12-2-3» of the address."""
        return f"{self.school_class.pk}-{self.weekday}-{self.number}"

    @property
    def title(self) -> str:
        """«7Б, вт, 2‑й урок»."""
        return f"{self.school_class}, {WEEKDAYS_SHORT[self.weekday - 1]}, {self.number}\u2011й урок"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stands at the chosen place, with the form to change it."""

    entry: TimetableEntry
    form: PlaceForm


def timetable_edit(request: PartaRequest) -> HttpResponse:
    """The editor, or for htmx only its side with the chosen place."""
    require_weekly(request.user, "менять расписание")
    year = work_year()
    table = chosen_timetable(request, year)
    if table is None:
        return page(request, "web/setup/timetable_none.html", {"year": year})
    return show(request, table, spot_of(request.GET.get("cell", ""), year))


def show(
    request: PartaRequest, table: Timetable, spot: Spot | None, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw the editor. bound: forms with errors instead of fresh ones: `add`, `move`, or `lines`."""
    context: dict[str, Any] = {"table": table, "spot": spot, **(side(table, spot) if spot else {}), **(bound or {})}
    by = request.GET.get("by", "class")
    by = by if by in BY else "class"
    units = shown_units(request, table, spot, by)
    grid = queries.weekly_grid(table, units, by)
    hard = [one for one in grid.conflicts if not one.soft]
    soft = [one for one in grid.conflicts if one.soft]
    context |= {"hard": hard[:HARD_SHOWN], "hard_count": len(hard), "soft": soft[:HARD_SHOWN], "soft_count": len(soft)}
    context |= {"level": level_of(request, spot), "by": by, "kinds": BY}
    if request.htmx:
        return page(request, "web/setup/_timetable_side.html", context, status)
    context |= {
        "grid": grid,
        "tables": queries.timetables(table.year),
        "levels": [(key, key.replace("-", "–")) for key in LEVELS],
        "weekdays": WEEKDAYS,
        "today": clock.today(),
        "subjects": subjects_by_class(table, units) if by == "class" else {},
    }
    return page(request, "web/setup/timetable_edit.html", context, status)


def side(table: Timetable, spot: Spot) -> dict[str, Any]:
    """What stands at the place, forms to change it, hours of the class."""
    choices = place_choices(table, spot)
    entries = queries.entries_at(table, spot.school_class, spot.weekday, spot.number)
    return {
        "seen": queries.place_sign(entries),
        "lines": [Line(entry, place_form(choices, entry)) for entry in entries],
        "add": place_form(choices),
        "move": MoveForm(initial={"weekday": spot.weekday, "number": spot.number}, auto_id="to-%s"),
        "hours": choices.hours,
        "hours_placed": sum(row.placed for row in choices.hours),
        "hours_required": sum(row.required or 0 for row in choices.hours),
    }


def place_choices(table: Timetable, spot: Spot) -> PlaceChoices:
    """Courses of the class and of its groups, staff of today, rooms in use."""
    hours = queries.placed_hours(table, courses(table.year, school_class=spot.school_class.pk))
    return PlaceChoices(hours, list(staff_on(clock.today())), list(Room.objects.filter(is_active=True)))


def place_form(choices: PlaceChoices, entry: TimetableEntry | None = None, data: Any = None) -> PlaceForm:
    """The form of a line; ids of its own, because several stand side by side."""
    return PlaceForm(choices, entry, data, auto_id=f"e{entry.pk}-%s" if entry else "new-%s")


def chosen_timetable(request: PartaRequest, year: AcademicYear) -> Timetable | None:
    """The version of the address, else the one in force."""
    text = request.GET.get("t", "")
    return queries.timetable_for(int(text)) if text.isdecimal() else queries.timetable_on(year, clock.today())


def spot_of(text: str, year: AcademicYear) -> Spot | None:
    """«12-2-3»: class, weekday, number."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    class_id, weekday, number = (int(part) for part in parts)
    school_class = SchoolClass.objects.filter(pk=class_id, year=year).first()
    if school_class is None or not 1 <= weekday <= 7:
        raise TimetableNotFound("Такого места в расписании нет.")
    return Spot(school_class, weekday, number)


def level_of(request: PartaRequest, spot: Spot | None) -> str:
    """Which classes are shown: as chosen, else those around the chosen place; «» is all."""
    chosen = request.GET.get("level")
    if chosen is not None:
        return chosen if chosen in LEVELS else ""
    grade = spot.school_class.grade_level if spot else 7
    return next((key for key, (first, last) in LEVELS.items() if first <= grade <= last), "")


def shown_units(request: PartaRequest, table: Timetable, spot: Spot | None, by: str) -> Sequence[Unit]:
    """Columns of the grid: classes of the level, everybody who teaches, rooms in use."""
    if by == "teacher":
        return [one for one in staff_on(clock.today()) if "учител" in one.position.lower()]
    if by == "room":
        return list(Room.objects.filter(is_active=True))
    return shown_classes(request, table.year, spot)


def subjects_by_class(table: Timetable, classes: Sequence[Unit]) -> dict[int, list[tuple[int, str]]]:
    """For entry by letters: pages of each class shown, id and name. One query for all of them."""
    shown = {one.pk: list[tuple[int, str]]() for one in classes}
    for course in courses(table.year).prefetch_related("group__classes"):
        units = [course.school_class_id] if course.school_class_id else []
        units += [one.pk for one in course.group.classes.all()] if course.group else []
        name = course.subject.name if course.school_class_id else f"{course.subject.name} ({course.unit_name})"
        for key in units:
            if key in shown:
                shown[key].append((course.pk, name))
    return shown


def shown_classes(request: PartaRequest, year: AcademicYear, spot: Spot | None) -> list[SchoolClass]:
    """Classes of the level; all of them when the level has none."""
    everything = list(SchoolClass.objects.filter(year=year))
    first, last = LEVELS.get(level_of(request, spot), (1, 12))
    return [one for one in everything if first <= one.grade_level <= last] or everything


def address(table: Timetable, spot: Spot | None, level: str | None = None) -> str:
    """The editor at the place."""
    kept = "" if level is None else f"&level={level}"
    cell = f"&cell={spot.key}{kept}#p-{spot.key}" if spot else kept
    return f"{reverse('timetable_edit')}?t={table.pk}{cell}"


def timetable_new(request: PartaRequest) -> HttpResponse:
    """A new version from a day, empty or with the lines of another."""
    require_weekly(request.user, "создавать расписание")
    year = work_year()
    form = NewVersionForm(queries.timetables(year), request.POST or None)
    made: list[Timetable] = []

    def _create() -> None:
        draft = queries.timetables(year).filter(published_at__isnull=False).exists()
        made.append(actions.create_timetable(request.user, year=year, draft=draft, **form.cleaned_data))

    if request.method == "POST" and form.is_valid() and attempt(form, _create):
        prepared = " Это черновик: правьте спокойно, учителя и семьи видят прежнее, пока вы не опубликуете."
        messages.success(request, f"«{made[0].title}» создано.{prepared if made[0].is_draft else ''}")
        return redirect(address(made[0], None))
    return page(request, "web/setup/timetable_new.html", {"form": form, "year": year}, status_of(form))


urlpatterns = [
    path("setup/timetable/", timetable_edit, name="timetable_edit"),
    path("setup/timetable/new/", timetable_new, name="timetable_new"),
]
