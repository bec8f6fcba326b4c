"""Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Журнал действий."""

    name = "parta.domain.audit"
    label = "audit"
    verbose_name = "Журнал действий"
