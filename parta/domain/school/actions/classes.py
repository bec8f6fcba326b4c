"""Classes, their homeroom teachers, rooms."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import Shift
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue
from parta.domain.school.models import AcademicYear, ClassTeacher, Room, SchoolClass, StaffMember
from parta.domain.school.permissions import require_keeping, require_setting_up
from parta.lib import dates, russian


class Unchanged(Enum):
    """Says that an argument was not given, where None means something."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


def create_class(
    actor: User,
    *,
    year: AcademicYear,
    grade_level: int,
    letter: str,
    shift: int = Shift.FIRST,
    days_per_week: int = 5,
    profile: str = "",
    room: Room | None = None,
) -> SchoolClass:
    """Open one class of the year (S3-4.1.5b). Administrator and secretary."""
    rows = create_classes(actor, year=year, names=[(grade_level, letter)], shift=shift, days_per_week=days_per_week)
    if profile or room:
        change_class(actor, rows[0], profile=profile, room=room)  # a second entry: rare, and it says what was added
    return rows[0]


@transaction.atomic
def create_classes(
    actor: User,
    *,
    year: AcademicYear,
    names: Sequence[tuple[int, str]],
    shift: int = Shift.FIRST,
    days_per_week: int = 5,
) -> list[SchoolClass]:
    """Open many classes at once. names: (grade, letter) pairs; one that exists refuses the whole list."""
    require_keeping(actor, "добавлять классы")
    require_open(year)
    rows = [
        SchoolClass(year=year, grade_level=grade, letter=letter.strip(), shift=shift, days_per_week=days_per_week)
        for grade, letter in names
    ]
    for row in rows:
        _check_class(row)
        row.sort_name = russian.sort_key(row.name)
    present = {(row.grade_level, row.letter) for row in SchoolClass.objects.filter(year=year)}
    twice = [row.name for row in rows if (row.grade_level, row.letter) in present]
    if twice or len({(row.grade_level, row.letter) for row in rows}) < len(rows):
        raise AlreadyThere(f"Такие классы уже есть: {', '.join(twice)}." if twice else "Один класс назван дважды.")
    SchoolClass.objects.bulk_create(rows, batch_size=200)
    audit.record_many(actor, "school.class.created", [Entry(row, title=row.name, after=_values(row)) for row in rows])
    return rows


@transaction.atomic
def change_class(
    actor: User,
    school_class: SchoolClass,
    *,
    letter: str | None = None,
    shift: int | None = None,
    days_per_week: int | None = None,
    profile: str | None = None,
    room: Room | Unchanged | None = UNCHANGED,
) -> SchoolClass:
    """Change what is given; room None takes the room away."""
    require_keeping(actor, "менять классы")
    require_open(school_class.year)
    before = _values(school_class)
    given: dict[str, Any] = {"letter": letter, "shift": shift, "days_per_week": days_per_week, "profile": profile}
    for name, value in given.items():
        if value is not None:
            setattr(school_class, name, value.strip() if isinstance(value, str) else value)
    if not isinstance(room, Unchanged):
        school_class.room = room
    _check_class(school_class)
    same = SchoolClass.objects.filter(
        year=school_class.year, grade_level=school_class.grade_level, letter=school_class.letter
    )
    if same.exclude(pk=school_class.pk).exists():
        raise AlreadyThere(f"Класс {school_class.name} уже есть.")
    after = _values(school_class)
    if before != after:
        school_class.save()
        title = school_class.name
        audit.record(actor, "school.class.changed", subject=school_class, title=title, before=before, after=after)
    return school_class


def _check_class(row: SchoolClass) -> None:
    if not 1 <= row.grade_level <= 12:
        raise BadValue(f"Параллель — от 1 до 12, а не {row.grade_level}.")
    if len(row.letter) > 20:
        raise BadValue(f"Буква класса «{row.letter}» длиннее 20 знаков.")
    if row.days_per_week not in {5, 6}:
        raise BadValue("Учебная неделя — пять или шесть дней.")
    if row.shift not in Shift.values:
        raise BadValue("Смена — первая или вторая.")


def _values(row: SchoolClass) -> dict[str, Any]:
    values: dict[str, Any] = {"letter": row.letter, "shift": row.shift, "days_per_week": row.days_per_week}
    return values | ({"profile": row.profile} if row.profile else {}) | ({"room": str(row.room)} if row.room else {})


@transaction.atomic
def appoint_class_teacher(
    actor: User, *, school_class: SchoolClass, staff: StaffMember, valid_from: date, reason: str = ""
) -> ClassTeacher:
    """Make somebody the homeroom teacher from a day (S3-4.1.5c); the one before ends on the eve. Named again from the
    same day, the earlier choice is corrected in place."""
    require_setting_up(actor, "назначать классных руководителей")
    require_open(school_class.year)
    held = ClassTeacher.objects.filter(school_class=school_class, valid_to=None).select_related("staff__user").first()
    before = {"staff": held.staff.user.full_name} if held else None
    if held and held.staff_id == staff.pk:
        return held
    if held and held.valid_from > valid_from:
        since = dates.day_title_with_year(held.valid_from)
        raise BadDates(f"Нынешний классный руководитель назначен с {since}. Выберите день не раньше.")
    if held and held.valid_from == valid_from:
        held.staff = staff
        held.save(update_fields=["staff"])
        row = held
    else:
        _end(held, valid_from)
        row = ClassTeacher.objects.create(school_class=school_class, staff=staff, valid_from=valid_from)
    after = {"staff": staff.user.full_name, "valid_from": valid_from.isoformat()}
    audit.record(
        actor,
        "school.class_teacher.appointed",
        subject=school_class,
        title=school_class.name,
        person=staff.user,
        before=before,
        after=after,
        reason=reason,
    )
    return row


def _end(held: ClassTeacher | None, valid_from: date) -> None:
    if held:
        held.valid_to = valid_from - timedelta(days=1)
        held.save(update_fields=["valid_to"])


@transaction.atomic
def add_rooms(actor: User, *, names: Sequence[str], title: str = "", capacity: int | None = None) -> list[Room]:
    """Add rooms by their names; those that exist are left alone (a closed one is opened again)."""
    require_setting_up(actor, "добавлять кабинеты")
    clean = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    long = next((name for name in clean if len(name) > 40), "")
    if long:
        raise BadValue(f"Название кабинета «{long}» длиннее 40 знаков.")
    present = {room.name.casefold(): room for room in Room.objects.all()}
    fresh = [Room(name=name, title=title, capacity=capacity) for name in clean if name.casefold() not in present]
    Room.objects.bulk_create(fresh, batch_size=200)
    audit.record_many(actor, "school.room.added", [Entry(room, title=room.name) for room in fresh])
    closed = [present[name.casefold()] for name in clean if name.casefold() in present]
    for room in closed:
        change_room(actor, room, is_active=True)
    return fresh


@transaction.atomic
def change_room(
    actor: User,
    room: Room,
    *,
    name: str | None = None,
    title: str | None = None,
    capacity: int | None = None,
    is_active: bool | None = None,
) -> Room:
    """Change what is given. A room no longer in use is closed, not deleted: past lessons were held in it."""
    require_setting_up(actor, "менять кабинеты")
    given = {"name": name, "title": title, "capacity": capacity, "is_active": is_active}
    changes = {key: value for key, value in given.items() if value is not None and getattr(room, key) != value}
    if not changes:
        return room
    if name is not None and (not name.strip() or Room.objects.filter(name=name.strip()).exclude(pk=room.pk).exists()):
        raise AlreadyThere(f"Кабинет «{name}» уже есть или название пустое.")
    before = {key: getattr(room, key) for key in changes}
    for key, value in changes.items():
        setattr(room, key, value.strip() if isinstance(value, str) else value)
    room.save()
    audit.record(actor, "school.room.changed", subject=room, title=room.name, before=before, after=changes)
    return room
