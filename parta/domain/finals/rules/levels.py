"""Step 1 of the forecast: marks of a course read as mean + level of the pupil + difficulty of the work + chance.

Empirical Bayes in closed form: every part is pulled to a generic prior, the less the more marks there are.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import mul
from typing import NamedTuple

PRIOR_PUPILS = 15.0
"""How many pupils' worth of belief the generic priors carry against the data of a course."""
PRIOR_MEAN = 0.68
"""Mean of a course nothing is known of, as a share of the scale (2..5: 4.04)."""
PRIOR_MARKS = 3.0
"""Marks' worth of belief in `PRIOR_MEAN`."""
LEVEL_SPREAD = 0.14
"""Spread of pupils' levels in a course, as a share of the scale."""
NOISE = 0.14
"""Spread of one pupil's marks about their level, as a share of the scale."""
WORK_SPREAD = 0.05
"""Spread of the difficulty of works of one kind, as a share of the scale."""
KIND_SPREAD = 0.05
"""Spread of the difficulty of kinds of work, as a share of the scale."""
FADING = 0.92
"""What a mark tells of the level, against the mark that came after it."""
LEAST_TOLD, MOST_TOLD = 0.35, 2.0
"""Ends of what a mark may tell by its weight, against a mark of mean weight."""
ROUNDS = 6
"""Rounds of estimating a course: the figures stand still by then."""
TINY = 1e-9


class Given(NamedTuple):
    """A mark so far, in order of days.

    value: on the scale. weight: in the final mean; 0 does not count and still tells of the level. tells: times what an
    ordinary mark tells (a final mark of an earlier period stands for many).
    """

    work: str
    kind: str
    value: float
    weight: float
    tells: float = 1.0


class Ahead(NamedTuple):
    """A work to come: its mark will count with `weight`."""

    work: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Marks that can come out, ascending; `floors[i]`: least mean that gives `marks[i + 1]`; ends of single marks."""

    marks: tuple[int, ...]
    floors: tuple[float, ...]
    low: float
    high: float

    def place(self, mean: float) -> int:
        """Index of the mark a mean gives: a floor itself gives the better mark."""
        return bisect_right(self.floors, mean + TINY)

    @property
    def width(self) -> float:
        """From the lowest to the highest single mark."""
        return self.high - self.low


@dataclass(frozen=True)
class Forecast:
    """What may come out. probabilities: by index of `scale.marks`, their sum is 1. mean: the expected final mean.

    spread: of that mean when marks do come; 0 when the answer is certain.
    """

    scale: Scale
    probabilities: tuple[float, ...]
    mean: float
    spread: float

    @property
    def likely(self) -> int:
        """The most probable mark."""
        return self.scale.marks[max(range(len(self.probabilities)), key=self.probabilities.__getitem__)]

    @cached_property
    def mark(self) -> int:
        """The mark to name: a miss costs one and each step of it one more, and this one costs the least.

        The most probable mark alone may be far from all others, the middle one alone may be rarely met.
        """
        return min(self.scale.marks, key=self._cost)

    def _cost(self, said: int) -> float:
        cost: float = 0
        for mark, share in zip(self.scale.marks, self.probabilities, strict=True):
            if mark != said:
                cost += share * (1 + abs(mark - said))
        return cost

    def at_least(self, mark: int) -> float:
        """Probability of this mark or a better one."""
        return min(1.0, sum(p for m, p in zip(self.scale.marks, self.probabilities, strict=True) if m >= mark))


@dataclass(slots=True)
class Course:
    """What is believed of a course (step 1): values on the scale of marks, spreads squared."""

    scale: Scale
    mean: float
    level_var: float
    noise_var: float
    works: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, float] = field(default_factory=dict)

    def difficulty(self, work: str, kind: str) -> float:
        """How much above the course's mean this work is marked."""
        return self.works[work] if work in self.works else self.kinds.get(kind, 0.0)

    def work_var(self, work: str) -> float:
        """Doubt about the difficulty of a work nobody has a mark for yet."""
        return 0.0 if work in self.works else (WORK_SPREAD * self.scale.width) ** 2


class Row(NamedTuple):
    """A pupil of a course being read. sure: what each mark tells, their sum `weight`; values: of the marks, in order.

    cells: of each mark the place of its work among the works of the course.
    """

    sure: tuple[float, ...]
    weight: float
    values: tuple[float, ...]
    cells: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """The marks of a course laid out once for all rounds. names: work and kind of a cell, in order of appearance.

    in_cell: of each cell its marks, the value and the row.
    """

    rows: list[Row]
    names: list[tuple[str, str]]
    in_cell: list[list[tuple[float, int]]]

    @property
    def kinds(self) -> list[str]:
        """Of the works, in order of appearance."""
        return list(dict.fromkeys(kind for _, kind in self.names))


def evidence(marks: Sequence[Given]) -> tuple[float, ...]:
    """How much each mark tells of the level: less the older it is, more the heavier (with the root of the weight)."""
    return _evidence(tuple([one[3] for one in marks]), tuple([one[4] for one in marks]))


@lru_cache(maxsize=8192)
def _evidence(weights: tuple[float, ...], tells: tuple[float, ...]) -> tuple[float, ...]:
    """Of marks by weight and by how much they tell: pupils of a course have few such rows between them."""
    mean = sum(weights) / len(weights) if weights else 0.0
    last = len(weights) - 1
    return tuple(
        told * FADING ** (last - i) * (_told(weight / mean) if mean > 0 else 1.0)
        for i, (weight, told) in enumerate(zip(weights, tells, strict=True))
    )


def _told(weight: float) -> float:
    return min(MOST_TOLD, max(LEAST_TOLD, math.sqrt(weight)))


def generic(scale: Scale) -> Course:
    """What is believed of a course nothing is known of."""
    width2 = scale.width**2
    return Course(scale, scale.low + PRIOR_MEAN * scale.width, LEVEL_SPREAD**2 * width2, NOISE**2 * width2)


def read_course(scale: Scale, pupils: Iterable[Sequence[Given]], prior: Course | None = None) -> Course:
    """Estimate a course from all marks known: of the class so far, and of earlier runs whole.

    prior: what an earlier run of the course was like, in place of the generic priors and with their weight.
    """
    table = _laid_out([marks for marks in pupils if marks])
    before = prior or generic(scale)
    course = Course(scale, before.mean, before.level_var, before.noise_var, kinds=dict(before.kinds))
    if not table.rows:
        return course
    marks = sum(len(row.values) for row in table.rows)
    total: float = 0
    for row in table.rows:
        for value in row.values:
            total += value
    course.mean = (total + PRIOR_MARKS * before.mean) / (marks + PRIOR_MARKS)
    levels = [0.0] * len(table.rows)
    for _ in range(ROUNDS):
        _read_works(course, table, levels, before)
        _read_levels(course, table, levels, marks, before)
    return course


def _laid_out(pupils: Sequence[Sequence[Given]]) -> Table:
    places: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    in_cell: list[list[tuple[float, int]]] = []
    for at, marks in enumerate(pupils):
        cells = []
        for work, kind, value, _, _ in marks:
            cell = places.setdefault((work, kind), len(in_cell))
            if cell == len(in_cell):
                in_cell.append([])
            in_cell[cell].append((value, at))
            cells.append(cell)
        sure = evidence(marks)
        rows.append(Row(sure, sum(sure), tuple(one.value for one in marks), tuple(cells)))
    return Table(rows, list(places), in_cell)


def _read_works(course: Course, table: Table, levels: Sequence[float], before: Course) -> None:
    """Difficulty of works, pulled to that of their kind, pulled to none or to what the kind was like before."""
    mean, noise = course.mean, course.noise_var
    gaps = [sum([value - mean - levels[at] for value, at in marks]) for marks in table.in_cell]
    counts = [len(marks) for marks in table.in_cell]
    work_var = (WORK_SPREAD * course.scale.width) ** 2
    belief = 1 / (KIND_SPREAD * course.scale.width) ** 2
    kinds = {kind: [before.kinds.get(kind, 0.0) * belief, belief] for kind in [*before.kinds, *table.kinds]}
    for (_, kind), gap, count in zip(table.names, gaps, counts, strict=True):
        sure = 1 / (work_var + noise / count)
        kinds[kind][0] += gap / count * sure
        kinds[kind][1] += sure
    course.kinds = {kind: gap / sure for kind, (gap, sure) in kinds.items()}
    pull = noise / work_var
    course.works = {
        work: (gap + pull * course.kinds[kind]) / (count + pull)
        for (work, kind), gap, count in zip(table.names, gaps, counts, strict=True)
    }


def _read_levels(course: Course, table: Table, levels: list[float], marks: int, before: Course) -> None:
    """Levels of pupils, their spread, the noise of marks; the mean takes up what all levels share."""
    mean, level_var, noise_var = course.mean, course.level_var, course.noise_var
    hard = [course.works[work] for work, _ in table.names]
    spread = noise = shift = 0.0
    for i, (sure, weight, values, cells) in enumerate(table.rows):
        gaps = [value - mean - hard[cell] for value, cell in zip(values, cells, strict=True)]
        level, doubt = 0.0, level_var
        if weight > 0:
            trust = level_var / (level_var + noise_var / weight)
            level, doubt = trust * sum(map(mul, sure, gaps)) / weight, level_var * (1 - trust)
        levels[i] = level
        shift += level
        spread += level * level + doubt
        noise += sum([(gap - level) ** 2 + doubt for gap in gaps])
    count = len(table.rows) + PRIOR_PUPILS
    course.mean += shift / count
    course.level_var = (spread + PRIOR_PUPILS * before.level_var) / count
    course.noise_var = (noise + PRIOR_PUPILS * before.noise_var) / (marks + PRIOR_PUPILS)


def pupil_level(course: Course, marks: Sequence[Given], sure: Sequence[float]) -> tuple[float, float]:
    """Level of one pupil above the course's mean, and the doubt about it (squared)."""
    weight = sum(sure)
    if weight <= 0:
        return 0.0, course.level_var
    mean, works, kinds = course.mean, course.works, course.kinds
    gap: float = 0
    for told, (work, kind, value, _, _) in zip(sure, marks, strict=True):
        hard = works.get(work)
        gap += told * (value - mean - (kinds.get(kind, 0.0) if hard is None else hard))
    trust = course.level_var / (course.level_var + course.noise_var / weight)
    return trust * gap / weight, course.level_var * (1 - trust)
