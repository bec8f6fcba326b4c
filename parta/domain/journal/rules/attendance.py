"""A pupil's day made of lessons: absent all day or in part, came and left, what the reason covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Presence(Enum):
    """What is known of a pupil at a lesson. Late is not absent; unknown until somebody has looked."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    UNKNOWN = "unknown"


HERE = {Presence.PRESENT, Presence.LATE}


@dataclass(frozen=True, slots=True)
class Seen:
    """A lesson of the day. covered: an absence whose reason the class teacher knows."""

    number: int
    presence: Presence
    covered: bool = False


@dataclass(frozen=True, slots=True)
class DayPresence:
    """The lessons of one pupil's day, in order."""

    lessons: Sequence[Seen]

    @property
    def missed(self) -> int:
        """How many lessons were missed."""
        return sum(one.presence is Presence.ABSENT for one in self.lessons)

    @property
    def is_full_day(self) -> bool:
        """A day counts as missed only when every lesson of that pupil was."""
        return bool(self.lessons) and self.missed == len(self.lessons)

    @property
    def gap(self) -> tuple[int, int] | None:
        """Numbers of a lesson where the pupil was and of a later one missed without a reason: somebody should ask."""
        was = None
        for one in self.lessons:
            if one.presence in HERE:
                was = one.number
            elif one.presence is Presence.ABSENT and was is not None and not one.covered:
                return was, one.number
        return None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pupil is absent between two days, both included; on the first day from a lesson on (1 for all of it)."""

    code: str
    first_day: date
    last_day: date
    first_lesson: int = 1

    def covers(self, day: date, number: int) -> bool:
        """Is the lesson inside?"""
        if not self.first_day <= day <= self.last_day:
            return False
        return day > self.first_day or number >= self.first_lesson

    def meets(self, other: "Reason") -> bool:
        """Do two reasons share a day?"""
        return self.first_day <= other.last_day and other.first_day <= self.last_day
