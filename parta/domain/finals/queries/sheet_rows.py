"""What summary sheets are made of, read for one class or for every class of a year in the same few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from parta.domain.access.queries import in_force
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.pages import Page, groups_of_pupils, pages_of
from parta.domain.finals.queries.slices import AT_ONCE, Slice, Slices
from parta.domain.finals.rules.indicators import DEFERRED, level_of
from parta.domain.journal.models import AttendanceEntry
from parta.domain.journal.queries.signs import sign_book
from parta.domain.regulation.choices import FinalMarkKind, MarkScale
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Enrollment, SchoolClass
from parta.domain.timetable.choices import LessonStatus
from parta.lib import clock
from parta.lib.dates import NBSP, day_input, day_title

FORECAST = "forecast"
"""After the key of a period: what may be expected of it, «quarter-2-forecast»."""
Column = int | str
"""The id of a period, or the kind of a mark of the year."""
Place = tuple[int, Column]
"""Subject and column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """value: «» when nothing stands there. was: before a correction. deferred: «отсрочка до 12 января».

    expected: no final mark, but what the marks so far give. missing: others have theirs, this pupil has nothing.
    counted: as the indicators count it.
    """

    value: str = ""
    level: int | None = None
    was: str = ""
    deferred: str = ""
    expected: bool = False
    missing: bool = False
    counted: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counted", self.value or (DEFERRED if self.deferred else ""))


class Wanted:
    """One class and what is asked of it. day: whose list counts. span: the days of the slice."""

    def __init__(self, school_class: SchoolClass, slices: Slices, asked: str) -> None:
        chosen = slices.chosen(asked.removesuffix(f"-{FORECAST}"))
        if not chosen.is_period:
            chosen = slices.find(FinalMarkKind.YEAR.value) or chosen
        self.row, self.slices, self.chosen = school_class, slices, chosen
        self.year, self.grade = school_class.year, school_class.grade_level
        self.forecast = chosen.is_period and asked.endswith(FORECAST)
        self.span = chosen.days.get(self.grade, (self.year.starts_on, self.year.ends_on))
        self.day = min(self.span[1], max(self.span[0], clock.today()))

    @property
    def period(self) -> int | None:
        """Of the sheet of a period."""
        return self.chosen.periods.get(self.grade)


@dataclass
class Source:
    """pupils: of each class by the alphabet. cells: by pupil and place. missed: in all and without a good reason.

    notes: by pupil, the order of a deferral.
    """

    scale: MarkScale
    pages: list[Page] = field(default_factory=list)
    of_class: dict[int, list[Page]] = field(default_factory=lambda: defaultdict(list))
    of_group: dict[int, list[Page]] = field(default_factory=lambda: defaultdict(list))
    pupils: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[int, list[int]] = field(default_factory=dict)
    cells: dict[int, dict[Place, Cell]] = field(default_factory=lambda: defaultdict(dict))
    missed: dict[int, tuple[int, int]] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pages: list[Page]) -> None:
        """Pages of classes and groups."""
        self.pages += pages
        for page in pages:
            if page.class_id is not None:
                self.of_class[page.class_id].append(page)
            elif page.group_id is not None:
                self.of_group[page.group_id].append(page)


def read_source(parts: list[Wanted]) -> Source:
    """Of classes of one year, all asked the same. Six statements, one more where a pupil came from another class."""
    first = parts[0]
    alone = len(parts) == 1
    source = Source(rulebook_for(first.year.year).rulebook.marks.mark_scale)
    source.add(pages_of(first.year, class_id=first.row.pk if alone else None))
    for unit, student, last_name, first_name in _pupils(parts):
        source.pupils[unit].append((student, f"{last_name} {first_name}".strip()))
    ids = {student for mine in source.pupils.values() for student, _ in mine}
    only = sorted(ids) if alone else None
    source.groups = groups_of_pupils(first.year, max(part.day for part in parts), only)
    _read_marks(source, parts, ids, only)
    _read_deferrals(source, parts, only)
    source.missed = _missed(parts, only)
    return source


def _pupils(parts: list[Wanted]) -> Iterable[Any]:
    by_day: dict[date, list[int]] = defaultdict(list)
    for part in parts:
        by_day[part.day].append(part.row.pk)
    where = Q(pk__in=[])
    for day, classes in by_day.items():
        where |= Q(in_force("", day), school_class_id__in=classes)
    names = ("school_class_id", "student_id", "student__user__last_name", "student__user__first_name")
    return Enrollment.objects.filter(where).order_by("student__user__sort_name", "student_id").values_list(*names)


def _periods(parts: list[Wanted]) -> list[int] | None:
    """None: the whole year."""
    return [part.period for part in parts if part.period] if parts[0].chosen.is_period else None


def _read_marks(source: Source, parts: list[Wanted], ids: set[int], only: list[int] | None) -> None:
    """Of two marks for one place, on pages of two groups, the one entered later stands."""
    year, periods = parts[0].year, _periods(parts)
    rows = FinalMark.objects.exclude(value="")
    rows = rows.filter(course__year=year) if periods is None else rows.filter(period_id__in=periods)
    rows = rows if only is None else rows.filter(student_id__in=only)
    fields = ("id", "student_id", "course_id", "value", "corrected_from", "period_id", "kind")
    asked = rows.order_by().values_list(*fields)
    found = list(asked.iterator(chunk_size=AT_ONCE))
    subjects = {page.course_id: page.subject_id for page in source.pages}
    strange = {row[2] for row in found} - subjects.keys()
    if strange:
        source.add(pages_of(year, courses=strange))
        subjects = {page.course_id: page.subject_id for page in source.pages}
    found = found if only is not None else [row for row in found if row[1] in ids]
    _place(source, found, subjects)
    if sum(map(len, source.cells.values())) < len(found):
        _place(source, sorted(found), subjects)


def _place(source: Source, rows: Iterable[Any], subjects: dict[int, int]) -> None:
    """Of two rows for one place the last one stands."""
    made: dict[tuple[str, str], Cell] = {}
    cells = source.cells
    for _, student, course, value, was, period, kind in rows:
        cell = made.get((value, was))
        if cell is None:
            cell = made[value, was] = Cell(value, level_of(value, source.scale), was)
        cells[student][subjects[course], period or kind] = cell


def _read_deferrals(source: Source, parts: list[Wanted], only: list[int] | None) -> None:
    periods = _periods(parts)
    rows = DeferredCourse.objects.filter(
        closed_at=None, deferral__withdrawn_at=None, deferral__year=parts[0].year
    ).order_by("deferral_id")
    rows = rows if periods is None else rows.filter(deferral__period_id__in=periods)
    rows = rows if only is None else rows.filter(deferral__student_id__in=only)
    fields = (
        "deferral__student_id", "course__subject_id", "deferral__period_id", "deferral__due_on",
        "deferral__order_number", "deferral__order_date",
    )  # fmt: skip
    for student, subject, period, due, number, signed in rows.values_list(*fields):
        place = (subject, period or FinalMarkKind.YEAR.value)
        source.cells[student].setdefault(place, Cell(deferred=f"отсрочка до{NBSP}{day_title(due)}"))
        source.notes[student].append(_order_note(number, signed))


def _missed(parts: list[Wanted], only: list[int] | None) -> dict[int, tuple[int, int]]:
    """By pupil; of the whole school by the grades' own days."""
    if only is not None:
        where = Q(student_id__in=only, lesson__day__range=parts[0].span)
    else:
        spans = {part.grade: part.span for part in parts}
        where = Q(pk__in=[])
        for span in set(spans.values()):
            grades = [grade for grade, one in spans.items() if one == span]
            where |= Q(lesson__day__range=span, lesson__course__grade_level__in=grades)
    rows = AttendanceEntry.objects.filter(where, code__in=sign_book().missed).exclude(
        lesson__status=LessonStatus.CANCELLED
    )
    counts = (
        rows.order_by()
        .values_list("student_id")
        .annotate(missed=Count("id"), unexcused=Count("id", filter=Q(code__in=sign_book().unexcused)))
    )
    return {student: (missed, unexcused) for student, missed, unexcused in counts}


def _order_note(number: str, signed: date | None) -> str:
    if not number:
        return "аттестация перенесена"
    of_day = f" от {day_input(signed)}" if signed else ""
    return f"аттестация перенесена приказом №{NBSP}{number}{of_day}"


def columns_of(slices: list[Slice], grade: int, told: set[Column]) -> list[tuple[Column, str]]:
    """Of a subject in the sheet of a year; exam and overall marks only where somebody has one."""
    found: list[tuple[Column, str]] = []
    for one in slices:
        if one.is_period:
            found.append((one.periods[grade], one.title.split(NBSP)[0]))
        elif one.key == "year" or one.key in told:
            found.append((one.key, {"year": "год", "exam": "экз.", "final": "итог"}[one.key]))
    return found
