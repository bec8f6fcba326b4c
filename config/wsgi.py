"""WSGI entry point. A worker of `parta serve` ends with its server, whatever happened to that."""

import os

from django.core.wsgi import get_wsgi_application

from config.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("PARTA_LAUNCHED") == "1":
    die_with_parent()
application = get_wsgi_application()
