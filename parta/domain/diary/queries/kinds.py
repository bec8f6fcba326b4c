"""Which kind of work a mark is for."""

from parta.domain.journal.models import Mark, WorkType
from parta.domain.timetable.models import Lesson


def lesson_kind(lesson: Lesson, kinds: dict[int, WorkType]) -> WorkType:
    """The lesson's kind of work, by default an ordinary lesson."""
    record = getattr(lesson, "record", None)
    chosen = kinds.get(record.work_type_id or 0) if record else None
    return chosen or next(one for one in kinds.values() if one.code == "lesson")


def kind_of(mark: Mark, lesson: Lesson, kinds: dict[int, WorkType]) -> WorkType:
    """The mark's own kind of work, else the lesson's."""
    return kinds.get(mark.work_type_id or 0) or lesson_kind(lesson, kinds)
