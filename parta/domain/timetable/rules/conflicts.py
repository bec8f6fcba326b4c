"""Two lessons at once: of a teacher, a room, a class, a group, a pupil. Groups of one class may go side by side.

Also what the bells and the study plan do not know: a lesson outside its shift, hours above the plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from parta.domain.timetable.choices import WeekParity
from parta.lib.dates import WEEKDAYS_SHORT


class ConflictKind(StrEnum):
    """Who is in two places; the last two are only remarks."""

    TEACHER = "teacher"
    ROOM = "room"
    CLASS = "class"
    GROUP = "group"
    PUPILS = "pupils"
    SHIFT = "shift"
    HOURS = "hours"
    NO_TEACHER = "no_teacher"
    GAP = "gap"


BLOCKING = frozenset({ConflictKind.TEACHER, ConflictKind.CLASS, ConflictKind.GROUP, ConflictKind.PUPILS})
"""A person in two places at once: such a week cannot be lived. Rooms, shifts and hours are the school's to judge."""


@dataclass(frozen=True, slots=True)
class Occupied:
    """A line of the weekly timetable. `starts`, `ends`: minutes of the day; `classes`: (id, name) of those taught.

    `shift_fault`: why the place is outside the shift of its classes, «» when it is inside.
    """

    entry_id: int
    weekday: int
    number: int
    week: str
    starts: int
    ends: int
    subject: str
    unit: str
    classes: tuple[tuple[int, str], ...]
    is_group: bool
    teacher_id: int | None = None
    teacher: str = ""
    has_teacher: bool = True
    room_id: int | None = None
    room: str = ""
    group_id: int | None = None
    shift_fault: str = ""

    def meets(self, other: "Occupied") -> bool:
        """Do both happen at one time in one week?"""
        weeks = {self.week, other.week}
        together = len(weeks) == 1 or WeekParity.EVERY in weeks
        return together and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Hours:
    """A course with more hours a week in the timetable than in the study plan."""

    unit: str
    subject: str
    required: Decimal
    placed: Decimal
    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Names both sides: «вт 2: Крылова Е. А. — 7Б и 9Б». A soft one does not block. `class_id`: where to look."""

    kind: ConflictKind
    weekday: int
    number: int
    text: str
    soft: bool
    entry_ids: tuple[int, ...]
    class_id: int = 0

    @property
    def blocks(self) -> bool:
        """Does it stand in the way of publishing?"""
        return not self.soft and self.kind in BLOCKING


def find_conflicts(
    entries: Sequence[Occupied],
    *,
    members: Mapping[int, Mapping[int, str]] | None = None,
    above_plan: Iterable[Hours] = (),
) -> list[Conflict]:
    """Conflicts of a week, the hard ones first, then by day and lesson.

    members: pupils of each group, id → name, for two groups that share a pupil; above_plan: courses with extra hours.
    """
    found = [
        *_double(entries),
        *_crowded_classes(entries),
        *_crowded_groups(entries, members or {}),
        *_outside_shift(entries),
        *_above_plan(entries, above_plan),
        *_without_teacher(entries),
        *_gaps(entries),
    ]
    return sorted(found, key=lambda one: (one.soft, one.weekday, one.number, one.text))


def _double(entries: Sequence[Occupied]) -> Iterator[Conflict]:
    """A teacher or a room at two lessons. One subject, one room, one teacher: most likely a joint lesson, so soft."""
    by_person: dict[tuple[int, int], list[Occupied]] = defaultdict(list)
    by_room: dict[tuple[int, int], list[Occupied]] = defaultdict(list)
    for entry in entries:
        if entry.teacher_id:
            by_person[(entry.teacher_id, entry.weekday)].append(entry)
        if entry.room_id:
            by_room[(entry.room_id, entry.weekday)].append(entry)
    for first, second in _meeting(by_person.values()):
        joint = first.room_id == second.room_id and first.subject == second.subject
        text = f"{first.teacher} — {_sides(first, second)}"
        yield _conflict(ConflictKind.TEACHER, f"{text}, вместе" if joint else text, first, second, soft=joint)
    for first, second in _meeting(by_room.values()):
        # Two teachers of one subject in a gym are ordinary; of one teacher in two places the line above says enough.
        soft = bool(first.teacher_id and first.teacher_id == second.teacher_id) or first.subject == second.subject
        yield _conflict(ConflictKind.ROOM, f"{first.room} — {_sides(first, second)}", first, second, soft=soft)


def _crowded_classes(entries: Sequence[Occupied]) -> Iterator[Conflict]:
    """A class at two lessons, unless both are lessons of groups."""
    by_class: dict[tuple[int, int], list[Occupied]] = defaultdict(list)
    names: dict[int, str] = {}
    for entry in entries:
        for class_id, name in entry.classes:
            by_class[(class_id, entry.weekday)].append(entry)
            names[class_id] = name
    for (class_id, _), lessons in by_class.items():
        for first, second in _meeting([lessons]):
            if first.is_group and second.is_group:
                continue
            text = f"{names[class_id]} — {first.subject} и {second.subject}"
            yield _conflict(ConflictKind.CLASS, text, first, second, soft=False)


def _crowded_groups(entries: Sequence[Occupied], members: Mapping[int, Mapping[int, str]]) -> Iterator[Conflict]:
    """A group at two lessons, or two groups that share pupils."""
    by_day: dict[int, list[Occupied]] = defaultdict(list)
    for entry in entries:
        if entry.group_id is not None:
            by_day[entry.weekday].append(entry)
    for first, second in _meeting(by_day.values()):
        if first.group_id == second.group_id:
            text = f"{first.unit} — {first.subject} и {second.subject}"
            yield _conflict(ConflictKind.GROUP, text, first, second, soft=False)
            continue
        shared = {key: name for key, name in _of(members, first).items() if key in _of(members, second)}
        if shared:
            text = f"{_names(shared)} — {_sides(first, second)}"
            yield _conflict(ConflictKind.PUPILS, text, first, second, soft=False)


def _of(members: Mapping[int, Mapping[int, str]], entry: Occupied) -> Mapping[int, str]:
    return members.get(entry.group_id or 0, {})


def _names(pupils: Mapping[int, str]) -> str:
    """«Ковалёв Даниил и ещё 2»."""
    first = min(pupils.values())
    return first if len(pupils) == 1 else f"{first} и ещё {len(pupils) - 1}"


def _outside_shift(entries: Sequence[Occupied]) -> Iterator[Conflict]:
    for entry in entries:
        if entry.shift_fault:
            text = f"{entry.unit}, {entry.subject} — {entry.shift_fault}"
            yield _conflict(ConflictKind.SHIFT, text, entry, soft=False)


def _above_plan(entries: Sequence[Occupied], above_plan: Iterable[Hours]) -> Iterator[Conflict]:
    """Shown at the last of the course's lessons: that one is too many."""
    by_id = {entry.entry_id: entry for entry in entries}
    for one in above_plan:
        own = [by_id[entry_id] for entry_id in one.entry_ids if entry_id in by_id]
        if own:
            last = max(own, key=lambda entry: (entry.weekday, entry.number))
            text = f"{one.unit}, {one.subject} — стоит {_number(one.placed)} ч из {_number(one.required)} по плану"
            yield _conflict(ConflictKind.HOURS, text, last, soft=False)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")


def _without_teacher(entries: Sequence[Occupied]) -> Iterator[Conflict]:
    for entry in entries:
        if not entry.has_teacher:
            yield _conflict(ConflictKind.NO_TEACHER, f"{entry.unit}, {entry.subject} — без учителя", entry, soft=True)


def _gaps(entries: Sequence[Occupied]) -> Iterator[Conflict]:
    """A free lesson between two others of a class."""
    by_class: dict[tuple[int, str, int], dict[int, Occupied]] = defaultdict(dict)
    for entry in entries:
        for class_id, name in entry.classes:
            by_class[(class_id, name, entry.weekday)][entry.number] = entry
    for (class_id, name, weekday), taken in by_class.items():
        for number in range(min(taken), max(taken)):
            if number not in taken:
                text = f"{WEEKDAYS_SHORT[weekday - 1]} {number}: {name} — окно"
                yield Conflict(ConflictKind.GAP, weekday, number, text, True, (), class_id)


def _meeting(buckets: Iterable[list[Occupied]]) -> Iterator[tuple[Occupied, Occupied]]:
    for bucket in buckets:
        for first, second in combinations(bucket, 2):
            if first.meets(second):
                yield first, second


def _sides(first: Occupied, second: Occupied) -> str:
    return f"{first.unit} и {second.unit}"


def _conflict(kind: ConflictKind, text: str, *entries: Occupied, soft: bool) -> Conflict:
    first = entries[0]
    place = f"{WEEKDAYS_SHORT[first.weekday - 1]} {first.number}: "
    ids = tuple(entry.entry_id for entry in entries)
    class_id = first.classes[0][0] if first.classes else 0
    return Conflict(kind, first.weekday, first.number, place + text, soft, ids, class_id)
