"""Hours of the study plan and of a thematic plan, by section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

WEEKS_IN_YEAR = 34
"""Weeks of the federal study plan for grades 2–11; grade 1 has 33."""
WEEKS_IN_FIRST_GRADE = 33


@dataclass(frozen=True, slots=True)
class SectionHours:
    """A section: hours the programme gives it (None: the programme does not say), hours of the plan, hours given."""

    title: str
    programme: int | None
    planned: int
    given: int = 0

    @property
    def difference(self) -> int:
        """Positive: the plan spends more than the programme."""
        return 0 if self.programme is None else self.planned - self.programme


def weeks_of(grade_level: int) -> int:
    """Teaching weeks of the federal study plan."""
    return WEEKS_IN_FIRST_GRADE if grade_level == 1 else WEEKS_IN_YEAR


def yearly_hours(hours_per_week: Decimal, grade_level: int) -> int:
    """Hours a year for hours a week: 3 → 102; halves are rounded up (0.5 → 17)."""
    return int(hours_per_week * weeks_of(grade_level) + Decimal("0.5"))


def section_hours(
    units: Iterable[str], programme: Mapping[str, int | None], given: Iterable[bool] = ()
) -> list[SectionHours]:
    """Sections in the order they are met, then those of the programme that the plan lacks, with no hours.

    units: the section of every lesson of the plan; given: was it given?
    """
    flags = iter(given)
    planned: dict[str, int] = {}
    done: dict[str, int] = {}
    for title in units:
        planned[title] = planned.get(title, 0) + 1
        done[title] = done.get(title, 0) + bool(next(flags, False))
    missing = [title for title, hours in programme.items() if hours and title not in planned]
    found = [SectionHours(title, programme.get(title), count, done[title]) for title, count in planned.items()]
    return [*found, *(SectionHours(title, programme[title], 0) for title in missing)]
