"""One trial: pupils of a course at a moment, answers of the forecast and of the baselines about each.

Nobody is forecast from their own future. With `history`, the pupils are dealt into `FOLDS` by chance; those of the
other folds stand for an earlier run of the course (their whole run is known), the fold itself is the class of today
(its marks so far are known). Without it only the marks so far of the class are known, and the priors of the module.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parta.domain.finals.forecast import Ahead, Given, Past, Pupil, Scale, forecast, learn, read_course

FOLDS = 10
SEED = 1
BASELINES = ("last_mark", "mean", "weighted_mean")


@dataclass(frozen=True, slots=True)
class Someone:
    """A pupil of the trial. later: marks that came after the moment. truth: index of the final mark on the scale.

    guesses: index by baseline. judged: False for those who never got a final; their marks so far are seen all the same.
    """

    pupil: Pupil
    later: tuple[Given, ...]
    truth: int
    guesses: dict[str, int]
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """A course at a moment."""

    scale: Scale
    people: tuple[Someone, ...]
    ahead: tuple[Ahead, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one pupil and what came. said: index of the one mark named."""

    fold: int
    truth: int
    probabilities: tuple[float, ...]
    said: int
    guesses: dict[str, int]


def deal(count: int) -> list[int]:
    """Fold of everybody: by chance, the same on every run of the command."""
    order = list(range(count))
    random.Random(SEED).shuffle(order)
    folds = [0] * count
    for place, one in enumerate(order):
        folds[one] = place % FOLDS
    return folds


def answers(trial: Trial, *, history: bool = True) -> Iterator[Answer]:
    """Answers about everybody judged."""
    folds = deal(len(trial.people))
    for fold in range(FOLDS) if history else (None,):
        here = [(n, one) for n, (one, its) in enumerate(zip(trial.people, folds, strict=True)) if fold in (None, its)]
        past = [one for one, its in zip(trial.people, folds, strict=True) if fold is not None and its != fold]
        yield from _answers(trial, here, past, folds)


def _answers(
    trial: Trial, here: Sequence[tuple[int, Someone]], past: Sequence[Someone], folds: Sequence[int]
) -> Iterator[Answer]:
    known = [one.pupil.marks + one.later for one in past] + [one.pupil.marks for _, one in here]
    course = read_course(trial.scale, known)
    lesson = learn(course, [Past(one.pupil, one.later) for one in past if one.judged], trial.ahead)
    for number, one in here:
        if one.judged:
            said = forecast(course, one.pupil, trial.ahead, lesson)
            place = trial.scale.marks.index(said.mark)
            yield Answer(folds[number], one.truth, said.probabilities, place, one.guesses)
