"""The floor: an application that only does what cannot be left out, the statements by bare sqlite3 and the bytes.

`/case/NAME`: the statements of a page, captured from the product with their values, then the page's own bytes.
`POST /insert`: one durable insert. Read from the folder named by BENCH_FLOOR; served by granian like the product.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.database import use_bundled_sqlite

use_bundled_sqlite()

import sqlite3  # noqa: E402  the bundled one

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; "
    "PRAGMA journal_size_limit=67108864;"
)
Start = Callable[[str, list[tuple[str, str]]], object]
Statement = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """What a page asks the database and what it answers."""

    statements: list[Statement]
    headers: list[tuple[str, str]]
    body: bytes


def connect(file: Path) -> sqlite3.Connection:
    """A connection set as the product sets its own; transactions are ours."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=20, check_same_thread=False)
    connection.executescript(PRAGMAS)
    return connection


def load(file: Path) -> Case:
    """A case as `bench.cases` has written it."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    body = file.with_suffix(".body").read_bytes()
    return Case([(sql, values) for sql, values in stored["statements"]], [tuple(h) for h in stored["headers"]], body)


def save(folder: Path, name: str, case: Case) -> None:
    """Write a case for the floor's processes."""
    stored = {"statements": case.statements, "headers": case.headers}
    (folder / f"{name}.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    (folder / f"{name}.body").write_bytes(case.body)


def ask(connection: sqlite3.Connection, statements: list[Statement]) -> int:
    """Run the reads and fetch every row; how many rows."""
    return sum(len(connection.execute(sql, values).fetchall()) for sql, values in statements)


class Floor:
    """The application of one process."""

    def __init__(self, folder: Path) -> None:
        self.cases = {file.stem: load(file) for file in folder.glob("*.json") if file.stem != "floor"}
        place = json.loads((folder / "floor.json").read_text(encoding="utf-8"))
        self.pages = connect(Path(place["database"]))
        self.writes = connect(folder / "writes.sqlite3")
        self.writes.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, value TEXT, body TEXT)")

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Any other address answers «ok»."""
        path = environ["PATH_INFO"]
        if path.startswith("/case/"):
            case = self.cases[path.removeprefix("/case/")]
            ask(self.pages, case.statements)
            start("200 OK", case.headers)
            return [case.body]
        if path == "/insert":
            self._insert(environ["wsgi.input"].read())
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
        return [b"ok\n"]

    def _insert(self, body: bytes) -> None:
        self.writes.execute("BEGIN IMMEDIATE")
        self.writes.execute("INSERT INTO entry (value, body) VALUES (?, ?)", ("5", body.decode()))
        self.writes.execute("COMMIT")


application = Floor(Path(os.environ["BENCH_FLOOR"])) if "BENCH_FLOOR" in os.environ else None
