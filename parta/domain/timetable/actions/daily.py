"""Changes of single lessons: cancellation, move, another room, a distance link. Data, history, seen everywhere."""

from datetime import date, time
from urllib.parse import urlsplit

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.choices import Shift
from parta.domain.school.models import Room
from parta.domain.timetable.actions.lesson_record import (
    lesson_title,
    plain_lesson,
    record_lesson,
    refuse_clashes,
    required_text,
    touch,
)
from parta.domain.timetable.actions.substitutions import drop_replacement, remove_substitution
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.errors import LessonChange
from parta.domain.timetable.models import Lesson, Substitution
from parta.domain.timetable.permissions import require_lesson_change
from parta.domain.timetable.queries import clashes_at, load_bells
from parta.lib import dates, russian
from parta.lib.errors import InvalidInput

LINK_FAULT = "Ссылка начинается с https:// и ведёт на страницу урока: например, https://meet.example.ru/7b."


@transaction.atomic
def cancel_lesson(actor: User, *, lesson: Lesson, reason: str) -> Lesson:
    """The lesson does not take place. Its row and everything entered on it stay."""
    require_lesson_change(actor, "отменять уроки")
    if not lesson.is_held:
        raise LessonChange("Урок уже отменён.")
    reason = required_text(reason, "Напишите, почему урока не будет: причину увидят учитель и семьи.")
    if Substitution.objects.filter(lesson=lesson).exists():
        remove_substitution(actor, lesson=lesson)
    before = plain_lesson(lesson)
    lesson.status, lesson.note = LessonStatus.CANCELLED, reason
    lesson.save(update_fields=["status", "note"])
    touch(lesson)
    record_lesson(actor, "timetable.lesson.cancelled", lesson, before, reason)
    return lesson


@transaction.atomic
def restore_lesson(actor: User, *, lesson: Lesson) -> Lesson:
    """Undo a cancellation, or bring a moved lesson back to the place it came from.

    A lesson of another subject that stands in its place goes, unless something is entered on it.
    """
    require_lesson_change(actor, "возвращать уроки")
    before = plain_lesson(lesson)
    if lesson.status == LessonStatus.MOVED and lesson.moved_from_day and lesson.moved_from_number is not None:
        _put(lesson, lesson.moved_from_day, lesson.moved_from_number)
        lesson.moved_from_day = lesson.moved_from_number = None
        lesson.status, lesson.note = LessonStatus.SCHEDULED, ""
    elif lesson.is_held:
        raise LessonChange("Урок стоит по расписанию: возвращать нечего.")
    else:
        drop_replacement(actor, lesson)
        lesson.status = LessonStatus.MOVED if lesson.moved_from_day else LessonStatus.SCHEDULED
        lesson.note = ""
    lesson.save()
    touch(lesson)
    record_lesson(actor, "timetable.lesson.restored", lesson, before, "")
    return lesson


@transaction.atomic
def move_lesson(
    actor: User,
    *,
    lesson: Lesson,
    day: date,
    number: int,
    room: Room | None = None,
    reason: str = "",
    anyway: bool = False,
) -> Lesson:
    """Move the lesson to another day or number, with all that is entered on it; or only to another room.

    The first place it came from is kept, so that a timetable generated again does not fill it. Moved back to that
    place, it is an ordinary lesson again. Raises LessonChange when the course already has a lesson there, LessonClash
    when its pupils, teacher or room are taken, unless `anyway`.
    """
    require_lesson_change(actor, "переносить уроки")
    if not lesson.is_held:
        raise LessonChange("Урок отменён. Сначала верните его, потом переносите.")
    if (day, number) == (lesson.day, lesson.number):
        return _change_room(actor, lesson, room, reason, anyway=anyway)
    before = plain_lesson(lesson)
    origin = (lesson.moved_from_day or lesson.day, lesson.moved_from_number)
    origin_number = lesson.number if lesson.moved_from_day is None else origin[1]
    _put(lesson, day, number)
    lesson.room = room or lesson.room
    despite = refuse_clashes(clashes_at(lesson, room=lesson.room), anyway=anyway)
    lesson.note = reason.strip()[:200]
    if (day, number) == (origin[0], origin_number):
        lesson.status, lesson.moved_from_day, lesson.moved_from_number = LessonStatus.SCHEDULED, None, None
    else:
        lesson.status, lesson.moved_from_day, lesson.moved_from_number = LessonStatus.MOVED, origin[0], origin_number
    lesson.save()
    touch(lesson)
    record_lesson(actor, "timetable.lesson.moved", lesson, before, reason + despite)
    return lesson


@transaction.atomic
def set_distance_link(actor: User, *, lesson: Lesson, link: str) -> Lesson:
    """The lesson is held at a distance under the link; an empty one brings it back into the school."""
    require_lesson_change(actor, "переводить уроки на дистанционный формат")
    link = safe_link(link)
    if link and not lesson.is_held:
        raise LessonChange("Урок отменён. Сначала верните его.")
    if link == lesson.distance_link:
        raise LessonChange("Ссылка и так такая." if link else "Урок и так идёт в школе.")
    before, lesson.distance_link = lesson.distance_link, link
    lesson.save(update_fields=["distance_link"])
    touch(lesson)
    audit.record(
        actor,
        "timetable.lesson.distance",
        subject=lesson,
        title=lesson_title(lesson),
        before={"link": before},
        after={"link": link},
    )
    return lesson


def safe_link(text: str) -> str:
    """An https address with a host and without a login in it, «» for none. Raises InvalidInput."""
    link = text.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError as error:
        raise InvalidInput(LINK_FAULT) from error
    fine = parts.scheme == "https" and "." in host and "@" not in parts.netloc and not any(map(str.isspace, link))
    if not fine or len(link) > 300 or not link.isprintable():
        raise InvalidInput(LINK_FAULT)
    return link


def _change_room(actor: User, lesson: Lesson, room: Room | None, reason: str, *, anyway: bool) -> Lesson:
    if room is None or room.pk == lesson.room_id:
        raise LessonChange("Урок и так стоит на этом месте.")
    before = plain_lesson(lesson)
    despite = refuse_clashes(clashes_at(lesson, room=room, pupils=False, teacher=None), anyway=anyway)
    planned = lesson.entry.room if lesson.entry else None
    lesson.room = room
    lesson.note = "" if planned and planned.pk == room.pk else reason.strip()[:200] or "Другой кабинет"
    lesson.save(update_fields=["room", "note"])
    touch(lesson)
    record_lesson(actor, "timetable.lesson.room_changed", lesson, before, reason + despite)
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
