"""The application server's own process: the product is loaded once, before the workers are forked.

They share its memory and answer at once, also when one of them was killed and another takes its place.
"""

import gc
import os
import resource
from importlib import import_module

import django
from granian.cli import entrypoint

FILES = 16_384


def main() -> None:
    """Load models and pages, no connection among them; then serve with the arguments of granian's own command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    import_module("parta.web.warm").warm()
    _allow_connections()
    _leave_loaded_alone()
    entrypoint()


def _allow_connections() -> None:
    """Every open page holds a few connections: the usual limit of 1,024 files is a school's evening, not its worst."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _leave_loaded_alone() -> None:
    """What is loaded lives for ever: the collector need not look at it, nor come by several times a page.

    Pages hold few cycles; the memory of workers under load is part of what `bench.load` prints.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


if __name__ == "__main__":
    main()
