"""Who could give a lesson instead: free teachers of the subject first, then those who know the class, then anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Fitness(IntEnum):
    """Why a person is proposed; the smaller, the earlier in the list."""

    SUBJECT_AND_CLASS = 0
    SUBJECT = 1
    CLASS = 2
    FREE = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A free member of staff. `here`: at school that day; `given`, `today`: substitutions of the month, of the day."""

    staff_id: int
    name: str
    sort_name: str
    teaches_subject: bool
    teaches_class: bool
    here: bool
    given: int = 0
    today: int = 0
    subjects: str = ""

    @property
    def fitness(self) -> Fitness:
        """The group of the list."""
        if self.teaches_subject:
            return Fitness.SUBJECT_AND_CLASS if self.teaches_class else Fitness.SUBJECT
        return Fitness.CLASS if self.teaches_class else Fitness.FREE


def rank(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The subject first, then the class; among equals those who are at school anyway, then those who gave fewer."""
    return sorted(candidates, key=lambda one: (one.fitness, not one.here, one.today, one.given, one.sort_name))
