"""The forecast of classes for staff (R26): pupils down, subjects across. A school costs no more statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course as Page
from parta.domain.curriculum.models import Subject
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.forecast import (
    MarkSoFar,
    Prospect,
    Span,
    ahead_counts,
    marks_of,
    prospect,
    readings,
    scale_on,
    standing_of,
    usual_weights,
)
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.school.models import Enrollment, GradingPeriod, SchoolClass, Student
from parta.domain.school.queries import period_among
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.prepared import prepared

Left = tuple[int, int, int]
"""Lessons held, lessons left, control works planned at them."""
Pages = dict[int, list[Page]]
Pupils = dict[int, list[Student]]


@dataclass(slots=True)
class PupilRow:
    """A line of the class forecast: prospects by course; the worst mark expected decides the category."""

    student: Student
    prospects: dict[int, Prospect] = field(default_factory=dict)

    def among(self, courses: Iterable[int]) -> Prospect | None:
        """The prospect in one of these courses."""
        return next((self.prospects[one] for one in courses if one in self.prospects), None)

    @property
    def at_risk(self) -> list[int]:
        """Courses where an unsatisfactory mark may well come out."""
        return [course for course, one in self.prospects.items() if one.at_risk]

    @property
    def worst(self) -> int | None:
        """The lowest mark expected."""
        return min((one.mark for one in self.prospects.values()), default=None)


@dataclass(frozen=True, slots=True)
class Expected:
    """Shares of marks expected in a column or a class, in hundredths; None when nothing is forecast."""

    success: int | None
    quality: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A subject of the class: its page, or those of its groups."""

    subject: Subject
    courses: tuple[int, ...]
    expected: Expected


@dataclass(frozen=True, slots=True)
class ClassForecast:
    """The page of a class: subjects across, pupils down. period: whose mark is forecast; None when none is going on.

    is_year: the mark of the year is forecast.
    """

    school_class: SchoolClass
    period: GradingPeriod | None
    made_on: date
    pages: list[Page]
    rows: list[PupilRow]
    is_year: bool = False

    @property
    def at_risk(self) -> list[PupilRow]:
        """Pupils at risk in at least one subject."""
        return [row for row in self.rows if row.at_risk]

    @property
    def expected(self) -> Expected:
        """By pupils: without «2» at all; without «3» and worse."""
        worst = [row.worst for row in self.rows if row.worst is not None]
        return expected(worst)

    @property
    def columns(self) -> list[Column]:
        """By marks of one subject, groups together."""
        pages: dict[int, list[Page]] = defaultdict(list)
        for page in self.pages:
            pages[page.subject_id].append(page)
        found = []
        for same in pages.values():
            courses = tuple(one.pk for one in same)
            marks = [one.mark for row in self.rows if (one := row.among(courses))]
            found.append(Column(same[0].subject, courses, expected(marks)))
        return found

    @property
    def categories(self) -> list[tuple[str, int]]:
        """How many pupils of every category are expected (five-point scale)."""
        worst = [row.worst for row in self.rows if row.worst is not None]
        single = sum(_single_three(row) for row in self.rows)
        return [
            ("отличники", worst.count(5)),
            ("хорошисты", worst.count(4)),
            ("с одной тройкой", single),
            ("с тройками", worst.count(3) - single),
            ("с двойками", sum(one <= 2 for one in worst)),
        ]


def _single_three(row: PupilRow) -> bool:
    marks = [one.mark for one in row.prospects.values()]
    return marks.count(3) == 1 and min(marks) == 3


def expected(marks: Sequence[int]) -> Expected:
    """Success: 3 and better; quality: 4 and better."""
    if not marks:
        return Expected(None, None, 0)
    share = 100 / len(marks)
    return Expected(
        round(sum(one >= 3 for one in marks) * share), round(sum(one >= 4 for one in marks) * share), len(marks)
    )


def class_forecast(school_class: SchoolClass, *, only: Collection[int] | None = None) -> ClassForecast:
    """The forecast of a class for the period of today. only: courses to be shown."""
    return forecasts([school_class], only=only)[0]


def forecasts(
    classes: Sequence[SchoolClass], *, only: Collection[int] | None = None, whole_year: bool = False
) -> list[ClassForecast]:
    """Of classes of one year, for the period of today. Nine statements however many, and two more a kind of period.

    A pupil is forecast in a course with a mark in it; who came today has none yet. whole_year: all marks of the year
    count, those of today and those to come (where the school makes the year's mark of all its marks).
    """
    return make(gather(classes, only=only, whole_year=whole_year))


def gather(
    classes: Sequence[SchoolClass], *, only: Collection[int] | None = None, whole_year: bool = False
) -> "Gathered":
    """All reads of `forecasts`, nothing of the method."""
    today = clock.today()
    pages = _pages(classes, only)
    pupils = _pupils(classes, today)
    periods = _periods(classes, today)
    spans = {grade: (one.starts_on, one.ends_on) for grade, one in periods.items()}
    if whole_year:
        spans = {one.grade_level: (one.year.starts_on, one.year.ends_on) for one in classes}
    found = Gathered(classes, pages, pupils, spans, today)
    found.periods = periods
    if found.spans and not whole_year:
        students = [one.pk for rows in pupils.values() for one in rows]
        found.earlier, found.last_year = earlier_finals(students, periods.values(), classes[0].year.year)
    return found


def make(found: "Gathered") -> list[ClassForecast]:
    """The method over what has been read. One statement a kind of period for the history of courses not remembered."""
    for (first, last), ids in found.spans.items():
        so_far = (first, min(last, found.today))
        found.courses |= readings(sorted(ids), so_far, found.scale, found.marks)
    return [
        _of_class(
            one,
            found.periods.get(one.grade_level),
            found.pages.get(one.pk, []),
            found.pupils.get(one.pk, []),
            found,
        )
        for one in found.classes
    ]


class Gathered:
    """Everything the classes rest on, read at once. spans: of courses whose period has begun."""

    def __init__(
        self, classes: Sequence[SchoolClass], pages: Pages, pupils: Pupils, grades: dict[int, Span], today: date
    ) -> None:
        self.classes, self.pages, self.pupils = classes, pages, pupils
        self.periods: dict[int, GradingPeriod] = {}
        self.today, self.scale = today, scale_on(today)
        self.courses: dict[int, Any] = {}
        self.marks: dict[int, dict[int, list[MarkSoFar]]] = {}
        self.left: dict[int, Left] = {}
        self.earlier: dict[tuple[int, int], str] = {}
        self.last_year: dict[tuple[int, int], str] = {}
        self.spans: dict[tuple[date, date], set[int]] = defaultdict(set)
        for page in {one.pk: one for rows in pages.values() for one in rows}.values():
            span = grades.get(page.grade_level)
            if span and span[0] <= today:
                self.spans[span].add(page.pk)
        for (first, last), ids in self.spans.items():
            courses = sorted(ids)
            self.marks |= marks_of(courses, (first, min(last, today)))
            self.left |= {course: (held, left, works) for course, held, left, works in lessons_of(courses, first, last)}


def _of_class(
    school_class: SchoolClass,
    period: GradingPeriod | None,
    pages: list[Page],
    students: list[Student],
    found: Gathered,
) -> ClassForecast:
    rows = [PupilRow(one) for one in students]
    last_year = found.last_year if period and period.number == 1 else {}
    for page in pages:
        weights = usual_weights(page.subject_id, page.grade_level, found.today)
        held, left, controls = found.left.get(page.pk, (0, 0, 0))
        marks = found.marks.get(page.pk, {})
        for row in rows:
            mine = marks.get(row.student.pk)
            if mine:
                standing = standing_of(mine, held=held, lessons=left, controls=controls, weights=weights)
                key = (row.student.pk, page.subject_id)
                before, year = found.earlier.get(key, ""), last_year.get(key, "")
                row.prospects[page.pk] = prospect(
                    found.courses[page.pk], mine, standing, earlier=before, last_year=year
                )
    return ClassForecast(school_class, period, found.today, pages, rows)


def _pages(classes: Sequence[SchoolClass], only: Collection[int] | None) -> dict[int, list[Page]]:
    """Pages of classes and of their groups where marks are given, by class. Two statements."""
    ids = [one.pk for one in classes]
    rows = Page.objects.filter(Q(school_class__in=ids) | Q(group__classes__in=ids), is_active=True)
    rows = rows.filter(subject__has_marks=True).select_related("subject", "group").distinct()
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    of_group = Prefetch("group__classes", queryset=SchoolClass.objects.filter(pk__in=ids))
    found: dict[int, list[Page]] = defaultdict(list)
    for page in rows.order_by("subject__sort_name", "id").prefetch_related(of_group):
        for one in page.group.classes.all() if page.group else ():
            found[one.pk].append(page)
        if page.school_class_id:
            found[page.school_class_id].append(page)
    return found


def _pupils(classes: Sequence[SchoolClass], today: date) -> dict[int, list[Student]]:
    """Pupils of the day by class, by the alphabet. One statement."""
    rows = Enrollment.objects.filter(in_force("", today), school_class__in=classes)
    found: dict[int, list[Student]] = defaultdict(list)
    for row in rows.select_related("student__user").order_by("student__user__sort_name", "student_id"):
        found[row.school_class_id].append(row.student)
    return found


def _periods(classes: Sequence[SchoolClass], today: date) -> dict[int, GradingPeriod]:
    """The period of today by grade. One statement."""
    by_grade: dict[int, list[GradingPeriod]] = defaultdict(list)
    years = {one.year_id for one in classes}
    for one in GradingPeriod.objects.filter(year__in=years).order_by("grade_level", "number"):
        by_grade[one.grade_level].append(one)
    chosen = {grade: period_among(rows, today) for grade, rows in by_grade.items()}
    return {grade: period for grade, period in chosen.items() if period}


Finals = dict[tuple[int, int], str]
"""Marks by pupil and subject."""


def earlier_finals(students: Sequence[int], periods: Iterable[GradingPeriod], year: int) -> tuple[Finals, Finals]:
    """Final marks of the period before, and in a first period those of last year. One statement. year: the first
    calendar year of this one."""
    before = Q()
    for one in periods:
        before |= (
            Q(period__year=one.year_id, period__grade_level=one.grade_level, period__number=one.number - 1)
            if one.number > 1
            else Q(kind=FinalMarkKind.YEAR.value, course__year__year=year - 1)
        )
    rows = FinalMark.objects.filter(before, student_id__in=students) if before else FinalMark.objects.none()
    earlier: Finals = {}
    last_year: Finals = {}
    for student, subject, value, period in rows.values_list("student_id", "course__subject_id", "value", "period_id"):
        (earlier if period else last_year)[student, subject] = value
    return earlier, last_year


def lessons_of(courses: Sequence[int], first: date, last: date) -> list[tuple[Any, ...]]:
    """Course, lessons held till today, left, control works planned at those. One statement."""
    return _lessons(list(courses), first, last, clock.today())


@prepared
def _lessons(courses: list[int], first: date, last: date, today: date) -> QuerySet[Lesson, tuple[Any, ...]]:
    held = Count("id", filter=~Q(status=LessonStatus.CANCELLED) & Q(day__lte=today))
    rows = Lesson.objects.filter(course_id__in=courses, day__range=(first, last)).order_by()
    return rows.values_list("course_id").annotate(held=held, **ahead_counts(today))
