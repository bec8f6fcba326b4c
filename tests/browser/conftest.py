"""Chromium and a committed database: the server of these tests is another thread and sees only what is written."""

import importlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from parta.domain.access.models import User
from parta.lib import clock

Open = Callable[..., Page]
DESKTOP = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OF_DJANGO = ("contenttypes.", "auth.")
"""Rows that Django makes anew after emptying."""
append_only = importlib.import_module("parta.domain.audit.migrations.0002_append_only")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, quiet."""
    quiet = ["background-networking", "component-update", "sync"]
    args = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{one}" for one in quiet)]
    return {"executable_path": "/usr/bin/chromium", "args": args}


@pytest.fixture(scope="module")
def _rows_of_migrations(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A committed test ends by emptying every table: rows that migrations made are put back, and the log's triggers."""
    with django_db_blocker.unblock():
        everything = json.loads(connection.creation.serialize_db_to_string())
        rows = json.dumps([row for row in everything if not row["model"].startswith(OF_DJANGO)])
        _triggers("down")
    yield rows
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(rows)
        _triggers("up")


@pytest.fixture
def committed_db(_rows_of_migrations: str, transactional_db: None) -> Iterator[None]:
    """A fresh database whose rows other threads see; the audit log is append-only while the test runs."""
    connection.creation.deserialize_db_from_string(_rows_of_migrations)
    _triggers("up")
    yield
    _triggers("down")


def _triggers(way: str) -> None:
    with connection.schema_editor() as editor:
        getattr(append_only, way)(None, editor)


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer, committed_db: None) -> Iterator[Open]:
    """`open_as(user, address, **context options)`: a page signed in. Any error of a script fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def _open(user: User, address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **(options or DESKTOP))
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert faults == []


def session_of(user: User) -> str:
    """The key of a new session, as the sign-in page makes it."""
    moment = int(clock.real_now().timestamp())
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": user.get_session_auth_hash(),
            "started": moment,
            "seen": moment,
        }
    )
    session.save()
    return str(session.session_key)
