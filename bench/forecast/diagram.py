"""How often said probabilities came true, drawn: a point on the diagonal is an honest probability."""

from collections.abc import Mapping, Sequence

from bench.forecast.scoring import Bin, calibration
from bench.forecast.trial import Answer

SIDE = 300
LEFT, TOP, GAP = 56, 40, 76
COLOURS = ("#0f766e", "#b45309")
INK, FAINT, PAPER = "#334155", "#cbd5e1", "#ffffff"


def svg(sets: Mapping[str, Sequence[Answer]]) -> str:
    """A square for every data set."""
    width = LEFT + len(sets) * (SIDE + GAP)
    height = TOP + SIDE + 58
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' font-family="sans-serif" font-size="13">',
        "<title>Насколько сбываются вероятности прогноза</title>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
    ]
    for number, (name, answers) in enumerate(sets.items()):
        parts += _square(name, calibration(answers), LEFT + number * (SIDE + GAP), COLOURS[number % len(COLOURS)])
    return "\n".join([*parts, "</svg>", ""])


def _square(name: str, bins: Sequence[Bin], left: int, colour: str) -> list[str]:
    bottom = TOP + SIDE
    total = sum(one.times for one in bins)
    out = [
        f'<text x="{left}" y="24" fill="{INK}" font-weight="600">{name}</text>',
        f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{FAINT}"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{left + SIDE}" y2="{TOP}" stroke="{FAINT}" stroke-dasharray="5 4"/>',
        f'<text x="{left + SIDE / 2}" y="{bottom + 44}" fill="{INK}" text-anchor="middle">сказанная вероятность</text>',
    ]
    for tenth in range(0, 11, 2):
        x, y = left + SIDE * tenth / 10, bottom - SIDE * tenth / 10
        out.append(f'<text x="{x:g}" y="{bottom + 20}" fill="{INK}" text-anchor="middle">{tenth * 10} %</text>')
        out.append(f'<text x="{left - 8}" y="{y + 4:g}" fill="{INK}" text-anchor="end">{tenth * 10} %</text>')
    points = [(left + SIDE * one.said, bottom - SIDE * one.came) for one in bins]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for one, (x, y) in zip(bins, points, strict=True):
        radius = 3 + 12 * (one.times / total) ** 0.5
        word = f"сказано {one.said:.0%}, сбылось {one.came:.0%}, {one.times} раз"
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity=".55">'
            f"<title>{word}</title></circle>"
        )
    return out
