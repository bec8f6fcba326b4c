"""Django app: registers the role that follows from substitutions."""

from django.apps import AppConfig

from parta.domain.audit.choices import register
from parta.domain.timetable.choices import AUDIT_SENTENCES


class TimetableConfig(AppConfig):
    """Расписание."""

    name = "parta.domain.timetable"
    label = "timetable"
    verbose_name = "Расписание"

    def ready(self) -> None:
        """Role of substitutes; sentences of the log."""
        from parta.domain.access.queries import register_role_source  # noqa: PLC0415  models load after apps
        from parta.domain.timetable.queries import roles_from_substitutions  # noqa: PLC0415

        register_role_source(roles_from_substitutions)
        register(AUDIT_SENTENCES)
