"""The frame of every page, rendered once for each of its states: the bars around the page hold no data of the page.

What is kept is text by the values it was made from, never a right: another menu or name is another text. The two things
that differ from request to request, the form's token and the address to come back to, are put in each time.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from parta.web.menu import Shell

TOKEN, PLACE = "\ue000token\ue000", "\ue000place\ue000"
PERSON = ("short_name", "full_name", "initials")


class _Person:
    """The words of a person that the frame says."""

    def __init__(self, words: tuple[str, ...]) -> None:
        for name, word in zip(PERSON, words, strict=True):
            setattr(self, name, word)


class _Request:
    """Stands for the request while a bar is rendered to be kept."""

    def get_full_path(self) -> str:
        """The place of the address."""
        return PLACE


def bar(template: str, context: Mapping[str, Any]) -> SafeString:
    """A bar of the frame: a template that asks only for `shell`, the form's token and the address of the page."""
    shell: Shell = context["shell"]
    words = tuple(str(getattr(shell.person, name)) for name in PERSON) if shell.person else ()
    seats, menu = tuple(shell.seats), tuple(shell.menu)
    said = (shell.school_name, shell.role_line, shell.theme, shell.vi, shell.density)
    kept = _kept(template, words, said, menu, seats)
    place = str(escape(context["request"].get_full_path()))
    return SafeString(kept.replace(TOKEN, str(context["csrf_token"])).replace(PLACE, place))


@lru_cache(maxsize=2048)
def _kept(template: str, words: tuple[str, ...], said: tuple[str, ...], menu: Any, seats: Any) -> str:
    shell: dict[str, Any] = dict(zip(("school_name", "role_line", "theme", "vi", "density"), said, strict=True))
    shell |= {"person": _Person(words) if words else None, "menu": menu, "seats": seats}
    return render_to_string(template, {"shell": shell, "csrf_token": TOKEN, "request": _Request()})
