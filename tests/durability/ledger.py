"""What clients were told, against what the database holds: nothing told is lost, nothing is there twice."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.durability.database import Reader, reading
from tests.servers import Installation

Subject = tuple[str, str]
ENTRIES = (
    "SELECT sequence, hash, previous_hash, operation, version, subject_type, subject_id, after "
    "FROM audit_auditentry WHERE sequence >= {} ORDER BY sequence"
)
ROWS = {
    "journal.mark": "SELECT id, version, value FROM journal_mark",
    "journal.attendanceentry": "SELECT id, version, code FROM journal_attendanceentry",
    "journal.lessonrecord": "SELECT id, version, topic FROM journal_lessonrecord",
    "journal.homework": "SELECT id, version, text FROM journal_homework",
}
SAID = {"journal.mark": "value", "journal.attendanceentry": "code", "journal.lessonrecord": "topic",
        "journal.homework": "text"}  # fmt: skip


@dataclass
class Ledger:
    """Acknowledged operations: id → version. Checked again and again, each time from where the last check ended."""

    told: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    sequence: int = 0
    hash: str = ""
    stored: dict[str, int] = field(default_factory=dict)
    versions: dict[Subject, int] = field(default_factory=dict)
    values: dict[Subject, Any] = field(default_factory=dict)

    def acknowledge(self, operation: str, version: int) -> None:
        """The server has answered «applied» or «repeated» with this version."""
        with self.lock:
            known = self.told.setdefault(operation, version)
        assert known == version, f"операция {operation} подтверждена как версия {known} и как версия {version}"

    def check(self, place: Installation) -> int:
        """How many acknowledged operations are there, each once, with its version. AssertionError otherwise."""
        with self.lock:
            told = dict(self.told)
        with reading(place) as reader:
            self._read_chain(reader)
            self._compare_rows(reader)
        for operation, version in told.items():
            assert operation in self.stored, f"потеряна подтверждённая операция {operation}"
            assert self.stored[operation] == version, f"операция {operation}: версия {self.stored[operation]}"
        return len(told)

    def _read_chain(self, reader: Reader) -> None:
        """New entries: numbers without a gap, each tied to the one before, each operation once, versions in a row."""
        rows = reader.rows(ENTRIES.format(self.sequence))
        if self.sequence:
            first, *rows = rows
            assert first[:2] == (self.sequence, self.hash), "запись журнала действий пропала или изменилась"
        for sequence, own, previous, operation, version, kind, subject, after in rows:
            assert sequence == self.sequence + 1, f"нет записи № {self.sequence + 1}"
            assert not self.hash or previous == self.hash, f"запись № {sequence} не связана с предыдущей"
            self.sequence, self.hash = sequence, own
            if operation is None:
                continue
            self._take(str(UUID(str(operation))), version, (kind, str(subject)), after)

    def _take(self, operation: str, version: int, subject: Subject, after: Any) -> None:
        assert operation not in self.stored, f"операция {operation} записана дважды"
        assert version == self.versions.get(subject, 0) + 1, (
            f"{subject}: за {self.versions.get(subject, 0)} — {version}"
        )
        self.stored[operation] = version
        self.versions[subject] = version
        body = json.loads(after) if isinstance(after, str) else after
        if body and SAID[subject[0]] in body:
            self.values[subject] = body[SAID[subject[0]]]

    def _compare_rows(self, reader: Reader) -> None:
        """Every row is what its last entry says."""
        found = {(kind, str(row[0])): row[1:] for kind, statement in ROWS.items() for row in reader.rows(statement)}
        for subject, version in self.versions.items():
            assert found[subject][0] == version, f"{subject}: в строке версия {found[subject][0]}, в журнале {version}"
            if subject in self.values:
                assert found[subject][1] == self.values[subject], f"{subject}: в строке не то, что записано последним"
        extra = set(found) - set(self.versions)
        assert not extra, f"строки без записи в журнале действий: {sorted(extra)[:3]}"
