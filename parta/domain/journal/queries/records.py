"""What the lessons were about and what was set at them, for many lessons at once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from parta.domain.journal.models import Homework, LessonRecord
from parta.domain.journal.queries.attached import AttachmentLine
from parta.domain.journal.queries.attachments import attachments_of


@dataclass(frozen=True, slots=True)
class LessonText:
    """Topic and homework of a lesson. homework_version: 0 when nothing was ever entered."""

    topic: str = ""
    homework: str = ""
    due_on: date | None = None
    not_set: bool = False
    homework_version: int = 0
    files: tuple[AttachmentLine, ...] = ()


def lesson_texts(lesson_ids: Collection[int]) -> dict[int, LessonText]:
    """By lesson; a lesson with nothing entered is left out. Three statements."""
    records = LessonRecord.objects.filter(lesson_id__in=lesson_ids).values_list("lesson_id", "topic")
    topics: dict[int, str] = dict(records)
    found = {lesson_id: LessonText(topic) for lesson_id, topic in topics.items()}
    files = attachments_of(lesson_ids)
    for task in Homework.objects.filter(lesson_id__in=lesson_ids):
        found[task.lesson_id] = LessonText(
            topics.get(task.lesson_id, ""), task.text, task.due_on, task.not_set, task.version
        )
    for lesson_id, lines in files.items():
        found[lesson_id] = replace(found.get(lesson_id, LessonText()), files=tuple(lines))
    return found
