"""Odd and even weeks, bells of a day, who teaches on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from parta.domain.timetable.choices import WeekParity
from parta.lib.dates import monday_of


def parity_of(day: date, start: date) -> WeekParity:
    """Odd or even week, counted from the week of `start` (the timetable's first day), which is odd."""
    weeks = (monday_of(day) - monday_of(start)).days // 7
    return WeekParity.EVEN if weeks % 2 else WeekParity.ODD


@dataclass(frozen=True, slots=True)
class Times:
    """Bells in force from a day for a shift, perhaps for one weekday only. `slots`: lesson number → begin and end."""

    shift: int
    weekday: int | None
    valid_from: date
    slots: Mapping[int, tuple[time, time]]


@dataclass(slots=True)
class Bells:
    """All bells of a year; answers when a lesson begins and ends."""

    schedules: Sequence[Times]
    _chosen: dict[tuple[int, int, date], Times | None] = field(default_factory=dict)

    def times(self, shift: int, weekday: int, day: date, number: int) -> tuple[time, time] | None:
        """Begin and end of a lesson, or None when the bells do not name it.

        Bells of the weekday itself beat common ones, later ones beat earlier. A day before the first bells of a shift
        takes those first bells: a school that enters its bells in December does not lose September.
        """
        key = (shift, weekday, day)
        if key not in self._chosen:
            self._chosen[key] = self._choose(shift, weekday, day)
        chosen = self._chosen[key]
        return chosen.slots.get(number) if chosen else None

    def _choose(self, shift: int, weekday: int, day: date) -> Times | None:
        fitting = [one for one in self.schedules if one.shift == shift and one.weekday in (None, weekday)]
        current = [one for one in fitting if one.valid_from <= day]
        if current:
            return max(current, key=lambda one: (one.weekday is not None, one.valid_from))
        return min(fitting, key=lambda one: (one.weekday is None, one.valid_from), default=None)


def slots_fault(slots: Iterable[tuple[int, time, time]]) -> str:
    """What is wrong with the bells of a day, as a sentence; «» when they are in order."""
    previous: tuple[int, time, time] | None = None
    for number, starts, ends in sorted(slots):
        if starts >= ends:
            return f"{number}\u2011й урок кончается раньше, чем начинается: {starts:%H:%M}–{ends:%H:%M}."
        if previous and previous[0] == number:
            return f"{number}\u2011й урок записан дважды."
        if previous and starts < previous[2]:
            before, until = previous[0], f"{previous[2]:%H:%M}"
            return f"{number}\u2011й урок начинается в {starts:%H:%M}, а {before}\u2011й кончается в {until}."
        previous = (number, starts, ends)
    return ""


@dataclass(frozen=True, slots=True)
class Teaching:
    """An assignment of a course: who, from when, till when."""

    staff_id: int
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Does the person teach the course on the day?"""
        return self.first <= day and (self.last is None or day <= self.last)


def teacher_on(day: date, entry_teacher: int | None, teaching: Sequence[Teaching]) -> int | None:
    """Who gives the lesson: the one named in the timetable while assigned to the course, else its only teacher.

    Several teachers and none named is team teaching: None, and each of them sees the lesson.
    """
    current = [one for one in teaching if one.covers(day)]
    if not current or any(one.staff_id == entry_teacher for one in current):
        return entry_teacher
    if len(current) == 1:
        return current[0].staff_id
    if entry_teacher is None:
        return None
    # The named teacher has left the course: the latest to come has taken his place.
    return max(current, key=lambda one: one.first).staff_id
