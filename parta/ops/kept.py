"""A child process the launcher keeps alive: started again after a growing pause, ended together with its group."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from config.lifeline import die_with_parent
from parta.lib.russian import NBSP

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
LONG_LIFE = 60.0


class NotYet(Exception):
    """The child may not be started now; the sentence says why."""


@dataclass
class Kept:
    """One child. `attend` is called round after round and never waits."""

    name: str
    command: list[str]
    environment: dict[str, str]
    may_start: Callable[[], None] = field(default=lambda: None)
    """Raises NotYet when something stands in the way, such as a port taken meanwhile."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float | None = None

    def start(self) -> None:
        """Start in a group of its own; the kernel ends it with this process (docs/adr/0006)."""
        self.due, self.started = None, time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter and module names
            self.command,
            start_new_session=True,
            preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509  prctl only, no locks are taken
            env={**os.environ, **self.environment},
        )

    @property
    def runs(self) -> bool:
        """Is it alive?"""
        return self.process is not None and self.process.poll() is None

    @property
    def was_killed(self) -> bool:
        """Ended from outside, not for a fault of its own."""
        return self.process is not None and (self.process.poll() or 0) < 0

    def attend(self) -> bool:
        """Start it again if it has ended and its pause is over. True when it was started."""
        if self.runs or self.process is None:
            return False
        if self.due is None:
            self.end_group()
            lived = time.monotonic() - self.started
            self._wait(_how_it_ended(self.process.returncode), forget=lived >= LONG_LIFE)
            return False
        if time.monotonic() < self.due:
            return False
        try:
            self.may_start()
        except NotYet as reason:
            self._wait(str(reason))
            return False
        self.start()
        return True

    def _wait(self, why: str, *, forget: bool = False) -> None:
        self.pause = FIRST_PAUSE if forget or not self.pause else min(2 * self.pause, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        print(f"{self.name}: {why}. Запускаю снова через {self.pause:.0f}{NBSP}с.", file=sys.stderr, flush=True)

    def end_group(self) -> None:
        """Kill whatever is left of the child and of those it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):  # everything in the group may have ended already
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _how_it_ended(code: int) -> str:
    return f"процесс убит (сигнал {-code})" if code < 0 else f"процесс остановился сам (код {code})"
