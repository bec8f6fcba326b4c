"""Icons of the lucide set, drawn from the package's own archive: opened once a process, not once an icon."""

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.safestring import SafeString

ATTRIBUTES = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
    'stroke-linejoin="round" class="i" aria-hidden="true"'
)
LINES = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)


class UnknownIcon(LookupError):
    """The set has no icon of this name."""


@lru_cache(maxsize=512)
def svg(name: str, size: int) -> SafeString:
    """An icon `size` pixels wide, hidden from screen readers. UnknownIcon when there is none."""
    return SafeString(f'<svg width="{size}" height="{size}" {ATTRIBUTES}>{_lines(name)}</svg>')


@lru_cache(maxsize=256)
def _lines(name: str) -> str:
    try:
        text = _archive().read(f"{name}.svg").decode()
    except KeyError as error:
        raise UnknownIcon(name) from error
    found = LINES.search(text)
    if found is None:
        raise UnknownIcon(name)
    return "".join(line.strip() for line in found[1].splitlines())


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    """In memory: processes forked from this one would share the place in an open file."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))
