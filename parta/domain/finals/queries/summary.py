"""The summary sheet of a class (S3R-2.u1a, S2-5f): pupils × subjects, straight from the rows of final marks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from parta.domain.finals.queries.expected import expected_marks, forecast_marks
from parta.domain.finals.queries.pages import Page
from parta.domain.finals.queries.sheet_rows import FORECAST, Cell, Place, Source, Wanted, columns_of, read_source
from parta.domain.finals.queries.sheet_rows import Column as Part
from parta.domain.finals.queries.slices import Slice, Slices, slices_by_grade, slices_of
from parta.domain.finals.rules.categories import Category, PupilCounts, category_of, counted_pupils
from parta.domain.finals.rules.indicators import Indicators, indicators, level_of, summed
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, SchoolClass

__all__ = ["FORECAST", "Cell", "ClassSheet", "Column", "PupilRow", "class_sheet", "school_sheets"]
EMPTY, GAP = Cell(), Cell(missing=True)
NOTHING = Indicators()


class Column(NamedTuple):
    """A subject, or one of the columns of a subject in the sheet of a year. course: its page when there is one only."""

    subject_id: int
    subject: str
    title: str
    part: Part
    course: int | None
    figures: Indicators = NOTHING
    starts: bool = True


class PupilRow(NamedTuple):
    """A pupil: cells in the order of the columns, lessons missed in all and without a good reason, category, mean."""

    number: int
    student_id: int
    name: str
    cells: list[Cell]
    marks: Indicators
    category: Category
    missed: int
    unexcused: int


@dataclass(frozen=True, slots=True)
class ClassSheet:
    """heads: subjects over their columns with how many there are, one each in the sheet of a period.

    figures: of all marks of the sheet together. notes: the orders of the deferrals.
    """

    school_class: SchoolClass
    slices: Slices
    chosen: Slice
    forecast: bool
    columns: list[Column]
    heads: list[tuple[str, int]]
    rows: list[PupilRow]
    figures: Indicators
    pupils: PupilCounts
    notes: list[str]

    @property
    def is_year(self) -> bool:
        """All columns of the year."""
        return not self.chosen.is_period

    @property
    def title(self) -> str:
        """«1 четверть», «2 четверть: прогноз», «Год»."""
        return f"{self.chosen.title}: прогноз" if self.forecast else self.chosen.title

    @property
    def has_gaps(self) -> bool:
        """Does anybody lack a mark that others of the class have?"""
        return any(cell.missing for row in self.rows for cell in row.cells)

    @property
    def missed(self) -> int:
        """Lessons missed by the class."""
        return sum(row.missed for row in self.rows)

    @property
    def unexcused(self) -> int:
        """Of them without a good reason."""
        return sum(row.unexcused for row in self.rows)


def class_sheet(school_class: SchoolClass, asked: str = "") -> ClassSheet:
    """The sheet of a period, of the forecast of it, or of the year. Seven statements, ten more for a forecast."""
    wanted = Wanted(school_class, slices_of(school_class.year, school_class.grade_level), asked)
    return _Sheet(wanted, read_source([wanted])).build()


def school_sheets(year: AcademicYear, asked: str = "") -> list[ClassSheet]:
    """The sheets of every class of the year, of a period or the year, in as many statements as one sheet takes."""
    slices = slices_by_grade(year)
    classes = SchoolClass.objects.filter(year=year).select_related("year").order_by("grade_level", "sort_name")
    parts = [Wanted(row, slices[row.grade_level], asked) for row in classes if row.grade_level in slices]
    if not parts:
        return []
    source = read_source(parts)
    return [_Sheet(part, source).build() for part in parts]


class _Sheet:
    """One class of what has been read."""

    def __init__(self, wanted: Wanted, source: Source) -> None:
        self.wanted, self.source, self.scale = wanted, source, source.scale
        self.pupils = source.pupils[wanted.row.pk]
        self.groups = {pk: source.groups.get(pk, []) for pk, _ in self.pupils}
        self.cells = {pk: source.cells.get(pk, {}) for pk, _ in self.pupils}

    def build(self) -> ClassSheet:
        """Rows, columns, figures."""
        if self.wanted.forecast:
            self._expect()
        columns = self._columns()
        rows = self._rows(columns)
        columns = [
            one._replace(figures=indicators(Counter([row.cells[at].counted for row in rows]), self.scale))
            for at, one in enumerate(columns)
        ]
        return ClassSheet(
            school_class=self.wanted.row,
            slices=self.wanted.slices,
            chosen=self.wanted.chosen,
            forecast=self.wanted.forecast,
            columns=columns,
            heads=_heads(columns),
            rows=rows,
            figures=summed(row.marks for row in rows),
            pupils=counted_pupils(row.category for row in rows),
            notes=list(dict.fromkeys(note for pk, _ in self.pupils for note in self.source.notes.get(pk, []))),
        )

    def _expect(self) -> None:
        """Where no final mark stands: the forecast, in pass-or-fail subjects what the marks so far give."""
        wanted = self.wanted
        if wanted.period is None:
            return
        found = expected_marks(list(self.cells), self._pages(), wanted.span, wanted.year.year)
        likeliest = forecast_marks(wanted.row, wanted.period)
        for (student, subject), one in found.items():
            value = likeliest.get((student, subject), one.value) if one.value.isdigit() else one.value
            cell = Cell(value, level_of(value, self.scale), expected=True)
            self.cells[student] = {(subject, wanted.period): cell, **self.cells[student]}

    def _pages(self) -> list[Page]:
        """Pages of the class, and of the groups of its pupils."""
        groups = {group for own in self.groups.values() for group in own}
        of_groups = [page for group in sorted(groups) for page in self.source.of_group.get(group, ())]
        return [*self.source.of_class.get(self.wanted.row.pk, ()), *of_groups]

    def _columns(self) -> list[Column]:
        """Of every subject shown."""
        told: dict[int, set[Part]] = defaultdict(set)
        for subject, part in self._filled:
            told[subject].add(part)
        found = []
        for subject, pages in sorted(self._subjects(set(told)).items(), key=lambda one: one[1][0].subject_sort):
            only = pages[0].course_id if len(pages) == 1 else None
            for at, (part, title) in enumerate(self._parts(told[subject])):
                found.append(Column(subject, pages[0].subject, title, part, only, starts=not at))
        return found

    def _subjects(self, told: set[int]) -> dict[int, list[Page]]:
        """Subjects that are marked: those with final marks, and the pages in use that pupils of the class belong to."""
        found: dict[int, list[Page]] = defaultdict(list)
        is_marked = self._is_marked()
        for page in self._pages():
            if page.subject_id in told or (page.is_active and page.has_marks and is_marked):
                found[page.subject_id].append(page)
        for subject in told - found.keys():  # of a class the pupil came from
            found[subject] = [page for page in self.source.pages if page.subject_id == subject][:1]
        return found

    @cached_property
    def _filled(self) -> set[Place]:
        return set().union(*self.cells.values())

    def _is_marked(self) -> bool:
        wanted = self.wanted
        return wanted.grade != 1 or rulebook_for(wanted.year.year).rulebook.marks.grade1_marks_allowed

    def _parts(self, told: set[Part]) -> list[tuple[Part, str]]:
        wanted = self.wanted
        if wanted.period is not None:
            return [(wanted.period, "")]
        return columns_of(wanted.slices.all, wanted.grade, told)

    def _rows(self, columns: list[Column]) -> list[PupilRow]:
        places: list[Place] = [(one.subject_id, one.part) for one in columns]
        filled = self._filled
        belongs = self._belongs()
        decisive = self._decisive(columns)
        found = []
        for number, (student, name) in enumerate(self.pupils, start=1):
            own, subjects = self.cells[student], belongs[student]
            cells = [own.get(place) or (GAP if place in filled and place[0] in subjects else EMPTY) for place in places]
            chosen = decisive(cells)
            marks = indicators(Counter([cell.counted for cell in chosen]), self.scale)
            gaps = sum([cell.missing for cell in chosen]) if len(own) < len(filled) else 0
            category = category_of(marks, missing=gaps)
            found.append(
                PupilRow(number, student, name, cells, marks, category, *self.source.missed.get(student, (0, 0)))
            )
        return found

    def _belongs(self) -> dict[int, set[int]]:
        """By pupil the subjects of the class and of the own groups."""
        of_class = set()
        of_group: dict[int, set[int]] = defaultdict(set)
        for page in self._pages():
            if page.group_id:
                of_group[page.group_id].add(page.subject_id)
            else:
                of_class.add(page.subject_id)
        return {
            pk: of_class.union(*(of_group[one] for one in groups)) if groups else of_class
            for pk, groups in self.groups.items()
        }

    def _decisive(self, columns: list[Column]) -> Callable[[list[Cell]], list[Cell]]:
        """One cell a subject: of a period its own, of the year the overall mark, else the mark of the year."""
        if self.wanted.period is not None:
            return list
        years = {one.subject_id: at for at, one in enumerate(columns) if one.part == "year"}
        finals = {one.subject_id: at for at, one in enumerate(columns) if one.part == "final"}
        return _Decisive([(at, finals.get(subject)) for subject, at in years.items()])


@dataclass(frozen=True, slots=True)
class _Decisive:
    """Numbers of columns, each with one that goes before it where it is filled."""

    places: list[tuple[int, int | None]]

    def __call__(self, cells: list[Cell]) -> list[Cell]:
        return [
            cells[before] if before is not None and cells[before].counted else cells[at] for at, before in self.places
        ]


def _heads(columns: Iterable[Column]) -> list[tuple[str, int]]:
    counts: Counter[int] = Counter(one.subject_id for one in columns)
    return [(one.subject, counts[one.subject_id]) for one in columns if one.starts]
