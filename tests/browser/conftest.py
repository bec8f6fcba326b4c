"""Chromium for two kinds of tests. `open_as`: a thread serves a committed database, and the test sees every row.
`people`: the demo school as the product serves it, and the test sees what people see."""

import importlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from parta.domain.access.models import User
from parta.lib import clock
from parta.web.sessions import SessionStore
from tests.browser.people import People
from tests.servers import Installation, installation

Open = Callable[..., Page]
DESKTOP = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OF_DJANGO = ("contenttypes.", "auth.")
"""Rows that Django makes anew after emptying."""
append_only = importlib.import_module("parta.domain.audit.migrations.0002_append_only")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, quiet. Without it the tests fail: a page nobody opened is not proved."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Нет Chromium: поставьте пакет chromium или выполните bash tests/browser/install_chromium.sh")
    quiet = ["background-networking", "component-update", "sync"]
    args = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{one}" for one in quiet)]
    return {"executable_path": path, "args": args}


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
        looks = {"service_workers": "block", **(options or DESKTOP)}
        context = browser.new_context(base_url=live_server.url, **looks)
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo school, built by the command people use."""
    place = installation(tmp_path_factory.mktemp("demo"), "parta_browser")
    place.must("demo")
    return place


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """Its address: `parta serve` with production settings. PARTA_SITE names a demo that runs already."""
    running = os.environ.get("PARTA_SITE", "")
    if running:
        yield running
        return
    demo: Installation = request.getfixturevalue("demo")
    with demo.serving() as address:
        yield address


@pytest.fixture(scope="session")
def _states() -> dict[str, Any]:
    """Cookies of those who have signed in already."""
    return {}


@pytest.fixture
def people(browser: Browser, site: str, _states: dict[str, Any]) -> Iterator[People]:
    """People with browsers; what a browser complained about fails the test."""
    everyone = People(browser, site, _states)
    yield everyone
    everyone.close()
    assert everyone.complaints == []


@pytest.fixture(scope="session")
def shots() -> Callable[[Page, str], None]:
    """Keep a picture for people to look at, when PARTA_SHOTS names a folder."""
    folder = os.environ.get("PARTA_SHOTS", "")

    def _shot(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return _shot
