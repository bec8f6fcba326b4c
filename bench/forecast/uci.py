"""UCI Student Performance: marks of two periods, 0..20, and the final mark G3.

Read: G1, G2, absences, failures. Nothing else of the file is looked at, whatever columns it has.
"""

import math
from pathlib import Path

from bench.forecast.files import Unreadable, number, read
from bench.forecast.trial import Someone, Trial
from parta.domain.finals.forecast import Ahead, Given, Pupil, Scale

TOP = 20
SCALE = Scale(tuple(range(TOP + 1)), tuple(mark - 0.5 for mark in range(1, TOP + 1)), 0.0, float(TOP))
COLUMNS = ("absences", "failures", "G1", "G2", "G3")
FINAL = Ahead("G3", "period", 1.0)


def trial(path: Path) -> Trial:
    """Everybody of the file at the end of the second period. Raises `Unreadable`."""
    people = []
    for line, row in enumerate(read(path, COLUMNS, ";"), start=2):
        values = {name: number(text) for name, text in row.items()}
        marks = [values[name] for name in ("G1", "G2", "G3")]
        if any(mark is None for mark in marks):
            continue
        if any(not 0 <= mark <= TOP for mark in marks if mark is not None):
            raise Unreadable(f"В файле {path}, строка {line}: отметка вне шкалы 0–{TOP}.")
        first, second, final = (float(mark or 0) for mark in marks)
        people.append(_someone(first, second, final, values["absences"], values["failures"]))
    if not people:
        raise Unreadable(f"В файле {path} нет ни одной строки с отметками G1, G2, G3.")
    return Trial(SCALE, tuple(people), (FINAL,))


def _someone(first: float, second: float, final: float, absences: float | None, failures: float | None) -> Someone:
    """Marks of periods tell of the final and do not count in it. Nothing missed at all may mean that one has left."""
    missed = max(0.0, absences or 0.0)
    signs = (math.log1p(missed), float(missed == 0), min(2.0, max(0.0, failures or 0.0)))
    pupil = Pupil((Given("G1", "period", first, 0.0), Given("G2", "period", second, 0.0)), 0, signs)
    guesses = {
        "last_mark": SCALE.place(second),
        "mean": SCALE.place((first + second) / 2),
        "weighted_mean": SCALE.place((first + 2 * second) / 3),
    }
    return Someone(pupil, (Given("G3", "period", final, 1.0),), SCALE.place(final), guesses)
