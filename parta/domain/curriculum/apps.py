"""Django app: registers the role that follows from teaching."""

from django.apps import AppConfig

from parta.domain.audit.choices import register
from parta.domain.curriculum.choices import AUDIT_SENTENCES


class CurriculumConfig(AppConfig):
    """Учебный план."""

    name = "parta.domain.curriculum"
    label = "curriculum"
    verbose_name = "Учебный план"

    def ready(self) -> None:
        """Role of subject teachers; sentences of the log."""
        from parta.domain.access.queries import register_role_source  # noqa: PLC0415  models load after apps
        from parta.domain.curriculum.queries import group_teachers, roles_from_teaching  # noqa: PLC0415
        from parta.domain.school.queries.divisions import register_group_teachers  # noqa: PLC0415

        register_group_teachers(group_teachers)
        register_role_source(roles_from_teaching)
        register(AUDIT_SENTENCES)
