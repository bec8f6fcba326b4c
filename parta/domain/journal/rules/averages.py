"""The weighted mean of marks, in exact decimals."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

HUNDREDTH = Decimal("0.01")


class Weighted(NamedTuple):
    """A mark that counts, with the weight of its kind of work."""

    value: int
    weight: Decimal


def weighted_average(marks: Iterable[Weighted]) -> Decimal | None:
    """Sum of value × weight over sum of weights, to hundredths, halves up; None without marks or weights.

    Formula of RIVALS §5.4: `weighted_average([Weighted(5, 2), Weighted(4, 1)]) == Decimal("4.67")`.
    """
    total = weights = Decimal(0)
    for value, weight in marks:
        total += value * weight
        weights += weight
    if weights == 0:
        return None
    return (total / weights).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def exact_average(marks: Iterable[Weighted]) -> Fraction | None:
    """The same sum over the same weights, rounded nowhere: what thresholds are compared with (RIVALS §5.5)."""
    total = weights = Fraction(0)
    for value, weight in marks:
        total += value * Fraction(weight)
        weights += Fraction(weight)
    return total / weights if weights else None


def average_text(average: Decimal | None) -> str:
    """«4,67», or an empty string."""
    return "" if average is None else f"{average:.2f}".replace(".", ",")
