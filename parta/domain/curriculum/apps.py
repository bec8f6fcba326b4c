"""Django app."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """Учебный план."""

    name = "parta.domain.curriculum"
    label = "curriculum"
    verbose_name = "Учебный план"
