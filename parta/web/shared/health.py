"""Is the server alive, is it ready: for the launcher and for watchdogs. Says nothing about the school."""

import tempfile
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import path

from parta.web.middleware import public


class _Schema:
    """Whether this process has seen the database up to date; once seen, it stays so while the process lives."""

    current = False


@public
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def ready(request: HttpRequest) -> HttpResponse:
    """200 «ok», or 503 with one word: database, migrations or disk."""
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("database", _database_answers),
        ("migrations", _schema_is_current),
        ("disk", _folder_is_writable),
    )
    for word, holds in checks:
        if not holds():
            return HttpResponse(f"{word}\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _schema_is_current() -> bool:
    if not _Schema.current:
        executor = MigrationExecutor(connection)
        _Schema.current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _Schema.current


def _folder_is_writable() -> bool:
    """A byte is really written: permissions alone say nothing of a full disk or one mounted for reading."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA.path) as probe:
            probe.write(b"1")
            probe.flush()
    except OSError:
        return False
    return True


urlpatterns = [path("health/live", live, name="health_live"), path("health/ready", ready, name="health_ready")]
