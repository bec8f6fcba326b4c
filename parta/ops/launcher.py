"""`parta serve`: the application server with a worker beside it, started, watched and stopped as one.

Covers three measured faults of the server (docs/adr/0006): a second instance on a busy port starts silently;
SIGTERM in the first second hangs it; workers outlive a parent that was killed.
"""

import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from parta.lib import clock
from parta.ops.kept import Kept, NotYet
from parta.ops.metrics_port import MetricsPort

START_SECONDS = 120.0
STOP_SECONDS = 20.0
POLL = 0.1
SERVER_FLAGS = (
    "--interface", "wsgi", "--blocking-threads", "1", "--no-ws", "--no-access-log", "--log-level", "warning",
    "--backlog", "2048", "--backpressure", "4096", "--http1-header-read-timeout", "60000",
)  # fmt: skip
"""What is counted for back pressure are kept connections, not requests: past it no new ones are taken until some close,
and every open page keeps a few, for the minute given here."""
Identity = tuple[int, int]


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
    """One server and one worker. `run` returns the exit code when both have stopped.

    ground: files and folders the school stands on, the data folder first; when one is gone, so is the server.
    """

    host: str
    port: int
    workers: int = 2
    with_jobs: bool = True
    metrics: MetricsPort | None = None
    ground: Sequence[Path] = ()
    stopping: bool = field(default=False)
    started_at: str = field(default_factory=lambda: clock.real_now().isoformat(timespec="seconds"))
    server: Kept = field(init=False)
    worker: Kept = field(init=False)
    standing: list[Identity | None] = field(init=False)

    def __post_init__(self) -> None:
        environment = self._environment()
        self.server = Kept("Сервер", self._server_command(), environment, may_start=self._port_is_free)
        self.worker = Kept("Фоновые работы", [sys.executable, "-m", "parta.ops.cli", "jobs"], environment)
        self.standing = [_identity(place) for place in self.ground]

    def run(self) -> int:
        """Start, wait until it answers, watch, stop."""
        check_port(self.host, self.port)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, self._ask_to_stop)
        self.server.start()
        if not self._wait_until_ready():
            return self._stop(code=0 if self.stopping else 1)
        if self.with_jobs:
            self.worker.start()
        print(f"Парта работает: http://{self.host}:{self.port}  (остановить: Ctrl+C)", flush=True)
        return self._stop(code=self._watch())

    def _server_command(self) -> list[str]:
        return [
            sys.executable, "-m", "parta.ops.server", "--host", self.host, "--port", str(self.port),
            "--workers", str(self.workers), *SERVER_FLAGS, "--respawn-failed-workers", "--workers-kill-timeout", "3",
            "config.wsgi:application",
        ]  # fmt: skip

    def _environment(self) -> dict[str, str]:
        ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PARTA_LAUNCHED": "1", "PARTA_STARTED_AT": self.started_at}
        return ours | ({"PROMETHEUS_MULTIPROC_DIR": str(self.metrics.folder)} if self.metrics else {})

    def _port_is_free(self) -> None:
        try:
            check_port(self.host, self.port)
        except PortBusy as error:
            raise NotYet(f"адрес {self.host}:{self.port} занят другой программой") from error

    def _wait_until_ready(self) -> bool:
        address = f"http://{self._local_host()}:{self.port}/health/live"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and (self.server.runs or self._comes_again()):
            try:
                with urllib.request.urlopen(address, timeout=2):
                    return not self.stopping
            except (urllib.error.URLError, OSError):
                time.sleep(POLL)
        if not self.stopping:
            print("Сервер не ответил: посмотрите сообщения выше.", file=sys.stderr)
        return False

    def _comes_again(self) -> bool:
        """A server killed from outside while it starts is started again; one that ends by itself has a reason to."""
        if self.stopping or not self.server.was_killed:
            return False
        self.server.attend()
        return True

    def _local_host(self) -> str:
        if self.host in ("0.0.0.0", ""):  # noqa: S104  compared, not bound
            return "127.0.0.1"
        return f"[{self.host}]" if ":" in self.host else self.host

    def _watch(self) -> int:
        """Until told to stop, or until the data folder is gone. A child that ends is started again."""
        while not self.stopping:
            lost = self._lost_ground()
            if lost is not None:
                print(
                    f"Пропало место, где живут данные школы: {lost}. Папку удалили, переименовали или отключили диск. "
                    "Парта остановлена, чтобы не писать в пустоту. Верните папку и запустите снова.",
                    file=sys.stderr,
                )
                return 1
            self.server.attend()
            self._note_metrics(restarted=self.worker.attend())
            self._pause()
        return 0

    def _lost_ground(self) -> Path | None:
        """The first place that is gone or is another one now (an empty mount point has the same name)."""
        now = zip(self.ground, self.standing, strict=True)
        return next((place for place, known in now if known is None or _identity(place) != known), None)

    def _pause(self) -> None:
        """A tenth of a second, in which a scrape of the metrics may be answered."""
        if self.metrics is None:
            time.sleep(POLL)
        else:
            self.metrics.handle_request()

    def _note_metrics(self, *, restarted: bool) -> None:
        if self.metrics is None:
            return
        self.metrics.server_up.set(self.server.runs)
        self.metrics.worker_up.set(self.worker.runs)
        self.metrics.restarts.inc(int(restarted))

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self, *, code: int) -> int:
        """Ask both to finish what they accepted; after a while end their whole process groups."""
        children = (self.worker, self.server)
        for child in children:
            if child.process is not None and child.runs:
                child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(child.runs for child in children):
            time.sleep(POLL)
        for child in children:
            child.end_group()
        if self.metrics is not None:
            self.metrics.close()
        return code


def _identity(place: Path) -> Identity | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
