"""Django app: the keeper's commands."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Commands."""

    name = "parta.ops"
    label = "ops"
