"""One module per subcommand; each `run(options)` returns the exit code."""

import argparse
from collections.abc import Callable

from parta.ops.commands import clock, demo, importing, jobs, serve, setup, user, verify

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": serve.run,
    "setup": setup.run,
    "demo": demo.run,
    "clock": clock.run,
    "jobs": jobs.run,
    "verify": verify.run,
    "user": user.run,
    "import": importing.run,
}
