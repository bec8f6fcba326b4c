"""Metrics in Prometheus text form on a port of this machine only. The launcher serves them between its rounds:
no thread, no second program. The server's processes count in files of a folder that lives in memory where it can."""

import shutil
import tempfile
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from parta import __version__
from parta.lib import clock

LOCAL = "127.0.0.1"
MEMORY = Path("/dev/shm")  # noqa: S108  mkdtemp makes a folder of our own there


class MetricsPortBusy(Exception):
    """Somebody already listens on the metrics port."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 1
    server: "MetricsPort"

    def do_GET(self) -> None:
        """The one page."""
        if self.path.partition("?")[0] != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = self.server.text()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Scrapes are not news."""


class MetricsPort(TCPServer):
    """Bound when made: raises MetricsPortBusy. `handle_request` waits for a scrape at most `timeout` seconds."""

    allow_reuse_address = True
    timeout = 0.1

    def __init__(self, port: int) -> None:
        try:
            super().__init__((LOCAL, port), _Handler)
        except OSError as error:
            raise MetricsPortBusy(
                f"Порт показателей {LOCAL}:{port} занят: {error.strerror}. Выберите другой: --metrics-port {port + 1}"
            ) from error
        self.own = CollectorRegistry()
        self.server_up = Gauge("parta_server_up", "1 while the server process runs.", registry=self.own)
        self.worker_up = Gauge("parta_worker_up", "1 while the worker process runs.", registry=self.own)
        self.restarts = Counter("parta_worker_restarts", "Times the worker was started again.", registry=self.own)
        started = Gauge("parta_start_time_seconds", "When `parta serve` started, Unix time.", registry=self.own)
        started.set(clock.real_now().timestamp())
        build = Gauge("parta_build_info", "1, with the version of Парта.", ["version"], registry=self.own)
        build.labels(__version__).set(1)
        # In memory: a full disk must not end a server process that only wanted to count.
        self.folder = Path(tempfile.mkdtemp(prefix="parta-metrics-", dir=MEMORY if MEMORY.is_dir() else None))

    def text(self) -> bytes:
        """Everything counted so far by the launcher and by all processes of the server, ended ones included."""
        counted = CollectorRegistry()
        MultiProcessCollector(counted, path=str(self.folder))
        return bytes(generate_latest(self.own) + generate_latest(counted))

    def close(self) -> None:
        """Free the port and forget the counts."""
        self.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)
