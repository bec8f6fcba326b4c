"""Averages of the pupils whose marks a batch has touched, one statement a course."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from parta.domain.curriculum.models import Course
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.models import Mark, WorkType
from parta.domain.journal.rules import OperationResult, Weighted, average_text, weighted_average
from parta.domain.school.queries import period_on

Found = tuple[str, int]


def averages_of(
    marks: list[Mark],
    results: list[OperationResult],
    span: tuple[date, date] | None,
    kinds: dict[int, WorkType],
) -> list[OperationResult]:
    """Add the pupil's average and number of marks to the answers about marks. Marks carry their lesson."""
    if not marks:
        return results
    found: dict[tuple[int, int], Found] = {}
    for course in {mark.lesson.course for mark in marks}:
        mine = [mark for mark in marks if mark.lesson.course_id == course.pk]
        found.update(_of_course(course, mine, span, kinds))
    by_version = {(mark.lesson_id, mark.student_id): (mark.lesson.course_id, mark.student_id) for mark in marks}
    return [_with_average(one, by_version, found) for one in results]


def _with_average(
    result: OperationResult, places: dict[tuple[int, int], tuple[int, int]], found: dict[tuple[int, int], Found]
) -> OperationResult:
    if result.status != OperationStatus.APPLIED or result.place is None or result.place not in places:
        return result
    average, count = found[places[result.place]]
    return replace(result, average=average, mark_count=count)


def _of_course(
    course: Course, marks: list[Mark], span: tuple[date, date] | None, kinds: dict[int, WorkType]
) -> dict[tuple[int, int], Found]:
    if span is None:
        period = period_on(course.year, course.grade_level, marks[0].lesson.day)
        span = (period.starts_on, period.ends_on) if period else (course.year.starts_on, course.year.ends_on)
    students = {mark.student_id for mark in marks}
    weighted: dict[int, list[Weighted]] = {student: [] for student in students}
    rows = (
        Mark.objects.filter(lesson__course=course, lesson__day__range=span, student_id__in=students)
        .exclude(value="")
        .values_list("student_id", "value", "work_type_id", "lesson__record__work_type_id")
    )
    for student, value, own, of_lesson in rows:
        weighted[student].append(Weighted(int(value), weight_of(kinds, own, of_lesson)))
    return {
        (course.pk, student): (average_text(weighted_average(found)), len(found)) for student, found in weighted.items()
    }


def weight_of(kinds: dict[int, WorkType], own: int | None, of_lesson: int | None) -> Decimal:
    """Weight of a mark: its own kind, else the lesson's, else ordinary work; zero when the kind does not count."""
    kind = kinds.get(own or of_lesson or 0) or next(one for one in kinds.values() if one.code == "lesson")
    return kind.weight if kind.counts_in_average else Decimal(0)
