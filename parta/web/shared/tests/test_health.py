"""What watchdogs are told."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from config.data_folder import DataFolder
from parta.web.shared import health

pytestmark = pytest.mark.django_db


def ask(client: Client) -> tuple[int, str]:
    response = client.get(reverse("health_ready"))
    return response.status_code, response.content.decode().strip()


def test_a_server_in_order_is_ready(client: Client) -> None:
    assert ask(client) == (200, "ok")


def test_a_database_older_than_the_program_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health._Schema, "current", False)
    MigrationRecorder(connection).record_unapplied("ops", "0002_sort_columns")
    assert ask(client) == (503, "migrations")
    MigrationRecorder(connection).record_applied("ops", "0002_sort_columns")
    assert ask(client) == (200, "ok"), "a database brought up to date meanwhile is noticed"


def test_the_schema_is_looked_at_once_a_process(client: Client, django_assert_num_queries: object) -> None:
    ask(client)
    with django_assert_num_queries(1):  # type: ignore[operator]
        ask(client)


def test_a_data_folder_that_cannot_be_written_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "DATA", DataFolder(tmp_path / "gone"))
    assert ask(client) == (503, "disk")


def test_a_silent_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert ask(client) == (503, "database")
    assert client.get(reverse("health_live")).status_code == 200
