"""Results of one pupil in a year: subjects × periods, year, exam, overall; and the marks a period's result rests on."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from parta.domain.finals.models import DeferredCourse, ExamResult, FinalMark
from parta.domain.finals.queries.expected import Expected, expected_marks
from parta.domain.finals.queries.pages import Page, groups_of_pupils, pages_of
from parta.domain.finals.queries.slices import Slice, slices_of
from parta.domain.finals.rules.categories import Category, category_of
from parta.domain.finals.rules.indicators import DEFERRED, Indicators, indicators, level_of
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.settings import ORDINARY, work_types
from parta.domain.journal.queries.signs import sign_book
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import AcademicYear, Enrollment, SchoolClass, Student
from parta.domain.timetable.choices import LessonStatus
from parta.lib import clock
from parta.lib.dates import NBSP, day_title


@dataclass(frozen=True, slots=True)
class Result:
    """What stands for a subject in a column: value, or a deferral. was: before a correction, with its reason."""

    value: str = ""
    level: int | None = None
    was: str = ""
    reason: str = ""
    deferred: str = ""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject with a result for every column. course: the page, when it is one."""

    subject_id: int
    subject: str
    course: int | None
    results: list[Result]


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """Of a column: mean and category of the pupil, lessons missed in its days and without a good reason."""

    marks: Indicators
    category: Category
    missed: int
    unexcused: int


@dataclass(frozen=True, slots=True)
class PupilResults:
    """columns: periods of the grade, the year, and the exam and overall marks where there are any."""

    student: Student
    school_class: SchoolClass
    columns: list[Slice]
    lines: list[SubjectLine]
    totals: list[ColumnTotal]
    exams: list[ExamResult]

    @property
    def has_any(self) -> bool:
        """Is there a result or a deferral at all?"""
        return any(one.value or one.deferred for line in self.lines for one in line.results)

    @property
    def rows(self) -> list[tuple[SubjectLine, list[Result]]]:
        """Lines for a template."""
        return [(line, line.results) for line in self.lines]


def pupil_results(student: Student, year: AcademicYear, courses: Collection[int] | None = None) -> PupilResults | None:
    """None when the pupil was in no class of the year. courses: only these pages. Eight statements, right checked."""
    rows = Enrollment.objects.filter(student=student, school_class__year=year, valid_from__lte=clock.today())
    row = rows.select_related("school_class__year").order_by("-valid_from").first()
    if row is None:
        return None
    school_class = row.school_class
    groups = groups_of_pupils(year, min(clock.today(), row.valid_to or clock.today()), [student.pk])
    own = set(groups.get(student.pk, ()))
    pages = [
        page
        for page in pages_of(year, class_id=school_class.pk)
        if page.is_active and page.has_marks and (page.class_id == school_class.pk or page.group_id in own)
    ]
    cells, strange = _cells(student, year, courses)
    pages += pages_of(year, courses=strange - {page.course_id for page in pages}) if strange else []
    if courses is not None:
        pages = [page for page in pages if page.course_id in courses]
    columns = _columns(slices_of(year, school_class.grade_level).all, {part for _, part in cells})
    lines = _lines(pages, columns, cells, school_class.grade_level)
    return PupilResults(
        student=student,
        school_class=school_class,
        columns=columns,
        lines=lines,
        totals=_totals(student, columns, lines, school_class),
        exams=list(ExamResult.objects.filter(student=student, year=year).select_related("subject")),
    )


Cells = dict[tuple[int, str], Result]
"""By subject and column: the id of a period as text, or the kind of a mark of the year."""


def _cells(student: Student, year: AcademicYear, courses: Collection[int] | None) -> tuple[Cells, set[int]]:
    scale = rulebook_for(year.year).rulebook.marks.mark_scale
    rows = FinalMark.objects.filter(student=student, course__year=year).exclude(value="").order_by("id")
    found: Cells = {}
    pages: set[int] = set()
    fields = ("course_id", "course__subject_id", "kind", "period_id", "value", "corrected_from", "correction_reason")
    for course, subject, kind, period, value, was, reason in rows.values_list(*fields):
        if courses is None or course in courses:
            part = str(period) if period else str(kind)
            found[subject, part] = Result(value, level_of(value, scale), was, reason if was else "")
            pages.add(course)
    deferred = DeferredCourse.objects.filter(
        deferral__student=student, deferral__year=year, deferral__withdrawn_at=None, closed_at=None
    )
    terms = deferred.order_by("deferral_id").values_list(
        "course_id", "course__subject_id", "deferral__period_id", "deferral__due_on"
    )
    for course, subject, period, due in terms:
        if courses is None or course in courses:
            words = f"отсрочка до{NBSP}{day_title(due)}"
            found.setdefault((subject, str(period) if period else "year"), Result(deferred=words))
            pages.add(course)
    return found, pages


def _columns(slices: list[Slice], told: set[str]) -> list[Slice]:
    return [one for one in slices if one.is_period or one.key == "year" or one.key in told]


def _part(one: Slice, grade: int) -> str:
    return str(one.periods[grade]) if one.is_period else one.key


def _lines(pages: list[Page], columns: list[Slice], cells: Cells, grade: int) -> list[SubjectLine]:
    by_subject: dict[int, list[Page]] = defaultdict(list)
    for page in sorted(pages, key=lambda one: (one.subject_sort, one.course_id)):
        by_subject[page.subject_id].append(page)
    return [
        SubjectLine(
            subject,
            found[0].subject,
            found[0].course_id if len(found) == 1 else None,
            [cells.get((subject, _part(one, grade)), Result()) for one in columns],
        )
        for subject, found in by_subject.items()
    ]


def _totals(
    student: Student, columns: list[Slice], lines: list[SubjectLine], school_class: SchoolClass
) -> list[ColumnTotal]:
    scale = rulebook_for(school_class.year.year).rulebook.marks.mark_scale
    absences, unexcused = _absences(student, school_class.year), sign_book().unexcused
    found = []
    for at, one in enumerate(columns):
        values = [line.results[at].value or (DEFERRED if line.results[at].deferred else "") for line in lines]
        marks = indicators(Counter(values), scale)
        first, last = one.days[school_class.grade_level]
        codes = [code for day, code in absences if first <= day <= last]
        missing = sum(not value for value in values) if marks.assessed else 0
        category = category_of(marks, missing=missing)
        found.append(ColumnTotal(marks, category, len(codes), sum(code in unexcused for code in codes)))
    return found


def _absences(student: Student, year: AcademicYear) -> list[tuple[date, str]]:
    rows = AttendanceEntry.objects.filter(
        student=student, code__in=sign_book().missed, lesson__day__range=(year.starts_on, year.ends_on)
    ).exclude(lesson__status=LessonStatus.CANCELLED)
    return list(rows.order_by().values_list("lesson__day", "code"))


@dataclass(frozen=True, slots=True)
class Ground:
    """A mark that a result rests on."""

    value: str
    day: date
    kind: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """What the result of a subject rests on: marks in order, and what they give by the thresholds."""

    line: SubjectLine
    result: Result
    marks: list[Ground]
    expected: Expected | None


def basis_of(results: PupilResults, at: int) -> list[Basis]:
    """For a column that is a period (or the year), subject by subject. Three statements at most."""
    year, grade = results.school_class.year, results.school_class.grade_level
    span = results.columns[at].days[grade]
    subjects = {line.subject_id for line in results.lines}
    grounds = _grounds(results.student, subjects, span, year)
    pages = [page for page in pages_of(year, class_id=results.school_class.pk) if page.subject_id in subjects]
    expected = expected_marks([results.student.pk], pages, span, year.year)
    return [
        Basis(
            line,
            line.results[at],
            grounds.get(line.subject_id, []),
            expected.get((results.student.pk, line.subject_id)),
        )
        for line in results.lines
    ]


def _grounds(
    student: Student, subjects: Iterable[int], span: tuple[date, date], year: AcademicYear
) -> dict[int, list[Ground]]:
    rows = Mark.objects.filter(
        student=student,
        lesson__course__subject_id__in=list(subjects),
        lesson__course__year=year,
        lesson__day__range=span,
    ).exclude(value="")
    kinds = work_types()
    ordinary = next((one for one in kinds.values() if one.code == ORDINARY), None)
    found: dict[int, list[Ground]] = defaultdict(list)
    fields = (
        "lesson__course__subject_id", "value", "lesson__day", "work_type_id", "lesson__record__work_type_id", "counts",
    )  # fmt: skip
    ordered = rows.order_by("lesson__day", "lesson__number", "slot").values_list(*fields)
    for subject, value, day, own, of_lesson, counts in ordered:
        kind = kinds.get(own or of_lesson or 0, ordinary)
        found[subject].append(Ground(value, day, kind.name if kind else "", counts))
    return found
