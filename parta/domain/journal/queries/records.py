"""What the lessons were about and what was set at them, for many lessons at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from parta.domain.journal.models import Homework, LessonRecord


@dataclass(frozen=True, slots=True)
class LessonText:
    """Topic and homework of a lesson. homework_version: 0 when nothing was ever entered."""

    topic: str = ""
    homework: str = ""
    due_on: date | None = None
    not_set: bool = False
    homework_version: int = 0


def lesson_texts(lesson_ids: Collection[int]) -> dict[int, LessonText]:
    """By lesson; a lesson with nothing entered is left out. Two statements."""
    records = LessonRecord.objects.filter(lesson_id__in=lesson_ids).values_list("lesson_id", "topic")
    topics: dict[int, str] = dict(records)
    found = {lesson_id: LessonText(topic) for lesson_id, topic in topics.items()}
    for task in Homework.objects.filter(lesson_id__in=lesson_ids):
        found[task.lesson_id] = LessonText(
            topics.get(task.lesson_id, ""), task.text, task.due_on, task.not_set, task.version
        )
    return found
