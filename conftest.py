"""Settings of the test run: a fast hasher, plain static files, an SQLite file that need not survive a power cut."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

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


@pytest.fixture
def shared() -> Path:
    """The folder of real input files beside the project; tests that need it say so when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("нет папки ../shared с настоящими файлами школ")
    return SHARED


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """The process cache outlives a test's transaction."""
    from django.core.cache import cache  # noqa: PLC0415  needs settings

    cache.clear()
