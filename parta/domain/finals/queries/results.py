"""Final marks of a whole school for one slice, counted in one pass; every figure of the pages is a sum of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.pages import (
    Page,
    Unit,
    class_of_pupils,
    classes_of,
    groups_of_pupils,
    pages_of,
)
from parta.domain.finals.queries.slices import AT_ONCE, Slice
from parta.domain.finals.rules.categories import Category, PupilCounts, category_of
from parta.domain.finals.rules.indicators import DEFERRED, Indicators, indicators
from parta.domain.regulation.choices import MarkScale
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear
from parta.lib import clock

Place = tuple[int, int]
"""Class, course."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a class, subject, teacher, grade or school. pupils: None where a pupil has only some of the subjects in it."""

    marks: Indicators
    pupils: PupilCounts | None = None


@dataclass
class Results:
    """cells: by pupil and subject the course and the value («отсрочка» where it is deferred).

    roll: by pupil the class. tallies: by class and course how many times each value stands.
    """

    year: AcademicYear
    slice: Slice
    scale: MarkScale
    classes: dict[int, Unit]
    pages: dict[int, Page]
    roll: dict[int, int]
    groups: Mapping[int, list[int]]
    cells: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)

    @cached_property
    def tallies(self) -> dict[Place, dict[str, int]]:
        """Counted once."""
        roll = self.roll
        counts = Counter([(roll[student], course, value) for (student, _), (course, value) in self.cells.items()])
        found: dict[Place, dict[str, int]] = {}
        for (unit, course, value), times in counts.items():
            found.setdefault((unit, course), {})[value] = times
        return found

    @cached_property
    def categories(self) -> dict[int, Category]:
        """Of every pupil of the slice's grades."""
        values: dict[int, list[str]] = defaultdict(list)
        for (student, _), (_, value) in self.cells.items():
            values[student].append(value)
        expected = self._expected()
        known: dict[tuple[tuple[str, ...], int], Category] = {}
        found = {}
        for student in self.roll:
            own = values.get(student, [])
            key = (tuple(sorted(own)), max(0, expected(student) - len(own)))
            if key not in known:
                known[key] = category_of(indicators(Counter(own), self.scale), missing=key[1])
            found[student] = known[key]
        return found

    def _expected(self) -> Callable[[int], int]:
        """In how many subjects others of the pupil's class and groups have their marks already."""
        of_class: dict[int, set[int]] = defaultdict(set)
        of_group: dict[int, set[int]] = defaultdict(set)
        for _, course in self.tallies:
            page = self.pages[course]
            if page.class_id is not None:
                of_class[page.class_id].add(page.subject_id)
            elif page.group_id is not None:
                of_group[page.group_id].add(page.subject_id)

        def expected(student: int) -> int:
            own = of_class.get(self.roll[student], set())
            groups = [of_group[one] for one in self.groups.get(student, ()) if one in of_group]
            return len(own.union(*groups)) if groups else len(own)

        return expected

    def grouped(self, keys: Callable[[Unit, Page], Iterable[Hashable]]) -> dict[Any, Indicators]:
        """Indicators by whatever a class and a page belong to: `grouped(lambda unit, page: [page.subject_id])`."""
        found: dict[Hashable, dict[str, int]] = {}
        for (unit, course), values in self.tallies.items():
            for key in keys(self.classes[unit], self.pages[course]):
                sums = found.setdefault(key, {})
                for value, times in values.items():
                    sums[value] = sums.get(value, 0) + times
        return {key: indicators(values, self.scale) for key, values in found.items()}

    @cached_property
    def by_class(self) -> dict[int, Counter[Category]]:
        """How many pupils of each category every class has."""
        found: dict[int, Counter[Category]] = {}
        roll = self.roll
        for (unit, category), times in Counter([(roll[one], what) for one, what in self.categories.items()]).items():
            found.setdefault(unit, Counter())[category] = times
        return found

    def pupils_by(self, key: Callable[[Unit], Hashable]) -> dict[Any, PupilCounts]:
        """Counts of categories by class, grade, school."""
        found: dict[Hashable, Counter[Category]] = {}
        for unit, counts in self.by_class.items():
            found.setdefault(key(self.classes[unit]), Counter()).update(counts)
        return {one: PupilCounts(counts) for one, counts in found.items()}

    def figures_by(self, key: Callable[[Unit], Hashable]) -> dict[Any, Figures]:
        """Marks and pupils together, by class, grade, school."""
        marks = self.grouped(lambda unit, _: [key(unit)])
        return {one: Figures(marks.get(one, Indicators()), pupils) for one, pupils in self.pupils_by(key).items()}


def results_of(year: AcademicYear, chosen: Slice) -> Results:
    """Six statements for the whole school."""
    today = clock.today()
    days = {grade: chosen.roll_day(grade, today) for grade in chosen.days}
    day = max(days.values(), default=today)
    found = Results(
        year=year,
        slice=chosen,
        scale=rulebook_for(year.year).rulebook.marks.mark_scale,
        classes=classes_of(year),
        pages={one.course_id: one for one in pages_of(year)},
        roll=class_of_pupils(year, days),
        groups=groups_of_pupils(year, day),
    )
    _fill(found, final_rows(year, chosen), deferred_rows(year, chosen))
    return found


def final_rows(year: AcademicYear, chosen: Slice) -> "QuerySet[FinalMark, tuple[Any, ...]]":
    """Number, pupil, course, value of the slice's final marks that are not erased."""
    rows = FinalMark.objects.filter(kind__in=chosen.kinds).exclude(value="")
    if chosen.is_period:
        rows = rows.filter(period_id__in=list(chosen.periods.values()))
    else:
        rows = rows.filter(course__year=year)
    return rows.order_by().values_list("id", "student_id", "course_id", "value")


def deferred_rows(year: AcademicYear, chosen: Slice) -> "QuerySet[DeferredCourse, tuple[int, int]]":
    """Pupil and course of deferrals in force: not withdrawn, the result not entered yet."""
    rows = DeferredCourse.objects.filter(closed_at=None, deferral__withdrawn_at=None, deferral__year=year)
    if chosen.is_period:
        rows = rows.filter(deferral__period_id__in=list(chosen.periods.values()))
    else:
        rows = rows.filter(deferral__period=None)
    return rows.order_by().values_list("deferral__student_id", "course_id")


def _fill(found: Results, marks: "QuerySet[FinalMark, tuple[Any, ...]]", deferred: Iterable[tuple[int, int]]) -> None:
    """A pupil has one result in a subject: of two pages the one entered later, a mark before a deferral."""
    subjects = {course: page.subject_id for course, page in found.pages.items()}
    roll, cells = found.roll, found.cells
    rows = [row for row in marks.iterator(chunk_size=AT_ONCE) if row[1] in roll]
    for _, student, course, value in rows:
        cells[student, subjects[course]] = (course, value)
    if len(cells) < len(rows):
        for _, student, course, value in sorted(rows):
            cells[student, subjects[course]] = (course, value)
    for student, course in deferred:
        if student in roll and course in subjects:
            cells.setdefault((student, subjects[course]), (course, DEFERRED))
