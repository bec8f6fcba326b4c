"""`parta serve`: bring the database and static files up to date, then start the server and its worker."""

import argparse
import io
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.database import wal_is_safe
from parta.ops.launcher import Launcher, PortBusy, check_port
from parta.ops.metrics_port import MetricsPort, MetricsPortBusy


def run(options: argparse.Namespace) -> int:
    """Exit code of the server; 2 with a sentence when the port is busy or the database is unsafe."""
    try:
        check_port(options.host, options.port)
        metrics = MetricsPort(options.metrics_port) if options.metrics_port else None
    except (PortBusy, MetricsPortBusy) as error:
        print(error, file=sys.stderr)
        return 2
    prepare()
    return Launcher(options.host, options.port, workers=options.workers, metrics=metrics, ground=ground()).run()


def ground() -> list[Path]:
    """What must not vanish under a running server: the data folder, and the SQLite file in it."""
    files = [settings.DATA.database_file()] if connection.vendor == "sqlite" else []
    return [settings.DATA.path, *files]


def prepare() -> None:
    """Migrate and collect static files; says which database it is. Safe to run at every start."""
    print(database_line(), flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, stdout=io.StringIO())


def database_line() -> str:
    """One line for the keeper: which database, and why a slower mode was chosen when it was."""
    if connection.vendor != "sqlite":
        return "База: PostgreSQL"
    version = sys.modules["sqlite3"].sqlite_version
    if wal_is_safe():
        return f"База: SQLite {version}, WAL с полной записью на диск"
    return (
        f"База: SQLite {version} без WAL: в этой версии WAL может испортить базу (исправлено в 3.51.3). "
        "Работает надёжно, но медленнее; поставьте pysqlite3 или PostgreSQL."
    )
