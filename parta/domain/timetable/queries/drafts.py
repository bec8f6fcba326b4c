"""A draft of the weekly timetable beside the version in force: what publishing it would change, and what forbids it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from parta.domain.school.models import SchoolClass
from parta.domain.timetable import rules
from parta.domain.timetable.models import Timetable
from parta.domain.timetable.queries.generation import GenerationReport, plan_generation
from parta.domain.timetable.queries.weekly import GridItem, GridPlace, WeeklyGrid, weekly_grid
from parta.domain.timetable.rules import Conflict
from parta.lib import clock, dates
from parta.lib.errors import DomainError


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place of the week that differs: what stands there in the version in force and in the draft, «» for nothing."""

    weekday: int
    number: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClassChanges:
    """A class with the places of its week that differ, in the order of the week."""

    name: str
    places: list[PlaceChange]


@dataclass(frozen=True, slots=True)
class Publication:
    """What «Опубликовать» shows. `base`: the version in force until then; `report`: what becomes of dated lessons.

    `refusal`: why it cannot be published whatever its conflicts, «» when it can; `sign`: of the lines that were seen.
    """

    draft: Timetable
    base: Timetable | None
    changes: list[ClassChanges]
    blocking: list[Conflict]
    others: int
    report: GenerationReport | None
    refusal: str
    sign: str


def published_on(timetable: Timetable) -> Timetable | None:
    """The published version of the year in force on the first day of the given one."""
    rows = Timetable.objects.filter(year=timetable.year_id, published_at__isnull=False).exclude(pk=timetable.pk)
    return rules.in_force_on(list(rows.order_by("valid_from")), timetable.valid_from)


def publication_of(draft: Timetable) -> Publication:
    """The week compared place by place, conflicts, and the lessons of the days from its first one. Writes nothing."""
    classes = list(SchoolClass.objects.filter(year=draft.year_id))
    base = published_on(draft)
    new = weekly_grid(draft, classes)
    old = weekly_grid(base, classes) if base else None
    refusal, report = refusal_of(draft), None
    if not refusal:
        try:
            report = plan_generation(draft.year, first=draft.valid_from, publishing=draft).report
        except DomainError as refused:
            refusal = refused.message
    blocking = [one for one in new.conflicts if one.blocks]
    others = sum(not one.soft for one in new.conflicts) - len(blocking)
    return Publication(draft, base, _changes(classes, old, new), blocking, others, report, refusal, version_sign(draft))


def refusal_of(draft: Timetable, today: date | None = None) -> str:
    """Why the draft cannot be published, «» when it can."""
    if not draft.entries.exists():
        return "В черновике нет ни одного урока: публиковать нечего."
    if draft.valid_from < (today or clock.today()):
        begins = dates.day_title(draft.valid_from)
        return f"Первый день черновика, {begins}, прошёл. Создайте его копию с ближайшего дня и опубликуйте её."
    return ""


def version_sign(timetable: Timetable) -> str:
    """A short sign of all lines and of the first day: another one means that somebody has changed the draft."""
    lines = timetable.entries.order_by("id").values_list(
        "id", "course", "weekday", "number", "week", "room", "teacher"
    )  # fmt: skip
    return rules.digest([timetable.valid_from.isoformat(), *map(str, lines)])


def _changes(classes: list[SchoolClass], old: WeeklyGrid | None, new: WeeklyGrid) -> list[ClassChanges]:
    before, after = _words(old) if old else {}, _words(new)
    found: dict[int, list[PlaceChange]] = defaultdict(list)
    for place in sorted({*before, *after}):
        class_id, weekday, number = place
        was, is_now = before.get(place, ""), after.get(place, "")
        if was != is_now:
            found[class_id].append(PlaceChange(weekday, number, was, is_now))
    return [ClassChanges(one.name, found[one.pk]) for one in classes if one.pk in found]


def _words(grid: WeeklyGrid) -> dict[tuple[int, int, int], str]:
    """What stands at every place that is taken."""
    places: list[GridPlace] = [place for row in grid.rows for place in row.places if place.items]
    return {(one.class_id, one.weekday, one.number): "; ".join(sorted(map(_item, one.items))) for one in places}


def _item(item: GridItem) -> str:
    """«алгебра, Крылова Е. А., 214»; a group by its name, odd and even weeks said."""
    week = item.entry.get_week_display() if item.week != "every" else ""
    subject = f"{item.subject} ({item.unit})" if item.is_group else item.subject
    return ", ".join(part for part in (subject, item.teachers, item.room, week) if part)
