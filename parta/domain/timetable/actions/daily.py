"""Changes of single lessons: substitution, cancellation, move, another room. Data, history, seen everywhere."""

from datetime import date, time
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.choices import Shift
from parta.domain.school.models import Room, StaffMember
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import LessonChange
from parta.domain.timetable.models import Lesson, Substitution
from parta.domain.timetable.permissions import require_lesson_change
from parta.domain.timetable.queries import load_bells
from parta.lib import dates, russian
from parta.lib.errors import InvalidInput


@transaction.atomic
def substitute_lesson(
    actor: User,
    *,
    lesson: Lesson,
    teacher: StaffMember,
    room: Room | None = None,
    reason: str = "",
    order_number: str = "",
    order_date: date | None = None,
) -> Substitution:
    """Another teacher gives the lesson and fills in its journal (S3-4.4.3a); a second call changes the substitute.

    A changed substitute has to sign again: `signed_at` is emptied.
    """
    require_lesson_change(actor, "назначать замены")
    if not lesson.is_held:
        raise LessonChange("Урок отменён: заменять некого. Сначала верните урок.")
    if lesson.teacher_id == teacher.pk:
        raise LessonChange(f"{teacher.user.short_name} и так ведёт этот урок.")
    if not _works(teacher, lesson.day):
        raise LessonChange(f"{teacher.user.short_name} в этот день в школе не работает.")
    present = Substitution.objects.filter(lesson=lesson).select_related("teacher__user", "room").first()
    before = _plain_substitution(present) if present else None
    row = present or Substitution(lesson=lesson)
    if present and present.teacher_id != teacher.pk:
        row.signed_at = None
    row.teacher, row.room, row.reason = teacher, room, reason.strip()[:200]
    row.order_number, row.order_date = order_number.strip()[:40], order_date
    row.save()
    audit.record(
        actor,
        "timetable.lesson.substituted",
        subject=lesson,
        title=lesson_title(lesson),
        person=teacher.user,
        before=before,
        after=_plain_substitution(row),
        reason=row.reason,
    )
    return row


@transaction.atomic
def remove_substitution(actor: User, *, lesson: Lesson) -> None:
    """The lesson is its own teacher's again; what the substitute entered stays."""
    require_lesson_change(actor, "снимать замены")
    row = Substitution.objects.filter(lesson=lesson).select_related("teacher__user", "room").first()
    if row is None:
        raise LessonChange("На этом уроке замены нет.")
    audit.record(
        actor,
        "timetable.lesson.substitution_removed",
        subject=lesson,
        title=lesson_title(lesson),
        person=row.teacher.user,
        before=_plain_substitution(row),
    )
    row.delete()


@transaction.atomic
def cancel_lesson(actor: User, *, lesson: Lesson, reason: str) -> Lesson:
    """The lesson does not take place. Its row and everything entered on it stay."""
    require_lesson_change(actor, "отменять уроки")
    if not lesson.is_held:
        raise LessonChange("Урок уже отменён.")
    reason = _required(reason, "Напишите, почему урока не будет: причину увидят учитель и семьи.")
    if Substitution.objects.filter(lesson=lesson).exists():
        remove_substitution(actor, lesson=lesson)
    before = _plain(lesson)
    lesson.status, lesson.note = LessonStatus.CANCELLED, reason
    lesson.save(update_fields=["status", "note"])
    _record(actor, "timetable.lesson.cancelled", lesson, before, reason)
    return lesson


@transaction.atomic
def restore_lesson(actor: User, *, lesson: Lesson) -> Lesson:
    """Undo a cancellation, or bring a moved lesson back to the place it came from."""
    require_lesson_change(actor, "возвращать уроки")
    before = _plain(lesson)
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day and lesson.moved_from_number is not None:
        _put(lesson, lesson.moved_from_day, lesson.moved_from_number)
        lesson.moved_from_day = lesson.moved_from_number = None
    elif lesson.is_held:
        raise LessonChange("Урок стоит по расписанию: возвращать нечего.")
    elif lesson.moved_from_day:
        lesson.status, lesson.note = LessonStatus.MOVED, ""
        lesson.save(update_fields=["status", "note"])
        _record(actor, "timetable.lesson.restored", lesson, before, "")
        return lesson
    lesson.status, lesson.note = LessonStatus.SCHEDULED, ""
    lesson.save()
    _record(actor, "timetable.lesson.restored", lesson, before, "")
    return lesson


@transaction.atomic
def move_lesson(
    actor: User, *, lesson: Lesson, day: date, number: int, room: Room | None = None, reason: str = ""
) -> Lesson:
    """Move the lesson to another day or number, with all that is entered on it; or only to another room.

    The first place it came from is kept, so that a timetable generated again does not fill it. Moved back to that
    place, it is an ordinary lesson again. Raises LessonChange when the course already has a lesson there.
    """
    require_lesson_change(actor, "переносить уроки")
    if not lesson.is_held:
        raise LessonChange("Урок отменён. Сначала верните его, потом переносите.")
    before = _plain(lesson)
    if (day, number) == (lesson.day, lesson.number):
        return _change_room(actor, lesson, room, reason, before)
    origin = (lesson.moved_from_day or lesson.day, lesson.moved_from_number)
    origin_number = lesson.number if lesson.moved_from_day is None else origin[1]
    _put(lesson, day, number)
    lesson.room = room or lesson.room
    lesson.note = reason.strip()[:200]
    if (day, number) == (origin[0], origin_number):
        lesson.status, lesson.moved_from_day, lesson.moved_from_number = LessonStatus.SCHEDULED, None, None
    else:
        lesson.status, lesson.moved_from_day, lesson.moved_from_number = LessonStatus.MOVED, origin[0], origin_number
    lesson.save()
    _record(actor, "timetable.lesson.moved", lesson, before, reason)
    return lesson


def lesson_title(lesson: Lesson) -> str:
    """«7Б, алгебра: 11 декабря, 3‑й урок» for the log."""
    return f"{lesson.course.title}: {dates.day_title(lesson.day)}, {russian.ordinal_lesson(lesson.number)}"


def _change_room(actor: User, lesson: Lesson, room: Room | None, reason: str, before: dict[str, Any]) -> Lesson:
    if room is None or room.pk == lesson.room_id:
        raise LessonChange("Урок и так стоит на этом месте.")
    planned = lesson.entry.room if lesson.entry else None
    lesson.room = room
    lesson.note = "" if planned and planned.pk == room.pk else reason.strip()[:200] or "Другой кабинет"
    lesson.save(update_fields=["room", "note"])
    _record(actor, "timetable.lesson.room_changed", lesson, before, reason)
    return lesson


def _put(lesson: Lesson, day: date, number: int) -> None:
    """Give the lesson another place and its times there."""
    year = lesson.course.year
    if not year.starts_on <= day <= year.ends_on:
        raise InvalidInput(f"{dates.day_title_with_year(day)} — не в этом учебном году.")
    if Lesson.objects.filter(course=lesson.course_id, day=day, number=number).exclude(pk=lesson.pk).exists():
        raise LessonChange(
            f"{dates.day_title(day).capitalize()}, {russian.ordinal_lesson(number)}: "
            f"«{lesson.course.title}» там уже есть."
        )
    lesson.starts_at, lesson.ends_at = _times(lesson, day, number)
    lesson.day, lesson.number = day, number


def _times(lesson: Lesson, day: date, number: int) -> tuple[time, time]:
    times = load_bells(lesson.course.year).times(_shift(lesson), day.isoweekday(), day, number)
    if times is None:
        raise InvalidInput(f"В звонках нет урока № {number} на {dates.day_title(day)}.")
    return times


def _shift(lesson: Lesson) -> int:
    if lesson.course.school_class:
        return lesson.course.school_class.shift
    classes = lesson.course.group.classes.all() if lesson.course.group else []
    return min((one.shift for one in classes), default=Shift.FIRST)


def _works(staff: StaffMember, day: date) -> bool:
    return staff.valid_from <= day and (staff.valid_to is None or day <= staff.valid_to)


def _required(text: str, sentence: str) -> str:
    text = " ".join(text.split())[:200]
    if not text:
        raise InvalidInput(sentence)
    return text


def _record(actor: User, code: str, lesson: Lesson, before: dict[str, Any], reason: str) -> None:
    audit.record(
        actor, code, subject=lesson, title=lesson_title(lesson), before=before, after=_plain(lesson), reason=reason
    )


def _plain(lesson: Lesson) -> dict[str, Any]:
    return {
        "day": lesson.day.isoformat(),
        "number": lesson.number,
        "room": lesson.room.name if lesson.room else None,
        "status": str(lesson.status),
    }


def _plain_substitution(row: Substitution) -> dict[str, Any]:
    return {
        "teacher": row.teacher.user.short_name,
        "room": row.room.name if row.room else None,
        "order": row.order_number,
    }
