"""Django app."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """Школа."""

    name = "parta.domain.school"
    label = "school"
    verbose_name = "Школа"
