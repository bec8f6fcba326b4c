"""Indicators of results (RIVALS §5.4): success, quality, degree of learning (СОУ), mean. Exact fractions, no floats.

N is everybody assessed: with a mark or «н/а». Exempt pupils, deferred ones and those without any mark are left out;
who is counted at all (not those who left before the end of the period) is decided by the caller. N = 0 gives None.
Pass and fail are no levels: they count in the success alone, which without them is the formula as it stands.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from parta.domain.regulation.choices import MarkScale
from parta.lib.russian import decimal_comma

NOT_ATTESTED = "н/а"
EXEMPT = frozenset({"осв", "осв."})
PASSED = frozenset({"зач", "зач.", "зачёт", "зачет"})
FAILED = frozenset({"незач", "незач.", "незачёт", "незачет", "н/з"})
TEN_POINT = ((9, 5), (7, 4), (5, 3))
HUNDRED_POINT = ((85, 5), (65, 4), (40, 3))
"""From which mark a level begins; what is lower is the level of «2»."""
DEFERRED = "отсрочка"
"""Stands where a mark is deferred by an order; no mark that anybody may enter."""
DASH = "—"
_WORDS = {
    NOT_ATTESTED: "na",
    DEFERRED: "deferred",
    **dict.fromkeys(EXEMPT, "exempt"),
    **dict.fromkeys(PASSED, "passed"),
    **dict.fromkeys(FAILED, "failed"),
}
LEVEL_WORDS = {5: "n5", 4: "n4", 3: "n3", 2: "n2"}
LEVELS = frozenset(LEVEL_WORDS.values())


class Indicators(NamedTuple):
    """How many marks of each level; na: «н/а»; total, marks: sum and number of the marks the mean is made of.

    passed, failed: «зач», «незач». deferred, exempt: shown on lines of their own, in no denominator.
    """

    n5: int = 0
    n4: int = 0
    n3: int = 0
    n2: int = 0
    na: int = 0
    passed: int = 0
    failed: int = 0
    deferred: int = 0
    exempt: int = 0
    total: int = 0
    marks: int = 0

    @property
    def assessed(self) -> int:
        """N: pupils with a mark or «н/а»."""
        return self.n5 + self.n4 + self.n3 + self.n2 + self.na

    @property
    def success(self) -> Fraction | None:
        """Успеваемость, %: (n5 + n4 + n3) × 100 / N."""
        everybody = self.assessed + self.passed + self.failed
        return share(self.n5 + self.n4 + self.n3 + self.passed, everybody)

    @property
    def quality(self) -> Fraction | None:
        """Качество знаний, %: (n5 + n4) × 100 / N."""
        return share(self.n5 + self.n4, self.assessed)

    @property
    def learning_degree(self) -> Fraction | None:
        """СОУ, %: (n5×100 + n4×64 + n3×36 + n2×16 + na×7) / N."""
        weighted = self.n5 * 100 + self.n4 * 64 + self.n3 * 36 + self.n2 * 16 + self.na * 7
        return Fraction(weighted, self.assessed) if self.assessed else None

    @property
    def mean(self) -> Fraction | None:
        """Средний балл: sum of marks over their number, «н/а» not among them; in the marks of the school's scale."""
        return Fraction(self.total, self.marks) if self.marks else None

    @property
    def shown(self) -> list[tuple[str, int]]:
        """Codes and counts of a row of a table: «5», «4», «3», «2», отсрочка."""
        return [(name, getattr(self, name)) for name in ("n5", "n4", "n3", "n2", "deferred")]


def summed(parts: Iterable[Indicators]) -> Indicators:
    """Of several classes, subjects, courses together: counts are added, shares are never averaged."""
    columns = [sum(column) for column in zip(*parts, strict=True)]
    return Indicators(*columns)


@lru_cache(maxsize=1024)
def level_of(value: str, scale: MarkScale = MarkScale.FIVE_POINT) -> int | None:
    """5, 4, 3 or 2 of a mark; None for what is no mark of the scale.

    Ten points: 10–9 are «отл.», 8–7 «хор.», 6–5 «уд.» (RIVALS §5.4); a hundred: from 85, 65 and 40.
    «1» is of the level of «2».
    """
    if not (value.isascii() and value.isdigit()):
        return None
    number = int(value)
    if scale is MarkScale.FIVE_POINT:
        return max(number, 2) if 1 <= number <= 5 else None
    borders = TEN_POINT if scale is MarkScale.TEN_POINT else HUNDRED_POINT
    return next((level for start, level in borders if number >= start), 2)


def indicators(values: Mapping[str, int], scale: MarkScale = MarkScale.FIVE_POINT) -> Indicators:
    """From how many times each value stands: `indicators({"5": 3, "н/а": 1})`. Empty values count for nothing."""
    found: dict[str, int] = {}
    total = marks = 0
    for value, times in values.items():
        name = kind_of(value, scale)
        if name:
            found[name] = found.get(name, 0) + times
            if name in LEVELS:
                total += int(value) * times
                marks += times
    return Indicators(**found, total=total, marks=marks)


@lru_cache(maxsize=1024)
def kind_of(value: str, scale: MarkScale = MarkScale.FIVE_POINT) -> str:
    """Where a value is counted: «n5»…«n2», «na», «deferred», «exempt», «passed», «failed», «» for nothing."""
    level = level_of(value, scale)
    if level is not None:
        return LEVEL_WORDS[level]
    return _WORDS.get(value, "")


def share(part: int, whole: int) -> Fraction | None:
    """Per cent, exact; None of nothing."""
    return Fraction(part * 100, whole) if whole else None


def shown(value: Fraction | None, places: int = 1) -> str:
    """«58,04», halves up; «—» for None."""
    if value is None:
        return DASH
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole:0{places + 1}d}"
    number = f"{text[:-places]}.{text[-places:]}" if places else text
    return decimal_comma(f"−{number}" if value < 0 and whole else number)


def change_text(now: Fraction | None, before: Fraction | None, places: int = 1) -> str:
    """«+2,4», «−0,3», «0» against an earlier figure; «» when there is nothing to compare."""
    if now is None or before is None:
        return ""
    text = shown(now - before, places)
    if not text.strip("0,−"):
        return "0"
    return text if text.startswith("−") else f"+{text}"
