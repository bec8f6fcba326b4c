"""Server processes: started as in service, their processor time read from /proc."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parta.ops.launcher import SERVER_FLAGS

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
START_SECONDS = 60.0


class Server:
    """A running server with everything it has started; `cpu` counts those that answer requests."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def cpu(self) -> float:
        """Processor seconds, user and system, of the server's processes so far; the worker of jobs is left out."""
        return sum(_cpu_of(pid) for pid in _family(self.process.pid) if "jobs" not in _command(pid))

    def memory(self) -> int:
        """Resident bytes of the same processes."""
        pages = sum(_resident(pid) for pid in _family(self.process.pid))
        return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def parta(data: Path, *more: str) -> Iterator[Server]:
    """`parta serve` on a folder, at a free port."""
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    env |= {"PARTA_DATA": str(data), "PARTA_LOG_LEVEL": os.environ.get("PARTA_LOG_LEVEL", "WARNING")}
    with _started([sys.executable, "-m", "parta.ops.cli", "serve"], "--port", more, env) as server:
        yield server


@contextmanager
def bare(folder: Path, *, workers: int) -> Iterator[Server]:
    """The floor: a bare application (`bench.floor`) behind the same server with the same settings."""
    command = [
        sys.executable, "-m", "granian", "--host", "127.0.0.1", "--workers", str(workers), *SERVER_FLAGS,
        "bench.floor:application",
    ]  # fmt: skip
    with _started(command, "--port", (), {**os.environ, "BENCH_FLOOR": str(folder)}) as server:
        yield server


@contextmanager
def _started(command: list[str], flag: str, more: tuple[str, ...], env: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    env = {**env, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, flag, str(port), *more], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def _family(root: int) -> list[int]:
    """The process and everything it has started, however deep."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            children.setdefault(_parent(int(place.name)), []).append(int(place.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # it has just ended
        return []


def _parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _cpu_of(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _resident(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[21]) if fields else 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rpartition("\0")[0].rpartition("\0")[2]
    except OSError:
        return ""
