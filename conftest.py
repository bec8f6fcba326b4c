"""Settings of the test run: a fast hasher, plain static files, an SQLite file that need not survive a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from xdist.scheduler import LoadScopeScheduling

SLOW_FIRST = ("tests/browser/", "tests/matrix/", "tests/durability/", "tests/journeys/", "parta/ops/")
"""Places that take minutes: they start first, so that at the end no process waits for the other."""
OWN_SERVER = {"tests/browser/test_journal_keys.py"}
"""Modules of browser tests that do not need the served demo."""
PAGES = ("parta/web/",)
"""Tests of single pages run on SQLite. On PostgreSQL the matrix opens every page and sends every form as every role,
and the rooms below have all their own tests."""
OWN_PROCESS = ("parta/ops/", "tests/")
"""Places whose tests start the product as another process."""
SHARED = Path(__file__).resolve().parent.parent / "shared"


def pytest_configure() -> None:
    """Only what makes tests fast or readable; nothing that changes what the product does."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
        database["TEST"] = {**database.get("TEST", {}), "NAME": f"{database['NAME']}.test"}


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A module stays in the process where its school is built; so do all tests of the served demo."""
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = process_of
    return scheduler


def process_of(nodeid: str) -> str:
    """Tests with the same answer run in one process."""
    place = nodeid.split("::", maxsplit=1)[0]
    return "served demo" if place.startswith("tests/browser/") and place not in OWN_SERVER else place


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow places first; what no database can change runs once, on SQLite."""
    if str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql"):
        once = {item for item in items if _runs_once(item)}
        config.hook.pytest_deselected(items=list(once))
        items[:] = [item for item in items if item not in once]
    items.sort(key=lambda item: next((n for n, one in enumerate(SLOW_FIRST) if item.nodeid.startswith(one)), 99))


def _runs_once(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("any_database") is not None
    return marked or item.nodeid.startswith(PAGES) or not _reaches_database(item)


def _reaches_database(item: pytest.Item) -> bool:
    """Rules, readers of files and templates know no database: pytest-django would fail them if they asked for one.
    Tests that start the product as a process of its own reach it by another road."""
    if item.nodeid.startswith(OWN_PROCESS):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "django_db_setup"})


@pytest.fixture
def shared() -> Path:
    """The folder of real input files beside the project; tests that need it say so when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("нет папки ../shared с настоящими файлами школ")
    return SHARED


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """What a process remembers outlives a test's transaction: its cache, what a request that never ended has read."""
    from django.core.cache import cache  # noqa: PLC0415  needs settings

    from parta.domain.regulation.queries import end_request  # noqa: PLC0415
    from parta.lib import within  # noqa: PLC0415
    from parta.lib.remembered import forget_everything  # noqa: PLC0415

    cache.clear()
    forget_everything()
    end_request()
    within.end_request()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Beside the empty test database a copy of it for the cast, made before anybody else is connected to it."""
    from django.db import connection  # noqa: PLC0415

    with django_db_blocker.unblock():
        connection.close()
        connection.creation.clone_test_db("cast", verbosity=0)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(suffix="cast", verbosity=0)


@pytest.fixture(scope="session")
def _cast_database(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The cast is built once a process, in the copy. Settings of the copy, and the cast."""
    from django.db import connection  # noqa: PLC0415

    from parta.ops.cast import build_cast  # noqa: PLC0415

    copy = connection.creation.get_test_db_clone_settings("cast")
    with django_db_blocker.unblock(), _standing_on(copy):
        built = build_cast()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a school nobody has measured yet is planned badly
    return copy, built


@contextmanager
def _standing_on(database: dict[str, Any]) -> Iterator[None]:
    """Inside, the connection is to another database."""
    from django.db import connection  # noqa: PLC0415

    usual = connection.settings_dict
    connection.close()
    connection.settings_dict = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual


@pytest.fixture(scope="module")
def _module_cast(_cast_database: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The cast for one module, in a transaction that the module rolls back; its objects are the module's own."""
    from django.db import transaction  # noqa: PLC0415

    copy, built = _cast_database
    with django_db_blocker.unblock(), _standing_on(copy):
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield deepcopy(built)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def cast(_module_cast: Any, db: None) -> Iterator[Any]:
    """The demo school's people on its school day, 10:40; see `parta/ops/cast.py`."""
    from parta.lib import clock  # noqa: PLC0415

    with clock.frozen_at(_module_cast.now):
        yield _module_cast
