"""Many pictures on one: an index.html of small pictures, itself pictured in pieces."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from tests.looks.walk import Look

SHAPES = {"desktop": (440, 330, 4, 12), "phone": (196, 424, 9, 18)}
"""By size: width and height of a small picture, how many in a row, how many on a sheet."""
STYLE = """body { margin: 8px; font: 12px sans-serif; background: #888 }
main { display: flex; flex-wrap: wrap; gap: 6px }
figure { margin: 0; background: #fff } figcaption { overflow: hidden; white-space: nowrap; background: #ff9 }
.bad figcaption { background: #f99 } img { display: block; object-fit: cover; object-position: top }"""


def write(folder: Path, looks: Sequence[Look], browser: Browser) -> list[Path]:
    """The index of everything and the sheets; their files."""
    made: list[Path] = []
    for size, (width, height, row, many) in SHAPES.items():
        seen = [one for one in looks if one.size == size and one.picture]
        for number, start in enumerate(range(0, len(seen), many), start=1):
            page = browser.new_page(viewport={"width": row * (width + 6) + 16, "height": 400})
            index = folder / f"sheet-{size}-{number:02d}.html"
            index.write_text(_index(seen[start : start + many], width, height), encoding="utf-8")
            page.goto(index.as_uri())
            page.wait_for_load_state("networkidle")
            made.append(index.with_suffix(".png"))
            page.screenshot(path=made[-1], full_page=True)
            page.close()
            index.unlink()
    (folder / "index.html").write_text(_index(looks, 440, 330), encoding="utf-8")
    return made


def _index(looks: Sequence[Look], width: int, height: int) -> str:
    figures = "".join(
        f'<figure class="{"bad" if one.faults else ""}" style="width: {width}px"><a href="{one.picture}">'
        f'<img src="{one.picture}" width="{width}" height="{height}" alt=""></a>'
        f"<figcaption>{escape(one.picture.removesuffix('.png'))}</figcaption></figure>"
        for one in looks
        if one.picture
    )
    return f'<!doctype html><meta charset="utf-8"><title>Страницы</title><style>{STYLE}</style><main>{figures}</main>'
