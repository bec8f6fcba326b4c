"""The steps before a class is closed: what is done, what is left, what is late, and what forbids it. No Django."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from parta.lib.russian import counted

NAMED_PAGES, NAMED_PUPILS = 3, 3
ADVISORY = frozenset({"near", "works"})
"""Steps worth a look: what is left in them keeps no class from being ready."""


class StepState(StrEnum):
    """done: nothing to do; left: work goes on; late: its term is over; wait: its time has not come."""

    DONE = "done"
    LEFT = "left"
    LATE = "late"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """Counts of one class in a period. lessons, unfilled: of the days before today; missing: neither mark nor deferral;
    drafted: of these, a deferral waits for its order; overdue: deferrals whose term passed without a result; absences:
    missed lessons without a reason; unexplained: marks unlike the proposal without a reason; behind: pages without an
    approved plan; unwritten: pupils and pages without a mark for a control or mandatory work.
    """

    last: date
    opens: datetime
    closes: datetime
    lessons: int = 0
    unfilled: int = 0
    required: int = 0
    missing: int = 0
    drafted: int = 0
    deferred: int = 0
    overdue: int = 0
    absences: int = 0
    deviations: int = 0
    unexplained: int = 0
    pages: int = 0
    behind: int = 0
    unwritten: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step. count: how many are left; blocks: the class cannot be closed until it is done."""

    key: str
    state: StepState
    count: int = 0
    blocks: bool = False

    @property
    def is_done(self) -> bool:
        """Nothing is left to do."""
        return self.state is StepState.DONE

    @property
    def is_settled(self) -> bool:
        """Done, or only worth a look."""
        return self.is_done or self.key in ADVISORY

    @property
    def is_obstacle(self) -> bool:
        """It stops the closing now: the double cross of the page. What is not begun yet is none."""
        return self.blocks and self.state in (StepState.LEFT, StepState.LATE)

    @property
    def look(self) -> str:
        """The class of its line: ok, wait, bad (stops the closing), late (overdue, stops nothing), todo."""
        if self.is_obstacle:
            return "bad"
        return {StepState.DONE: "ok", StepState.WAIT: "wait", StepState.LATE: "late"}.get(self.state, "todo")


def steps_of(facts: ClassFacts, now: datetime, *, required: bool = True, justified: bool = False) -> list[Step]:
    """The steps in the order of the page. required: the act demands a mark or a deferral for everybody; justified: it
    demands that a mark unlike the proposal has its reason."""
    return [
        _step("lessons", facts.unfilled, late=True),
        _marks(facts, now, required=required),
        _step("works", facts.unwritten),
        _step("disputes", facts.unexplained, blocks=justified),
        _deferrals(facts, now),
        _step("absences", facts.absences),
        _step("plans", facts.behind),
    ]


def is_over(facts: ClassFacts, today: date) -> bool:
    """Has the last day of the period passed?"""
    return facts.last < today


def _step(key: str, count: int, *, late: bool = False, blocks: bool = False) -> Step:
    if not count:
        return Step(key, StepState.DONE)
    return Step(key, StepState.LATE if late else StepState.LEFT, count, blocks=blocks)


def _marks(facts: ClassFacts, now: datetime, *, required: bool) -> Step:
    if not facts.missing:
        return Step("marks", StepState.DONE)
    if now < facts.opens:
        return Step("marks", StepState.WAIT, facts.missing, blocks=required)
    state = StepState.LATE if now > facts.closes else StepState.LEFT
    return Step("marks", state, facts.missing, blocks=required)


def _deferrals(facts: ClassFacts, now: datetime) -> Step:
    count = facts.drafted + facts.overdue
    return _step("deferrals", count, late=bool(facts.overdue) or now > facts.closes)


LACKING = "Нет отметки или отсрочки"
UNEXPLAINED = "Отметка не как предложена, а причины нет"


def lacking_text(lines: Sequence[tuple[str, str]], what: str = LACKING) -> str:
    """«Нет отметки или отсрочки: 7Б, алгебра — Абрамов Тимофей, Белова Дарья и ещё 2; ещё 3 предмета.»"""
    by_page: dict[str, list[str]] = defaultdict(list)
    for page, pupil in lines:
        if pupil not in by_page[page]:
            by_page[page].append(pupil)
    parts = [f"{page} — {_named(pupils)}" for page, pupils in list(by_page.items())[:NAMED_PAGES]]
    rest = len(by_page) - NAMED_PAGES
    if rest > 0:
        parts.append(f"ещё {counted(rest, 'предмет', 'предмета', 'предметов')}")
    return f"{what}: {'; '.join(parts)}."


def _named(pupils: list[str]) -> str:
    rest = len(pupils) - NAMED_PUPILS
    return ", ".join(pupils[:NAMED_PUPILS]) + (f" и ещё {rest}" if rest > 0 else "")
