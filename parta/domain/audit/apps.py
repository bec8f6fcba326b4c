"""Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Журнал действий."""

    name = "parta.domain.audit"
    label = "audit"
    verbose_name = "Журнал действий"

    def ready(self) -> None:
        """Hand the pen down to the access room."""
        from parta.domain.access.actions import register_recorder  # noqa: PLC0415  models load after apps
        from parta.domain.audit.actions import record_acts  # noqa: PLC0415

        register_recorder(record_acts)
