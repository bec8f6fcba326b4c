"""The product as its keepers run it: `parta` commands in a data folder of their own, a real server on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 150.0
OUR_OWN = ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PARTA_DATA", "PARTA_DATABASE_URL", "PARTA_LAUNCHED")


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder, its database, and the environment of every command in it."""

    data: Path
    env: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        """`parta …` by this interpreter."""
        return [sys.executable, "-m", "parta.ops.cli", *arguments]

    def parta(self, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments), env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=timeout,
            check=False,
        )  # fmt: skip

    def must(self, *arguments: str, timeout: float = 300) -> str:
        """Run a command that must succeed; what it printed."""
        done = self.parta(*arguments, timeout=timeout)
        assert done.returncode == 0, f"parta {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def launch(self, port: int, *more: str) -> subprocess.Popen[bytes]:
        """Start `parta serve` and come back at once. Its words go to server.log of the folder."""
        with (self.data / "server.log").open("ab") as log:
            return subprocess.Popen(
                self.command("serve", "--port", str(port), *more), env=self.env, cwd=ROOT, stdout=log, stderr=log
            )

    def log(self) -> str:
        """What the server has said."""
        file = self.data / "server.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    @contextmanager
    def serving(self, *more: str) -> Iterator[str]:
        """The address of a server that answers, stopped at the end."""
        port = free_port()
        process = self.launch(port, *more)
        try:
            wait_until_answers(port, process, self)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(process)


def installation(data: Path, name: str) -> Installation:
    """An empty installation: SQLite in the folder, or on a PostgreSQL run a fresh database of the given name."""
    data.mkdir(parents=True, exist_ok=True)
    env = {key: value for key, value in os.environ.items() if key not in OUR_OWN}
    env |= {"PARTA_DATA": str(data), "PARTA_LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
    url = os.environ.get("PARTA_DATABASE_URL", "")
    if url:
        process = os.environ.get("PYTEST_XDIST_WORKER", "one")
        env["PARTA_DATABASE_URL"] = fresh_database(url, f"{name}_{process}")
    return Installation(data, env)


def fresh_database(url: str, name: str, template: str = "template0") -> str:
    """Make an empty database beside the one of the address; its own address."""
    server = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def copied_database(url: str, name: str) -> str:
    """A copy of the database of the address, which nobody may be using; the copy's address."""
    return fresh_database(url, name, template=urlsplit(url).path.lstrip("/"))


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Does anybody serve pages there?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def listens(port: int) -> bool:
    """Does anybody hold the port?"""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_answers(port: int, process: subprocess.Popen[bytes], where: Installation) -> None:
    """Until the first answer; a server that ended instead shows its last words."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"сервер остановился: {where.log()[-2000:]}"
        if answers(port):
            return
        time.sleep(0.1)
    raise AssertionError(f"сервер не ответил за {START_SECONDS:.0f} с: {where.log()[-2000:]}")


def stop(process: subprocess.Popen[bytes], seconds: float = 20) -> float:
    """Ask the launcher to stop; how long it took. Killed when it does not obey."""
    started = time.monotonic()
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    return time.monotonic() - started
