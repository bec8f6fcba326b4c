"""Kill the server at random moments of eight writing clients and count what is lost: nothing may be.

`python -m tests.durability.torture --kills 150 --seed 1 --database sqlite|postgres`. The exit code tells.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.durability.conftest import SmallSchool, built
from tests.durability.database import OwnPostgres
from tests.durability.ledger import Ledger
from tests.durability.processes import descendants, kill, of_folder, server_of, workers_of
from tests.durability.writers import Crowd
from tests.servers import Installation, free_port, installation, listens, stop, wait_until_answers

BATCH = 10
VERIFY_EVERY = 25
SERVER_KILLS = {"worker": 9, "server": 3, "launcher": 3, "group": 4, "starting": 1}
DATABASE_KILLS = {"backend": 2, "postmaster": 2, "immediate": 1}
TITLES = {
    "worker": "рабочий процесс сервера",
    "server": "сервер целиком (без запускающего)",
    "launcher": "запускающий процесс",
    "group": "все процессы разом",
    "starting": "все разом, и снова при запуске",
    "backend": "процесс PostgreSQL",
    "postmaster": "PostgreSQL целиком",
    "immediate": "немедленный перезапуск PostgreSQL",
}


@dataclass
class Torture:
    """One school under one server that is killed again and again."""

    school: SmallSchool
    chance: random.Random
    postgres: OwnPostgres | None = None
    ledger: Ledger = field(default_factory=Ledger)
    port: int = field(default_factory=free_port)
    launcher: subprocess.Popen[bytes] | None = None
    silences: dict[str, list[float]] = field(default_factory=dict)
    verified: int = 0
    checked: int = 0

    @property
    def place(self) -> Installation:
        """The installation."""
        return self.school.place

    def start(self) -> None:
        """`parta serve`, on the same port each time."""
        self.launcher = self.place.launch(self.port)
        wait_until_answers(self.port, self.launcher, self.place)

    def run(self, kinds: list[str], seed: int, say: Callable[[str], None]) -> Crowd:
        """One kill after another. AssertionError at the first broken promise."""
        self.start()
        crowd = Crowd.gather(self.school.desks, self.port, self.ledger, seed)
        crowd.wait_until_each_is_answered([0] * len(crowd.writers))
        try:
            for number, kind in enumerate(kinds, start=1):
                self.one_kill(kind, crowd)
                if number % VERIFY_EVERY == 0:
                    self.verify()
                if number % BATCH == 0 or number == len(kinds):
                    say(self._line(number, kinds))
            crowd.stop()
        finally:
            crowd.ended.set()
            self.end()
        self.checked = self.ledger.check(self.place)
        self.verify()
        return crowd

    def one_kill(self, kind: str, crowd: Crowd) -> None:
        """Wait a random moment, kill, let everything come back, check."""
        time.sleep(self.chance.uniform(0.0, 0.7))
        crowd.listen()
        getattr(self, f"_kill_{kind}")()
        crowd.wait_until_each_is_answered(crowd.answered())
        self.silences.setdefault(kind, []).append(crowd.silence())
        self.checked = self.ledger.check(self.place)
        self._nobody_is_left()

    def _kill_worker(self) -> None:
        kill(self.chance.choice(self._waiting_for(workers_of)))

    def _kill_server(self) -> None:
        kill(*self._waiting_for(lambda server: [server]))

    def _waiting_for(self, find: Callable[[int], list[int]]) -> list[int]:
        """Somebody to kill: after an earlier kill the server may be on its way still."""
        for _ in range(600):
            server = server_of(self._launcher_pid(), self.port)
            if server and (found := find(server)):
                return found
            time.sleep(0.05)
        raise AssertionError("запускающий процесс не поднял сервер")

    def _kill_launcher(self) -> None:
        kill(self._launcher_pid())
        self._start_again()

    def _kill_group(self) -> None:
        pid = self._launcher_pid()
        kill(pid, *descendants(pid))
        self._start_again()

    def _kill_starting(self) -> None:
        """Twice: while it writes, and while it starts after that."""
        pid = self._launcher_pid()
        kill(pid, *descendants(pid))
        self._everybody_is_gone()
        self.launcher = self.place.launch(self.port)
        time.sleep(self.chance.uniform(0.1, 4))
        self._kill_group()

    def _kill_backend(self) -> None:
        assert self.postgres
        self.postgres.kill_backend(self.chance)

    def _kill_postmaster(self) -> None:
        assert self.postgres
        self.postgres.kill()

    def _kill_immediate(self) -> None:
        assert self.postgres
        self.postgres.restart("immediate")

    def _launcher_pid(self) -> int:
        assert self.launcher
        assert self.launcher.poll() is None, f"запускающий процесс остановился: {self.place.log()[-2000:]}"
        return self.launcher.pid

    def _start_again(self) -> None:
        """As a keeper or the system would: the same command once more, as soon as nobody is left."""
        self._everybody_is_gone()
        self.start()

    def _everybody_is_gone(self) -> None:
        assert self.launcher
        self.launcher.wait(10)
        deadline = time.monotonic() + 5
        while of_folder(self.place.data) or listens(self.port):
            assert time.monotonic() < deadline, f"остались процессы: {of_folder(self.place.data)}"
            time.sleep(0.02)

    def _nobody_is_left(self) -> None:
        """Every process of this folder hangs on the running launcher."""
        for _ in range(100):
            ours = {self._launcher_pid(), *descendants(self._launcher_pid())}
            strangers = set(of_folder(self.place.data)) - ours
            if not strangers:
                return
            time.sleep(0.05)  # a process that has just been started is not yet in the list of its parent
        raise AssertionError(f"процессы без хозяина: {strangers}")

    def verify(self) -> None:
        """`parta verify`: every hash of the chain."""
        assert "цепочка не порвана" in self.place.must("verify")
        self.verified += 1

    def end(self) -> None:
        """A polite stop; the port is free, nobody is left."""
        if self.launcher is not None and self.launcher.poll() is None:
            stop(self.launcher, seconds=40)
        assert not listens(self.port)
        assert not of_folder(self.place.data)

    def _line(self, number: int, kinds: list[str]) -> str:
        part = kinds[(number - 1) // BATCH * BATCH : number]
        mix = ", ".join(f"{kind} {part.count(kind)}" for kind in TITLES if kind in part)
        return (
            f"{number:>4} / {len(kinds)}  {mix:<60}  подтверждено {self.checked:>6}, "
            f"записано {len(self.ledger.stored):>6}, потеряно 0, дважды 0"
        )


def table(torture: Torture, crowd: Crowd) -> str:
    """What was killed how often, and how long nobody was answered."""
    lines = [f"{'убито':<36}{'раз':>5}{'самое долгое молчание, с: медиана':>36}{'наибольшее':>14}"]
    for kind, silences in sorted(torture.silences.items(), key=lambda pair: list(TITLES).index(pair[0])):
        lines.append(f"{TITLES[kind]:<36}{len(silences):>5}{median(silences):>36.1f}{max(silences):>14.1f}")
    answers = ", ".join(f"{what} {count}" for what, count in sorted(crowd.total().items()))
    lines.append(f"Ответы: {answers}.")
    stored = len(torture.ledger.stored)
    lines.append(f"Подтверждено операций {torture.checked}, все на месте по одному разу; всего записано {stored}.")
    lines.append(f"parta verify без замечаний {torture.verified} раз; связи новых записей проверены после каждого.")
    return "\n".join(lines)


def plan(kills: int, chance: random.Random, *, database: bool) -> list[str]:
    """Which kill when: every kind that applies at least once, the rest by weight."""
    weights = SERVER_KILLS | (DATABASE_KILLS if database else {})
    drawn = list(weights) + chance.choices(list(weights), list(weights.values()), k=max(0, kills - len(weights)))
    chance.shuffle(drawn)
    return drawn[:kills]


@contextmanager
def ground(database: str, *, fsync: bool = True) -> Iterator[tuple[SmallSchool, OwnPostgres | None]]:
    """A school of its own on a database of its own, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="parta-torture-"))
    before = os.environ.pop("PARTA_DATABASE_URL", None)
    postgres = OwnPostgres(fsync=fsync) if database == "postgres" else None
    try:
        if postgres is not None:
            os.environ["PARTA_DATABASE_URL"] = postgres.url
        yield built(installation(folder / "data", "parta_torture")), postgres
    finally:
        os.environ.pop("PARTA_DATABASE_URL", None)
        os.environ.update({"PARTA_DATABASE_URL": before} if before else {})
        if postgres is not None:
            postgres.close()
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing was lost, 1 with the first broken promise."""
    parser = argparse.ArgumentParser(description="Убивать сервер под записью и искать потерянное.")
    parser.add_argument("--kills", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    chance = random.Random(options.seed)
    kinds = plan(options.kills, chance, database=options.database == "postgres")
    print(f"{options.database}: {len(kinds)} убийств, зерно {options.seed}, восемь пишущих", flush=True)
    with ground(options.database) as (school, postgres):
        torture = Torture(school, chance, postgres)
        try:
            crowd = torture.run(kinds, options.seed, lambda line: print(line, flush=True))
        except AssertionError as fault:
            print(f"НАРУШЕНО: {fault}", file=sys.stderr)
            print(school.place.log()[-4000:], file=sys.stderr)
            return 1
        print(table(torture, crowd))
    print(f"{options.database}: ничего не потеряно за {time.monotonic() - started:.0f} с")
    return 0


if __name__ == "__main__":
    sys.exit(main())
