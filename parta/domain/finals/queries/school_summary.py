"""Figures of the school, a grade, a teacher (R24, R36): by class, subject, grade, teacher, against earlier results."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from parta.domain.finals.queries.pages import Page, Unit, teachers_of
from parta.domain.finals.queries.results import Figures, Results, results_of
from parta.domain.finals.queries.slices import Slice, Slices, slices_of
from parta.domain.finals.rules.indicators import Indicators, change_text
from parta.domain.school.models import AcademicYear
from parta.lib import clock
from parta.lib.russian import lower_first, sort_key

MOST = 5
"""How many subjects and classes that fell are named."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of the school: all of it, a grade, the pages of one teacher (staff: the id)."""

    grade: int | None = None
    staff: int | None = None


Grades = frozenset[int]
Keys = Callable[[Unit, Page], Iterable[Hashable]]
Holds = Callable[[Unit, Page], bool]
Named = dict[Any, Figures] | None
"""Figures by key; None when there is nothing to compare with."""


def holder(results: Results, scope: Scope) -> Holds:
    """Is a class's mark on a page in the scope? At most one statement."""
    if scope.staff is not None:
        day = min(results.slice.last_day, clock.today())
        taught = teachers_of(results.year, day)
        own = {course for course, people in taught.items() if scope.staff in {staff for staff, _ in people}}
        return lambda unit, page: page.course_id in own
    return lambda unit, page: scope.grade in (None, unit.grade)


@dataclass(frozen=True, slots=True)
class Line:
    """One class, subject, grade, teacher or page: now, in the period before, in the same one a year ago.

    key: what addresses name it by. note: what the class was a year ago, «6Б». like_before, like_year_ago: of now
    the grades alone that had results then, when they were fewer; only like is compared with like.
    """

    key: int
    title: str
    now: Figures
    before: Figures | None = None
    year_ago: Figures | None = None
    note: str = ""
    like_before: Figures | None = None
    like_year_ago: Figures | None = None

    @property
    def quality(self) -> Fraction | None:
        """Of pupils where whole pupils are counted, else of marks."""
        return _quality(self.now)

    @property
    def success(self) -> Fraction | None:
        """The same of the success."""
        return self.now.pupils.success if self.now.pupils else self.now.marks.success

    @property
    def fell(self) -> Fraction:
        """By how much the quality is lower than before, in points of per cent; negative when it rose."""
        was, now = _quality(self.before), _quality(self.like_before or self.now)
        return was - now if was is not None and now is not None else Fraction(0)

    @property
    def against_before(self) -> str:
        """«+2,4» points of quality."""
        return change_text(_quality(self.like_before or self.now), _quality(self.before))

    @property
    def against_year_ago(self) -> str:
        """«−1,0» points of quality."""
        return change_text(_quality(self.like_year_ago or self.now), _quality(self.year_ago))

    @property
    def mean_against_before(self) -> str:
        """«+0,05»."""
        now = (self.like_before or self.now).marks.mean
        return change_text(now, self.before.marks.mean if self.before else None, 2)


@dataclass
class Sheet:
    """The page: the whole and its parts. previous: the period compared with; year_ago: is there such a year."""

    slices: Slices
    chosen: Slice
    results: Results
    whole: Line
    previous: Slice | None
    has_year_ago: bool
    parts: dict[str, list[Line]] = field(default_factory=dict)

    def fallen(self, kind: str) -> list[Line]:
        """Those of the kind whose quality fell, the most first."""
        down = [one for one in self.parts.get(kind, []) if one.fell > 0]
        return sorted(down, key=lambda one: one.fell, reverse=True)[:MOST]


def school_sheet(year: AcademicYear, asked: str, scope: Scope | None = None) -> Sheet:
    """Figures of the scope. Eight statements for each of the three times compared, and five more at most."""
    scope = scope or Scope()
    slices = slices_of(year)
    chosen = slices.chosen(asked)
    now = results_of(year, chosen)
    past = _earlier(year, slices, chosen)
    times = _Times(scope, now, past.before, past.year_ago)
    sheet = Sheet(slices, chosen, now, times.whole(), past.previous, past.year_ago is not None)
    if scope.staff is not None:
        sheet.parts = {"pages": times.pages()}
        return sheet
    sheet.parts = {"classes": times.classes(), "subjects": times.subjects()}
    if scope.grade is None:
        sheet.parts = {"grades": times.grades(), **sheet.parts, "teachers": times.teachers()}
    return sheet


@dataclass(frozen=True, slots=True)
class _Past:
    previous: Slice | None
    before: Results | None
    year_ago: Results | None


def _earlier(year: AcademicYear, slices: Slices, chosen: Slice) -> _Past:
    last = AcademicYear.objects.filter(year=year.year - 1).first()
    previous = slices.before(chosen)
    then = slices_of(last).find(chosen.key) if last else None
    return _Past(
        previous,
        results_of(year, previous) if previous else None,
        results_of(last, then) if last and then else None,
    )


class _Head(NamedTuple):
    """A line to be: the key its figures are found by, what addresses name it by, its title."""

    key: Hashable
    pk: int
    title: str
    note: str = ""


class _Times:
    """The same sums at three times."""

    def __init__(self, scope: Scope, now: Results, before: Results | None, year_ago: Results | None) -> None:
        self.scope = scope
        self.now = now
        self.all = [now, before, year_ago]
        self.holds = [holder(one, scope) if one else None for one in self.all]
        self.likes = [_fewer(now, before), _fewer(now, year_ago)]

    def whole(self) -> Line:
        found = [self._whole(at) for at in range(3)]
        likes = [self._whole(0, like) if like else None for like in self.likes]
        return Line(0, "Всего", found[0] or Figures(Indicators()), found[1], found[2], "", *likes)

    def _whole(self, at: int, grades: Grades | None = None) -> Figures | None:
        results = self.all[at]
        if results is None:
            return None
        marks = self._marks(at, lambda unit, page: [0], grades) or {}
        whole = marks.get(0, Figures(Indicators()))
        if self.scope.staff is not None:
            return whole
        pupils = results.pupils_by(lambda unit: self._inside(unit, grades))
        return Figures(whole.marks, pupils.get(True))

    def _inside(self, unit: Unit, grades: Grades | None) -> bool:
        return self.scope.grade in (None, unit.grade) and (grades is None or unit.grade in grades)

    def grades(self) -> list[Line]:
        heads = [_Head(one, one, f"{one} классы") for one in dict.fromkeys(unit.grade for unit in self._own())]
        return _lines(heads, self._units(lambda unit, shift: unit.grade))

    def classes(self) -> list[Line]:
        """A year ago the class was one grade younger."""
        heads = [
            _Head((unit.grade, unit.letter), unit.class_id, unit.name, f"{unit.grade - 1}{unit.letter}")
            for unit in self._own()
        ]
        return _lines(heads, self._units(lambda unit, shift: (unit.grade + shift, unit.letter)))

    def _own(self) -> list[Unit]:
        return [unit for unit in self.now.classes.values() if self.scope.grade in (None, unit.grade)]

    def subjects(self) -> list[Line]:
        titles = {page.subject_id: page.subject for page in self.now.pages.values()}
        heads = [_Head(pk, pk, title) for pk, title in titles.items()]
        return self._of_marks(heads, lambda unit, page: [page.subject_id], 3)

    def pages(self) -> list[Line]:
        """Of a teacher: class or group and subject, empty ones too."""
        holds = self.holds[0]
        own = [page for page in self.now.pages.values() if holds and any(holds(one, page) for one in self._own())]
        own.sort(key=lambda page: (page.grade, sort_key(page.unit), page.subject_sort))
        heads = [_Head(one.course_id, one.course_id, f"{one.unit}, {lower_first(one.subject)}") for one in own]
        return self._of_marks(heads, lambda unit, page: [page.course_id], 2, empty=True)

    def teachers(self) -> list[Line]:
        """Each page counts for everybody who teaches it."""
        taught = teachers_of(self.now.year, min(self.now.slice.last_day, clock.today()))
        names = {staff: name for people in taught.values() for staff, name in people}
        ids = {course: [staff for staff, _ in people] for course, people in taught.items()}
        heads = [_Head(pk, pk, name) for pk, name in sorted(names.items(), key=lambda one: sort_key(one[1]))]
        return self._of_marks(heads, lambda unit, page: ids.get(page.course_id, ()), 2)

    def _of_marks(self, heads: list[_Head], keys: Keys, times: int, *, empty: bool = False) -> list[Line]:
        """times: 2 without a year ago."""
        found = [self._marks(at, keys) if at < times else None for at in range(3)]
        likes = [self._marks(0, keys, like) if like else None for like in self.likes]
        return _lines(heads, found, likes, empty=empty)

    def _marks(self, at: int, keys: Keys, grades: Grades | None = None) -> Named:
        results, holds = self.all[at], self.holds[at]
        if results is None or holds is None:
            return None
        inside = self._inside
        found = results.grouped(
            lambda unit, page: keys(unit, page) if holds(unit, page) and inside(unit, grades) else ()
        )
        return {key: Figures(marks) for key, marks in found.items()}

    def _units(self, key: Callable[[Unit, int], Hashable]) -> list[Named]:
        """Of classes and grades; the key is asked with 1 for those of a year ago."""
        return [
            results.figures_by(lambda unit, shift=shift: key(unit, shift)) if results else None  # type: ignore[misc]
            for results, shift in zip(self.all, (0, 0, 1), strict=True)
        ]


def _fewer(now: Results, then: Results | None) -> Grades | None:
    """The grades that had results then, when now there are others too."""
    if then is None or set(now.slice.days) <= set(then.slice.days):
        return None
    return frozenset(then.slice.days)


def _lines(
    heads: Iterable[_Head], found: list[Named], likes: Sequence[Named] = (None, None), *, empty: bool = False
) -> list[Line]:
    """In the order of the heads; what nobody has marks in is left out unless `empty`."""
    now, before, year_ago = (one or {} for one in found)
    like = [one or {} for one in likes]
    lines = []
    for head in heads:
        figures = now.get(head.key) or Figures(Indicators())
        if empty or _told(figures):
            earlier = (before.get(head.key), year_ago.get(head.key))
            alike = [one.get(head.key) for one in like]
            lines.append(Line(head.pk, head.title, figures, *earlier, head.note, *alike))
    return lines


def _told(figures: Figures) -> bool:
    marks = figures.marks
    return bool(marks.assessed or marks.passed or marks.failed or marks.deferred)


def _quality(figures: Figures | None) -> Fraction | None:
    if figures is None:
        return None
    return figures.pupils.quality if figures.pupils else figures.marks.quality
