"""Which database the school lives in, with the settings that were measured (docs/adr/0005)."""

import sqlite3
import sys
from urllib.parse import parse_qs, unquote, urlsplit

from config.data_folder import DataFolder

SAFE_WAL_VERSION = (3, 51, 3)


def use_bundled_sqlite() -> bool:
    """Swap in the SQLite that pysqlite3 bundles, before Django imports sqlite3. False where there is no wheel."""
    try:
        import pysqlite3  # noqa: PLC0415  the package exists on some platforms only
    except ImportError:
        return False
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return True


def wal_is_safe() -> bool:
    """SQLite older than 3.51.3 may corrupt a WAL database when two processes checkpoint at once."""
    module = sys.modules["sqlite3"]
    version: tuple[int, ...] = tuple(int(part) for part in module.sqlite_version.split("."))
    return version >= SAFE_WAL_VERSION


def database_settings(data: DataFolder, url: str) -> dict[str, object]:
    """Django's DATABASES["default"]: PostgreSQL for a URL, otherwise SQLite in the data folder."""
    if url:
        return postgres_settings(url)
    use_bundled_sqlite()
    journal = "WAL" if wal_is_safe() else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data.database_file()),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def postgres_settings(url: str) -> dict[str, object]:
    """postgresql://user:password@host:port/name (or ?host=/socket/folder) → Django settings."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


__all__ = ["SAFE_WAL_VERSION", "database_settings", "sqlite3", "use_bundled_sqlite", "wal_is_safe"]
