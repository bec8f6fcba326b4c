"""Where a pupil belongs day by day: classes and teaching groups. Every read of the diary asks this first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from parta.domain.diary.queries.notes import notes_beside
from parta.domain.journal.models import BroughtMark
from parta.domain.journal.queries.medical import medical_beside
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.models import Enrollment, GroupMembership, SchoolClass, Student
from parta.lib.json_rows import JsonRows
from parta.lib.prepared import prepared

BROUGHT = "has_brought"
NOTES, GROUPS, HEALTH = "notes_beside", "groups_beside", "health_beside"
HOME_FROM, HOME_TO = "home_from", "home_to"
DaySpan = tuple[date, date | None]
UnitSpan = tuple[int, date, date | None]
"""A class or group, the first day and the last one (None: goes on)."""


@dataclass(frozen=True, slots=True)
class InGroup:
    """Days in a teaching group. is_own: the group of one pupil, with lessons of his own."""

    group_id: int
    valid_from: date
    valid_to: date | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """Enrollments (with class and year loaded, oldest first) and group memberships of one pupil.

    at_home: days of study at home, when the pupil has lessons of his own and none of the class. has_brought: are
    there marks of another school? notes: words of teachers, as `queries.notes` reads them.
    health: medical groups, as `journal.queries.medical_beside` reads them; only where they are asked for.
    """

    student: Student
    enrollments: list[Enrollment]
    memberships: list[InGroup]
    at_home: list[DaySpan] = field(default_factory=list)
    has_brought: bool = False
    notes: list[dict[str, Any]] = field(default_factory=list)
    health: list[dict[str, Any]] = field(default_factory=list)

    def class_on(self, day: date) -> SchoolClass | None:
        """The class of the day; outside every enrollment the nearest earlier one, else the first to come."""
        earlier = [row for row in self.enrollments if row.valid_from <= day]
        inside = next((row for row in reversed(earlier) if row.is_active_on(day)), None)
        found = inside or (earlier[-1] if earlier else None) or (self.enrollments[0] if self.enrollments else None)
        return found.school_class if found else None

    def is_enrolled(self, day: date) -> bool:
        """Is the pupil in some class of the school that day?"""
        return any(row.is_active_on(day) for row in self.enrollments)

    def where(self, course: str, day: str) -> Q:
        """Rows of the classes and groups the pupil belongs to on the row's own day.

        course, day: names of the fields that lead to the course and to the day, «» and «day» for a lesson's own.
        """
        return units_where(*self.spans, course, day)

    @property
    def spans(self) -> tuple[list[UnitSpan], list[UnitSpan]]:
        """Classes and groups with their days, as plain values."""
        classes = [(row.school_class_id, row.valid_from, row.valid_to) for row in self.enrollments]
        groups = [(row.group_id, row.valid_from, row.valid_to) for row in self.memberships if not row.is_own]
        own = [(row.group_id, row.valid_from, row.valid_to) for row in self.memberships if row.is_own]
        return without(classes, self.at_home), [*without(groups, self.at_home), *own]

    def units_on(self, day: date) -> tuple[list[int], list[int]]:
        """Classes and groups of the day, by number."""
        classes, groups = (
            [unit for unit, first, last in spans if first <= day and (last is None or day <= last)]
            for spans in self.spans
        )
        return classes, groups


def belonging_of(student: Student, notes: tuple[date, date] | None = None, *, with_health: bool = False) -> Belonging:
    """One statement. notes: the days whose words of teachers are read beside; with_health: medical groups as well."""
    rows = _enrollments(student.pk, *(notes or (None, None)), with_health)
    homes = {(getattr(row, HOME_FROM), getattr(row, HOME_TO)) for row in rows if getattr(row, HOME_FROM)}
    return Belonging(
        student=student,
        enrollments=list({row.pk: row for row in rows}.values()),
        memberships=[_in_group(**one) for one in getattr(rows[0], GROUPS, [])] if rows else [],
        at_home=sorted(homes, key=lambda one: one[0]),
        has_brought=any(getattr(row, BROUGHT) for row in rows),
        notes=getattr(rows[0], NOTES, []) if rows else [],
        health=getattr(rows[0], HEALTH, []) if rows else [],
    )


def without(spans: list[UnitSpan], away: Iterable[DaySpan]) -> list[UnitSpan]:
    """The same units with these days cut out."""
    for first, last in away:
        left: list[UnitSpan] = []
        for unit, start, end in spans:
            if (end and end < first) or (last and last < start):
                left.append((unit, start, end))
                continue
            if start < first:
                left.append((unit, start, first - timedelta(days=1)))
            if last and (end is None or last < end):
                left.append((unit, last + timedelta(days=1), end))
        spans = left
    return spans


def _in_group(group: int, kind: str, first: str, last: str | None) -> InGroup:
    end = date.fromisoformat(last) if last else None
    return InGroup(group, date.fromisoformat(first), end, kind == GroupKind.INDIVIDUAL)


@prepared
def _enrollments(student_id: int, first: date | None, last: date | None, with_health: bool) -> QuerySet[Enrollment]:
    home = FilteredRelation("student__arrangements", condition=Q(student__arrangements__kind=ArrangementKind.HOME))
    rows = Enrollment.objects.filter(student_id=student_id).annotate(home=home)
    brought = Exists(BroughtMark.objects.filter(student_id=OuterRef("student_id")))
    rows = rows.annotate(**{HOME_FROM: F("home__valid_from"), HOME_TO: F("home__valid_to"), BROUGHT: brought})
    groups = GroupMembership.objects.filter(student_id=OuterRef("student_id")).order_by("pk")
    beside = JsonRows(groups, group="group_id", kind="group__kind", first="valid_from", last="valid_to")
    rows = rows.annotate(**{GROUPS: beside})
    if with_health:
        rows = rows.annotate(**{HEALTH: medical_beside()})
    if first and last:
        rows = rows.annotate(**{NOTES: notes_beside(first, last)})
    return rows.select_related("school_class__year").order_by("valid_from", "id")


def units_where(classes: Iterable[UnitSpan], groups: Iterable[UnitSpan], course: str, day: str) -> Q:
    """Rows of these classes and groups on these days of theirs; course, day: as in `Belonging.where`."""
    found = Q(pk__in=[])
    for unit in classes:
        found |= _span(f"{course}school_class_id", unit, day)
    for unit in groups:
        found |= _span(f"{course}group_id", unit, day)
    return found


def _span(path: str, unit: UnitSpan, day: str) -> Q:
    unit_id, start, end = unit
    found = Q(**{path: unit_id, f"{day}__gte": start})
    return found & Q(**{f"{day}__lte": end}) if end else found
