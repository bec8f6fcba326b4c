"""One module per subcommand; each `run(options)` returns the exit code. Loaded when called: a start takes less."""

import argparse
from collections.abc import Callable
from importlib import import_module

MODULES = {
    "serve": "serve",
    "setup": "setup",
    "demo": "demo",
    "clock": "clock",
    "jobs": "jobs",
    "verify": "verify",
    "user": "user",
    "import": "importing",
}


def command(name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a subcommand."""
    run: Callable[[argparse.Namespace], int] = import_module(f"{__name__}.{MODULES[name]}").run
    return run
