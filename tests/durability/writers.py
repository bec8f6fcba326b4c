"""Eight browsers that never rest: each keeps sending its list of entries, the same one again until it is answered."""

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.durability.conftest import Desks
from tests.durability.ledger import Ledger
from tests.durability.teacher import Teacher

Operation = dict[str, Any]
PAUSE = 0.01


@dataclass
class Writer:
    """One tab of one teacher; another tab of the same person writes to the same cells."""

    login: str
    desk: list[tuple[int, list[int]]]
    port: int
    ledger: Ledger
    chance: random.Random
    ended: threading.Event
    versions: dict[str, int] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    teacher: Teacher | None = None
    heard: float = field(default_factory=time.monotonic)
    silence: float = 0.0

    def run(self) -> None:
        """Until told to end; a broken expectation is kept in `faults` and ends the writer."""
        try:
            while not self.ended.is_set():
                self._send(self._list())
                time.sleep(PAUSE)
        except AssertionError as fault:
            self.faults.append(f"{self.login}: {fault}")

    def _list(self) -> list[Operation]:
        """One to four operations, no two about the same thing."""
        made = {self._key(one): one for one in (self._operation() for _ in range(self.chance.choice((1, 1, 1, 2, 4))))}
        return list(made.values())

    def _operation(self) -> Operation:
        """Every value is new, so that «applied» always means a written row."""
        lesson, students = self.chance.choice(self.desk)
        own = str(uuid.UUID(int=self.chance.getrandbits(128)))
        kind = self.chance.choices(("mark", "attendance", "topic", "homework"), (6, 2, 1, 1))[0]
        made: Operation = {"id": own, "kind": kind, "lesson": lesson}
        if kind == "mark":
            slot = self.chance.choice((1, 1, 1, 2))
            made |= {"student": self.chance.choice(students), "slot": slot, "value": self.chance.choice("2345")}
        elif kind == "attendance":
            made |= {"student": self.chance.choice(students), "value": self.chance.choice(("н", "б", "у", "оп"))}
        else:
            made |= {"value": f"Запись {own}"}
        made |= {"comment": own} if "student" in made else {}
        return made | {"base": self.versions.get(self._key(made), 0)}

    @staticmethod
    def _key(one: Operation) -> str:
        return f"{one['kind']}-{one['lesson']}-{one.get('student')}-{one.get('slot')}"

    def _send(self, operations: list[Operation]) -> None:
        """Again and again with the same ids until the server answers, as a page does."""
        while not self.ended.is_set():
            try:
                if self.teacher is None:
                    self.teacher = Teacher(self.port, self.login)
                status, text = self.teacher.post(operations)
            except (OSError, http.client.HTTPException):
                self.answers["нет связи"] += 1
                self._forget_connection()
                time.sleep(0.1)
                continue
            if status == 503:
                self.answers["503"] += 1
                time.sleep(0.1)
                continue
            assert status == 200, f"{status}: {text[:300]}"
            self._note(operations, json.loads(text)["results"])
            return

    def _forget_connection(self) -> None:
        """The session stays, the connection is made anew."""
        if self.teacher is not None:
            self.teacher.connection.close()

    def _note(self, operations: list[Operation], results: list[dict[str, Any]]) -> None:
        now = time.monotonic()
        self.silence, self.heard = max(self.silence, now - self.heard), now
        for operation, result in zip(operations, results, strict=True):
            status, version = result["status"], result["version"]
            assert status in {"applied", "repeated", "conflict"}, result
            assert result["id"] == operation["id"]
            self.answers[status] += 1
            if status != "conflict":
                self.ledger.acknowledge(operation["id"], version)
            else:
                assert version != operation["base"], f"конфликт без чужой записи: {result}"
            self.versions[self._key(operation)] = max(version, self.versions.get(self._key(operation), 0))


@dataclass
class Crowd:
    """The writers and their threads."""

    writers: list[Writer]
    threads: list[threading.Thread]
    ended: threading.Event

    @classmethod
    def gather(cls, desks: Desks, port: int, ledger: Ledger, seed: int, size: int = 8) -> "Crowd":
        """Start writing: two tabs for every teacher."""
        ended, logins = threading.Event(), sorted(desks)
        writers = [
            Writer(login, desks[login], port, ledger, random.Random(f"{seed}-{number}"), ended)
            for number, login in enumerate(logins[number % len(logins)] for number in range(size))
        ]
        threads = [threading.Thread(target=one.run, daemon=True) for one in writers]
        for thread in threads:
            thread.start()
        return cls(writers, threads, ended)

    def answered(self) -> list[int]:
        """How many answers each writer has had."""
        return [sum(count for what, count in one.answers.items() if what not in ("нет связи", "503"))
                for one in self.writers]  # fmt: skip

    def listen(self) -> None:
        """From now on `silence` counts anew."""
        for one in self.writers:
            one.silence = 0.0

    def silence(self) -> float:
        """The longest time anybody has waited between two answers, seconds."""
        return max(one.silence for one in self.writers)

    def wait_until_each_is_answered(self, since: list[int], seconds: float = 240) -> None:
        """Until every writer has been answered again."""
        started = time.monotonic()
        while not all(now > before for now, before in zip(self.answered(), since, strict=True)):
            self.must_be_well()
            waited = time.monotonic() - started
            assert waited < seconds, f"за {seconds:.0f} с ответили не всем: {self.answered()}, было {since}"
            time.sleep(0.02)

    def must_be_well(self) -> None:
        """Nobody has met what may not happen."""
        faults = [fault for one in self.writers for fault in one.faults]
        assert not faults, "; ".join(faults[:3])

    def total(self) -> Counter[str]:
        """Answers of all."""
        return sum((one.answers for one in self.writers), Counter())

    def stop(self) -> None:
        """Let everybody finish the current list."""
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
        self.must_be_well()
