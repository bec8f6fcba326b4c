"""The log is append-only and every link holds: a change behind the back is named."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.audit import actions as audit
from parta.domain.audit import queries
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.audit.rules import GENESIS, entry_hash

pytestmark = pytest.mark.django_db
TABLE = AuditEntry._meta.db_table


@pytest.fixture(autouse=True, params=[1000, 2, 1], ids=lambda one: f"stretch {one}")
def _stretch(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is walked stretch by stretch: nothing may be lost where two of them meet."""
    monkeypatch.setattr(queries, "STRETCH", request.param)


@pytest.fixture
def person() -> User:
    """Somebody to write about: five entries stand in the log after him."""
    user = access.create_person(system_user(), NewPerson("Ёлкин", "Пётр", "Ильич"))
    with transaction.atomic():
        for number in range(4):
            audit.record(user, "access.user.changed", subject=user, title="Ёлкин", after={"phone": str(number)})
    return user


def behind_the_back(statement: str) -> None:
    """What somebody with the database in hands could do: switch the triggers off, then write."""
    postgres = connection.vendor == "postgresql"
    triggers = ["audit_no_update", "audit_no_delete"]
    with connection.cursor() as cursor:
        for trigger in [] if postgres else triggers:
            cursor.execute(f"DROP TRIGGER {trigger}")
        if postgres:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


def test_an_untouched_log_holds_from_the_first_entry_to_the_last(person: User) -> None:
    report = verify_chain()
    assert report.broken is None
    assert report.checked == AuditEntry.objects.count() >= 5
    first = AuditEntry.objects.order_by("sequence")[0]
    assert (first.sequence, first.previous_hash) == (1, GENESIS)


@pytest.mark.clause("S3-1.3a")
@pytest.mark.parametrize(
    "change",
    [
        "after = NULL", "code = 'journal.mark.set'", "subject_title = 'Другой'", "reason = 'приказ'",
        "at = '2020-01-01 00:00:00+00:00'", "actor_id = (SELECT MIN(id) FROM access_user)", "origin = '10.0.0.1'",
    ],
)  # fmt: skip
def test_any_change_of_an_entry_is_named_by_its_number(person: User, change: str) -> None:
    victim = AuditEntry.objects.order_by("sequence")[3]
    behind_the_back(f"UPDATE {TABLE} SET {change} WHERE sequence = {victim.sequence}")
    broken = verify_chain().broken
    assert broken is not None
    assert broken.sequence == victim.sequence
    assert "изменено после того" in broken.why


def test_a_removed_entry_is_missed(person: User) -> None:
    behind_the_back(f"DELETE FROM {TABLE} WHERE sequence = 3")
    broken = verify_chain().broken
    assert broken is not None
    assert broken.why == "нет записи № 3"


def test_a_forged_entry_with_its_own_right_hash_breaks_the_next_link(person: User) -> None:
    victim = AuditEntry.objects.get(sequence=3)
    behind_the_back(
        f"UPDATE {TABLE} SET hash = '{entry_hash(victim.previous_hash, {'forged': True})}' WHERE sequence = 3"
    )
    report = verify_chain()
    assert report.broken is not None
    assert report.broken.sequence == 3
    assert report.checked == 2


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AuditEntry.objects.filter(sequence=2).update(reason="переписано"),
        lambda: AuditEntry.objects.filter(sequence=2).delete(),
        lambda: AuditEntry.objects.get(sequence=2).save(),
        lambda: run(f"UPDATE {TABLE} SET reason = 'x'"),
        lambda: run(f"DELETE FROM {TABLE} WHERE sequence = 1"),
    ],
    ids=["update", "delete", "save", "raw-update", "raw-delete"],
)
def test_the_database_itself_refuses_to_rewrite_the_log(person: User, attempt: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert verify_chain().broken is None


def test_the_database_refuses_to_empty_the_log() -> None:
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(f"TRUNCATE {TABLE}")


def run(statement: str) -> None:
    """Raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_act_that_fails_leaves_no_entry(person: User) -> None:
    before = AuditEntry.objects.count()
    with transaction.atomic():
        audit.record(person, "access.user.changed", subject=person)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before
    with transaction.atomic():
        audit.record(person, "access.user.changed", subject=person)
    assert verify_chain().broken is None
