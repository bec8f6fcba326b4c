"""A long build goes into a file of its own and becomes the school when it is whole; an interrupted one does not."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

SUFFIXES = ("", "-wal", "-shm")
QUICK = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA cache_size=-300000; \
PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=20000;"
"""Nothing here has to survive a power cut: the file is not the school yet."""


def unfinished(folder: Path) -> Path:
    """The file of a build that goes on, or was interrupted."""
    return folder / "parta.building.sqlite3"


@contextmanager
def beside() -> Iterator[None]:
    """SQLite: inside, the database is a new file, moved into its place at the end. Other databases: as they are."""
    if connection.vendor != "sqlite":
        yield
        return
    file = unfinished(settings.DATA.path)
    if file.exists():
        print("Прошлая постройка не закончилась: начинаю заново.", file=sys.stderr)
    _forget(file)
    usual: dict[str, Any] = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(NAME=str(file), OPTIONS={**usual["OPTIONS"], "init_command": QUICK})
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict.update(usual)
    _put_in_place(file, Path(usual["NAME"]))


def _put_in_place(file: Path, target: Path) -> None:
    with file.open("rb") as whole:
        os.fsync(whole.fileno())
    _forget(target)
    file.replace(target)
    _forget(file)


def _forget(file: Path) -> None:
    for suffix in SUFFIXES:
        file.with_name(file.name + suffix).unlink(missing_ok=True)
