"""The steps before the year of a class is closed, and the sentences that name what is in the way. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parta.domain.finals.rules.closing import Step, StepState

NAMED = 3


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One class at the end of its year. last: the last day of the year; open_periods: titles of those not closed.

    required, missing: marks of the year asked for, and those with neither a mark nor a deferral; overall,
    overall_missing: the same of overall marks, none asked for where no certificate follows; pupils: on the list of the
    last day; undecided: names without a decision; at_odds: names whose decision contradicts the marks; owing: names
    promoted conditionally whose failed or deferred subject has no term; postponed: names whose mark of the year is
    deferred, which keeps nobody else; lacking: the sentence that names missing marks.
    """

    last: date
    open_periods: tuple[str, ...] = ()
    required: int = 0
    missing: int = 0
    overall: int = 0
    overall_missing: int = 0
    pupils: int = 0
    undecided: tuple[str, ...] = ()
    at_odds: tuple[str, ...] = ()
    owing: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()
    debts: int = 0
    lacking: str = ""

    @property
    def undecided_named(self) -> str:
        """The first of those without a decision."""
        return named(self.undecided)

    @property
    def at_odds_named(self) -> str:
        """The first of those whose decision contradicts the marks."""
        return named(self.at_odds)

    @property
    def owing_named(self) -> str:
        """The first of those whose debt has no term."""
        return named(self.owing)

    @property
    def postponed_named(self) -> str:
        """The first of those whose mark of the year is deferred."""
        return named(self.postponed)


def year_steps(facts: YearFacts, today: date, *, required: bool = True) -> list[Step]:
    """The steps in the order of the page. required: the act demands a mark or a deferral for everybody."""
    over = facts.last < today
    return [
        _step("periods", len(facts.open_periods), over=over),
        _step("marks", facts.missing, over=over, blocks=required),
        _step("overall", facts.overall_missing, over=over, blocks=required),
        _step("council", len(facts.undecided) + len(facts.at_odds), over=over),
        _step("debts", len(facts.owing), over=over),
    ]


def year_obstacles(facts: YearFacts, today: date, *, required: bool = True) -> list[str]:
    """Why the year of the class cannot be closed yet, in sentences; none when it can."""
    found = []
    if facts.last >= today:
        found.append("Учебный год ещё идёт.")
    if facts.open_periods:
        found.append(f"Не закрыто: {', '.join(facts.open_periods)}.")
    if required and facts.lacking:
        found.append(facts.lacking)
    if facts.undecided:
        found.append(f"Нет решения педсовета: {named(facts.undecided)}.")
    if facts.at_odds:
        found.append(f"Решение не сходится с отметками: {named(facts.at_odds)}.")
    if facts.owing:
        found.append(f"Нет срока ликвидации долга: {named(facts.owing)}.")
    return found


def named(names: Sequence[str], shown: int = NAMED) -> str:
    """«Белова Дарья, Гусев Илья, Ким Анна и ещё 2»."""
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" и ещё {rest}" if rest > 0 else "")


def _step(key: str, count: int, *, over: bool, blocks: bool = True) -> Step:
    if not count:
        return Step(key, StepState.DONE)
    return Step(key, StepState.LEFT if over else StepState.WAIT, count, blocks=blocks)
