"""Physical education and health: who is asked theory instead of exercises (S3-5.3d)."""

from dataclasses import dataclass
from datetime import date

from parta.domain.journal.choices import MedicalKind

THEORY = frozenset({MedicalKind.SPECIAL_A, MedicalKind.SPECIAL_B, MedicalKind.RELIEVED})
"""Groups that exercise apart or not at all: assessed on what they know."""


@dataclass(frozen=True, slots=True)
class MedicalSpan:
    """A group with the days it is for; without a last day until another paper."""

    kind: str
    first_day: date
    last_day: date | None

    @property
    def is_theory(self) -> bool:
        """Is the pupil assessed on theory?"""
        return self.kind in THEORY

    def covers(self, day: date) -> bool:
        """Is the day inside, ends included?"""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def meets(self, other: "MedicalSpan") -> bool:
        """Do two spans share a day?"""
        mine, theirs = self.last_day or date.max, other.last_day or date.max
        return self.first_day <= theirs and other.first_day <= mine
