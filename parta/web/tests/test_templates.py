"""Every template and style sheet, read as text: nothing the CSP would break, no icon or colour that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parta.web.templatetags.parta import icon

WEB = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(WEB.rglob("*.html"))
STYLES = sorted((WEB / "static" / "css").glob("*.css"))
SCRIPTS = sorted((WEB / "static" / "js").rglob("*.js"))


def _name(path: Path) -> str:
    return str(path.relative_to(WEB))


def _icons(text: str) -> Iterator[str]:
    yield from re.findall(r"""{%\s*(?:icon|lucide)\s+["']([^"']+)["']""", text)
    yield from re.findall(r"""{%\s*icon\s+\w+\|default:["']([^"']+)["']""", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_a_template_has_nothing_inline_and_is_short(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert text.count("\n") <= 150


@pytest.mark.parametrize("template", TEMPLATES, ids=_name)
def test_every_icon_of_a_template_exists(template: Path) -> None:
    for name in _icons(template.read_text(encoding="utf-8")):
        assert "<svg" in icon(name)


@pytest.mark.parametrize("style", STYLES, ids=_name)
def test_a_style_sheet_uses_only_tokens_that_exist(style: Path) -> None:
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES)))
    assert set(re.findall(r"var\((--[\w-]+)", style.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize("script", SCRIPTS, ids=_name)
def test_a_script_is_small_and_never_evaluates_text(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert not re.search(r"\beval\(|new Function\(|\.innerHTML\s*=|document\.write", text)
