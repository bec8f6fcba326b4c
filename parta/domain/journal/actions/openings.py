"""Opening closed entries for a time, and closing them again before it ends."""

from datetime import datetime, timedelta

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.journal.errors import OpeningRefused
from parta.domain.journal.models import Opening
from parta.domain.journal.permissions import require_opening
from parta.domain.journal.queries.locks import CLOSED_YEAR
from parta.domain.journal.queries.openings import forget_openings, opening_title
from parta.domain.school.models import SchoolClass
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title, time_text

LONGEST = timedelta(days=31)
MAX_REASON = 300


@transaction.atomic
def open_entries(
    actor: User,
    *,
    closes_at: datetime,
    reason: str,
    lesson: Lesson | None = None,
    course: Course | None = None,
    school_class: SchoolClass | None = None,
) -> Opening:
    """Let entries closed by their deadline be made until `closes_at`, its moment included, at most 31 days on.

    Exactly one of lesson (with its course and year), course, school_class. Entries are marked late all the same, and a
    correction still needs its reason; a closed period or year stays closed. Raises OpeningRefused, RightMissing.
    Source: rulebook `closed_entry_opened_by`; requirements.md A.3 (4).
    """
    one = lesson.course if lesson else course
    require_opening(actor, course=one, school_class=school_class)
    year = one.year if one else school_class.year if school_class else None
    if year is None or sum(item is not None for item in (lesson, course, school_class)) != 1:
        raise OpeningRefused("Выберите, что открыть: урок, страницу журнала или класс.")
    if year.is_closed:
        raise OpeningRefused(f"{CLOSED_YEAR}: открыть его записи нельзя.")
    tidy, now = " ".join(reason.split())[:MAX_REASON], clock.now()
    if not tidy:
        raise OpeningRefused("Напишите, почему открываете: причина останется в истории.")
    if closes_at <= now:
        raise OpeningRefused("Время, до которого открыто, уже прошло: выберите другое.")
    if closes_at > now + LONGEST:
        raise OpeningRefused(f"Открыть можно не дольше чем на {LONGEST.days} день: {_until_text(now + LONGEST)}.")
    row = Opening.objects.create(
        lesson=lesson, course=course, school_class=school_class, reason=tidy, opened_by=actor, opened_at=now,
        closes_at=closes_at,
    )  # fmt: skip
    forget_openings()
    transaction.on_commit(forget_openings)
    after = {"closes_at": closes_at.isoformat(timespec="minutes")}
    audit.record(actor, "journal.opening.made", subject=row, title=opening_title(row), after=after, reason=tidy)
    return row


@transaction.atomic
def revoke_opening(actor: User, *, opening: Opening) -> Opening:
    """Close again what was opened, at once. What was entered meanwhile stays. Raises OpeningRefused once ended."""
    one = opening.lesson.course if opening.lesson else opening.course
    require_opening(actor, course=one, school_class=opening.school_class)
    now = clock.now()
    if opening.revoked_at is not None or opening.closes_at < now:
        raise OpeningRefused("Это открытие уже закончилось.")
    opening.revoked_by, opening.revoked_at = actor, now
    forget_openings()
    transaction.on_commit(forget_openings)
    opening.save(update_fields=["revoked_by", "revoked_at"])
    before = {"closes_at": clock.local(opening.closes_at).isoformat(timespec="minutes")}
    audit.record(actor, "journal.opening.revoked", subject=opening, title=opening_title(opening), before=before)
    return opening


def _until_text(moment: datetime) -> str:
    return f"до {time_text(moment)} {day_title(moment.date())}"
