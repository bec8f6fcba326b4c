"""Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Журнал."""

    name = "parta.domain.journal"
    label = "journal"
    verbose_name = "Журнал"
