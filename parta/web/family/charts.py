"""Drawings of the marks page made on the server: the line beside a subject, and the mean lesson by lesson."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from parta.domain.diary.queries import SubjectMarks
from parta.domain.finals.forecast import Scale
from parta.lib.dates import day_short
from parta.lib.russian import decimal_comma

WIDE, HIGH = 96, 28
LEFT, RIGHT, TOP, BOTTOM = 30, 348, 22, 134
MOVED = Fraction(15, 100)
"""A mean that changed by more than this over the last three marks goes up or down."""
TRENDS = {"up": "растёт", "dn": "снижается", "flat": "ровно"}
Point = tuple[date, Fraction]


def means(line: SubjectMarks) -> list[Point]:
    """The mean after every mark that counts, with the day. Exact: a weight has two places (`clean_weight`)."""
    total = weight = 0
    found = []
    for mark in line.marks:
        if mark.counts and mark.value.isdigit():
            hundredths = int(100 * mark.weight)
            total += int(mark.value) * hundredths
            weight += hundredths
            found.append((mark.day, Fraction(total, weight)))
    return found


def trend(points: Sequence[Point]) -> str:
    """«up», «dn» or «flat»."""
    if len(points) < 3:
        return "flat"
    moved = points[-1][1] - points[max(0, len(points) - 4)][1]
    return "up" if moved > MOVED else "dn" if moved < -MOVED else "flat"


def spark(points: Sequence[Point], scale: Scale) -> SafeString:
    """How the mean goes, with the boundary of the best mark; said in words to a screen reader."""
    if not points:
        return SafeString("")
    low, high = _ends([mean for _, mean in points], scale)
    step = (WIDE - 8) / max(1, len(points) - 1)

    def y(mean: float) -> float:
        return 4 + (HIGH - 8) * (high - mean) / (high - low)

    dots = " ".join(f"{3 + step * n:.1f},{y(float(mean)):.1f}" for n, (_, mean) in enumerate(points))
    edge = y(scale.floors[-1])
    last = 3 + step * (len(points) - 1)
    heard = f"Средняя отметка: {TRENDS[trend(points)]}, сейчас {_number(points[-1][1])}"
    return SafeString(
        f'<svg class="spark" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{heard}">'
        f'<line class="g" x1="0" x2="{WIDE}" y1="{edge:.1f}" y2="{edge:.1f}"/><polyline points="{dots}"/>'
        f'<circle cx="{last:.1f}" cy="{y(float(points[-1][1])):.1f}" r="3"/></svg>'
    )


def chart(points: Sequence[Point], scale: Scale, goal: int) -> SafeString:
    """The mean lesson by lesson with the boundary of the mark wanted."""
    low, high = _ends([mean for _, mean in points], scale)
    edge = scale.floors[scale.marks.index(goal) - 1]

    def y(mean: float) -> float:
        return TOP + (BOTTOM - TOP) * (high - mean) / (high - low)

    step = (RIGHT - LEFT - 16) / max(1, len(points) - 1)
    spots = [(LEFT + 8 + step * n, y(float(mean))) for n, (_, mean) in enumerate(points)]
    parts = [
        f'<svg class="chart" viewBox="0 0 360 158" role="img" aria-label="{_heard(points, edge)}">',
        *(_rule(mark, y(mark)) for mark in scale.marks if low <= mark <= high and len(scale.marks) < 8),
        f'<line class="th" x1="{LEFT}" x2="{RIGHT}" y1="{y(edge):.1f}" y2="{y(edge):.1f}"/>',
        f'<text class="thl" x="{RIGHT}" y="10" text-anchor="end">- - граница «{goal}» — {_number(edge)}</text>',
        f'<polyline class="ln" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in spots)}"/>',
        *(f'<circle class="pt" cx="{a:.1f}" cy="{b:.1f}" r="4"/>' for a, b in spots),
    ]
    at, height = spots[-1]
    anchor = "end" if len(spots) > 1 else "middle"
    parts.append(
        f'<text class="lbl" x="{at + 4:.1f}" y="{height + 20:.1f}" text-anchor="{anchor}">'
        f"{_number(points[-1][1])}</text>"
    )
    if len(points) > 1:
        parts.append(f'<text x="{LEFT + 8}" y="154">{day_short(points[0][0])}</text>')
    parts.append(f'<text x="{RIGHT}" y="154" text-anchor="end">{day_short(points[-1][0])}</text></svg>')
    return SafeString("".join(parts))


def _rule(mark: int, y: float) -> str:
    line = f'<line class="gl" x1="{LEFT - 6}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return f'{line}<text x="6" y="{y + 4:.1f}">{mark}</text>'


def _ends(values: Sequence[Fraction], scale: Scale) -> tuple[float, float]:
    """The upper part of the scale, down to the lowest mean."""
    lowest = min(float(one) for one in values)
    third = scale.high - scale.width * 2 / 3
    return (scale.low if lowest < third else third), scale.high


def _heard(points: Sequence[Point], edge: float) -> str:
    said = "; ".join(f"{day_short(day)} — {_number(mean)}" for day, mean in points)
    return f"Средняя отметка по урокам: {said}. Граница {_number(edge)}"


def _number(value: Fraction | float) -> str:
    """«4,32»; a boundary as it is written: «4,5»."""
    if isinstance(value, Fraction):
        return decimal_comma(f"{float(value):.2f}")
    return decimal_comma(f"{Decimal(str(value)).normalize():f}")
