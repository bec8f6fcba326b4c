"""The forecast of the year's mark: periods given, the one that goes on, those to come. Pure: plain values in and out.

Marks given are certain. The period that goes on comes with its own probabilities. Of a period nobody has begun only
the level of the pupil is known: the mean of the marks before it, with a doubt that is the wider the fewer they are and
is shared by all periods to come (a pupil who grows, grows in both). Every outcome goes through the school's own rule of
the year's mark, `proposal.propose_year`; nothing is rounded on the way.
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import erfc, sqrt
from statistics import NormalDist

from parta.domain.finals.rules.levels import Forecast, Scale
from parta.domain.finals.rules.proposal import MarkRules, propose_year
from parta.domain.finals.rules.prospects import UNLIKELY, expected_words
from parta.domain.regulation.choices import YearMarkRule

PERIOD_SPREAD = 0.12
"""Spread of a pupil's results of periods about their level, as a share of the scale (2..5: 0.36)."""
ROUNDED = 1 / 12
"""What is not known of a result when only its rounded mark is (variance of a step of the scale)."""
POINTS = 7
"""At how many levels of the pupil periods to come are looked at."""
OFFSETS = tuple(NormalDist().inv_cdf((number + 0.5) / POINTS) for number in range(POINTS))
BOTH = {2: ("обе", "оба"), 3: ("все три", "все три"), 4: ("все четыре", "все четыре")}
Outcome = tuple[int, int]
"""Sum of marks of periods to come, and the last of them."""


class YearRule:
    """The school's rule of the year's mark. The rules by periods depend on their sum, number and last one alone."""

    def __init__(self, scale: Scale, rules: MarkRules, how: YearMarkRule) -> None:
        self.scale, self.rules, self.how = scale, rules, how
        self._known: dict[tuple[int, int, int], int] = {}

    @property
    def by_periods(self) -> bool:
        """False: the year is the mean of all its marks and is forecast from them, as a period is."""
        return self.how is not YearMarkRule.YEAR_MEAN

    def mark(self, total: int, count: int, last: int) -> int:
        """What `propose_year` gives for marks with this sum; never below the lowest final mark."""
        key = (total, count, last)
        if key not in self._known:
            rest, more = divmod(total - last, count - 1) if count > 1 else (0, 0)
            marks = [rest + (at < more) for at in range(count - 1)] + [last]
            value = propose_year([str(one) for one in marks], None, self.rules, self.how).value
            self._known[key] = max(int(value), self.scale.marks[0])
        return self._known[key]


def forecast_year(given: Sequence[int], going: Sequence[float] | None, coming: int, rule: YearRule) -> Forecast | None:
    """What may come out for the year (S2-4b). None when nothing is known at all.

    given: marks of periods, in order. going: probabilities by `scale.marks` of the period that goes on, None without
    one. coming: how many periods have nothing yet. With every period given the answer is certain: spread 0.
    """
    if not given and going is None:
        return None
    scale = rule.scale
    found = dict.fromkeys(scale.marks, 0.0)
    mean = square = 0.0
    for marks, share in _beginnings(given, going, scale):
        total, count = sum(marks), len(marks) + coming
        for (more, last), chance in _ahead(Fraction(total, len(marks)), len(marks), coming, scale):
            part, result = share * chance, (total + more) / count
            found[rule.mark(total + more, count, last if coming else marks[-1])] += part
            mean += part * result
            square += part * result * result
    certain = going is None and not coming
    return Forecast(scale, tuple(found.values()), mean, 0.0 if certain else max(1e-6, sqrt(max(0, square - mean**2))))


def _beginnings(
    given: Sequence[int], going: Sequence[float] | None, scale: Scale
) -> list[tuple[tuple[int, ...], float]]:
    """Marks up to the period that goes on, with their probability."""
    known = tuple(given)
    if going is None:
        return [(known, 1.0)]
    whole = sum(going)
    return [((*known, mark), one / whole) for mark, one in zip(scale.marks, going, strict=True) if one > 0]


@lru_cache(4096)
def _ahead(level: Fraction, count: int, coming: int, scale: Scale) -> tuple[tuple[Outcome, float], ...]:
    """Outcomes of periods to come for a pupil whose `count` marks have the mean `level`."""
    if not coming:
        return (((0, 0), 1.0),)
    own = PERIOD_SPREAD * scale.width
    doubt = sqrt((own**2 + ROUNDED) / count)
    found: dict[Outcome, float] = defaultdict(float)
    for offset in OFFSETS:
        shares = _shares(float(level) + doubt * offset, own, scale)
        sums: dict[Outcome, float] = {(0, 0): 1 / POINTS}
        for _ in range(coming):
            longer: dict[Outcome, float] = defaultdict(float)
            for (total, _last), chance in sums.items():
                for mark, share in shares:
                    longer[total + mark, mark] += chance * share
            sums = longer
        for outcome, chance in sums.items():
            found[outcome] += chance
    return tuple(found.items())


def _shares(level: float, spread: float, scale: Scale) -> list[tuple[int, float]]:
    """Probability of each mark of one period: the normal shape cut at the school's thresholds."""
    below = [0.0, *(0.5 * erfc((level - floor) / spread / sqrt(2)) for floor in scale.floors), 1.0]
    return [(mark, below[at + 1] - below[at]) for at, mark in enumerate(scale.marks)]


def year_sentence(forecast: Forecast, given: Sequence[int], left: int, rule: YearRule, *, kind: str) -> str:
    """«За год скорее всего 4; 5 возможна, если обе оставшиеся четверти — 5.»

    left: periods without a final mark, the one that goes on among them. kind: of period, «quarter».
    """
    if not left:
        return f"За год выходит {forecast.mark}: отметки за все периоды уже есть."
    said = expected_words(forecast)
    said = f"За год {said[0].lower()}{said[1:]}"
    scale, mark = forecast.scale, forecast.mark
    if mark == scale.marks[-1]:
        return f"{said}, если так и держать до конца года."
    better = scale.marks[scale.marks.index(mark) + 1]
    needed = needed_each(given, left, better, rule)
    if needed is None:
        return f"{said}; {better} за год уже не выйдет."
    likely = "возможна" if forecast.at_least(better) >= UNLIKELY else "выйдет, только"
    comma = "," if likely == "возможна" else ""
    return f"{said}; {better} {likely}{comma} если {_periods(left, kind)} — {needed}{_or_more(needed, scale)}."


def needed_each(given: Sequence[int], left: int, goal: int, rule: YearRule) -> int | None:
    """The least mark that, standing for every period left, brings the year to the goal; None: no mark does."""
    for mark in rule.scale.marks:
        if rule.mark(sum(given) + mark * left, len(given) + left, mark) >= goal:
            return mark
    return None


def _or_more(mark: int, scale: Scale) -> str:
    return "" if mark == scale.marks[-1] else " или выше"


def _periods(left: int, kind: str) -> str:
    word, words = {
        "quarter": ("четверть", "четверти"),
        "trimester": ("триместр", "триместра"),
        "half_year": ("полугодие", "полугодия"),
    }[kind]
    if left == 1:
        return (
            f"{'оставшееся' if kind == 'half_year' else 'оставшийся' if kind == 'trimester' else 'оставшаяся'} {word}"
        )
    both = BOTH.get(left, ("все", "все"))[0 if kind == "quarter" else 1]
    return f"{both} оставшиеся {words}"
