"""`parta serve`: the application server with a worker beside it, started, watched and stopped as one.

Covers three measured faults of the server (docs/adr/0006): a second instance on a busy port starts silently;
SIGTERM in the first second hangs it; workers outlive a parent that was killed.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

from config.lifeline import die_with_parent
from parta.lib import clock
from parta.ops.metrics_port import MetricsPort

START_SECONDS = 30.0
STOP_SECONDS = 20.0
POLL = 0.1


class PortBusy(Exception):
    """Somebody already listens on the address."""


def check_port(host: str, port: int) -> None:
    """Bind without sharing: raises PortBusy when another server, even one that shares ports, holds the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise PortBusy(
                f"Адрес {host}:{port} занят: {error.strerror}. Остановите ту программу или запустите на другом: "
                f"make run PORT={port + 1}"
            ) from error


@dataclass
class Launcher:
    """One server and one worker. `run` returns the exit code when both have stopped."""

    host: str
    port: int
    workers: int = 2
    with_jobs: bool = True
    metrics: MetricsPort | None = None
    server: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    stopping: bool = field(default=False)
    started_at: str = field(default_factory=lambda: clock.real_now().isoformat(timespec="seconds"))

    def run(self) -> int:
        """Start, wait until it answers, watch, stop."""
        check_port(self.host, self.port)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        self.server = self._spawn(self._server_command())
        if not self._wait_until_ready():
            return self._stop(code=0 if self.stopping else 1)
        if self.with_jobs:
            self.worker = self._spawn([sys.executable, "-m", "parta.ops.cli", "jobs"])
        print(f"Парта работает: http://{self.host}:{self.port}  (остановить: Ctrl+C)", flush=True)
        return self._stop(code=self._watch())

    def _server_command(self) -> list[str]:
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", self.host, "--port", str(self.port),
            "--workers", str(self.workers), "--blocking-threads", "1", "--no-ws", "--no-access-log",
            "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "3",
            "config.wsgi:application",
        ]  # fmt: skip

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own interpreter and module names
            command,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  prctl only, no locks are taken
            env={**os.environ, **self._environment()},
        )

    def _environment(self) -> dict[str, str]:
        ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PARTA_LAUNCHED": "1", "PARTA_STARTED_AT": self.started_at}
        return ours | ({"PROMETHEUS_MULTIPROC_DIR": str(self.metrics.folder)} if self.metrics else {})

    def _wait_until_ready(self) -> bool:
        address = f"http://{self._local_host()}:{self.port}/health/live"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.server and self.server.poll() is None:
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return not self.stopping
            except (urllib.error.URLError, OSError):
                time.sleep(POLL)
        if not self.stopping:
            print("Сервер не ответил: посмотрите сообщения выше.", file=sys.stderr)
        return False

    def _local_host(self) -> str:
        if self.host in ("0.0.0.0", ""):  # noqa: S104  compared, not bound
            return "127.0.0.1"
        return f"[{self.host}]" if ":" in self.host else self.host

    def _watch(self) -> int:
        """Until told to stop, or until the server ends by itself. A worker that ends is started again."""
        while not self.stopping:
            if self.server is None or self.server.poll() is not None:
                print("Сервер остановился сам.", file=sys.stderr)
                return 1
            if self.worker is not None and self.worker.poll() is not None:
                self._note_metrics(restarted=True)
                time.sleep(1)
                self.worker = self._spawn([sys.executable, "-m", "parta.ops.cli", "jobs"])
            self._pause()
        return 0

    def _pause(self) -> None:
        """A tenth of a second, in which a scrape of the metrics may be answered."""
        if self.metrics is None:
            time.sleep(POLL)
            return
        self._note_metrics()
        self.metrics.handle_request()

    def _note_metrics(self, *, restarted: bool = False) -> None:
        if self.metrics is None:
            return
        self.metrics.server_up.set(self.server is not None and self.server.poll() is None)
        self.metrics.worker_up.set(self.worker is not None and self.worker.poll() is None)
        self.metrics.restarts.inc(int(restarted))

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self, *, code: int) -> int:
        """Ask both to finish what they accepted; after a while end their whole process groups."""
        children = [child for child in (self.worker, self.server) if child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(child.poll() is None for child in children):
            time.sleep(POLL)
        for child in children:
            _end_group(child)
        if self.metrics is not None:
            self.metrics.close()
        return code


def _end_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # everything in the group may have ended already
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
