"""OULAD read as journals: a course run is a subject in a period, an assessment a dated work with a weight.

The final is that of a journal: the mean of all scores of the run weighted by their works, put through 85/65/40. A work
not handed in has no score and does not enter it, as a work without a mark does not in a journal (`unsubmitted="zero"`
counts it as nothing instead). Works nobody has a score for are left out; when no other work has a weight, all weigh 1.
Students who withdrew got no final and are not judged; neither are those without a counted score before the cut.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.forecast.files import number, read
from bench.forecast.trial import Someone, Trial
from parta.domain.finals.forecast import Ahead, Given, Pupil, Scale

SCORES = Scale((2, 3, 4, 5), (40.0, 65.0, 85.0), 0.0, 100.0)
MARKS = Scale((2, 3, 4, 5), (2.5, 3.5, 4.5), 2.0, 5.0)
"""The other reading: every score is a mark 2..5 at once, as a teacher enters it, and the final rounds their mean."""
CUTS = (0.25, 0.5, 0.75)
LAST_DAY = 1e6
Unsubmitted = Literal["skip", "zero"]


@dataclass(frozen=True, slots=True)
class Work:
    """An assessment. day: due; the day of an examination may not be known, it is the last."""

    id: str
    kind: str
    day: float
    weight: float


@dataclass(frozen=True, slots=True)
class Run:
    """A course run. scores: by student and work, with the day handed in. left: students who withdrew."""

    name: str
    works: tuple[Work, ...]
    scores: dict[str, dict[str, tuple[float, float]]]
    left: frozenset[str]


def runs(folder: Path) -> list[Run]:
    """Course runs of a folder, by name. Raises `Unreadable`."""
    works: dict[str, dict[str, Work]] = defaultdict(dict)
    place: dict[str, str] = {}
    columns = ("id_assessment", "code_module", "code_presentation", "assessment_type", "date", "weight")
    for row in read(folder / "assessments.csv", columns):
        day, weight = number(row["date"]), number(row["weight"])
        name = place[row["id_assessment"]] = f"{row['code_module']} {row['code_presentation']}"
        works[name][row["id_assessment"]] = Work(
            row["id_assessment"], row["assessment_type"], LAST_DAY if day is None else day, max(0.0, weight or 0.0)
        )
    scores: dict[str, dict[str, dict[str, tuple[float, float]]]] = defaultdict(lambda: defaultdict(dict))
    for row in read(folder / "student_assessment.csv", ("id_assessment", "id_student", "date_submitted", "score")):
        score, work = number(row["score"]), row["id_assessment"]
        if score is not None and work in place:
            day = number(row["date_submitted"])
            score = min(SCORES.high, max(SCORES.low, score))
            due = works[place[work]][work].day
            scores[place[work]][row["id_student"]][work] = (score, due if day is None else day)
    left: dict[str, set[str]] = defaultdict(set)
    for row in read(folder / "student_result.csv", ("code_module", "code_presentation", "id_student", "final_result")):
        if row["final_result"].casefold() == "withdrawn":
            left[f"{row['code_module']} {row['code_presentation']}"].add(row["id_student"])
    return [
        Run(name, _scored(works[name].values(), scores[name]), dict(scores[name]), frozenset(left[name]))
        for name in sorted(works)
        if scores[name]
    ]


def _scored(works: Iterable[Work], scores: Mapping[str, Mapping[str, tuple[float, float]]]) -> tuple[Work, ...]:
    """Works somebody has a score for, in order of days; of one day, the heavier one is the last."""
    seen = {work for row in scores.values() for work in row}
    kept = sorted((one for one in works if one.id in seen), key=lambda one: (one.day, one.weight, one.id))
    if not any(one.weight > 0 for one in kept):
        kept = [Work(one.id, one.kind, one.day, 1.0) for one in kept]
    return tuple(kept)


def cut_day(works: Iterable[Work], share: float) -> float | None:
    """The day of a cut: half-way between the last work of the share (by number, at least one) and the next one.

    None when nothing is left to forecast. Half-way, because many hand in a few days late.
    """
    days = [one.day for one in works if one.weight > 0]
    if len(set(days)) < 2:
        return None
    reached = days[max(1, min(len(days) - 1, int(share * len(days) + 1e-9))) - 1]
    later = [day for day in days if day > reached]
    if not later:
        reached, later = max(day for day in days if day < days[-1]), [days[-1]]
    return (reached + min(later[0], reached + 60)) / 2


@dataclass(frozen=True, slots=True)
class Reading:
    """How a run is read as a journal."""

    unsubmitted: Unsubmitted = "skip"
    scale: Scale = SCORES

    def value(self, score: float) -> float:
        """A score, or the mark it is."""
        return score if self.scale is SCORES else float(SCORES.marks[SCORES.place(score)])


def trial(run: Run, share: float, reading: Reading) -> Trial | None:
    """The run at a cut; None when it has nothing to forecast."""
    day = cut_day(run.works, share)
    if day is None:
        return None
    ahead = tuple(Ahead(one.id, one.kind, one.weight) for one in run.works if one.day > day and one.weight > 0)
    people = [_someone(run, student, day, reading) for student in sorted(run.scores)]
    return Trial(reading.scale, tuple(one for one in people if one), ahead)


def _someone(run: Run, student: str, day: float, reading: Reading) -> Someone | None:
    """A student at the cut. Known is what was due and handed in by that day. None without a counted score so far."""
    scores = run.scores[student]
    known: list[Given] = []
    later: list[Given] = []
    silent = 0
    for work in run.works:
        held = scores.get(work.id)
        if held is not None and work.day <= day and held[1] <= day:
            known.append(Given(work.id, work.kind, reading.value(held[0]), work.weight))
            silent = 0 if work.weight > 0 else silent
        else:
            silent += work.weight > 0 and work.day <= day
            if held is not None:
                later.append(Given(work.id, work.kind, reading.value(held[0]), work.weight))
            elif reading.unsubmitted == "zero" and work.weight > 0:
                later.append(Given(work.id, work.kind, reading.scale.low, work.weight))
    counted = [one for one in known if one.weight > 0]
    if not counted:
        return None
    place = reading.scale.place
    guesses = {
        "last_mark": place(counted[-1].value),
        "mean": place(sum(one.value for one in counted) / len(counted)),
        "weighted_mean": place(_mean(counted)),
    }
    pupil = Pupil(tuple(known), silent)
    return Someone(pupil, tuple(later), place(_mean([*known, *later])), guesses, student not in run.left)


def _mean(marks: Iterable[Given]) -> float:
    held = list(marks)
    return sum(one.weight * one.value for one in held) / sum(one.weight for one in held)
