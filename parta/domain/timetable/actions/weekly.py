"""The weekly timetable: versions by date, their lines set, moved, swapped, removed, replaced as a whole."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.models import Course
from parta.domain.school.models import AcademicYear, Room, StaffMember
from parta.domain.timetable import rules
from parta.domain.timetable.choices import WeekParity
from parta.domain.timetable.errors import TimetableClash
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.domain.timetable.permissions import require_weekly
from parta.lib import clock, dates
from parta.lib.errors import InvalidInput

AWAY = 1000
"""A lesson number no timetable has: lines step there while two places are swapped."""
Key = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line to stand in the timetable: weekday 1 (Monday) … 7, lesson number from 0."""

    course: Course
    weekday: int
    number: int
    week: str = WeekParity.EVERY
    room: Room | None = None
    teacher: StaffMember | None = None

    @property
    def key(self) -> Key:
        """What makes it the same line in another file."""
        return (self.course.pk, self.weekday, self.number, str(self.week))


@dataclass(frozen=True, slots=True)
class EntriesChange:
    """What replacing the lines did."""

    created: int
    changed: int
    removed: int
    kept: int


@transaction.atomic
def create_timetable(
    actor: User,
    *,
    year: AcademicYear,
    valid_from: date,
    title: str = "",
    source: str = "",
    copy_of: Timetable | None = None,
    draft: bool = False,
) -> Timetable:
    """A version from a day: in force at once (the one before it ends the day before), or a draft to be published.

    copy_of: start with the lines of another version. draft: bounds nobody and makes no lessons until
    `publish_timetable`.
    """
    require_weekly(actor, "создавать расписание")
    if not year.starts_on <= valid_from <= year.ends_on:
        raise InvalidInput(f"{dates.day_title_with_year(valid_from)} — не в этом учебном году.")
    if Timetable.objects.filter(year=year, valid_from=valid_from).exists():
        raise TimetableClash(f"Расписание с {dates.day_title(valid_from)} уже есть: откройте его и правьте.")
    row = Timetable.objects.create(
        year=year,
        title=title.strip()[:120] or f"Расписание с {dates.day_title(valid_from)}",
        valid_from=valid_from,
        source=source[:200],
    )
    if not draft:
        put_in_force(actor, row)
    if copy_of:
        _copy_entries(copy_of, row)
    after: dict[str, Any] = {
        "from": valid_from.isoformat(),
        "source": source,
        "copy_of": copy_of.title if copy_of else "",
    }
    after |= {"draft": True} if draft else {}
    audit.record(actor, "timetable.version.created", subject=row, title=row.title, after=after)
    return row


def put_in_force(actor: User, timetable: Timetable) -> None:
    """From its first day: the published version before it ends the day before, a later one bounds it."""
    timetable.published_at, timetable.published_by = clock.now(), actor
    others = list(Timetable.objects.filter(year=timetable.year_id, published_at__isnull=False).order_by("valid_from"))
    for one in rules.bounded(others, timetable):
        one.save(update_fields=["valid_to"])
    timetable.save(update_fields=["valid_to", "published_at", "published_by"])


@transaction.atomic
def set_entry(
    actor: User,
    *,
    timetable: Timetable,
    course: Course,
    weekday: int,
    number: int,
    week: str = WeekParity.EVERY,
    room: Room | None = None,
    teacher: StaffMember | None = None,
    entry: TimetableEntry | None = None,
) -> TimetableEntry:
    """Put a lesson into a place of the week, or change the line given as `entry`. Conflicts are shown, not refused."""
    require_weekly(actor, "менять расписание")
    new = NewEntry(course, weekday, number, week, room, teacher)
    _check(timetable, [new])
    row = entry or TimetableEntry(timetable=timetable)
    before = _plain(row) if entry else None
    same = TimetableEntry.objects.filter(
        timetable=timetable, course=course, weekday=weekday, number=number, week=week
    ).exclude(pk=row.pk)
    if same.exists():
        raise TimetableClash(f"«{course.title}» уже стоит на этом месте.")
    row.course, row.weekday, row.number, row.week = course, weekday, number, week
    row.room, row.teacher = room, teacher
    row.save()
    code = "timetable.entry.changed" if entry else "timetable.entry.set"
    audit.record(actor, code, subject=row, title=_title(row), before=before, after=_plain(row))
    return row


@transaction.atomic
def remove_entry(actor: User, *, entry: TimetableEntry) -> None:
    """Take a line out of the week; dated lessons follow at the next generation."""
    require_weekly(actor, "менять расписание")
    audit.record(actor, "timetable.entry.removed", subject=entry, title=_title(entry), before=_plain(entry))
    entry.delete()


@transaction.atomic
def move_entries(actor: User, *, entries: Sequence[TimetableEntry], weekday: int, number: int) -> None:
    """Move lines (all groups of a place together) to another place of the week."""
    _place_all(actor, [(entry, weekday, number) for entry in entries])


@transaction.atomic
def swap_entries(actor: User, *, first: Sequence[TimetableEntry], second: Sequence[TimetableEntry]) -> None:
    """Let the lines of two places change places; each side must be lines of one place, and there must be some."""
    if not first or not second:
        raise InvalidInput("Меняются местами два занятых места.")
    one, two = first[0], second[0]
    _place_all(
        actor,
        [
            *[(entry, two.weekday, two.number) for entry in first],
            *[(entry, one.weekday, one.number) for entry in second],
        ],
    )


@transaction.atomic
def replace_entries(
    actor: User, *, timetable: Timetable, entries: Iterable[NewEntry], scope: Collection[int] | None = None
) -> EntriesChange:
    """Make the version hold exactly these lines (imports): unchanged ones keep their rows, so their lessons do too.

    scope: ids of courses the file speaks about; lines of other courses stay. None: the whole version.
    """
    require_weekly(actor, "менять расписание")
    wanted = {entry.key: entry for entry in entries}
    _check(timetable, wanted.values())
    rows = TimetableEntry.objects.filter(timetable=timetable)
    present = {(row.course_id, row.weekday, row.number, row.week): row for row in rows}
    gone = [row for key, row in present.items() if key not in wanted and (scope is None or row.course_id in scope)]
    changed = [present[key] for key, entry in wanted.items() if key in present and _follow(present[key], entry)]
    fresh = [_row(timetable, entry) for key, entry in wanted.items() if key not in present]
    TimetableEntry.objects.filter(pk__in=[row.pk for row in gone]).delete()
    TimetableEntry.objects.bulk_update(changed, ["room", "teacher"], batch_size=200)
    TimetableEntry.objects.bulk_create(fresh, batch_size=500)
    kept = len(wanted) - len(fresh) - len(changed)
    change = EntriesChange(len(fresh), len(changed), len(gone), kept)
    if change.created or change.changed or change.removed:
        after = {"created": change.created, "changed": change.changed, "removed": change.removed, "kept": kept}
        audit.record(actor, "timetable.entries.replaced", subject=timetable, title=timetable.title, after=after)
    return change


def _place_all(actor: User, moves: Sequence[tuple[TimetableEntry, int, int]]) -> None:
    """Two steps, because places are unique: away first, then to the new place."""
    require_weekly(actor, "менять расписание")
    before = [_plain(entry) for entry, _, _ in moves]
    ids = {entry.pk for entry, _, _ in moves}
    for entry, weekday, number in moves:
        _check_place(weekday, number)
        taken = TimetableEntry.objects.filter(
            timetable=entry.timetable_id, course=entry.course_id, weekday=weekday, number=number, week=entry.week
        ).exclude(pk__in=ids)
        if taken.exists():
            raise TimetableClash(f"«{entry.course.title}» уже стоит на этом месте.")
    rows = [entry for entry, _, _ in moves]
    for place, entry in enumerate(rows):
        entry.number = AWAY + place
    TimetableEntry.objects.bulk_update(rows, ["number"])
    for entry, weekday, number in moves:
        entry.weekday, entry.number = weekday, number
    TimetableEntry.objects.bulk_update(rows, ["weekday", "number"])
    audit.record_many(
        actor,
        "timetable.entries.moved",
        [
            audit.Entry(entry, title=_title(entry), before=old, after=_plain(entry))
            for entry, old in zip(rows, before, strict=True)
        ],
    )


def _check(timetable: Timetable, entries: Iterable[NewEntry]) -> None:
    for entry in entries:
        _check_place(entry.weekday, entry.number)
        if entry.course.year_id != timetable.year_id:
            raise InvalidInput(f"«{entry.course.title}» — из другого учебного года.")


def _check_place(weekday: int, number: int) -> None:
    if not 1 <= weekday <= 7 or not 0 <= number <= 20:
        raise InvalidInput(f"Такого места в неделе нет: день {weekday}, урок {number}.")


def _follow(row: TimetableEntry, entry: NewEntry) -> bool:
    """Take room and teacher from the new line; say whether anything changed."""
    room, teacher = entry.room.pk if entry.room else None, entry.teacher.pk if entry.teacher else None
    if (row.room_id, row.teacher_id) == (room, teacher):
        return False
    row.room, row.teacher = entry.room, entry.teacher
    return True


def _row(timetable: Timetable, entry: NewEntry) -> TimetableEntry:
    return TimetableEntry(
        timetable=timetable,
        course=entry.course,
        weekday=entry.weekday,
        number=entry.number,
        week=entry.week,
        room=entry.room,
        teacher=entry.teacher,
    )


def _copy_entries(source: Timetable, target: Timetable) -> None:
    rows = list(TimetableEntry.objects.filter(timetable=source, course__is_active=True))
    for row in rows:
        row.pk = None
        row.timetable = target
        row._state.adding = True
    TimetableEntry.objects.bulk_create(rows, batch_size=500)


def _title(row: TimetableEntry) -> str:
    return f"{row.course.title}: {dates.WEEKDAYS_SHORT[row.weekday - 1]}, {row.number}\u2011й урок"


def _plain(row: TimetableEntry) -> dict[str, Any]:
    return {
        "course": row.course_id,
        "weekday": row.weekday,
        "number": row.number,
        "week": row.week,
        "room": row.room.name if row.room else None,
        "teacher": row.teacher_id,
    }
