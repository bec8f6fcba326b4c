"""Regeneration without loss: lessons that stand are matched to the places a new timetable asks for."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, time

from parta.domain.timetable.choices import LessonStatus

LEFT_NOTE = "Нет в новом расписании: урок сохранён, на нём есть записи"
MOVED_NOTE = "Сдвинут вместе с записями при обновлении расписания"
Key = tuple[int, date, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson the timetable asks for."""

    course_id: int
    day: date
    number: int
    starts_at: time
    ends_at: time
    room_id: int | None
    teacher_id: int | None
    entry_id: int | None

    @property
    def key(self) -> Key:
        """What makes a lesson the same lesson."""
        return (self.course_id, self.day, self.number)


@dataclass(frozen=True, slots=True)
class Standing:
    """A lesson that is already there. `substituted`: another teacher was named for it; `at_distance`: it has a link."""

    id: int
    course_id: int
    day: date
    number: int
    starts_at: time
    ends_at: time
    room_id: int | None
    teacher_id: int | None
    entry_id: int | None
    status: str = LessonStatus.SCHEDULED.value
    note: str = ""
    moved_from: tuple[date, int] | None = None
    substituted: bool = False
    at_distance: bool = False

    @property
    def key(self) -> Key:
        """Where it stands now."""
        return (self.course_id, self.day, self.number)

    @property
    def origin(self) -> Key | None:
        """Where it stood before a hand moved it."""
        return (self.course_id, *self.moved_from) if self.moved_from else None

    @property
    def note_by_hand(self) -> bool:
        """A person's note, not one of regeneration."""
        return bool(self.note) and self.note not in (LEFT_NOTE, MOVED_NOTE)

    @property
    def by_hand(self) -> bool:
        """Cancelled, moved, substituted or changed by a person: such a decision is never undone by regeneration."""
        return self.status != LessonStatus.SCHEDULED or self.substituted or self.at_distance or self.note_by_hand

    def differs(self, place: Place) -> bool:
        """Do times, room, teacher or timetable line have to follow the place?"""
        if self.moved_from:
            return False
        return self.entry_id != place.entry_id or self.shows(place)

    def shows(self, place: Place) -> bool:
        """Would people see a difference? A line of a copied version is another line and the same lesson."""
        plan = (place.starts_at, place.ends_at, place.teacher_id)
        if (self.starts_at, self.ends_at, self.teacher_id) != plan or self.note == LEFT_NOTE:
            return True
        return not self.note_by_hand and self.room_id != place.room_id


@dataclass(slots=True)
class Matching:
    """What happens to every place and every lesson."""

    kept: list[Standing] = field(default_factory=list)
    changed: list[tuple[Standing, Place]] = field(default_factory=list)
    created: list[Place] = field(default_factory=list)
    moved: list[tuple[Standing, Place]] = field(default_factory=list)
    left: list[Standing] = field(default_factory=list)
    removed: list[Standing] = field(default_factory=list)
    free: list[Place] = field(default_factory=list)
    unmatched: list[Standing] = field(default_factory=list)


def pair(places: Iterable[Place], standing: Iterable[Standing], *, today: date) -> Matching:
    """First half: the same course, day and number is the same lesson. Fills `kept`, `changed`, `free`, `unmatched`.

    A lesson moved by hand holds both its new place and the one it came from. Lessons before `today` are never changed.
    """
    wanted: dict[Key, Place] = {}
    for place in places:
        wanted.setdefault(place.key, place)
    result = Matching()
    taken: set[Key] = set()
    for lesson in standing:
        taken.update(key for key in (lesson.key, lesson.origin) if key in wanted)
        found = wanted.get(lesson.key)
        if found is None and lesson.moved_from is None:
            result.unmatched.append(lesson)
        elif found is None or lesson.day < today or not lesson.differs(found):
            result.kept.append(lesson)
        else:
            result.changed.append((lesson, found))
    result.free = [place for key, place in wanted.items() if key not in taken]
    return result


def settle(result: Matching, entered: Set[int]) -> Matching:
    """Second half: lessons without a place. `entered`: ids of those that hold marks, topics or anything else.

    With entries: to the nearest free place of the same course on the same day, else left where it is. Without: removed.
    """
    free: dict[tuple[int, date], list[Place]] = defaultdict(list)
    for place in result.free:
        free[(place.course_id, place.day)].append(place)
    for lesson in sorted(result.unmatched, key=lambda one: (one.day, one.number, one.id)):
        if lesson.id not in entered and not lesson.by_hand:
            result.removed.append(lesson)
            continue
        near = free.get((lesson.course_id, lesson.day))
        if near:
            place = _nearest(near, lesson.number)
            near.remove(place)
            result.moved.append((lesson, place))
        else:
            result.left.append(lesson)
    result.created = [place for places in free.values() for place in places]
    result.free, result.unmatched = [], []
    return result


def _nearest(places: Iterable[Place], number: int) -> Place:
    return min(places, key=lambda place: (abs(place.number - number), place.number))
