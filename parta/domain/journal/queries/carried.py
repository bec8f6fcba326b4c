"""Marks that count for a page without standing in it: of the former class or group, of another school."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from parta.domain.curriculum.models import Course
from parta.domain.journal.models import BroughtMark, Mark
from parta.domain.journal.queries.roster import RosterLine
from parta.domain.journal.rules import WeightBook
from parta.domain.regulation.queries import rulebook_for


@dataclass(frozen=True, slots=True)
class CarriedMark:
    """source: «7А» or the other school's name; brought: by a paper of another school. weight 0: shown, not counted."""

    value: str
    day: date
    source: str
    weight: Decimal
    brought: bool


def carried_marks(
    course: Course, lines: Iterable[RosterLine], first: date, last: date, book: WeightBook
) -> dict[int, list[CarriedMark]]:
    """By pupil, by day: marks in the subject from days when the pupil was not on this page. Two statements, and none
    at all when everybody has been on the page since `first`."""
    by_id = {line.student_id: line for line in lines if line.has_gap(first)}
    if not by_id:
        return {}
    found: dict[int, list[CarriedMark]] = {}
    rows = (
        Mark.objects.filter(student_id__in=by_id, lesson__course__subject=course.subject_id)
        .filter(lesson__day__range=(first, last))
        .exclude(lesson__course=course)
        .exclude(value="")
        .select_related("lesson__course__school_class", "lesson__course__group", "lesson__record")
    )
    for mark in rows.order_by("lesson__day", "lesson__number", "slot"):
        lesson = mark.lesson
        if by_id[mark.student_id].enrolled_on(lesson.day):
            continue
        record = getattr(lesson, "record", None)
        kind = mark.work_type_id or (record.work_type_id if record else None)
        weight = book.weight(kind, lesson.day, subject=course.subject_id, grade=lesson.course.grade_level)
        weight = weight if mark.counts else Decimal(0)
        one = CarriedMark(mark.value, lesson.day, lesson.course.unit_name, weight, brought=False)
        found.setdefault(mark.student_id, []).append(one)
    brought = BroughtMark.objects.filter(student_id__in=by_id, subject=course.subject_id, day__range=(first, last))
    weight = brought_weight(course.year.year)
    for row in brought.order_by("day", "id"):
        found.setdefault(row.student_id, []).append(CarriedMark(row.value, row.day, row.school, weight, brought=True))
    return found


def brought_weight(year: int) -> Decimal:
    """1 where the act lets marks of another school count in the average, else 0."""
    return Decimal(int(rulebook_for(year).rulebook.marks.brought_marks_count))


def carried_words(marks: list[CarriedMark]) -> str:
    """«из 7А: 4, 5; Санаторная школа «Бор»: 4»."""
    parts = []
    for (brought, source), found in groupby(marks, key=lambda one: (one.brought, one.source)):
        values = ", ".join(one.value for one in found)
        parts.append(f"{source}: {values}" if brought else f"из {source}: {values}")
    return "; ".join(parts)
