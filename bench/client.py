"""Clients of the measurement: one after another on a kept connection, or several at once."""

import http.client
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Protocol

from bench.processes import Server

WARM_CONNECTIONS, WARM_REQUESTS = 8, 3
"""Enough for every worker process to have answered: a connection stays with one of them."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request with everything a browser would send."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


class Actor(Protocol):
    """A client with a memory: what it asks next, and whether it is content with the answer."""

    def ask(self) -> Request:
        """The next request."""

    def content(self, status: int, body: bytes) -> bool:
        """Is the answer what was asked for?"""


@dataclass(slots=True)
class Figures:
    """Seconds of each request, errors, processor seconds of the server, wall seconds, bytes of the last answer."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    server_cpu: float = 0.0
    wall: float = 0.0
    bytes: int = 0

    def percentile(self, part: float) -> float:
        """Milliseconds under which this part of the requests stayed."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds of the server a request."""
        return 1000 * self.server_cpu / max(1, len(self.seconds))

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall if self.wall else 0.0


def run(server: Server, actors: list[Actor], seconds: float) -> Figures:
    """Every actor on a connection of its own, all at once for some seconds; requests to warm up are not counted."""
    for _ in range(WARM_CONNECTIONS):
        _loop(server, actors[0], time.monotonic() + 30, Figures(), most=WARM_REQUESTS)
    total = Figures()
    started, cpu = time.monotonic(), server.cpu()
    threads = [threading.Thread(target=_loop, args=(server, actor, started + seconds, total)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total.wall, total.server_cpu = time.monotonic() - started, server.cpu() - cpu
    return total


def _loop(server: Server, actor: Actor, until: float, found: Figures, most: int = sys.maxsize) -> None:
    """Lists and numbers of `found` are shared by the threads; each addition is one step of the interpreter."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while time.monotonic() < until and len(found.seconds) + found.errors < most:
        request = actor.ask()
        started = time.perf_counter()
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            response = connection.getresponse()
            body = response.read()
        except (http.client.HTTPException, OSError):
            found.errors += 1
            connection.close()
            continue
        found.seconds.append(time.perf_counter() - started)
        found.errors += not actor.content(response.status, body)
        found.bytes = len(body)
    connection.close()
