"""A whole day without lessons, for a class or the school: frost, quarantine, a broken heating main."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.timetable.actions.lesson_record import lesson_title, plain_lesson, required_text
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import LessonChange
from parta.domain.timetable.models import Lesson, Substitution
from parta.domain.timetable.permissions import require_lesson_change
from parta.domain.timetable.queries import lessons_of_classes
from parta.lib import clock, dates


@dataclass(frozen=True, slots=True)
class Whom:
    """Which lessons: of a day, of some classes or (None) of the whole school."""

    year: AcademicYear
    day: date
    classes: Collection[SchoolClass] | None


@transaction.atomic
def cancel_day(
    actor: User, *, year: AcademicYear, day: date, reason: str, classes: Collection[SchoolClass] | None = None
) -> int:
    """No lessons that day for the classes, None for the whole school; says how many lessons are cancelled.

    Groups go with their classes. Substitutions not yet given are taken off; lessons already over stay as they were.
    """
    require_lesson_change(actor, "отменять уроки")
    reason = required_text(reason, "Напишите, почему уроков не будет: причину увидят учителя и семьи.")
    rows = [one for one in lessons_of_classes(year, day, classes) if one.is_held and one.ends > clock.now()]
    if not rows:
        raise LessonChange(f"{dates.day_title(day).capitalize()} отменять нечего: уроков нет или они прошли.")
    before = [plain_lesson(row) for row in rows]
    Substitution.objects.filter(lesson__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.status, row.note, row.changed_at = LessonStatus.CANCELLED, reason, clock.now()
    Lesson.objects.bulk_update(rows, ["status", "note", "changed_at"], batch_size=200)
    _record(actor, "timetable.lesson.cancelled", rows, before, reason)
    _record_day(actor, "timetable.day.cancelled", Whom(year, day, classes), len(rows), reason)
    return len(rows)


@transaction.atomic
def restore_day(
    actor: User, *, year: AcademicYear, day: date, reason: str, classes: Collection[SchoolClass] | None = None
) -> int:
    """Bring back the lessons of the day that were cancelled with this reason; says how many."""
    require_lesson_change(actor, "возвращать уроки")
    found = lessons_of_classes(year, day, classes)
    rows = [one for one in found if not one.is_held and one.note == reason]
    if not rows:
        raise LessonChange("Возвращать нечего: уроков, отменённых по этой причине, в этот день нет.")
    before = [plain_lesson(row) for row in rows]
    for row in rows:
        row.status = LessonStatus.MOVED if row.moved_from_day else LessonStatus.SCHEDULED
        row.note, row.changed_at = "", clock.now()
    Lesson.objects.bulk_update(rows, ["status", "note", "changed_at"], batch_size=200)
    _record(actor, "timetable.lesson.restored", rows, before, "")
    _record_day(actor, "timetable.day.restored", Whom(year, day, classes), len(rows), reason)
    return len(rows)


def _record(actor: User, code: str, rows: list[Lesson], before: list[dict[str, Any]], reason: str) -> None:
    entries = [
        audit.Entry(row, title=lesson_title(row), before=old, after=plain_lesson(row), reason=reason)
        for row, old in zip(rows, before, strict=True)
    ]
    audit.record_many(actor, code, entries)


def _record_day(actor: User, code: str, whom: Whom, count: int, reason: str) -> None:
    names = "вся школа" if whom.classes is None else ", ".join(one.name for one in whom.classes)
    after = {"day": whom.day.isoformat(), "lessons": count, "classes": names}
    title = f"{dates.day_title(whom.day)}: {names}"
    audit.record(actor, code, subject=whom.year, title=title, after=after, reason=reason)
