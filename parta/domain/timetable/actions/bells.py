"""Bells: times of lessons of a shift from a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.choices import Shift
from parta.domain.school.models import AcademicYear
from parta.domain.timetable import rules
from parta.domain.timetable.errors import BellsMissing, BellsWrong
from parta.domain.timetable.models import BellSchedule, LessonSlot
from parta.domain.timetable.permissions import require_setup
from parta.lib import dates


@dataclass(frozen=True, slots=True)
class SlotTimes:
    """Begin and end of one lesson number; 0 is a lesson before the first."""

    number: int
    starts_at: time
    ends_at: time


@transaction.atomic
def set_bell_schedule(
    actor: User,
    *,
    year: AcademicYear,
    slots: Iterable[SlotTimes],
    shift: int = Shift.FIRST,
    weekday: int | None = None,
    valid_from: date | None = None,
    title: str = "",
) -> BellSchedule:
    """Set the bells of a shift from a day (the year's first by default), perhaps for one weekday only.

    Bells with the same shift, weekday and first day are replaced. Dated lessons follow at the next generation.
    """
    require_setup(actor, "менять звонки")
    rows = sorted(slots, key=lambda slot: slot.number)
    fault = rules.slots_fault((slot.number, slot.starts_at, slot.ends_at) for slot in rows)
    if fault:
        raise BellsWrong(fault)
    if not rows:
        raise BellsMissing("Впишите хотя бы один урок: когда начинается и когда кончается.")
    day = valid_from or year.starts_on
    schedule, _ = BellSchedule.objects.get_or_create(
        year=year, shift=shift, weekday=weekday, valid_from=day, defaults={"title": ""}
    )
    before = _plain(schedule)
    schedule.title = title.strip()[:80] or _title(shift, weekday)
    schedule.save(update_fields=["title"])
    schedule.slots.all().delete()
    LessonSlot.objects.bulk_create(
        LessonSlot(schedule=schedule, number=slot.number, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for slot in rows
    )
    after = _plain(schedule)
    if before != after:
        audit.record(actor, "timetable.bells.set", subject=schedule, title=schedule.title, before=before, after=after)
    return schedule


@transaction.atomic
def remove_bell_schedule(actor: User, *, schedule: BellSchedule) -> None:
    """Take bells away; lessons that have their times keep them."""
    require_setup(actor, "менять звонки")
    audit.record(actor, "timetable.bells.removed", subject=schedule, title=schedule.title, before=_plain(schedule))
    schedule.delete()


def _title(shift: int, weekday: int | None) -> str:
    title = str(Shift(shift).label).capitalize()
    return f"{title}, {dates.WEEKDAYS[weekday - 1]}" if weekday else title


def _plain(schedule: BellSchedule) -> dict[str, Any]:
    slots = schedule.slots.order_by("number").values_list("number", "starts_at", "ends_at")
    return {
        "title": schedule.title,
        "from": schedule.valid_from.isoformat(),
        "slots": {str(number): f"{starts:%H:%M}–{ends:%H:%M}" for number, starts, ends in slots},
    }
