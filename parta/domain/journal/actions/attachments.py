"""Files and links put to a lesson or its homework, taken back, copied with the homework, and swept when nobody's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.journal.actions.judging import Judge
from parta.domain.journal.choices import Matter, Purpose
from parta.domain.journal.errors import AttachmentNotFound, AttachmentRefused, locked
from parta.domain.journal.models import Attachment
from parta.domain.journal.queries.access import write_rights
from parta.domain.journal.queries.attached import size_text
from parta.domain.journal.queries.attachments import store
from parta.domain.journal.queries.settings import course_policy, work_types
from parta.domain.journal.rules import EntryMoment
from parta.domain.journal.rules.links import clean_link, clean_title
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.file_kinds import kind_of, safe_name

MOST = 12
"""Files and links of one lesson."""
REMOVED_FOR = timedelta(days=7)
YOUNG = timedelta(days=1)
"""A file is written before its row: a young one without a row may be about to get it."""
MATTERS = {Purpose.HOMEWORK: Matter.HOMEWORK, Purpose.RESOURCE: Matter.RECORD}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: its name and bytes. size: as it was sent, where a file too big was not read at all."""

    name: str
    data: bytes
    size: int = 0


def is_too_big(size: int) -> bool:
    """More bytes than a file of a lesson may have: not worth reading."""
    return size > int(settings.FILE_BYTES)


def attach_file(actor: User, *, lesson: Lesson, purpose: Purpose, file: Sent) -> Attachment:
    """Keep a file of the lesson under a random name in the data folder. lesson: got by `queries.lesson_for`.

    Raises InvalidInput for its name, kind, size or the lesson's quota; OperationRefused for a want of right or a closed
    lesson. OSError (no room on the disk) leaves neither file nor row. Source: issue 4 §6.
    """
    _require(actor, lesson, purpose)
    name = safe_name(file.name)
    size = file.size or len(file.data)
    if is_too_big(size):
        raise AttachmentRefused(
            f"«{name}»: {size_text(size)}, а принимается до {size_text(settings.FILE_BYTES)}. Уменьшите файл или дайте "
            "ссылку."
        )
    kind = kind_of(name, file.data)
    with transaction.atomic():
        audit.lock_chain()
        _require_room(lesson, size)
        kept = store().keep(file.data)
        try:
            row = _new(actor, lesson, purpose, title=name, stored=kept.name, sha256=kept.sha256, size=size,
                       content_type=kind.media)  # fmt: skip
        except BaseException:
            store().remove(kept.name)
            raise
    return row


@transaction.atomic
def attach_link(actor: User, *, lesson: Lesson, purpose: Purpose, url: str, title: str = "") -> Attachment:
    """Put an http or https address to the lesson. Raises InvalidInput, OperationRefused as `attach_file`."""
    _require(actor, lesson, purpose)
    address = clean_link(url)
    audit.lock_chain()
    _require_room(lesson, 0)
    if Attachment.objects.filter(lesson=lesson, purpose=purpose, url=address, removed_at=None).exists():
        raise AttachmentRefused("Эта ссылка уже приложена.")
    return _new(actor, lesson, purpose, title=clean_title(title) or address[:160], url=address)


@transaction.atomic
def remove_attachment(actor: User, *, lesson: Lesson, attachment_id: int) -> Attachment:
    """Take a file or a link back: the row stays with who and when, the file is swept a week later."""
    audit.lock_chain()
    row = Attachment.objects.filter(pk=attachment_id, lesson=lesson, removed_at=None).first()
    if row is None:
        raise AttachmentNotFound("Этого файла у урока уже нет")
    _require(actor, lesson, Purpose(row.purpose))
    row.removed_by, row.removed_at = actor, clock.now()
    row.save(update_fields=["removed_by", "removed_at"])
    audit.record(actor, "journal.attachment.removed", subject=row, title=_title(lesson), before=_plain(row))
    return row


def copy_attachments(actor: User, *, source: Lesson, target: Lesson) -> int:
    """The homework's files and links to a lesson that has just got the homework; how many. One file, two rows.

    The caller is inside a transaction and has written the homework itself: the right and the deadline are asked there.
    """
    rows = Attachment.objects.filter(lesson=source, purpose=Purpose.HOMEWORK, removed_at=None)
    there = set(Attachment.objects.filter(lesson=target, removed_at=None).values_list("url", "stored"))
    copied = [row for row in rows if (row.url, row.stored) not in there]
    for row in copied:
        _require_room(target, row.size)
        _new(actor, target, Purpose.HOMEWORK, title=row.title, url=row.url, stored=row.stored, sha256=row.sha256,
             size=row.size, content_type=row.content_type)  # fmt: skip
    return len(copied)


def remove_copies(actor: User, *, source: Lesson, target: Lesson) -> None:
    """Take back what `copy_attachments` put: the same files and links that this person put to the target."""
    same = Attachment.objects.filter(lesson=source, purpose=Purpose.HOMEWORK).values_list("url", "stored")
    rows = Attachment.objects.filter(lesson=target, purpose=Purpose.HOMEWORK, removed_at=None, added_by=actor)
    for row in [one for one in rows if (one.url, one.stored) in set(same)]:
        row.removed_by, row.removed_at = actor, clock.now()
        row.save(update_fields=["removed_by", "removed_at"])
        audit.record(actor, "journal.attachment.removed", subject=row, title=_title(target), before=_plain(row))


def sweep_files() -> int:
    """Forget files no lesson has: left by a fall, or taken back a week ago. How many. Safe to run twice."""
    gone = Q(removed_at__lt=clock.now() - REMOVED_FOR)
    needed = set(Attachment.objects.exclude(gone).exclude(stored="").values_list("stored", flat=True))
    young = (clock.real_now() - YOUNG).timestamp()
    orphans = [name for name, written in store().names() if written < young and name not in needed]
    for name in orphans:
        store().remove(name)
    return len(orphans)


def _require(actor: User, lesson: Lesson, purpose: Purpose) -> None:
    if not write_rights(actor).may_write(lesson):
        raise RightMissing("Этот урок заполняет другой учитель: у вас нет права на запись.")
    if not lesson.is_held:
        raise locked("Урок отменён: сначала его нужно вернуть в расписание")
    policy = course_policy(lesson.course)
    if purpose == Purpose.HOMEWORK and not policy.homework_allowed:
        raise locked("В первом классе домашних заданий нет", policy.clause)
    now: datetime = clock.now()
    Judge({lesson.pk: lesson}, work_types()).admit(lesson, MATTERS[purpose], EntryMoment(now, now))


def _require_room(lesson: Lesson, size: int) -> None:
    there = list(Attachment.objects.filter(lesson=lesson, removed_at=None).values_list("size", flat=True))
    if len(there) >= MOST:
        raise AttachmentRefused(f"К уроку приложено уже {MOST}: больше нельзя. Уберите лишнее.")
    if sum(there) + size > settings.LESSON_BYTES:
        raise AttachmentRefused(
            f"Файлы одного урока вместе — до {size_text(settings.LESSON_BYTES)}. Уберите лишнее или дайте ссылку."
        )


def _new(actor: User, lesson: Lesson, purpose: Purpose, **fields: Any) -> Attachment:
    row = Attachment.objects.create(
        lesson=lesson, purpose=purpose, added_by=actor, added_at=clock.now(), **fields
    )  # fmt: skip
    audit.record(actor, "journal.attachment.added", subject=row, title=_title(lesson), after=_plain(row))
    return row


def _title(lesson: Lesson) -> str:
    return f"{lesson.course.title}, {day_title(lesson.day)}"


def _plain(row: Attachment) -> dict[str, Any]:
    told: dict[str, Any] = {"purpose": row.purpose, "title": row.title}
    return {**told, "url": row.url} if row.url else {**told, "size": row.size, "sha256": row.sha256}
