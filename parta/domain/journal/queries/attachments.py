"""Files and links of lessons: many at once, one by its number, and the folder they lie in."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from parta.domain.access.models import User
from parta.domain.journal.choices import Purpose
from parta.domain.journal.errors import AttachmentNotFound
from parta.domain.journal.models import Attachment
from parta.domain.journal.queries.access import readable_courses
from parta.domain.journal.queries.attached import AttachmentLine
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.file_store import FileStore


def attachments_of(lesson_ids: Iterable[int]) -> dict[int, list[AttachmentLine]]:
    """By lesson, those that stand. One statement."""
    found: dict[int, list[AttachmentLine]] = {}
    for row in Attachment.objects.filter(lesson_id__in=list(lesson_ids), removed_at=None):
        line = AttachmentLine(row.pk, Purpose(row.purpose), row.title, row.url, row.size, row.added_at)
        found.setdefault(row.lesson_id, []).append(line)
    return found


def attachment_for(user: User, attachment_id: int) -> Attachment:
    """The file or link, if the person may read the lesson's journal page; AttachmentNotFound otherwise."""
    row = Attachment.objects.select_related("lesson__course").filter(pk=attachment_id, removed_at=None).first()
    if row is None or not _reads(user, row.lesson):
        raise AttachmentNotFound("Такого файла у вас нет")
    return row


def _reads(user: User, lesson: Lesson) -> bool:
    return readable_courses(user, clock.today()).filter(pk=lesson.course_id).exists()


def store() -> FileStore:
    """Where the files lie: a folder of the data folder, outside everything that is served."""
    return FileStore(Path(settings.FILES_ROOT))


def contents(row: Attachment) -> BinaryIO:
    """The file for reading; AttachmentNotFound when the folder has lost it."""
    try:
        return store().open(row.stored)
    except FileNotFoundError as gone:
        raise AttachmentNotFound("Файла нет на сервере") from gone
