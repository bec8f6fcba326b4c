"""Places of the week as wholes: checked against what the person saw, copied, made as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.school.models import SchoolClass
from parta.domain.timetable.actions.weekly import NewEntry, remove_entry, set_entry
from parta.domain.timetable.errors import PlaceChanged, TimetableClash
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.domain.timetable.permissions import require_weekly
from parta.domain.timetable.queries import entries_at, place_sign
from parta.lib.dates import WEEKDAYS_SHORT


@dataclass(frozen=True, slots=True)
class WeekPlace:
    """A class at a lesson of a weekday. `sign`: what the person saw there; None when it does not matter."""

    school_class: SchoolClass
    weekday: int
    number: int
    sign: str | None = None
    lines: Sequence[NewEntry] = field(default=())


def check_places(timetable: Timetable, places: Sequence[WeekPlace]) -> None:
    """The second writer is told. Inside a transaction; raises PlaceChanged with what stands there now."""
    Timetable.objects.select_for_update().get(pk=timetable.pk)
    for one in places:
        present = entries_at(timetable, one.school_class, one.weekday, one.number)
        if one.sign is not None and place_sign(present) != one.sign:
            now = ", ".join(row.course.subject.name for row in present) or "свободно"
            place = f"{one.school_class}, {WEEKDAYS_SHORT[one.weekday - 1]}, {one.number}\u2011й урок"
            raise PlaceChanged(f"{place}: это место тем временем изменили, сейчас там: {now}. Ваша правка не записана.")


@transaction.atomic
def restore_places(actor: User, *, timetable: Timetable, places: Sequence[WeekPlace]) -> None:
    """Make every place hold exactly these lines (undo). Places are emptied first, so that they may change places."""
    require_weekly(actor, "менять расписание")
    check_places(timetable, places)
    for one in places:
        wanted = {line.key for line in one.lines}
        for row in entries_at(timetable, one.school_class, one.weekday, one.number):
            if (row.course_id, row.weekday, row.number, row.week) not in wanted:
                remove_entry(actor, entry=row)
    for one in places:
        for line in one.lines:
            _put(actor, timetable, line)


@transaction.atomic
def copy_place(
    actor: User, *, timetable: Timetable, source: WeekPlace, target: WeekPlace, courses: Mapping[int, Course]
) -> None:
    """Copy the lessons of a place to another one, also of another class: its own page of the same subject.

    courses: pages of the target class by subject. Raises TimetableClash for a subject the class does not have.
    """
    require_weekly(actor, "менять расписание")
    check_places(timetable, [target])
    same = source.school_class.pk == target.school_class.pk
    for row in entries_at(timetable, source.school_class, source.weekday, source.number):
        course = row.course if same else courses.get(row.course.subject_id)
        if course is None:
            raise TimetableClash(f"У {target.school_class} нет предмета «{row.course.subject.name}».")
        room, teacher = (row.room, row.teacher) if same else (None, None)
        _put(actor, timetable, NewEntry(course, target.weekday, target.number, row.week, room, teacher))


def _put(actor: User, timetable: Timetable, line: NewEntry) -> None:
    present = TimetableEntry.objects.filter(
        timetable=timetable, course=line.course, weekday=line.weekday, number=line.number, week=line.week
    ).first()
    set_entry(
        actor, timetable=timetable, entry=present, course=line.course, weekday=line.weekday, number=line.number,
        week=line.week, room=line.room, teacher=line.teacher,
    )  # fmt: skip
