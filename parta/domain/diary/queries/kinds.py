"""Which kind of work a mark is for."""

from decimal import Decimal

from parta.domain.journal.models import Mark, WorkType
from parta.domain.journal.rules import WeightBook
from parta.domain.timetable.models import Lesson


def lesson_kind(lesson: Lesson, kinds: dict[int, WorkType]) -> WorkType:
    """The lesson's kind of work, by default an ordinary lesson."""
    record = getattr(lesson, "record", None)
    chosen = kinds.get(record.work_type_id or 0) if record else None
    return chosen or next(one for one in kinds.values() if one.code == "lesson")


def kind_of(mark: Mark, lesson: Lesson, kinds: dict[int, WorkType]) -> WorkType:
    """The mark's own kind of work, else the lesson's."""
    return kinds.get(mark.work_type_id or 0) or lesson_kind(lesson, kinds)


def weight_at(lesson: Lesson, kind: WorkType, book: WeightBook) -> Decimal:
    """What a mark for the kind of work at the lesson weighs; 0 when it does not count."""
    return book.weight(kind.pk, lesson.day, subject=lesson.course.subject_id, grade=lesson.course.grade_level)


def chosen_kind(own: int | None, of_lesson: int | None, kinds: dict[int, WorkType]) -> WorkType:
    """The same from numbers: the mark's own kind, the lesson's, an ordinary lesson."""
    found = kinds.get(own or 0) or kinds.get(of_lesson or 0)
    return found or next(one for one in kinds.values() if one.code == "lesson")
