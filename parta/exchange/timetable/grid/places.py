"""Columns of one class on one day, put together: which room and teacher columns belong to which subject column."""

from dataclasses import dataclass, field

from parta.exchange.timetable.grid.classes import ClassName
from parta.exchange.timetable.grid.kinds import Kind


@dataclass(slots=True)
class Slot:
    """Neighbouring columns read together: one subject column (or two that share a room column)."""

    subjects: list[int] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)
    group: str = ""
    week: str = ""


@dataclass(slots=True)
class Place:
    """All columns of one class on one day."""

    school_class: ClassName
    weekday: int
    shift: int
    slots: list[Slot] = field(default_factory=list)

    def put(self, kind: Kind, column: int, group: str, week: str) -> None:
        """Subject, subject, room: the room column is shared; subject, room, subject, room: each has its own."""
        if kind is Kind.SUBJECT:
            self._put_subject(column, group, week)
            return
        if not self.slots:
            self.slots.append(Slot())
        if kind is Kind.ROOM:
            self._share_room()
        last = self.slots[-1]
        (last.rooms if kind is Kind.ROOM else last.teachers).append(column)

    def _put_subject(self, column: int, group: str, week: str) -> None:
        last = self.slots[-1] if self.slots else None
        if last is not None and not last.subjects:
            last.subjects.append(column)
            last.group, last.week = group, week
        else:
            self.slots.append(Slot([column], group=group, week=week))

    def _share_room(self) -> None:
        """The room column comes after several nameless subject columns without rooms: they become one slot."""
        bare = [slot for slot in self.slots if slot.subjects and not slot.rooms and not slot.teachers]
        named = any(slot.group or slot.week for slot in bare)
        if len(bare) > 1 and self.slots[-1] in bare and not named:
            self.slots = [slot for slot in self.slots if slot not in bare]
            self.slots.append(Slot([column for slot in bare for column in slot.subjects]))


__all__ = ["Place", "Slot"]
