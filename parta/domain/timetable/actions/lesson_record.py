"""What changes of single lessons share: the title for the log, plain values, the record, the moment of the change."""

from datetime import date
from typing import Any

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.models import StaffMember
from parta.domain.timetable.errors import LessonClash
from parta.domain.timetable.models import Lesson, Substitution
from parta.lib import clock, dates, russian
from parta.lib.errors import InvalidInput


def lesson_title(lesson: Lesson) -> str:
    """«7Б, алгебра: 11 декабря, 3‑й урок» for the log."""
    return f"{lesson.course.title}: {dates.day_title(lesson.day)}, {russian.ordinal_lesson(lesson.number)}"


def plain_lesson(lesson: Lesson) -> dict[str, Any]:
    """The lesson's place and state as JSON."""
    return {
        "day": lesson.day.isoformat(),
        "number": lesson.number,
        "room": lesson.room.name if lesson.room else None,
        "status": str(lesson.status),
    }


def plain_substitution(row: Substitution) -> dict[str, Any]:
    """Who, where, by which order."""
    return {
        "teacher": row.teacher.user.short_name,
        "room": row.room.name if row.room else None,
        "order": row.order_number,
    }


def record_lesson(actor: User, code: str, lesson: Lesson, before: dict[str, Any], reason: str) -> None:
    """The audit entry of a change of the lesson."""
    after = plain_lesson(lesson)
    audit.record(actor, code, subject=lesson, title=lesson_title(lesson), before=before, after=after, reason=reason)


def touch(lesson: Lesson) -> None:
    """Remember when the lesson was last changed: families read it among the news."""
    lesson.changed_at = clock.now()
    Lesson.objects.filter(pk=lesson.pk).update(changed_at=lesson.changed_at)


def works_on(staff: StaffMember, day: date) -> bool:
    """Is the person employed on the day?"""
    return staff.valid_from <= day and (staff.valid_to is None or day <= staff.valid_to)


def required_text(text: str, sentence: str) -> str:
    """A reason that must not be empty."""
    text = " ".join(text.split())[:200]
    if not text:
        raise InvalidInput(sentence)
    return text


def refuse_clashes(found: list[str], *, anyway: bool) -> str:
    """Refuse when somebody would be in two places; allowed knowingly, the clashes become the reason for the log."""
    if found and not anyway:
        raise LessonClash(found)
    return f" Записано, хотя: {' '.join(found)}" if found else ""
