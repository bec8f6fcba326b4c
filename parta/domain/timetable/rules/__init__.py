"""Pure rules of the timetable: which days have lessons, bells, regeneration without loss, conflicts of a week."""

from parta.domain.timetable.rules.calendar import (
    Bells,
    Teaching,
    Times,
    parity_of,
    slots_fault,
    teacher_on,
)
from parta.domain.timetable.rules.conflicts import Conflict, ConflictKind, Hours, Occupied, find_conflicts
from parta.domain.timetable.rules.matching import LEFT_NOTE, MOVED_NOTE, Matching, Place, Standing, pair, settle
from parta.domain.timetable.rules.substitutes import Candidate, Fitness, rank
from parta.domain.timetable.rules.versions import bounded, digest, in_force_on

__all__ = [
    "LEFT_NOTE",
    "MOVED_NOTE",
    "Bells",
    "Candidate",
    "Conflict",
    "ConflictKind",
    "Fitness",
    "Hours",
    "Matching",
    "Occupied",
    "Place",
    "Standing",
    "Teaching",
    "Times",
    "bounded",
    "digest",
    "find_conflicts",
    "in_force_on",
    "pair",
    "parity_of",
    "rank",
    "settle",
    "slots_fault",
    "teacher_on",
]
