"""Marks of one pupil by subject for a grading period: each with its kind, weight, comment, content and teacher."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.diary.queries.lessons import lessons_of_student
from parta.domain.journal.choices import MISSED, AttendanceCode
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.averages import weight_of
from parta.domain.journal.queries.settings import work_types
from parta.domain.journal.rules import Weighted, average_text, weighted_average
from parta.domain.school.models import GradingPeriod, Student
from parta.domain.school.queries import class_of, period_on, year_on
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.russian import sort_key


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark as the family reads it; `content` is the topic of the lesson or work."""

    value: str
    day: date
    kind: str
    weight: Decimal
    comment: str
    content: str
    teacher: str
    at: datetime


@dataclass(slots=True)
class SubjectMarks:
    """One subject of the pupil."""

    course_id: int
    subject: str
    teachers: str
    marks: list[MarkLine] = field(default_factory=list)
    average: str = ""
    missed: int = 0
    late: int = 0
    lessons: int = 0


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """The page: subjects of one period, and the periods to choose from."""

    student: Student
    periods: list[GradingPeriod]
    period: GradingPeriod | None
    subjects: list[SubjectMarks]
    missed: int
    missed_by_code: list[tuple[str, str, int]]
    late: int


def student_marks(student: Student, period_id: int | None = None) -> StudentMarks:
    """Marks and absences of the pupil in a grading period (by default the current one), the right already checked."""
    today = clock.today()
    school_class = class_of(student, today)
    year = year_on(today)
    if school_class is None or year is None:
        return StudentMarks(student, [], None, [], 0, [], 0)
    periods = list(GradingPeriod.objects.filter(year=year, grade_level=school_class.grade_level).order_by("number"))
    chosen = next((one for one in periods if one.pk == period_id), None) or period_on(
        year, school_class.grade_level, today
    )
    if chosen is None:
        return StudentMarks(student, periods, None, [], 0, [], 0)
    lessons = {
        lesson.pk: lesson for lesson in lessons_of_student(student, chosen.starts_on, min(chosen.ends_on, today))
    }
    subjects = _subjects({lesson.course_id for lesson in lessons.values()}, today)
    for lesson in lessons.values():
        if lesson.is_held:
            subjects[lesson.course_id].lessons += 1
    _add_marks(student, lessons, subjects)
    codes = _add_absences(student, lessons, subjects)
    ordered = sorted(subjects.values(), key=lambda one: sort_key(one.subject))
    words = [(code.value, str(code.label), codes.get(code.value, 0)) for code in AttendanceCode if code in MISSED]
    return StudentMarks(
        student=student,
        periods=periods,
        period=chosen,
        subjects=ordered,
        missed=sum(one.missed for one in ordered),
        missed_by_code=[line for line in words if line[2]],
        late=sum(one.late for one in ordered),
    )


def _subjects(course_ids: set[int], day: date) -> dict[int, SubjectMarks]:
    now = TeachingAssignment.objects.filter(in_force("", day)).select_related("staff__user")
    courses = Course.objects.filter(pk__in=course_ids).select_related("subject")
    return {
        course.pk: SubjectMarks(
            course_id=course.pk,
            subject=course.subject.name,
            teachers=", ".join(one.staff.user.short_name for one in getattr(course, "now", [])),
        )
        for course in courses.prefetch_related(Prefetch("assignments", now, to_attr="now"))
    }


def _add_marks(student: Student, lessons: dict[int, Lesson], subjects: dict[int, SubjectMarks]) -> None:
    kinds = work_types()
    ordinary = next(one for one in kinds.values() if one.code == "lesson")
    marks = (
        Mark.objects.filter(student=student, lesson_id__in=lessons)
        .exclude(value="")
        .select_related("entered_by")
        .order_by("lesson__day", "lesson__number", "slot")
    )
    weighted: dict[int, list[Weighted]] = {}
    for mark in marks:
        lesson = lessons[mark.lesson_id]
        record = getattr(lesson, "record", None)
        of_lesson = record.work_type_id if record else None
        kind = kinds.get(mark.work_type_id or of_lesson or 0, ordinary)
        weight = weight_of(kinds, mark.work_type_id, of_lesson)
        weighted.setdefault(lesson.course_id, []).append(Weighted(int(mark.value), weight))
        subjects[lesson.course_id].marks.append(
            MarkLine(
                value=mark.value,
                day=lesson.day,
                kind=kind.name,
                weight=kind.weight,
                comment=mark.comment,
                content=record.topic if record else "",
                teacher=mark.entered_by.short_name,
                at=clock.local(mark.entered_at),
            )
        )
    for course_id, found in weighted.items():
        subjects[course_id].average = average_text(weighted_average(found))


def _add_absences(student: Student, lessons: dict[int, Lesson], subjects: dict[int, SubjectMarks]) -> dict[str, int]:
    codes: dict[str, int] = {}
    rows = AttendanceEntry.objects.filter(student=student, lesson_id__in=lessons).exclude(code="")
    for lesson_id, code in rows.values_list("lesson_id", "code"):
        codes[code] = codes.get(code, 0) + 1
        subject = subjects[lessons[lesson_id].course_id]
        if code in MISSED:
            subject.missed += 1
        else:
            subject.late += 1
    return codes
