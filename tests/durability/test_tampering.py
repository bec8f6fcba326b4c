"""A row changed by hand in the database, past the program: `parta verify` names it."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.durability.conftest import SmallSchool, copy_of
from tests.servers import Installation

VICTIM = 100


@pytest.fixture
def copy(small_school: SmallSchool, tmp_path: Path) -> Installation:
    """The same school in another folder: what is spoiled here is spoiled here only."""
    return copy_of(small_school.place, tmp_path / "copy", "parta_spoiled")


def by_hand(place: Installation, *statements: str) -> None:
    """Open the database with a tool, not with the program."""
    url = place.env.get("PARTA_DATABASE_URL")
    if url:
        with psycopg.connect(url, autocommit=True) as postgres:
            postgres.execute("SET session_replication_role = replica")
            for statement in statements:
                postgres.execute(statement.encode())
        return
    with sqlite3.connect(place.data / "parta.sqlite3") as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_log_is_whole(copy: Installation) -> None:
    told = copy.must("verify")
    assert "Журнал действий цел" in told
    assert "цепочка не порвана" in told


@pytest.mark.clause("S3R-1.16a")
def test_a_row_changed_by_hand_is_named(copy: Installation) -> None:
    by_hand(copy, f"UPDATE audit_auditentry SET subject_title = 'Подделка' WHERE sequence = {VICTIM}")
    done = copy.parta("verify")
    assert done.returncode == 1
    assert f"Цепочка порвана на записи № {VICTIM} " in done.stderr
    assert "содержание записи изменено" in done.stderr
    assert f"целы {VICTIM - 1}" in done.stderr


def test_a_row_removed_by_hand_is_named(copy: Installation) -> None:
    by_hand(copy, f"DELETE FROM audit_auditentry WHERE sequence = {VICTIM}")
    done = copy.parta("verify")
    assert done.returncode == 1
    assert f"нет записи № {VICTIM}" in done.stderr
