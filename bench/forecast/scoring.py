"""Four measures of an answer, probabilities for baselines that have none, and calibration.

Baselines get the best of two, measure by measure: their one mark with the rest of the probability spread evenly, the
rest chosen in hindsight on the very answers judged; and the frequencies of what came after the same guess on the other
folds. Both favour the baselines: neither is open to the forecast.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bench.forecast.trial import BASELINES, Answer

LEAST = 1e-4
"""A probability below this is taken as this in the log loss, for everybody alike."""
SPREADS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8)
BINS = 10


class Score(NamedTuple):
    """mae: steps of the scale between the mark named and the mark that came. accuracy: share of exact hits."""

    mae: float
    accuracy: float
    log_loss: float
    brier: float

    def as_json(self) -> dict[str, float]:
        """Plain values."""
        return {name: round(value, 5) for name, value in self._asdict().items()}


class Bin(NamedTuple):
    """Probabilities said between two tenths: their mean, how often it came true, how many."""

    said: float
    came: float
    times: int


Row = tuple[int, Sequence[float], int]
"""Mark named, probabilities, mark that came: indexes on the scale."""


def score(rows: Sequence[Row]) -> Score:
    """Means over all rows."""
    miss = hits = loss = brier = 0.0
    for said, probabilities, came in rows:
        miss += abs(said - came)
        hits += said == came
        held = [max(one, LEAST) for one in probabilities]
        loss -= math.log(held[came] / sum(held))
        brier += sum((one - (place == came)) ** 2 for place, one in enumerate(probabilities))
    count = len(rows)
    return Score(miss / count, hits / count, loss / count, brier / count)


def scores(answers: Sequence[Answer]) -> dict[str, Score]:
    """Ours and the baselines."""
    found = {"ours": score([(one.said, one.probabilities, one.truth) for one in answers])}
    return found | {name: _best(answers, name) for name in BASELINES}


def _best(answers: Sequence[Answer], name: str) -> Score:
    tried = [score(list(_spread(answers, name, rest))) for rest in SPREADS]
    tried.append(score(list(_frequencies(answers, name))))
    return Score(tried[0].mae, tried[0].accuracy, min(one.log_loss for one in tried), min(one.brier for one in tried))


def _spread(answers: Sequence[Answer], name: str, rest: float) -> Iterable[Row]:
    size = len(answers[0].probabilities)
    for one in answers:
        said = one.guesses[name]
        yield said, [rest / size + (1 - rest) * (place == said) for place in range(size)], one.truth


def _frequencies(answers: Sequence[Answer], name: str) -> Iterable[Row]:
    """What came after this guess on the other folds, with half a pupil added to every mark."""
    size = len(answers[0].probabilities)
    whole: dict[int, list[float]] = defaultdict(lambda: [0.5] * size)
    own: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0] * size)
    for one in answers:
        whole[one.guesses[name]][one.truth] += 1
        own[one.fold, one.guesses[name]][one.truth] += 1
    for one in answers:
        said = one.guesses[name]
        counts = [a - b for a, b in zip(whole[said], own[one.fold, said], strict=True)]
        yield said, [count / sum(counts) for count in counts], one.truth


def calibration(answers: Iterable[Answer]) -> list[Bin]:
    """Every probability said of every mark, against how often that mark came."""
    cells = [[0.0, 0.0, 0] for _ in range(BINS)]
    for one in answers:
        for place, share in enumerate(one.probabilities):
            cell = cells[min(BINS - 1, int(share * BINS))]
            cell[0] += share
            cell[1] += place == one.truth
            cell[2] += 1
    return [Bin(said / count, came / count, int(count)) for said, came, count in cells if count]


def off(bins: Sequence[Bin]) -> float:
    """Mean distance between what was said and what came, by tenths (expected calibration error)."""
    return sum(one.times * abs(one.said - one.came) for one in bins) / sum(one.times for one in bins)
