"""Reads: the chain checked link by link, the history of a thing, the administrator's search."""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from parta.domain.audit.models import AuditEntry
from parta.domain.audit.rules import GENESIS, entry_hash, moment_text
from parta.lib import clock, russian


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry whose content or place in the chain is not what was written."""

    sequence: int
    at: datetime | None
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Result of a walk: how many entries hold, and the first that does not."""

    checked: int
    broken: BrokenLink | None


def content_of(row: AuditEntry) -> dict[str, Any]:
    """The hashed content of an entry, as plain JSON values."""
    return {
        "sequence": row.sequence,
        "at": moment_text(row.at),
        "code": row.code,
        "actor": row.actor_id,
        "person": row.person_id,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "subject_title": row.subject_title,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
        "origin": row.origin,
        "operation": str(row.operation) if row.operation else None,
        "version": row.version,
    }


STRETCH = 1000


def verify_chain(progress: Callable[[int], None] | None = None) -> ChainReport:
    """Walk the whole chain in order and stop at the first broken link.

    Stretch by stretch: one long read would keep SQLite from emptying its write-ahead log all the while.
    """
    previous, expected = GENESIS, 1
    rows = AuditEntry.objects.order_by("sequence")
    while stretch := list((rows if expected == 1 else rows.filter(sequence__gte=expected))[:STRETCH]):
        for row in stretch:
            why = _fault(row, previous, expected)
            if why:
                return ChainReport(expected - 1, BrokenLink(row.sequence, row.at, row.code, why))
            previous, expected = row.hash, expected + 1
        if progress:
            progress(expected - 1)
    return ChainReport(expected - 1, None)


def _fault(row: AuditEntry, previous: str, expected: int) -> str:
    if row.sequence != expected:
        return f"нет записи № {expected}"
    if row.previous_hash != previous:
        return "порвана связь с предыдущей записью"
    if row.hash != entry_hash(previous, content_of(row)):
        return "содержание записи изменено после того, как её сделали"
    return ""


def head() -> tuple[int, str]:
    """Number and hash of the last entry; 0 and the genesis hash of an empty log. One statement."""
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, GENESIS)


def head_beside() -> Subquery:
    """The head as «number hash» in another statement of a writer who holds the chain's lock; `head_of` reads it."""
    rows = AuditEntry.objects.order_by("-sequence")
    return Subquery(rows.values(head=Concat(Cast("sequence", CharField()), Value(" "), "hash"))[:1])


def head_of(beside: str | None) -> tuple[int, str]:
    """What `head_beside` brought; None: the log is empty."""
    if beside is None:
        return 0, GENESIS
    sequence, last = beside.split()
    return int(sequence), last


def hash_at(sequence: int) -> str | None:
    """Hash of one entry, None when there is no such entry. Entry 0 stands for the beginning."""
    if sequence == 0:
        return GENESIS
    return AuditEntry.objects.filter(sequence=sequence).values_list("hash", flat=True).first()


def done_operations(ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Operations done before, by id: who did them and which version came out."""
    rows = AuditEntry.objects.filter(operation__in=list(ids)).values_list("operation", "actor_id", "version")
    return {operation: (actor, version or 0) for operation, actor, version in rows if operation}


def acts_after(subject_type: str, subject_id: object, code: str, version: int) -> bool:
    """Was there an act of the code upon the thing after its version?"""
    rows = AuditEntry.objects.filter(subject_type=subject_type, subject_id=str(subject_id), code=code)
    return rows.filter(version__gt=version).exists()


def history_of(subject_type: str, subject_id: object) -> QuerySet[AuditEntry]:
    """Entries about one thing, oldest first."""
    return (
        AuditEntry.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
        .select_related("actor")
        .order_by("sequence")
    )


def _titled(text: str) -> Q:
    """Every word stands in the title, as typed or in another case: SQLite folds the case of Latin letters only."""
    found = Q()
    for word in text.split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        found &= reduce(operator.or_, (Q(subject_title__contains=one) for one in spellings))
    return found


def search(
    *, text: str = "", code: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[AuditEntry]:
    """The administrator's search: a person (who acted or whose data), a thing, a kind of act, days included."""
    rows = AuditEntry.objects.select_related("actor", "person").order_by("-sequence")
    if text.strip():
        form = russian.search_form(text)
        rows = rows.filter(
            Q(actor__search_name__contains=form)
            | Q(person__search_name__contains=form)
            | _titled(text)
            | Q(subject_id=text)
        )
    if code:
        rows = rows.filter(code__startswith=code)
    if first:
        rows = rows.filter(at__gte=clock.at(first))
    if last:
        rows = rows.filter(at__lte=datetime.combine(last, time.max, tzinfo=clock.zone()))
    return rows
