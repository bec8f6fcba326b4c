"""Marks of one pupil by subject for a grading period: each with its kind, weight, comment, content and teacher."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, FilteredRelation, Q, QuerySet

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.diary.queries.belonging import Belonging, UnitSpan, belonging_of, units_where
from parta.domain.diary.queries.kinds import chosen_kind
from parta.domain.diary.queries.lines import HEAVY
from parta.domain.diary.queries.policy import DiaryPolicy, Policies, policy_of
from parta.domain.diary.queries.words import absence_word, correction_text, is_missed
from parta.domain.finals.queries.forecast import ahead_counts
from parta.domain.journal.models import AttendanceEntry, BroughtMark, Mark, MedicalGroup, WorkType
from parta.domain.journal.queries.carried import brought_weight
from parta.domain.journal.queries.medical import medical_among
from parta.domain.journal.queries.plan import coverage_text, placed_coverage
from parta.domain.journal.queries.settings import weight_book, work_types
from parta.domain.journal.queries.signs import sign_book
from parta.domain.journal.rules import Weighted, average_text, weighted_average
from parta.domain.journal.rules.marks import OWED
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.domain.school.queries import period_among
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.prepared import prepared
from parta.lib.russian import decimal_comma, short_name, sort_key

PERIOD_COLUMNS = [column.attname for column in GradingPeriod._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark as the family reads it; `content` is the topic of the lesson or work."""

    value: str
    day: date
    kind: str
    kind_short: str
    weight: Decimal
    counts: bool
    comment: str
    content: str
    teacher: str
    at: datetime
    correction: str = ""
    correction_reason: str = ""
    owed: bool = False
    first: str = ""
    lesson: int = 0
    kind_id: int = 0

    @property
    def sign(self) -> str:
        """The mark, or the dot of work not handed in."""
        return OWED if self.owed else self.value

    @property
    def is_heavy(self) -> bool:
        """Drawn with a line under it: weight 2 and more."""
        return self.counts and self.weight >= HEAVY

    @property
    def weight_text(self) -> str:
        """«1,5», «2»."""
        return decimal_comma(f"{self.weight.normalize():f}")


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """A missed lesson or a late coming of the period."""

    code: str
    word: str
    is_missed: bool
    day: date
    number: int
    comment: str
    at: datetime | None = None


@dataclass(slots=True)
class SubjectMarks:
    """One subject of the pupil. `lessons`: those that took place and the pupil belonged to.

    `programme`: how far the plan of the course has been taught, «» while it has no dates; `lag`: hours behind it.
    course_id: the page of the journal of its latest lesson; left, controls: lessons to come in the period, and control
    works planned at them. previous, final: the final marks of the period before and of this one.
    """

    subject: str
    teachers: str = ""
    marks: list[MarkLine] = field(default_factory=list)
    absences: list[AbsenceLine] = field(default_factory=list)
    average: str = ""
    lessons: int = 0
    programme: str = ""
    lag: int = 0
    subject_id: int = 0
    course_id: int = 0
    left: int = 0
    controls: int = 0
    previous: str = ""
    final: str = ""

    @property
    def missed(self) -> int:
        """Missed lessons."""
        return sum(one.is_missed for one in self.absences)

    @property
    def late(self) -> int:
        """Late comings."""
        return len(self.absences) - self.missed


@dataclass(frozen=True, slots=True)
class AbsenceCount:
    """How many lessons of one reason. `share`: of all absences and late comings; needs_reason: nobody said why."""

    code: str
    word: str
    count: int
    share: float
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """The page: subjects of one period, and the periods to choose from. `is_year`: of the whole year.

    medical: the group of today for physical education, shown to the own family only.
    finals: final marks by period and subject, of every period.
    """

    student: Student
    school_class: SchoolClass | None
    periods: list[GradingPeriod]
    period: GradingPeriod | None
    is_year: bool
    first: date | None
    last: date | None
    policy: DiaryPolicy
    subjects: list[SubjectMarks]
    medical: MedicalGroup | None = None
    finals: dict[tuple[int | None, int], str] = field(default_factory=dict)

    @property
    def lessons(self) -> int:
        """Lessons of the period so far."""
        return sum(one.lessons for one in self.subjects)

    @property
    def missed(self) -> int:
        """Missed lessons."""
        return sum(one.missed for one in self.subjects)

    @property
    def late(self) -> int:
        """Late comings."""
        return sum(one.late for one in self.subjects)

    @property
    def has_heavy(self) -> bool:
        """Is there a mark with a line under it to be explained?"""
        return any(mark.is_heavy for subject in self.subjects for mark in subject.marks)

    @property
    def by_reason(self) -> list[AbsenceCount]:
        """Absences counted by reason, every reason in its place."""
        codes = Counter(one.code for subject in self.subjects for one in subject.absences)
        total = sum(codes.values())
        return [
            AbsenceCount(sign.code, sign.words, codes[sign.code], codes[sign.code] / total, sign.needs_reason)
            for sign in sign_book().by_code.values()
            if codes[sign.code]
        ]


def student_marks(student: Student, period_id: int | None = None, *, whole_year: bool = False) -> StudentMarks:
    """Marks and absences of the pupil in a grading period (by default the current one), the right already checked.

    At most ten statements. A subject taught in two courses (after a move to another class or group) is one line.
    """
    today = clock.today()
    belonging = belonging_of(student, with_health=True)
    school_class = belonging.class_on(today)
    if school_class is None:
        return StudentMarks(student, None, [], None, False, None, None, DiaryPolicy(), [])
    year, grade = school_class.year, school_class.grade_level
    periods, finals = _periods_and_finals(student, year.pk, grade)
    chosen = next((one for one in periods if one.pk == period_id), None) or period_among(periods, today)
    is_year = whole_year or chosen is None
    first = year.starts_on if is_year or chosen is None else chosen.starts_on
    last = year.ends_on if is_year or chosen is None else chosen.ends_on
    subjects = _subjects(belonging, first, last)
    before = next((one.pk for one in periods if chosen and not is_year and one.number == chosen.number - 1), None)
    for one in subjects:
        one.previous = finals.get((before, one.subject_id), "")
        one.final = finals.get((chosen.pk, one.subject_id), "") if chosen and not is_year else ""
    return StudentMarks(
        student=student,
        school_class=school_class,
        periods=periods,
        period=None if is_year else chosen,
        is_year=is_year,
        first=first,
        last=last,
        policy=policy_of(year.year, grade),
        subjects=subjects,
        medical=medical_among(belonging.health, today),
        finals=finals,
    )


def _subjects(belonging: Belonging, first: date, last: date) -> list[SubjectMarks]:
    spans, today = belonging.spans, clock.today()
    subjects = _held(_lesson_counts(*spans, first, last, today))
    last = min(last, today)
    for subject_id, *name in _teachers(*belonging.units_on(today), today):
        _add_teacher(subjects.get(subject_id), short_name(*name))
    kinds, book, policies = work_types(), weight_book(), Policies()
    weighted: dict[int, list[Weighted]] = {}
    for row in _marks(*spans, belonging.student.pk, first, last):
        if policies.of(row[-2], row[-1]).marks and row[-3] in subjects:
            kind = chosen_kind(row[3], row[4], kinds)
            weight = book.weight(kind.pk, row[1], subject=row[-3], grade=row[-1])
            subjects[row[-3]].marks.append(_mark_line(row, kind, weight))
            if subjects[row[-3]].marks[-1].counts:
                weighted.setdefault(row[-3], []).append(Weighted(int(row[0]), weight))
    if belonging.has_brought:
        _add_brought(belonging, first, last, subjects, weighted)
    for subject_id, found in weighted.items():
        subjects[subject_id].average = average_text(weighted_average(found))
    for subject_id, code, day, number, comment, at in _absences(*spans, belonging.student.pk, first, last):
        line = AbsenceLine(code, absence_word(code), is_missed(code), day, number, comment, at)
        subjects[subject_id].absences.append(line)
    _add_programmes(subjects, *belonging.units_on(today))
    return sorted(subjects.values(), key=lambda one: sort_key(one.subject))


def _held(rows: list[tuple[Any, ...]]) -> dict[int, SubjectMarks]:
    """Subjects with a lesson so far; two pages of one subject (after a move) are one line."""
    subjects: dict[int, SubjectMarks] = {}
    for subject_id, name, course, so_far, held, left, controls in sorted(rows, key=lambda row: row[4]):
        if so_far:
            line = subjects.setdefault(subject_id, SubjectMarks(name, subject_id=subject_id))
            line.lessons += held
            line.left += left
            line.controls += controls
            line.course_id = course
    return subjects


def _periods_and_finals(
    student: Student, year: int, grade: int
) -> tuple[list[GradingPeriod], dict[tuple[int | None, int], str]]:
    """Grading periods of the grade in order, and the pupil's final marks by period and subject. One statement."""
    periods: dict[int, GradingPeriod] = {}
    finals: dict[tuple[int | None, int], str] = {}
    for *row, subject_id, value in _periods(student.pk, year, grade):
        period = GradingPeriod.from_db(DEFAULT_DB_ALIAS, PERIOD_COLUMNS, row)
        periods.setdefault(period.pk, period)
        if value:
            finals[period.pk, subject_id] = value
    return list(periods.values()), finals


@prepared
def _periods(student_id: int, year_id: int, grade_level: int) -> QuerySet[GradingPeriod, tuple[Any, ...]]:
    rows = GradingPeriod.objects.filter(year_id=year_id, grade_level=grade_level).order_by("number")
    mine = FilteredRelation("final_marks", condition=Q(final_marks__student_id=student_id))
    return rows.annotate(mine=mine).values_list(*PERIOD_COLUMNS, "mine__course__subject_id", "mine__value")


def _add_programmes(subjects: dict[int, SubjectMarks], classes: list[int], groups: list[int]) -> None:
    """How far the plans of today's class and groups have been taught."""
    for subject_id, seen in placed_coverage(classes, groups).items():
        if subject_id in subjects:
            subjects[subject_id].programme, subjects[subject_id].lag = coverage_text(seen), seen.lag


def _add_brought(
    belonging: Belonging,
    first: date,
    last: date,
    subjects: dict[int, SubjectMarks],
    weighted: dict[int, list[Weighted]],
) -> None:
    """Marks of another school, shown as such; counted where the act says."""
    school_class = belonging.class_on(last)
    for subject_id, name, value, day, school, document, at in _brought(belonging.student.pk, first, last):
        weight = brought_weight(school_class.year.year) if school_class else Decimal(0)
        line = MarkLine(
            value=value,
            day=day,
            kind="Отметка другой школы",
            kind_short="др. шк.",
            weight=weight,
            counts=weight > 0,
            comment="",
            content=document,
            teacher=school,
            at=clock.local(at),
        )
        subject = subjects.setdefault(subject_id, SubjectMarks(name))
        subject.marks.append(line)
        subject.marks.sort(key=lambda one: one.day)
        if weight and value.isdigit():
            weighted.setdefault(subject_id, []).append(Weighted(int(value), weight))


def _add_teacher(subject: SubjectMarks | None, name: str) -> None:
    if subject and name not in subject.teachers.split(", "):
        subject.teachers = ", ".join(part for part in (subject.teachers, name) if part)


def _mark_line(row: tuple[Any, ...], kind: WorkType, weight: Decimal) -> MarkLine:
    value, day, comment, _, _, topic, at, *name = row[:10]
    before, reason, counts, owed, first, lesson = row[10:16]
    return MarkLine(
        value=value,
        day=day,
        kind=kind.name,
        kind_short=kind.short_name,
        weight=weight,
        counts=counts and not owed and weight > 0,
        comment=comment,
        content=topic or "",
        teacher=short_name(*name),
        at=clock.local(at),
        correction=correction_text(before, value),
        correction_reason=reason if before else "",
        owed=owed,
        first=first,
        lesson=lesson,
        kind_id=kind.pk,
    )


Rows = QuerySet[Any, tuple[Any, ...]]


@prepared
def _lesson_counts(classes: list[UnitSpan], groups: list[UnitSpan], first: date, last: date, today: date) -> Rows:
    rows = Lesson.objects.filter(units_where(classes, groups, "course__", "day"), day__range=(first, last))
    so_far = Count("id", filter=Q(day__lte=today))
    held = Count("id", filter=~Q(status=LessonStatus.CANCELLED) & Q(day__lte=today))
    by_course = rows.order_by().values_list("course__subject_id", "course__subject__name", "course_id")
    return by_course.annotate(so_far=so_far, held=held, **ahead_counts(today))


@prepared
def _teachers(classes: list[int], groups: list[int], today: date) -> Rows:
    mine = Q(course__school_class_id__in=classes) | Q(course__group_id__in=groups)
    rows = TeachingAssignment.objects.filter(in_force("", today), mine).order_by("id")
    return rows.values_list(
        "course__subject_id", "staff__user__last_name", "staff__user__first_name", "staff__user__middle_name"
    )


@prepared
def _marks(classes: list[UnitSpan], groups: list[UnitSpan], student_id: int, first: date, last: date) -> Rows:
    mine = units_where(classes, groups, "lesson__course__", "lesson__day")
    rows = Mark.objects.filter(mine, student_id=student_id, lesson__day__range=(first, last)).exclude(
        value="", owed=False
    )
    return rows.order_by("lesson__day", "lesson__number", "slot").values_list(
        "value", "lesson__day", "comment", "work_type_id", "lesson__record__work_type_id", "lesson__record__topic",
        "entered_at", "entered_by__last_name", "entered_by__first_name", "entered_by__middle_name",
        "corrected_from", "correction_reason", "counts", "owed", "first_value", "lesson_id",
        "lesson__course__subject_id", "lesson__course__year__year", "lesson__course__grade_level",
    )  # fmt: skip


@prepared
def _brought(student_id: int, first: date, last: date) -> Rows:
    rows = BroughtMark.objects.filter(student_id=student_id, day__range=(first, last)).order_by("day", "id")
    return rows.values_list("subject_id", "subject__name", "value", "day", "school", "document", "entered_at")


@prepared
def _absences(classes: list[UnitSpan], groups: list[UnitSpan], student_id: int, first: date, last: date) -> Rows:
    mine = units_where(classes, groups, "lesson__course__", "lesson__day")
    rows = AttendanceEntry.objects.filter(mine, student_id=student_id, lesson__day__range=(first, last))
    return (
        rows.exclude(code="")
        .order_by("lesson__day", "lesson__number")
        .values_list("lesson__course__subject_id", "code", "lesson__day", "lesson__number", "comment", "entered_at")
    )
