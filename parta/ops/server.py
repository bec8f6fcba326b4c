"""The application server's own process: the product is loaded once, before the workers are forked.

They share its memory and answer at once, also when one of them was killed and another takes its place.
"""

import os
from importlib import import_module

import django
from django.conf import settings
from granian.cli import entrypoint


def main() -> None:
    """Load models and pages, no connection among them; then serve with the arguments of granian's own command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    import_module(settings.ROOT_URLCONF)
    entrypoint()


if __name__ == "__main__":
    main()
