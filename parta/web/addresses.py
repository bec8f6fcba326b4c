"""Addresses of the product's own pages, asked for hundreds of times a page: made once a process for each object."""

from functools import lru_cache

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape

MOST_KEPT = 16_384


@lru_cache(maxsize=MOST_KEPT)
def address(name: str, *args: object) -> str:
    """`reverse`, remembered: the table of addresses does not change while a process lives."""
    return reverse(name, args=args)


@lru_cache(maxsize=MOST_KEPT)
def escaped_address(name: str, *args: object) -> str:
    """The same for an attribute of a page."""
    return str(escape(address(name, *args)))


@lru_cache(maxsize=512)
def static_address(path: str) -> str:
    """Of a static file, with its hash."""
    return str(escape(static(path)))
