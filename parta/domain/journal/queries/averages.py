"""Marks of the pupils of a batch: those it may change, and those beside them that the new averages are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.carried import carried_marks
from parta.domain.journal.queries.roster import RosterLine
from parta.domain.journal.rules import OperationResult, WeightBook, Weighted, average_text, weighted_average
from parta.domain.school.queries import period_on
from parta.domain.timetable.models import Lesson
from parta.lib.prepared import prepared

Span = tuple[date, date]
MarkKey = tuple[int, int, int]
"""Lesson, pupil, slot."""
Place = tuple[int, int]
"""Course, pupil."""
COLUMNS = [column.attname for column in Mark._meta.concrete_fields]
AROUND = ("lesson__course_id", "lesson__day", "lesson__record__work_type_id")


@dataclass(slots=True)
class PupilMarks:
    """of_lessons: marks of the lessons of the batch, rows to change. others: marks of other lessons in the span.

    spans: by course, the days the average is of. Other marks are kept as value, kind of work, day.
    """

    spans: dict[int, Span] = field(default_factory=dict)
    of_lessons: dict[MarkKey, Mark] = field(default_factory=dict)
    others: dict[Place, list[tuple[str, int | None, date]]] = field(default_factory=dict)


def pupil_marks(lessons: dict[int, Lesson], students: set[int], span: Span | None) -> PupilMarks:
    """One statement; without a span, one more a course (the grading period of the lesson's day)."""
    if not lessons or not students:
        return PupilMarks()
    found = PupilMarks({one.course_id: span or _period(one.course, one.day) for one in lessons.values()})
    days = [day for one in found.spans.values() for day in one] + [one.day for one in lessons.values()]
    for *row, course_id, day, of_lesson in _marks(list(students), list(found.spans), min(days), max(days)):
        mark = Mark.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
        first, last = found.spans[course_id]
        if mark.lesson_id in lessons:
            mark.lesson = lessons[mark.lesson_id]
            found.of_lessons[mark.lesson_id, mark.student_id, mark.slot] = mark
        elif mark.counts and first <= day <= last:
            place = (course_id, mark.student_id)
            found.others.setdefault(place, []).append((mark.value, mark.work_type_id or of_lesson, day))
    return found


@prepared
def _marks(students: list[int], courses: list[int], first: date, last: date) -> QuerySet[Mark, tuple[Any, ...]]:
    rows = Mark.objects.filter(student_id__in=students, lesson__course_id__in=courses)
    return rows.filter(lesson__day__range=(first, last)).values_list(*COLUMNS, *AROUND)


def averages_of(
    touched: Iterable[Mark],
    results: list[OperationResult],
    known: PupilMarks,
    book: WeightBook,
    rosters: Mapping[int, list[RosterLine]],
) -> list[OperationResult]:
    """Add the pupil's average and number of marks to the answers about marks. Touched marks carry their lesson.

    rosters: by course; a pupil who came later or was away brings marks along, as on the page.
    """
    pages = {(mark.lesson_id, mark.student_id): mark.lesson.course for mark in touched}
    if not pages:
        return results
    courses = {key: course.pk for key, course in pages.items()}
    weighted: dict[Place, list[Weighted]] = {}
    for (_, student), course in pages.items():
        others = known.others.get((course.pk, student), ())
        line = next((one for one in rosters.get(course.pk, ()) if one.student_id == student), None)
        weighted[course.pk, student] = [
            _weighted(book, course, *one) for one in others if one[0] and (line is None or line.belongs_on(one[2]))
        ]
    for mark in known.of_lessons.values():
        place = (mark.lesson.course_id, mark.student_id)
        first, last = known.spans[mark.lesson.course_id]
        if mark.value and mark.counts and place in weighted and first <= mark.lesson.day <= last:
            record = getattr(mark.lesson, "record", None)
            kind = mark.work_type_id or (record.work_type_id if record else None)
            weighted[place].append(_weighted(book, mark.lesson.course, mark.value, kind, mark.lesson.day))
    for course in {course.pk: course for course in pages.values()}.values():
        for student, carried in carried_marks(
            course, rosters.get(course.pk, ()), *known.spans[course.pk], book
        ).items():
            if (course.pk, student) in weighted:
                weighted[course.pk, student] += [
                    Weighted(int(mark.value), mark.weight) for mark in carried if mark.value.isdigit()
                ]
    answers = {place: (average_text(weighted_average(marks)), len(marks)) for place, marks in weighted.items()}
    return [_with_average(one, courses, answers) for one in results]


def _with_average(
    result: OperationResult, courses: dict[tuple[int, int], int], answers: dict[Place, tuple[str, int]]
) -> OperationResult:
    if result.status != OperationStatus.APPLIED or result.place is None or result.place not in courses:
        return result
    average, count = answers[courses[result.place], result.place[1]]
    return replace(result, average=average, mark_count=count)


def _period(course: Course, day: date) -> Span:
    period = period_on(course.year, course.grade_level, day)
    return (period.starts_on, period.ends_on) if period else (course.year.starts_on, course.year.ends_on)


def _weighted(book: WeightBook, course: Course, value: str, kind: int | None, day: date) -> Weighted:
    return Weighted(int(value), book.weight(kind, day, subject=course.subject_id, grade=course.grade_level))
