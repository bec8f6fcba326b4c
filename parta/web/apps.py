"""Django app: templates, static files, template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """HTML for people."""

    name = "parta.web"
    label = "web"
