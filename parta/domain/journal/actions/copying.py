"""Homework and topic of a lesson written into the teacher's other classes, and taken back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.journal.actions.apply import apply_operations
from parta.domain.journal.actions.attachments import copy_attachments, remove_copies
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Homework
from parta.domain.journal.queries.copying import CopyPlace, copy_targets
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.timetable.models import Lesson
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput

DONE = frozenset({OperationStatus.APPLIED, OperationStatus.REPEATED})


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of one class. Versions are those the copy made, 0 for what was not written: undoing needs them."""

    unit_name: str
    lesson_id: int
    is_done: bool
    words: str
    homework_version: int = 0
    topic_version: int = 0

    @property
    def key(self) -> str:
        """«12:1:3»: what `CopyKey.read` takes."""
        return f"{self.lesson_id}:{self.homework_version}:{self.topic_version}"


@dataclass(frozen=True, slots=True)
class CopyKey:
    """A copy to take back."""

    lesson_id: int
    homework_version: int
    topic_version: int

    @classmethod
    def read(cls, text: str) -> "CopyKey":
        """Raises InvalidInput."""
        parts = text.split(":")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
            raise InvalidInput("Не видно, что отменить: обновите страницу")
        return cls(*(int(part) for part in parts))


@transaction.atomic
def copy_homework(actor: User, *, lesson: Lesson, places: Sequence[int], with_topic: bool) -> list[Copied]:
    """Write the lesson's homework at other lessons of the teacher, each due on its own class's next lesson.

    lesson: got by `queries.lesson_for`. places: ids of lessons among those `copy_targets` offers. Homework that stands
    there is not touched: the class is answered with a refusal in words. with_topic: the topic too, where there is none.
    Every write is an operation of the journal with its own audit entry; one more entry tells of the copying.
    Raises CopyingRefused, InvalidInput. Source: S3-4.4.5a.
    """
    audit.lock_chain()
    homework: Homework | None = getattr(lesson, "homework", None)
    if homework is None or not homework.text:
        raise InvalidInput("Сначала запишите задание: копировать пока нечего")
    if homework.student_ids:
        raise InvalidInput("Это задание не всему классу: в другие классы его не копируют")
    targets = copy_targets(actor, lesson)
    offered = {place.lesson.pk: (target.course.unit_name, place) for target in targets for place in target.places}
    done = [_copy(actor, lesson, homework, *offered[one], with_topic=with_topic) for one in places if one in offered]
    if any(one.is_done for one in done):
        units = [one.unit_name for one in done if one.is_done]
        audit.record(
            actor, "journal.homework.copied", subject=lesson, title=lesson.course.title,
            after={"text": homework.text, "to": units},
        )  # fmt: skip
    return done


@transaction.atomic
def undo_copying(actor: User, *, lesson: Lesson, copies: Sequence[CopyKey]) -> list[Copied]:
    """Take copies back where nobody has changed them since; the others are answered in words."""
    audit.lock_chain()
    targets = {place.lesson.pk: (target, place) for target in copy_targets(actor, lesson) for place in target.places}
    done = []
    for copy in copies:
        if copy.lesson_id not in targets:
            continue
        target, place = targets[copy.lesson_id]
        operations = [_operation(OperationKind.HOMEWORK, place.lesson, base=copy.homework_version)]
        if copy.topic_version:
            operations.append(_operation(OperationKind.TOPIC, place.lesson, base=copy.topic_version))
        results = apply_operations(actor, operations)
        words = _refusal(results) or "задание убрано"
        if not _refusal(results):
            remove_copies(actor, source=lesson, target=place.lesson)
        done.append(Copied(target.course.unit_name, copy.lesson_id, not _refusal(results), words))
    if any(one.is_done for one in done):
        units = [one.unit_name for one in done if one.is_done]
        audit.record(
            actor, "journal.homework.copy_undone", subject=lesson, title=lesson.course.title,
            after={"to": units},
        )  # fmt: skip
    return done


def _copy(actor: User, lesson: Lesson, homework: Homework, unit: str, place: CopyPlace, *, with_topic: bool) -> Copied:
    target = place.lesson
    if place.taken:
        return Copied(unit, target.pk, is_done=False, words=f"там уже записано: «{place.taken[:80]}»")
    there: Homework | None = getattr(target, "homework", None)
    base = there.version if there else 0
    operations = [
        Operation(
            id=uuid.uuid4(), kind=OperationKind.HOMEWORK, lesson=target.pk, value=homework.text, base=base,
            due_on=place.due_on, minutes=homework.minutes,
        )
    ]  # fmt: skip
    topic = _topic(lesson, target) if with_topic else None
    results = apply_operations(actor, [*operations, *([topic] if topic else [])])
    refusal = _refusal(results[:1])
    if refusal:
        return Copied(unit, target.pk, is_done=False, words=refusal)
    copied = copy_attachments(actor, source=lesson, target=target)
    topic_version = results[1].version if topic and results[1].status in DONE else 0
    also = [*(["с темой"] if topic_version else []), *(["с файлами и ссылками"] if copied else [])]
    words = ", ".join([f"к {day_title(place.due_on)}", *also])
    return Copied(unit, target.pk, True, words, results[0].version, topic_version)


def _topic(lesson: Lesson, target: Lesson) -> Operation | None:
    """The topic, where none is written; its line of the plan only when both classes are taught by one plan."""
    source, there = getattr(lesson, "record", None), getattr(target, "record", None)
    if source is None or not source.topic or (there is not None and there.topic):
        return None
    same_plan = lesson.course.plan_id == target.course.plan_id
    return Operation(
        id=uuid.uuid4(), kind=OperationKind.TOPIC, lesson=target.pk, value=source.topic,
        base=there.version if there else 0, plan_topic=source.plan_topic_id if same_plan else None,
    )  # fmt: skip


def _operation(kind: OperationKind, lesson: Lesson, *, base: int) -> Operation:
    return Operation(id=uuid.uuid4(), kind=kind, lesson=lesson.pk, base=base)


def _refusal(results: Sequence[OperationResult]) -> str:
    bad = next((one for one in results if one.status not in DONE), None)
    return "" if bad is None else " ".join(part for part in (bad.message, bad.clause) if part)
