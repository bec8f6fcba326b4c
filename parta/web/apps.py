"""Django app: templates, static files, template tags."""

from typing import Any

from django.apps import AppConfig
from django.template import base
from django.utils.formats import localize


class WebConfig(AppConfig):
    """HTML for people."""

    name = "parta.web"
    label = "web"

    def ready(self) -> None:
        """Whole numbers are written as they are: no page sets thousands apart by itself (the filter `thousands` does),
        and Django asks for the language and its formats before it finds that out, for every number of a page.
        """
        base.localize = _localized  # type: ignore[attr-defined]  # the engine's own name for it


def _localized(value: Any, use_l10n: bool | None = None) -> Any:
    return str(value) if type(value) is int else localize(value, use_l10n=use_l10n)
