"""What the first page of a process would wait for: addresses, templates, icons, profiles of the rulebook.

Loaded once before the server's workers are forked, so that no family pays for it. Nothing of the school is read.
"""

import re
from contextlib import suppress
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import reverse

from parta.domain.regulation.rules import load_profile, profile_slugs
from parta.web.icons import UnknownIcon, svg

ROOT = Path(__file__).resolve().parent
DAILY = ("", "account", "shared", "teaching", "family")
"""Folders of the pages that hundreds open in the same minute."""
ICON = re.compile(r'\bicon(?:=|[ (])"([a-z0-9-]+)"(?:,? ?(\d+))?')
"""`{% icon "plus" 14 %}` in a template, `icon("plus", 14)` and `icon="plus"` in Python."""


def warm() -> None:
    """Load all of it, once; without it every worker spends the time on its first readers."""
    reverse("journal", args=[1])
    for slug in profile_slugs():
        load_profile(slug)
    for folder in DAILY:
        for file in sorted((ROOT / folder).glob("*.*")):
            _read(file)


def _read(file: Path) -> None:
    if file.suffix == ".html":
        with suppress(TemplateSyntaxError):  # a page that cannot be read says so to whoever opens it
            get_template(str(file.relative_to(ROOT.parent)))
    if file.suffix in {".html", ".py"}:
        for name, size in ICON.findall(file.read_text(encoding="utf-8")):
            with suppress(UnknownIcon):
                svg(name, int(size or 16))
