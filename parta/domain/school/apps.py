"""Django app: registers the roles that follow from classes and families."""

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """Школа."""

    name = "parta.domain.school"
    label = "school"
    verbose_name = "Школа"

    def ready(self) -> None:
        """Roles of pupils, guardians and homeroom teachers; whom a homeroom teacher may give logins."""
        from parta.domain.access.permissions import register_credential_source  # noqa: PLC0415  models load after apps
        from parta.domain.access.queries import register_role_source  # noqa: PLC0415
        from parta.domain.audit.choices import register  # noqa: PLC0415
        from parta.domain.school.choices import AUDIT_SENTENCES  # noqa: PLC0415
        from parta.domain.school.permissions import credentials_of_own_class  # noqa: PLC0415
        from parta.domain.school.queries import roles_from_school  # noqa: PLC0415

        register_role_source(roles_from_school)
        register_credential_source(credentials_of_own_class)
        register(AUDIT_SENTENCES)
