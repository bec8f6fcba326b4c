"""Reads one lesson cell: how many subjects or groups are in it, each with its rooms, teachers, group and week."""

import itertools
import re
from dataclasses import dataclass, field, replace

from parta.exchange.timetable.grid.atoms import SEPARATORS, Atom, Kind, atoms_of
from parta.exchange.timetable.grid.labels import without_clock
from parta.exchange.timetable.grid.rooms import is_nothing, split_rooms, split_teachers

_OWN_NUMBER = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.)]\s*(?=[А-Яа-яЁё])")
_TRIM = " ,;:-–—/"


@dataclass(slots=True)
class Entry:
    """One half (third …) of a cell as it was met; an empty subject keeps the place of a half without a lesson."""

    subject: str = ""
    rooms: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    group: str = ""
    week: str = ""
    teachers_apart: bool = False
    """The teachers stand on lines of their own or around a slash: each has a group."""


@dataclass(frozen=True, slots=True)
class Part:
    """One lesson of one group: what becomes a ParsedLesson."""

    subject: str
    rooms: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    group: str = ""
    week: str = ""


@dataclass(slots=True)
class CellReading:
    """Entries of a cell and what was not understood in it (Russian sentences without a place)."""

    entries: list[Entry] = field(default_factory=list)
    own_number: int | None = None
    doubts: list[str] = field(default_factory=list)


def read_cell(text: str) -> CellReading:
    """Entries of a subject cell («физика 211/химия 213» gives two); none for «-» and an empty cell."""
    if is_nothing(text):
        return CellReading()
    if text.startswith("#"):
        return CellReading(doubts=[f"в ячейке ошибка формулы «{text}», урок не записан; исправьте её в файле"])
    text = without_clock(text)
    numbered = _OWN_NUMBER.match(text)
    reading = CellReading(own_number=int(numbered["number"]) if numbered else None)
    builder = _Builder()
    for atom in atoms_of(text[numbered.end() :] if numbered else text):
        builder.take(atom)
    reading.entries = builder.finish()
    if not any(entry.subject for entry in reading.entries):
        reading.doubts.append(f"предмет не найден в тексте «{_short(text)}»; впишите предмет или очистите ячейку")
        reading.entries = []
    return reading


def numbered_lines(text: str) -> list[tuple[int, str]]:
    """«1. Математика⏎2. Чтение …»: a whole day in one cell, as (lesson number, text); empty for an ordinary cell."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = [(int(match["number"]), line[match.end() :]) for line in lines if (match := _OWN_NUMBER.match(line))]
    numbers = [number for number, _ in found]
    return found if len(found) == len(lines) > 1 and numbers == sorted(set(numbers)) else []


class _Builder:
    """Puts atoms together, left to right."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.separator: Kind | None = None
        self.started = False
        """Something of the current entry has been met (even a dash)."""

    @property
    def current(self) -> Entry:
        if not self.entries:
            self.entries.append(Entry())
        return self.entries[-1]

    def take(self, atom: Atom) -> None:
        if atom.kind in SEPARATORS:
            self._separate(atom.kind)
            return
        getattr(self, f"_take_{atom.kind.value}")(atom)
        self.separator = None
        self.started = True

    def _separate(self, kind: Kind) -> None:
        if kind is Kind.SLASH and not self.started:
            # «/англ. яз. 306»: the first half is free.
            self.entries.append(Entry())
            self.started = True
        if self.separator is not Kind.SLASH:
            self.separator = kind

    def _new(self) -> Entry:
        self.entries.append(Entry())
        return self.entries[-1]

    def _take_text(self, atom: Atom) -> None:
        last = self.entries[-1] if self.entries else None
        if last is None or self._starts_new_subject(last, atom.value):
            self._new().subject = atom.value
        elif not last.subject:
            last.subject = atom.value
        else:
            glue = ", " if self.separator is Kind.COMMA else " "
            last.subject = f"{last.subject}{glue}{atom.value}"

    def _starts_new_subject(self, last: Entry, text: str) -> bool:
        if self.separator is Kind.SLASH:
            return True
        if not last.subject:
            return False
        if last.rooms or last.teachers:
            return True
        # A name broken into lines goes on with a small letter: «Физическая\nкультура».
        return self.separator is Kind.LINE and not text[:1].islower()

    def _take_room(self, atom: Atom) -> None:
        entry = self.current
        if entry.group and entry.rooms and self.separator in SEPARATORS:
            # «Англ. 12 (1), 14 (2)»: the next group begins with its room.
            entry = self._new()
        entry.rooms.append(atom.value)

    def _take_teacher(self, atom: Atom) -> None:
        entry = self.current
        if entry.teachers and self.separator in SEPARATORS:
            entry.teachers_apart = True
        entry.teachers.append(atom.value)

    def _take_group(self, atom: Atom) -> None:
        self._entry_for_mark(taken=bool(self.entries and self.entries[-1].group)).group = atom.value

    def _take_week(self, atom: Atom) -> None:
        self._entry_for_mark(taken=bool(self.entries and self.entries[-1].week)).week = atom.value

    def _entry_for_mark(self, *, taken: bool) -> Entry:
        """A mark before a subject opens a new entry, a mark after it belongs to the entry already open."""
        opens = taken or self.separator in (Kind.SLASH, Kind.LINE)
        return self._new() if opens and self.entries else self.current

    def _take_dash(self, _: Atom) -> None:
        if self.separator is Kind.SLASH and self._rooms_are_at_the_end():
            self.current.rooms.append("")
        elif self.separator is Kind.SLASH or not self.entries:
            self._new()

    def _rooms_are_at_the_end(self) -> bool:
        """«Инф/Англ 205/-»: the dash is a room, because the first subject has none of its own."""
        return len(self.entries) > 1 and bool(self.entries[-1].rooms) and not self.entries[0].rooms

    def finish(self) -> list[Entry]:
        if self.separator is Kind.SLASH:
            self.entries.append(Entry())
        _inherit_subjects(self.entries)
        _deal_out(self.entries)
        for entry in self.entries:
            entry.subject = " ".join(entry.subject.split()).strip(_TRIM)
        return self.entries


def _inherit_subjects(entries: list[Entry]) -> None:
    """«Англ. 1 гр. 205, 2 гр. 310»: the second group has the same subject."""
    for before, entry in itertools.pairwise(entries):
        if not entry.subject and (entry.group or entry.week) and (entry.rooms or entry.teachers):
            entry.subject = before.subject


def _deal_out(entries: list[Entry]) -> None:
    """«Инф/Англ 205/310»: what is gathered after the last subject belongs to each in turn."""
    if len(entries) < 2:
        return
    *earlier, last = entries
    if len(last.rooms) == len(entries) and not any(entry.rooms for entry in earlier):
        for entry, room in zip(entries, list(last.rooms), strict=True):
            entry.rooms = [room]
    if len(last.teachers) == len(entries) and not any(entry.teachers for entry in earlier):
        for entry, teacher in zip(entries, list(last.teachers), strict=True):
            entry.teachers = [teacher]


def add_columns(reading: CellReading, rooms_text: str, teachers_text: str) -> None:
    """Gives the entries what stands in the room and teacher columns beside the cell."""
    if rooms_text and reading.entries:
        rooms = split_rooms(rooms_text)
        if not _give(reading.entries, rooms, "rooms"):
            reading.doubts.append(
                f"предметов {len(reading.entries)}, а кабинетов {len(rooms)} («{_short(rooms_text)}»): "
                "чей какой, не ясно, кабинеты не записаны"
            )
    if teachers_text and reading.entries:
        teachers = split_teachers(teachers_text)
        if not _give(reading.entries, teachers, "teachers"):
            reading.doubts.append(
                f"предметов {len(reading.entries)}, а учителей {len(teachers)} («{_short(teachers_text)}»): "
                "кто что ведёт, не ясно, учителя не записаны"
            )


def _give(entries: list[Entry], values: list[str], name: str) -> bool:
    if len(entries) == 1:
        if name == "teachers" and len(values) > 1:
            entries[0].teachers_apart = True
        setattr(entries[0], name, [*getattr(entries[0], name), *values])
        return True
    if len(values) == len(entries):
        for entry, value in zip(entries, values, strict=True):
            setattr(entry, name, [*getattr(entry, name), value])
        return True
    # One unknown room («*») for two subjects says nothing, so nothing is lost.
    return not any(values)


def parts_of(entries: list[Entry]) -> list[Part]:
    """Lessons of the cell; several at once get group names, by the file («1 гр.») or by their order («1», «2»)."""
    parts: list[Part] = []
    position = 0
    several = sum(_size(entry) for entry in entries) > 1
    for entry in entries:
        for part in _exploded(entry):
            position += 1
            if part.subject:
                needs_name = several and not part.group and not part.week
                parts.append(replace(part, group=str(position)) if needs_name else part)
    return parts


def _size(entry: Entry) -> int:
    return len(_exploded(entry))


def _exploded(entry: Entry) -> list[Part]:
    """One part, or one for each group when one subject has several rooms or teachers at once."""
    rooms, teachers = entry.rooms, entry.teachers
    base = Part(entry.subject, group=entry.group, week=entry.week)
    if len(rooms) > 1 and len(teachers) in (0, len(rooms)) and not entry.group:
        people = teachers or [""] * len(rooms)
        return [
            replace(base, rooms=_known(room), teachers=_known(who)) for room, who in zip(rooms, people, strict=True)
        ]
    if len(teachers) > 1 and entry.teachers_apart and len(rooms) <= 1 and not entry.group:
        return [replace(base, rooms=_known(*rooms), teachers=_known(who)) for who in teachers]
    return [replace(base, rooms=_known(*rooms), teachers=_known(*teachers))]


def _known(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


__all__ = ["CellReading", "Entry", "Part", "add_columns", "numbered_lines", "parts_of", "read_cell"]
