"""Django app."""

from django.apps import AppConfig


class FinalsConfig(AppConfig):
    """Итоги."""

    name = "parta.domain.finals"
    label = "finals"
    verbose_name = "Итоги"

    def ready(self) -> None:
        """The log speaks of final marks, deferrals and closings in sentences."""
        from parta.domain.audit.choices import register  # noqa: PLC0415  models load after apps
        from parta.domain.finals.choices import AUDIT_SENTENCES  # noqa: PLC0415

        register(AUDIT_SENTENCES)
