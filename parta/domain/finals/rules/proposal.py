"""What mark the journal proposes, from exact means and the school's thresholds. Pure: plain values in and out.

The mean is a fraction and is rounded nowhere: 4.645 shown as 4,65 must not become «5» by accident (RIVALS §5.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from parta.domain.regulation.choices import EleventhFinalRule, MarkScale, NinthFinalRule, YearMarkRule
from parta.domain.regulation.rules import Rounding

NEAR = Fraction(8, 100)
"""A mean this close to a threshold is «near the boundary»: the teacher looks before accepting."""
HALF = Fraction(1, 2)
PASSED, FAILED = "зачёт", "незачёт"
PASS_FAIL = (PASSED, FAILED)


class MarkRules(Protocol):
    """What the proposal needs of the rulebook's section on marks."""

    @property
    def mark_scale(self) -> MarkScale:
        """The scale of the school."""

    @property
    def final_mark_rounding(self) -> Rounding:
        """Thresholds of the five-point scale."""

    @property
    def last_control_two_blocks(self) -> bool:
        """Does a «2» for the last control work keep the mean from being rounded up?"""

    @property
    def mark_values(self) -> tuple[str, ...]:
        """Marks of the scale, best first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """value: the mark proposed, «» when there is nothing to propose from. mean: exact.

    threshold: the boundary the mean is near, None when it is near none. blocked: a «2» for the last control work kept
    the mark from being rounded up.
    """

    value: str = ""
    mean: Fraction | None = None
    threshold: Fraction | None = None
    blocked: bool = False

    @property
    def is_near(self) -> bool:
        """Near a boundary."""
        return self.threshold is not None


NOTHING = Proposal()


@dataclass(frozen=True, slots=True)
class GivenMarks:
    """What an overall mark is made of; «» for one not given. earlier: half-years and years of grades 10 and 11."""

    year: str = ""
    exam: str = ""
    earlier: tuple[str, ...] = ()


def propose_period(
    mean: Fraction | None, rules: MarkRules, *, pass_fail: bool = False, last_control: str = ""
) -> Proposal:
    """The mark of a period (or a year made of all its marks) for an exact mean.

    last_control: the mark of the last control work of the period, «» without one. pass_fail: the subject ends with
    «зачёт» or «незачёт»: passed from the threshold of «3» on (half of the scale in scales without thresholds).
    """
    if mean is None:
        return NOTHING
    steps = _steps(rules)
    if pass_fail:
        start = _passing(rules)
        return Proposal(PASSED if mean >= start else FAILED, mean, _near(mean, [start]))
    value = next((mark for mark, start in steps if mean >= start), steps[-1][0])
    blocked = rules.last_control_two_blocks and last_control == "2" and value > mean
    if blocked:
        value = int(mean)
    return Proposal(str(value), mean, _near(mean, [start for _, start in steps[:-1]]), blocked)


def propose_year(
    periods: Sequence[str], mean: Fraction | None, rules: MarkRules, how: YearMarkRule, *, pass_fail: bool = False
) -> Proposal:
    """The year's mark. periods: marks of the periods given, in order; mean: of all marks of the year."""
    if how is YearMarkRule.YEAR_MEAN:
        return propose_period(mean, rules, pass_fail=pass_fail)
    if pass_fail:
        said = [one for one in periods if one in PASS_FAIL]
        return Proposal(said[-1] if said else "")
    marks = _numbers(periods)
    half_up = how is YearMarkRule.PERIODS_HALF_UP
    return mean_of(marks, half_to=None if half_up or not marks else marks[-1])


def propose_final(given: GivenMarks, *, grade: int, ninth: NinthFinalRule, eleventh: EleventhFinalRule) -> Proposal:
    """The overall mark of the certificate of grade 9 or 11."""
    year, exam = given.year, given.exam
    earlier = _numbers(given.earlier)
    if grade >= 11 and eleventh is EleventhFinalRule.HALVES_AND_YEARS and earlier:
        return mean_of(earlier)
    if grade < 11 and ninth is NinthFinalRule.YEAR_AND_EXAM and exam.isdigit() and year.isdigit():
        return mean_of([int(year), int(exam)])
    return Proposal(year, Fraction(int(year)) if year.isdigit() else None)


def mean_of(marks: Sequence[int], *, half_to: int | None = None) -> Proposal:
    """Mathematical rounding of a mean of marks; a half goes up, or towards the mark `half_to`."""
    if not marks:
        return NOTHING
    mean = Fraction(sum(marks), len(marks))
    whole = int(mean)
    part = mean - whole
    up = part > HALF or (part == HALF and (half_to is None or half_to > mean))
    return Proposal(str(whole + int(up)), mean, whole + HALF if abs(part - HALF) <= NEAR else None)


def shown_mean(mean: Fraction | None) -> str:
    """«4,67»; a short decimal is shown whole, so that nobody takes 4,645 for 4,65."""
    if mean is None:
        return ""
    places = next((one for one in (2, 3, 4) if (mean * 10**one).denominator == 1), 2)
    shown = Decimal(int(mean * 10**places + HALF)).scaleb(-places)
    return f"{shown:.{places}f}".replace(".", ",")


def stored_mean(mean: Fraction | None) -> Decimal | None:
    """To six places, cut off: the stored number never reaches a threshold that the mean did not."""
    return None if mean is None else Decimal(int(mean * 10**6)).scaleb(-6)


def _steps(rules: MarkRules) -> list[tuple[int, Fraction]]:
    """Marks with the mean each starts from, best first; the last one is for everything below."""
    if rules.mark_scale is MarkScale.FIVE_POINT:
        lowest = int(rules.mark_values[-1])
        starts = [(mark, Fraction(start)) for mark, start in rules.final_mark_rounding.starts]
        ones = [(2, Fraction(3, 2))] if lowest == 1 else []
        return [*starts, *ones, (lowest, Fraction(lowest))]
    marks = [int(one) for one in rules.mark_values]
    return [(mark, mark - HALF) for mark in marks[:-1]] + [(marks[-1], Fraction(marks[-1]))]


def _passing(rules: MarkRules) -> Fraction:
    if rules.mark_scale is MarkScale.FIVE_POINT:
        return Fraction(rules.final_mark_rounding.three)
    return Fraction(int(rules.mark_values[0]), 2)


def _near(mean: Fraction, starts: Sequence[Fraction]) -> Fraction | None:
    closest = min(starts, key=lambda start: abs(mean - start), default=None)
    return closest if closest is not None and abs(mean - closest) <= NEAR else None


def _numbers(values: Sequence[str]) -> list[int]:
    return [int(one) for one in values if one.isdigit()]
