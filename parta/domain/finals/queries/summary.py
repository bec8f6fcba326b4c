"""The summary sheet of a class (S3R-2.u1a, S2-5f): pupils × subjects, straight from the rows of final marks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Q

from parta.domain.access.queries import in_force
from parta.domain.finals.models import DeferredCourse, FinalMark
from parta.domain.finals.queries.expected import expected_marks
from parta.domain.finals.queries.pages import Page, groups_of_pupils, pages_of
from parta.domain.finals.queries.slices import Slice, Slices, slices_of
from parta.domain.finals.rules.categories import Category, PupilCounts, category_of, counted_pupils
from parta.domain.finals.rules.indicators import DEFERRED, Indicators, indicators, level_of, summed
from parta.domain.journal.choices import MISSED, AttendanceCode
from parta.domain.journal.models import AttendanceEntry
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import Enrollment, SchoolClass
from parta.domain.timetable.choices import LessonStatus
from parta.lib import clock
from parta.lib.dates import NBSP, day_input, day_title

FORECAST = "forecast"
"""After the key of a period: what may be expected of it, «quarter-2-forecast»."""
Key = tuple[int, int, str]
"""Pupil, subject, column: the id of a period as text, or the kind of a mark of the year."""


@dataclass(frozen=True, slots=True)
class Cell:
    """value: «» when nothing stands there. was: before a correction. deferred: «отсрочка до 12 января».

    course: its page. expected: no final mark, but what the marks so far give. missing: others have theirs, this
    pupil has nothing.
    """

    value: str = ""
    level: int | None = None
    was: str = ""
    deferred: str = ""
    expected: bool = False
    missing: bool = False
    course: int | None = None

    @property
    def counted(self) -> str:
        """As the indicators count it."""
        return self.value or (DEFERRED if self.deferred else "")


@dataclass(frozen=True, slots=True)
class Column:
    """A subject, or one of the columns of a subject in the sheet of a year. course: its page when there is one only."""

    subject_id: int
    subject: str
    title: str
    part: str
    course: int | None
    figures: Indicators = field(default_factory=Indicators)
    starts: bool = True


@dataclass(frozen=True, slots=True)
class PupilRow:
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
    """The sheet of a period, of what may be expected of it, or of the year. Nine statements at most, right checked."""
    slices = slices_of(school_class.year, school_class.grade_level)
    chosen = slices.chosen(asked.removesuffix(f"-{FORECAST}"))
    year_sheet = not chosen.is_period
    chosen = slices.find("year") or chosen if year_sheet else chosen
    builder = _Sheet(school_class, slices, chosen, forecast=asked.endswith(FORECAST) and not year_sheet)
    return builder.build()


class _Sheet:
    """What the sheet is made of, read once."""

    def __init__(self, school_class: SchoolClass, slices: Slices, chosen: Slice, *, forecast: bool) -> None:
        self.row, self.slices, self.chosen, self.forecast = school_class, slices, chosen, forecast
        self.year = school_class.year
        self.grade = school_class.grade_level
        self.span = chosen.days.get(self.grade, (self.year.starts_on, self.year.ends_on))
        self.day = chosen.roll_day(self.grade, clock.today()) if self.grade in chosen.days else clock.today()
        self.scale = rulebook_for(self.year.year).rulebook.marks.mark_scale
        self.pupils = _pupils(school_class, self.day)
        self.ids = [pk for pk, _ in self.pupils]
        self.pages = pages_of(self.year, class_id=school_class.pk)
        self.groups = groups_of_pupils(self.year, self.day, self.ids)
        self.cells: dict[Key, Cell] = {}
        self.notes: list[str] = []

    def build(self) -> ClassSheet:
        self._read_marks()
        self._read_deferrals()
        if self.forecast:
            self._read_expected()
        columns = self._columns()
        rows = self._rows(columns)
        columns = [
            replace(one, figures=indicators(Counter(row.cells[at].counted for row in rows), self.scale))
            for at, one in enumerate(columns)
        ]
        return ClassSheet(
            school_class=self.row,
            slices=self.slices,
            chosen=self.chosen,
            forecast=self.forecast,
            columns=columns,
            heads=_heads(columns),
            rows=rows,
            figures=summed(row.marks for row in rows),
            pupils=counted_pupils(row.category for row in rows),
            notes=self.notes,
        )

    @property
    def period(self) -> int:
        """Of the sheet of a period."""
        return self.chosen.periods[self.grade]

    def _read_marks(self) -> None:
        rows = FinalMark.objects.filter(student_id__in=self.ids, course__year=self.year).exclude(value="")
        if self.chosen.is_period:
            rows = rows.filter(period_id=self.period)
        fields = ("student_id", "course_id", "course__subject_id", "kind", "period_id", "value", "corrected_from")
        pages = {one.course_id for one in self.pages}
        strange: set[int] = set()
        for student, course, subject, kind, period, value, was in rows.order_by("id").values_list(*fields):
            if course not in pages:
                strange.add(course)
            self.cells[student, subject, _part(kind, period)] = Cell(
                value, level_of(value, self.scale), was=was, course=course
            )
        if strange:
            self.pages += pages_of(self.year, courses=strange)

    def _read_deferrals(self) -> None:
        rows = DeferredCourse.objects.filter(
            deferral__student_id__in=self.ids, deferral__withdrawn_at=None, deferral__year=self.year, closed_at=None
        )
        if self.chosen.is_period:
            rows = rows.filter(deferral__period_id=self.period)
        fields = (
            "deferral__student_id", "course_id", "course__subject_id", "deferral__period_id", "deferral__due_on",
            "deferral__order_number", "deferral__order_date",
        )  # fmt: skip
        for student, course, subject, period, due, number, signed in rows.order_by("deferral_id").values_list(*fields):
            key = (student, subject, _part(FinalMarkKind.YEAR, period))
            self.cells.setdefault(key, Cell(deferred=f"отсрочка до{NBSP}{day_title(due)}", course=course))
            note = _order_note(number, signed)
            if note not in self.notes:
                self.notes.append(note)

    def _read_expected(self) -> None:
        for (student, subject), one in expected_marks(self.ids, self.pages, self.span, self.year.year).items():
            cell = Cell(one.value, level_of(one.value, self.scale), expected=True)
            self.cells.setdefault((student, subject, str(self.period)), cell)

    def _columns(self) -> list[Column]:
        """Subjects that are marked: those with final marks, and the pages in use that pupils of the class belong to."""
        groups = {group for own in self.groups.values() for group in own}
        told = {subject for _, subject, _ in self.cells}
        courses: dict[int, list[Page]] = defaultdict(list)
        for page in self.pages:
            here = page.class_id == self.row.pk or page.group_id in groups
            if page.subject_id in told or (page.is_active and page.has_marks and here and self._marked_grade()):
                courses[page.subject_id].append(page)
        found = []
        for subject, pages in sorted(courses.items(), key=lambda one: one[1][0].subject_sort):
            only = pages[0].course_id if len(pages) == 1 else None
            name = pages[0].subject
            for at, (part, title) in enumerate(self._parts(subject)):
                found.append(Column(subject, name, title, part, only, starts=not at))
        return found

    def _marked_grade(self) -> bool:
        return self.grade != 1 or rulebook_for(self.year.year).rulebook.marks.grade1_marks_allowed

    def _parts(self, subject: int) -> list[tuple[str, str]]:
        """Columns of a subject; exam and overall marks only where somebody has one."""
        if self.chosen.is_period:
            return [(str(self.period), "")]
        told = {part for _, one, part in self.cells if one == subject}
        parts = []
        for one in self.slices.all:
            if one.is_period:
                parts.append((str(one.periods[self.grade]), one.title.split(NBSP)[0]))
            elif one.key == "year" or one.key in told:
                parts.append((one.key, {"year": "год", "exam": "экз.", "final": "итог"}[one.key]))
        return parts

    def _rows(self, columns: list[Column]) -> list[PupilRow]:
        filled = {(subject, part) for _, subject, part in self.cells}
        missed = _missed(self.ids, *self.span)
        belongs = self._belongs()
        found = []
        for number, (student, name) in enumerate(self.pupils, start=1):
            gaps = {place for place in filled if place[0] in belongs[student]}
            cells = [self._cell(student, one, gaps) for one in columns]
            decisive = self._decisive(columns, cells)
            marks = indicators(Counter(cell.counted for cell in decisive), self.scale)
            category = category_of(marks, missing=sum(cell.missing for cell in decisive))
            found.append(PupilRow(number, student, name, cells, marks, category, *missed.get(student, (0, 0))))
        return found

    def _cell(self, student: int, column: Column, gaps: set[tuple[int, str]]) -> Cell:
        place = (column.subject_id, column.part)
        return self.cells.get((student, *place)) or Cell(missing=place in gaps)

    def _belongs(self) -> dict[int, set[int]]:
        """By pupil the subjects of the class and of the own groups."""
        of_class = {page.subject_id for page in self.pages if page.class_id == self.row.pk}
        of_group: dict[int, set[int]] = defaultdict(set)
        for page in self.pages:
            if page.group_id:
                of_group[page.group_id].add(page.subject_id)
        return {pk: of_class.union(*(of_group[one] for one in self.groups.get(pk, ()))) for pk in self.ids}

    def _decisive(self, columns: list[Column], cells: list[Cell]) -> list[Cell]:
        """One cell a subject: of a period its own, of the year the overall mark, else the mark of the year."""
        if self.chosen.is_period:
            return cells
        found: dict[int, Cell] = {}
        for one, cell in zip(columns, cells, strict=True):
            if one.part == "year" or (one.part == "final" and cell.counted):
                found[one.subject_id] = cell
        return list(found.values())


def _part(kind: str, period: int | None) -> str:
    return str(period) if period is not None else str(kind)


def _pupils(school_class: SchoolClass, day: date) -> list[tuple[int, str]]:
    rows = Enrollment.objects.filter(in_force("", day), school_class=school_class)
    names = ("student_id", "student__user__last_name", "student__user__first_name")
    found = rows.order_by("student__user__sort_name", "student_id").values_list(*names)
    return [(pk, f"{last} {first}".strip()) for pk, last, first in found]


def _missed(students: Sequence[int], first: date, last: date) -> dict[int, tuple[int, int]]:
    """By pupil lessons missed, and of them without a good reason."""
    rows = AttendanceEntry.objects.filter(student_id__in=students, lesson__day__range=(first, last), code__in=MISSED)
    rows = rows.exclude(lesson__status=LessonStatus.CANCELLED)
    counts = (
        rows.order_by()
        .values_list("student_id")
        .annotate(missed=Count("id"), unexcused=Count("id", filter=Q(code=AttendanceCode.ABSENT)))
    )
    return {student: (missed, unexcused) for student, missed, unexcused in counts}


def _heads(columns: Iterable[Column]) -> list[tuple[str, int]]:
    counts: Counter[int] = Counter(one.subject_id for one in columns)
    return [(one.subject, counts[one.subject_id]) for one in columns if one.starts]


def _order_note(number: str, signed: date | None) -> str:
    if not number:
        return "аттестация перенесена"
    of_day = f" от {day_input(signed)}" if signed else ""
    return f"аттестация перенесена приказом №{NBSP}{number}{of_day}"
