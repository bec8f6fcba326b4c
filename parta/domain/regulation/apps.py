"""Django app."""

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    """Регламент."""

    name = "parta.domain.regulation"
    label = "regulation"
    verbose_name = "Регламент"
