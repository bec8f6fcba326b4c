"""Django app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    """People and roles."""

    name = "parta.domain.access"
    label = "access"
    verbose_name = "Доступ"

    def ready(self) -> None:
        """Django would stamp the last sign-in by its own clock; `actions.sign_in` does it by the school's."""
        user_logged_in.disconnect(dispatch_uid="update_last_login")
