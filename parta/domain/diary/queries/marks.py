"""Marks of one pupil by subject for a grading period: each with its kind, weight, comment, content and teacher."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.diary.queries.belonging import Belonging, belonging_of
from parta.domain.diary.queries.kinds import kind_of, weight_at
from parta.domain.diary.queries.lessons import lessons_of
from parta.domain.diary.queries.lines import HEAVY
from parta.domain.diary.queries.policy import DiaryPolicy, Policies, policy_of
from parta.domain.diary.queries.words import absence_word, is_missed
from parta.domain.journal.choices import AttendanceCode
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.settings import weight_book, work_types
from parta.domain.journal.rules import Weighted, average_text, weighted_average
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.domain.school.queries import period_on
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.russian import decimal_comma, sort_key


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


@dataclass(slots=True)
class SubjectMarks:
    """One subject of the pupil. `lessons`: those that took place and the pupil belonged to."""

    subject: str
    teachers: str = ""
    marks: list[MarkLine] = field(default_factory=list)
    absences: list[AbsenceLine] = field(default_factory=list)
    average: str = ""
    lessons: int = 0

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
    """How many lessons of one reason. `share`: of all absences, late comings included."""

    code: str
    word: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """The page: subjects of one period, and the periods to choose from. `is_year`: of the whole year."""

    student: Student
    school_class: SchoolClass | None
    periods: list[GradingPeriod]
    period: GradingPeriod | None
    is_year: bool
    first: date | None
    last: date | None
    policy: DiaryPolicy
    subjects: list[SubjectMarks]

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
            AbsenceCount(code.value, absence_word(code.value), codes[code.value], codes[code.value] / total)
            for code in AttendanceCode
            if code and codes[code.value]
        ]


def student_marks(student: Student, period_id: int | None = None, *, whole_year: bool = False) -> StudentMarks:
    """Marks and absences of the pupil in a grading period (by default the current one), the right already checked.

    At most eleven statements. A subject taught in two courses (after a move to another class or group) is one line.
    """
    today = clock.today()
    belonging = belonging_of(student)
    school_class = belonging.class_on(today)
    if school_class is None:
        return StudentMarks(student, None, [], None, False, None, None, DiaryPolicy(), [])
    year, grade = school_class.year, school_class.grade_level
    periods = list(GradingPeriod.objects.filter(year=year, grade_level=grade).order_by("number"))
    chosen = next((one for one in periods if one.pk == period_id), None) or period_on(year, grade, today)
    is_year = whole_year or chosen is None
    first = year.starts_on if is_year or chosen is None else chosen.starts_on
    last = year.ends_on if is_year or chosen is None else chosen.ends_on
    return StudentMarks(
        student=student,
        school_class=school_class,
        periods=periods,
        period=None if is_year else chosen,
        is_year=is_year,
        first=first,
        last=last,
        policy=policy_of(year.year, grade),
        subjects=_subjects(belonging, first, min(last, today)),
    )


def _subjects(belonging: Belonging, first: date, last: date) -> list[SubjectMarks]:
    lessons = {lesson.pk: lesson for lesson in lessons_of(belonging, first, last)}
    subjects: dict[int, SubjectMarks] = {}
    for lesson in lessons.values():
        subject = lesson.course.subject
        line = subjects.setdefault(subject.pk, SubjectMarks(subject.name))
        line.lessons += lesson.is_held
    _add_teachers(belonging, subjects)
    _add_marks(belonging.student, lessons, subjects)
    _add_absences(belonging.student, lessons, subjects)
    return sorted(subjects.values(), key=lambda one: sort_key(one.subject))


def _add_teachers(belonging: Belonging, subjects: dict[int, SubjectMarks]) -> None:
    today = clock.today()
    rows = TeachingAssignment.objects.filter(in_force("", today), belonging.units_on(today, "course__"))
    for subject_id, names in _names(rows.select_related("staff__user", "course").order_by("id")).items():
        if subject_id in subjects:
            subjects[subject_id].teachers = ", ".join(names)


def _names(rows: Iterable[TeachingAssignment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        names = found.setdefault(row.course.subject_id, [])
        if row.staff.user.short_name not in names:
            names.append(row.staff.user.short_name)
    return found


def _add_marks(student: Student, lessons: dict[int, Lesson], subjects: dict[int, SubjectMarks]) -> None:
    kinds, book, policies = work_types(), weight_book(), Policies()
    weighted: dict[int, list[Weighted]] = {}
    marks = Mark.objects.filter(student=student, lesson_id__in=lessons).exclude(value="").select_related("entered_by")
    for mark in marks.order_by("lesson__day", "lesson__number", "slot"):
        lesson = lessons[mark.lesson_id]
        if not policies.of(lesson.course.year.year, lesson.course.grade_level).marks:
            continue
        kind = kind_of(mark, lesson, kinds)
        weight = weight_at(lesson, kind, book)
        record = getattr(lesson, "record", None)
        line = MarkLine(
            value=mark.value,
            day=lesson.day,
            kind=kind.name,
            kind_short=kind.short_name,
            weight=weight,
            counts=weight > 0,
            comment=mark.comment,
            content=record.topic if record else "",
            teacher=mark.entered_by.short_name,
            at=clock.local(mark.entered_at),
        )
        subject_id = lesson.course.subject_id
        subjects[subject_id].marks.append(line)
        if weight:
            weighted.setdefault(subject_id, []).append(Weighted(int(mark.value), weight))
    for subject_id, found in weighted.items():
        subjects[subject_id].average = average_text(weighted_average(found))


def _add_absences(student: Student, lessons: dict[int, Lesson], subjects: dict[int, SubjectMarks]) -> None:
    rows = AttendanceEntry.objects.filter(student=student, lesson_id__in=lessons).exclude(code="")
    for row in rows.order_by("lesson__day", "lesson__number"):
        lesson = lessons[row.lesson_id]
        subjects[lesson.course.subject_id].absences.append(
            AbsenceLine(row.code, absence_word(row.code), is_missed(row.code), lesson.day, lesson.number, row.comment)
        )
