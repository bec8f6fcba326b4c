"""The forecast of a final mark: one method for a quarter, a half-year and a year. Standard library only.

The final mark is a weighted mean put through thresholds. At any moment a part of that mean is known (the marks so far)
and a part is not (the works ahead). The method says what the unknown part may come to, and with what probability:

1. **Course.** Every mark is read as mean of the course + level of the pupil + difficulty of the work + chance.
   `read_course` estimates all four from the marks so far of the whole class and from earlier runs of the course, by
   repeated shrinkage (empirical Bayes). With little data the estimates stay near the generic priors below.
2. **Pupil.** The level is shrunk to the mean of the course: three marks say less than twelve. Heavier works and later
   marks tell more.
3. **Works ahead** are expected at the level of the pupil and at the difficulty of their kind. A pupil may also get no
   more marks at all; then the final is the mean of today. How often that happens is learned too.
4. **Correction.** Where earlier runs of the course are known, the same forecast is made for their pupils at the same
   moment and compared with what came of it: a ridge regression takes the systematic error away (a trend that goes
   on, absences), and the errors of the pupils most like this one give the shape of the distribution.
5. **Thresholds.** The distribution of the final mean is cut at the school's thresholds: a probability for each mark.

Nothing here asks about family, health or sex. `docs/forecast.md` tells the same in plain words and how it was judged.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from parta.domain.finals.rules.levels import (
    PRIOR_PUPILS,
    TINY,
    Ahead,
    Course,
    Forecast,
    Given,
    Scale,
    evidence,
    pupil_level,
    read_course,
)

__all__ = [
    "Ahead",
    "Course",
    "Forecast",
    "Given",
    "Lesson",
    "Past",
    "Pupil",
    "Scale",
    "forecast",
    "learn",
    "read_course",
]

STOPS = (0.02, 0.3, 0.7)
"""How often no mark comes any more: after no, one, two and more works in a row not handed in."""
STOP_PRIOR = 8.0
"""Pupils' worth of belief in `STOPS`."""
RIDGE = 15.0
"""Pull of the correction to nothing, in pupils."""
ALIKE = 0.8
"""Width of the neighbourhood of pupils alike, in spreads of each sign."""
SHAPE_PRIOR = 12.0
"""Pupils alike at which the normal shape and the errors of those pupils are believed equally."""
FALL_PRIOR = 1.0
"""Pupils' worth of belief that the lowest end of the scale is as frequent here as in the whole course."""
BAND, LEAST_BAND = 0.5, 0.12
"""Smoothing of one error, in spreads, with one pupil alike; its least."""
REACH = 4.0
"""Signs further than this many spreads from the mean are taken as this far."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """What is known of a pupil in a course today.

    marks: in order of days. silent: works in a row, up to today, that were not handed in. signs: further numbers that
    may tell (share of lessons missed, earlier failures): the same ones in the same order for everybody of the course.
    """

    marks: tuple[Given, ...]
    silent: int = 0
    signs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """A pupil of an earlier run of the course: as they stood at this moment of that run, and the marks that came."""

    then: Pupil
    later: tuple[Given, ...]


class Miss(NamedTuple):
    """How wrong the corrected forecast was about an earlier pupil. error: in spreads; fell: to the lowest end."""

    signs: tuple[float, ...]
    error: float
    fell: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """What earlier runs taught at this moment of the course (step 4). No coefficients: only how often pupils stop."""

    stops: tuple[float, ...]
    coefficients: tuple[float, ...] = ()
    centre: tuple[float, ...] = ()
    unit: tuple[float, ...] = ()
    spread: float = 1.0
    misses: tuple[Miss, ...] = ()


UNTAUGHT = Lesson(STOPS)
"""No earlier run is known."""


# --- steps 2 and 3: the pupil and the works ahead --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outlook:
    """The two parts of a final mean before correction: what is known, and mean and variance of what is to come."""

    known: float
    known_weight: float
    coming: float
    coming_var: float
    coming_weight: float
    signs: tuple[float, ...]

    @property
    def now(self) -> float | None:
        """The mean of today."""
        return self.known / self.known_weight if self.known_weight > 0 else None


def _look(course: Course, pupil: Pupil, ahead: Sequence[Ahead]) -> Outlook:
    level, doubt = pupil_level(course, pupil.marks, evidence(pupil.marks))
    weight, pull, chance = _ahead(course, ahead)
    mean, var = course.mean + level, doubt + course.noise_var
    if weight > 0:
        mean += pull / weight
        var = doubt + chance / weight**2
    unit, last = math.sqrt(course.level_var), 0.0
    if pupil.marks:
        one = pupil.marks[-1]
        last = one.value - course.mean - course.difficulty(one.work, one.kind) - level
    known: float = 0
    known_weight: float = 0
    for _, _, value, mark_weight, _ in pupil.marks:
        known += mark_weight * value
        known_weight += mark_weight
    return Outlook(
        known=known,
        known_weight=known_weight,
        coming=min(course.scale.high, max(course.scale.low, mean)),
        coming_var=var,
        coming_weight=weight,
        signs=(level / unit, last / unit, float(_silence(pupil)), *pupil.signs),
    )


def _ahead(course: Course, ahead: Sequence[Ahead]) -> tuple[float, float, float]:
    """Sums over the works to come: weight, weighted difficulty, chance. The same work said again is not asked about."""
    total: float = 0
    pull: float = 0
    chance: float = 0
    before: Ahead | None = None
    weight = shift = doubt = 0.0
    for one in ahead:
        if one is not before:
            before, weight = one, one.weight
            shift = weight * course.difficulty(one.work, one.kind)
            doubt = weight**2 * (course.noise_var + course.work_var(one.work))
        total += weight
        pull += shift
        chance += doubt
    return total, pull, chance


def _silence(pupil: Pupil) -> int:
    return min(pupil.silent, len(STOPS) - 1)


# --- step 4: earlier runs --------------------------------------------------------------------------------------------


def learn(course: Course, past: Iterable[Past], ahead: Sequence[Ahead]) -> Lesson:
    """Make the same forecast for pupils of earlier runs, at this moment of the run, and compare it with what came."""
    stopped = [[STOP_PRIOR * share, STOP_PRIOR] for share in STOPS]
    looks: list[Outlook] = []
    came: list[float] = []
    for one in past:
        weight = sum(mark.weight for mark in one.later)
        cell = stopped[_silence(one.then)]
        cell[0] += weight <= 0
        cell[1] += 1
        if weight > 0:
            looks.append(_look(course, one.then, ahead))
            came.append(sum(mark.weight * mark.value for mark in one.later) / weight)
    stops = tuple(share / count for share, count in stopped)
    return _lesson(course.scale, stops, looks, came) if looks else Lesson(stops)


def _lesson(scale: Scale, stops: tuple[float, ...], looks: Sequence[Outlook], came: Sequence[float]) -> Lesson:
    """The correction and the errors that remain after it. Those who fell to the end of the scale are apart."""
    columns = list(zip(*(look.signs for look in looks), strict=True))
    centre = tuple(sum(c) / len(c) for c in columns)
    unit = tuple(_spread(c, m) for c, m in zip(columns, centre, strict=True))
    table = [_standard(look.signs, centre, unit) for look in looks]
    errors = [mean - look.coming for look, mean in zip(looks, came, strict=True)]
    fell = [mean <= scale.low + TINY for mean in came]
    stood = [i for i, one in enumerate(fell) if not one]
    coefficients = _ridge([(1.0, *table[i]) for i in stood], [errors[i] for i in stood], len(centre) + 1)
    misses = tuple(
        Miss(row, (error - _dot(coefficients, (1.0, *row))) / math.sqrt(look.coming_var), down)
        for row, error, look, down in zip(table, errors, looks, fell, strict=True)
    )
    squares = sum(misses[i].error ** 2 for i in stood)
    spread = math.sqrt((squares + PRIOR_PUPILS) / (len(stood) + PRIOR_PUPILS))
    return Lesson(stops, coefficients, centre, unit, spread, misses)


def _spread(column: Sequence[float], mean: float) -> float:
    """A sign that is the same for nearly everybody does not set pupils apart by its least wobble."""
    return max(0.05, math.sqrt(sum((x - mean) ** 2 for x in column) / len(column)))


def _standard(row: Sequence[float], centre: Sequence[float], unit: Sequence[float]) -> tuple[float, ...]:
    return tuple(max(-REACH, min(REACH, (x - m) / u)) for x, m, u in zip(row, centre, unit, strict=True))


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _ridge(rows: Sequence[Sequence[float]], target: Sequence[float], size: int) -> tuple[float, ...]:
    """Least squares pulled to zero, by elimination: a handful of columns."""
    table = [[sum(row[i] * row[j] for row in rows) for j in range(size)] for i in range(size)]
    for i, line in enumerate(table):
        line[i] += RIDGE
        line.append(sum(row[i] * y for row, y in zip(rows, target, strict=True)))
    for i in range(size):
        for k in range(i + 1, size):
            ratio = table[k][i] / table[i][i]
            table[k] = [a - ratio * b for a, b in zip(table[k], table[i], strict=True)]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (table[i][size] - _dot(table[i][i + 1 : size], out[i + 1 :])) / table[i][i]
    return tuple(out)


# --- step 5: probabilities -------------------------------------------------------------------------------------------


def forecast(course: Course, pupil: Pupil, ahead: Sequence[Ahead], lesson: Lesson = UNTAUGHT) -> Forecast:
    """What may come out for this pupil. With nothing ahead the mark of today's mean is certain."""
    look, scale = _look(course, pupil, ahead), course.scale
    now = look.now
    if now is not None and look.coming_weight <= 0:
        return _forecast(scale, _step(scale, now), now, 0.0)
    coming, spread, signs = look.coming, math.sqrt(look.coming_var), None
    if lesson.coefficients:
        signs = _standard(look.signs, lesson.centre, lesson.unit)
        coming += _dot(lesson.coefficients, (1.0, *signs))
        coming = min(scale.high, max(scale.low, coming))
        spread *= lesson.spread
    if now is None:
        return _forecast(scale, _below(scale, lesson, signs, coming, spread), coming, spread)
    share = look.coming_weight / (look.known_weight + look.coming_weight)
    mean, spread = now + share * (coming - now), spread * share
    stop = lesson.stops[_silence(pupil)]
    below = _below(scale, lesson, signs, mean, spread)
    below = [(1 - stop) * b + stop * still for b, still in zip(below, _step(scale, now), strict=True)]
    return _forecast(scale, below, mean + stop * (now - mean), spread)


def _step(scale: Scale, mean: float) -> list[float]:
    """Probability below each floor when the mean is certain."""
    place = scale.place(mean)
    return [float(place <= i) for i in range(len(scale.floors))]


def _forecast(scale: Scale, below: Sequence[float], mean: float, spread: float) -> Forecast:
    edges = [0.0, *below, 1.0]
    return Forecast(scale, tuple(max(0.0, b - a) for a, b in pairwise(edges)), mean, spread)


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _below(scale: Scale, lesson: Lesson, signs: Sequence[float] | None, mean: float, spread: float) -> list[float]:
    """Probability of a final mean below each floor: the normal shape, and the errors about pupils alike."""
    at = [(floor - mean) / spread for floor in scale.floors]
    normal = [_normal(one) for one in at]
    if signs is None:
        return normal
    alike = [(_likeness(signs, miss.signs), miss) for miss in lesson.misses]
    total = sum(weight for weight, _ in alike)
    kept = [(weight, miss.error / lesson.spread) for weight, miss in alike if not miss.fell and weight > 1e-4]
    standing = sum(weight for weight, _ in kept)
    fallen = sum(weight for weight, miss in alike if miss.fell)
    rate = sum(miss.fell for miss in lesson.misses) / (len(lesson.misses) + PRIOR_PUPILS)
    falls = (fallen + FALL_PRIOR * rate) / (total + FALL_PRIOR)
    band = max(LEAST_BAND, BAND * (1 + standing) ** -0.2)
    belief = standing / (standing + SHAPE_PRIOR)
    out = []
    for one, plain in zip(at, normal, strict=True):
        shaped = sum(weight * _normal((one - error) / band) for weight, error in kept) / standing if kept else plain
        out.append(falls + (1 - falls) * ((1 - belief) * plain + belief * shaped))
    return out


def _likeness(one: Sequence[float], other: Sequence[float]) -> float:
    return math.exp(-0.5 * sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / ALIKE**2)
