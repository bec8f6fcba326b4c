"""Special days: the government's calendar, and what the school decides by itself."""

from datetime import date
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school import rules
from parta.domain.school.choices import DayKind, DaySource
from parta.domain.school.errors import BadValue
from parta.domain.school.models import AcademicYear, CalendarException
from parta.domain.school.permissions import require_setting_up
from parta.lib import dates


@transaction.atomic
def import_government_holidays(actor: User, *, year: AcademicYear) -> int:
    """Take public holidays, transfers and working Saturdays of the academic year from the known decrees.

    Days the school has set by itself stay as they are. Run again when a new decree is out: days no longer in it go.
    Returns how many days changed.
    """
    require_setting_up(actor, "загружать праздничные дни")
    first, last = date(year.year, 9, 1), date(year.year + 1, 8, 31)
    known = {
        one.day: one for at in (first.year, last.year) for one in rules.government_days(at) if first <= one.day <= last
    }
    present = {row.day: row for row in CalendarException.objects.filter(day__gte=first, day__lte=last)}
    gone = [row for row in present.values() if row.source == DaySource.GOVERNMENT and row.day not in known]
    changed = [_row_of(one, present.get(one.day)) for one in known.values() if _differs(one, present.get(one.day))]
    if not changed and not gone:
        return 0
    CalendarException.objects.filter(pk__in=[row.pk for row in gone]).delete()
    CalendarException.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "title", "source", "as_weekday"]
    )
    after = {dates.day_input(row.day): f"{row.title} ({row.get_kind_display()})" for row in changed}
    before = {dates.day_input(row.day): row.title for row in gone}
    audit.record(actor, "school.calendar.government", subject=year, title=str(year), before=before, after=after)
    return len(changed) + len(gone)


def _row_of(one: rules.SpecialDay, present: CalendarException | None) -> CalendarException:
    row = present or CalendarException(day=one.day)
    row.kind = DayKind.SCHOOL_DAY if one.is_school_day else DayKind.HOLIDAY
    row.title, row.source, row.as_weekday = one.title, DaySource.GOVERNMENT, one.as_weekday
    row.pk = None
    return row


def _differs(one: rules.SpecialDay, present: CalendarException | None) -> bool:
    if present is None:
        return True
    kind = DayKind.SCHOOL_DAY if one.is_school_day else DayKind.HOLIDAY
    same = (present.kind, present.title, present.as_weekday) == (kind, one.title, one.as_weekday)
    return present.source == DaySource.GOVERNMENT and not same


@transaction.atomic
def set_calendar_exception(
    actor: User, *, day: date, kind: DayKind, title: str = "", as_weekday: int | None = None, reason: str = ""
) -> CalendarException:
    """Decide about one day: off (quarantine, polling station) or a school day (a Saturday by Monday's timetable).

    as_weekday: 1 = Monday … 6 = Saturday, or None to follow the day's own timetable. Overrides the government's day.
    """
    require_setting_up(actor, "менять календарь")
    if as_weekday is not None and not 1 <= as_weekday <= 6:
        raise BadValue("Расписание дня: от понедельника до субботы.")
    row = CalendarException.objects.filter(day=day).first() or CalendarException(day=day)
    before = _values(row) if row.pk else None
    row.kind, row.title, row.source = kind, title.strip()[:120], DaySource.SCHOOL
    row.as_weekday = as_weekday if kind == DayKind.SCHOOL_DAY else None
    row.save()
    after, name = _values(row), dates.day_title_with_year(day)
    if before != after:
        audit.record(actor, "school.day.set", subject=row, title=name, before=before, after=after, reason=reason)
    return row


@transaction.atomic
def clear_calendar_exception(actor: User, *, day: date) -> None:
    """Let the day be what its weekday says."""
    require_setting_up(actor, "менять календарь")
    row = CalendarException.objects.filter(day=day).first()
    if row is None:
        return
    name = dates.day_title_with_year(day)
    audit.record(actor, "school.day.cleared", subject=row, title=name, before=_values(row))
    row.delete()


def _values(row: CalendarException) -> dict[str, Any]:
    return {"kind": str(row.kind), "title": row.title, "source": str(row.source), "as_weekday": row.as_weekday}
