"""Django app: the keeper's commands."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands."""

    name = "parta.ops"
    label = "ops"

    def ready(self) -> None:
        """The page «Состояние» asks the keeper's side what it knows."""
        from parta.ops import state  # noqa: PLC0415  models load before
        from parta.web.setup import health  # noqa: PLC0415

        health.register_source(state.collect)
