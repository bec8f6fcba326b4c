"""The only way to write to the log: one entry inside the transaction of the act it records."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from parta.domain.access.actions import Act
from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import content_of, head
from parta.domain.audit.rules import entry_hash
from parta.lib import clock

CHAIN_LOCK = 0x70617274  # any constant: all writers of one school share the lock
origin: ContextVar[str] = ContextVar("audit_origin", default="")
"""Where the act came from (address and session mark); set by the web middleware, empty for commands."""


def record(
    actor: User,
    code: str,
    *,
    subject: models.Model,
    title: str = "",
    person: User | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry to the chain, inside `transaction.atomic`: the act and its record stand or fall together.

    code: dotted, registered in `choices`. subject: the saved row the act is about. person: whose data it touches.
    before, after: plain JSON values. Source: S3-1.3a, S3R-1.16a.
    """
    return record_many(
        actor, code, [Entry(subject, title=title, person=person, before=before, after=after, reason=reason)]
    )[0]


class Entry:
    """What `record_many` needs to know about one act."""

    __slots__ = (
        "after", "before", "operation", "person_id", "reason", "subject_id", "subject_type", "title", "version",
    )  # fmt: skip

    def __init__(
        self,
        subject: models.Model,
        *,
        title: str = "",
        person: User | None = None,
        person_id: int | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
        operation: UUID | None = None,
        version: int | None = None,
    ) -> None:
        self.operation = operation
        self.version = version
        self.subject_type = subject._meta.label_lower
        self.subject_id = str(subject.pk)
        self.title = title[:200]
        self.person_id = person.pk if person else person_id
        self.before = before
        self.after = after
        self.reason = reason[:500]


def record_many(actor: User, code: str, entries: list[Entry]) -> list[AuditEntry]:
    """Append several entries of one code with one lock and one insert (imports, generation of lessons)."""
    return record_entries(actor, [(code, entry) for entry in entries])


def record_entries(
    actor: User, entries: list[tuple[str, Entry]], *, after: tuple[int, str] | None = None
) -> list[AuditEntry]:
    """Append several entries, each with its own code, with one lock and one insert.

    after: the head of the chain, where the caller has read it under `lock_chain` and nothing was recorded since.
    """
    if not entries:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an act and its audit entry belong to one transaction")
    lock_chain()
    sequence, previous = after or head()
    rows: list[AuditEntry] = []
    moment = clock.now()
    for code, entry in entries:
        sequence += 1
        row = AuditEntry(
            sequence=sequence,
            at=moment,
            code=code,
            actor=actor,
            person_id=entry.person_id,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
            subject_title=entry.title,
            before=entry.before,
            after=entry.after,
            reason=entry.reason,
            origin=origin.get(),
            operation=entry.operation,
            version=entry.version,
            previous_hash=previous,
        )
        row.hash = previous = entry_hash(row.previous_hash, content_of(row))
        rows.append(row)
    AuditEntry.objects.bulk_create(rows, batch_size=500)
    return rows


def lock_chain() -> None:
    """One writer at a time. SQLite's immediate transaction is that lock already; PostgreSQL takes an advisory one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def record_acts(actor: User, code: str, acts: Sequence[Act]) -> None:
    """The pen handed down to the access room, which may not know this one (see `apps.ready`)."""
    entries = [
        Entry(one.subject, title=one.title, person=one.person, before=one.before, after=one.after, reason=one.reason)
        for one in acts
    ]
    record_many(actor, code, entries)
