"""Draws the installable icons from the product's own sign: a page with a margin and a tick.

The sign is that of favicon.svg, on a field of 26 units. Distances to its lines give smooth edges; no library is needed.
Run: `python tools/draw_icons.py`.
"""

import struct
import zlib
from collections.abc import Iterable
from math import hypot
from pathlib import Path

ICONS = Path(__file__).resolve().parent.parent / "parta" / "web" / "static" / "icons"
NAVY, MARGIN, WHITE = (44, 74, 158), (255, 157, 150), (255, 255, 255)
TICK = [((12.0, 13.4), (15.0, 16.4)), ((15.0, 16.4), (21.0, 9.4))]
LINE = ((8.2, 3.0), (8.2, 23.0))
LONG_LINE = ((8.2, -20.0), (8.2, 46.0))
Point = tuple[float, float]
Pixel = tuple[int, int, int, int]


def to_segment(at: Point, ends: tuple[Point, Point]) -> float:
    """Distance from a point to a segment."""
    (ax, ay), (bx, by) = ends
    dx, dy = bx - ax, by - ay
    share = max(0.0, min(1.0, ((at[0] - ax) * dx + (at[1] - ay) * dy) / (dx * dx + dy * dy)))
    return hypot(at[0] - ax - share * dx, at[1] - ay - share * dy)


def to_sheet(at: Point) -> float:
    """Signed distance to the rounded sheet, negative inside: centre 13, 13; half sizes 11.5, 10.5; radius 4.5."""
    qx, qy = abs(at[0] - 13) - 11.5 + 4.5, abs(at[1] - 13) - 10.5 + 4.5
    return hypot(max(qx, 0), max(qy, 0)) + min(max(qx, qy), 0) - 4.5


def mixed(under: Pixel, colour: tuple[int, int, int], share: float) -> Pixel:
    """The colour laid over the pixel."""
    share = max(0.0, min(1.0, share))
    if not share:
        return under
    alpha = under[3] + (255 - under[3]) * share
    kept = under[3] * (1 - share) / alpha if alpha else 0
    red, green, blue = (round(old * kept + new * (1 - kept)) for old, new in zip(under[:3], colour, strict=True))
    return red, green, blue, round(alpha)


def pixel(at: Point, unit: float, *, maskable: bool) -> Pixel:
    """What stands at a point of the field; `unit`: pixels in one unit."""
    found: Pixel = (*NAVY, 255) if maskable else mixed((0, 0, 0, 0), NAVY, 0.5 - to_sheet(at) * unit)
    line = to_segment(at, LONG_LINE if maskable else LINE)
    tick = min(to_segment(at, one) for one in TICK)
    found = mixed(found, MARGIN, 0.5 - (line - 0.8) * unit)
    return mixed(found, WHITE, 0.5 - (tick - 1.2) * unit)


def rows(size: int, *, maskable: bool) -> Iterable[bytes]:
    """Lines of the picture. A maskable icon fills its square, and its sign stands in the safe middle."""
    span = 26 / 0.72 if maskable else 26.0
    start, unit = (26 - span) / 2, size / span
    places = [start + (number + 0.5) / unit for number in range(size)]
    for y in places:
        line = (pixel((x, y), unit, maskable=maskable) for x in places)
        yield b"\0" + bytes(value for one in line for value in one)


def png(size: int, *, maskable: bool) -> bytes:
    """A PNG file: RGBA, eight bits."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    body = zlib.compress(b"".join(rows(size, maskable=maskable)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


if __name__ == "__main__":
    for name, size, maskable in (("icon-192", 192, False), ("icon-512", 512, False), ("icon-maskable-512", 512, True)):
        (ICONS / f"{name}.png").write_bytes(png(size, maskable=maskable))
