"""The schedule of control works (график контрольных работ): what is planned, what a new one would break."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import DeadlineClass
from parta.domain.journal.rules.control_works import ControlWork, DayOfClass, Fault, faults_of
from parta.domain.regulation.choices import ControlWorkMode
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import settings_by_name
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock

CONTROL = (DeadlineClass.CONTROL, DeadlineClass.EXTERNAL)
BY_DEFAULT = "умолчание"
WEEKS = 34
"""School weeks of a year: lessons a week are counted from lessons a year."""


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """A line of the schedule. `faults`: limits it passes, each with its source."""

    lesson: Lesson
    work: ControlWork
    kind: str
    topic: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A coming lesson where a work could be put. `faults`: what it would break."""

    lesson: Lesson
    faults: tuple[str, ...]
    planned: bool


def refuses(course: Course) -> bool:
    """Does the rulebook of the year refuse a work outside the limits, or only warn?"""
    return rulebook_for(course.year.year).rulebook.control_works.control_work_limits_mode == ControlWorkMode.REFUSE


def control_faults(lesson: Lesson) -> list[str]:
    """Limits a control work at the lesson would pass, each as a sentence with its setting and source."""
    return list(_checked([lesson])[lesson.pk])


def schedule(year: AcademicYear, grade: int, first: date, last: date) -> list[PlannedWork]:
    """Works of the classes of a grade between two days, by date, with what they break."""
    rows = _works(Q(course__year=year, course__grade_level=grade, day__range=(first, last)))
    lessons = list(rows)
    faults = _checked(lessons)
    return [_planned(one, faults[one.pk]) for one in lessons]


def works_of_student(units: Q, first: date, last: date) -> list[PlannedWork]:
    """Works of one pupil between two days (S2-2.2d). units: which lessons are the pupil's. Two statements."""
    return [_planned(one, ()) for one in _works(units & Q(day__range=(first, last)))]


def slots_for(course: Course, first: date, last: date) -> list[Slot]:
    """Coming lessons of a course with what a control work there would break. Five statements."""
    rows = _parts(Lesson.objects.filter(course=course, day__range=(first, last)))
    lessons = list(rows.exclude(status=LessonStatus.CANCELLED).order_by("day", "number"))
    faults = _checked(lessons)
    return [Slot(one, faults[one.pk], _is_control(one)) for one in lessons]


def _is_control(lesson: Lesson) -> bool:
    record = getattr(lesson, "record", None)
    return bool(record and record.work_type and record.work_type.deadline_class in CONTROL)


def _works(where: Q) -> QuerySet[Lesson]:
    rows = Lesson.objects.filter(where, record__work_type__deadline_class__in=CONTROL)
    return _parts(rows.exclude(status=LessonStatus.CANCELLED)).order_by("day", "number", "id")


def _parts(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    classes = Prefetch("course__group__classes", queryset=SchoolClass.objects.order_by("sort_name"))
    parts = (
        "course__subject", "course__school_class", "course__group", "course__year", "record__work_type",
        "substitution__teacher",
    )  # fmt: skip
    return rows.select_related(*parts).prefetch_related(classes)


def _checked(lessons: Sequence[Lesson]) -> dict[int, tuple[str, ...]]:
    """Faults of a control work at each of the lessons, by lesson id. Four statements for all of one year."""
    if not lessons:
        return {}
    year, grades = lessons[0].course.year_id, {one.course.grade_level for one in lessons}
    others = [_work(one) for one in _works(Q(course__year=year, course__grade_level__in=grades))]
    current = rulebook_for(lessons[0].course.year.year)
    edges = _edges(lessons)
    yearly = _yearly(lessons)
    found = {}
    for lesson in lessons:
        work, count = _work(lesson), yearly.get(lesson.course_id, 0)
        first, last = edges.get(lesson.day, {}).get(min(work.classes, default=0), (0, 0))
        place = DayOfClass(first, last, -(-count // WEEKS), count)
        faults = faults_of(work, others, place, current.rulebook.control_works)
        found[lesson.pk] = tuple(_cited(one, current.source_text(one.setting)) for one in faults)
    return found


def _cited(fault: Fault, source: str) -> str:
    """The sentence with the setting it rests on: the clause of the act, or where the default comes from."""
    title = settings_by_name()[fault.setting].title
    from_letters = f"{source}, по рекомендациям от 06.08.2021" if source == BY_DEFAULT else source
    return f"{fault.text} Правило «{title}»: {from_letters}."


def _edges(lessons: Sequence[Lesson]) -> dict[date, dict[int, tuple[int, int]]]:
    """First and last lesson of each class on each of the days."""
    days = {one.day for one in lessons}
    classes = {class_id for one in lessons for class_id in _work(one).classes}
    held = Lesson.objects.filter(day__in=days).exclude(status=LessonStatus.CANCELLED)
    found: dict[date, dict[int, tuple[int, int]]] = defaultdict(dict)
    for path in ("course__school_class", "course__group__classes"):
        rows = held.filter(**{f"{path}__in": classes}).values_list("day", path)
        for day, class_id, first, last in rows.annotate(first=Min("number"), last=Max("number")):
            known = found[day].get(class_id, (first, last))
            found[day][class_id] = (min(first, known[0]), max(last, known[1]))
    return found


def _yearly(lessons: Iterable[Lesson]) -> dict[int, int]:
    rows = Lesson.objects.filter(course__in={one.course_id for one in lessons})
    rows = rows.exclude(status=LessonStatus.CANCELLED)
    return dict(rows.values_list("course").annotate(count=Count("id")).values_list("course", "count"))


def _work(lesson: Lesson) -> ControlWork:
    course = lesson.course
    groups = course.group.classes.all() if course.group else []
    classes = {course.school_class_id} if course.school_class_id else {one.pk for one in groups}
    return ControlWork(
        lesson_id=lesson.pk,
        course_id=course.pk,
        subject_id=course.subject_id,
        subject=course.subject.name,
        grade=course.grade_level,
        classes=frozenset(one for one in classes if one),
        unit=course.unit_name,
        day=lesson.day,
        number=lesson.number,
    )


def _planned(lesson: Lesson, faults: tuple[str, ...]) -> PlannedWork:
    record = lesson.record
    kind = record.work_type.name if record.work_type else ""
    return PlannedWork(lesson, _work(lesson), kind, record.topic, faults)


def period_of_schedule(year: AcademicYear, grade: int) -> tuple[date, date]:
    """The reporting period of the grade that goes on today, else the whole year."""
    today = clock.today()
    rows = year.periods.filter(grade_level=grade, starts_on__lte=today, ends_on__gte=today)
    row = rows.first()
    return (row.starts_on, row.ends_on) if row else (year.starts_on, year.ends_on)
