"""Django app."""

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """Дневник."""

    name = "parta.domain.diary"
    label = "diary"
    verbose_name = "Дневник"
