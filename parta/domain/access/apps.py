"""Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People and roles."""

    name = "parta.domain.access"
    label = "access"
    verbose_name = "Доступ"
