"""`python -m bench.load`: the worst quarter of an hour of a school of 1,000 pupils, for as long as asked.

60 teachers fill the lesson that has just ended, 600 families read diaries and marks, deputies and the administrator
open their pages. Clients run in processes of their own and are counted apart.
"""

import argparse
import asyncio
import gzip
import json
import os
import random
import resource
import sys
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import report
from bench.__main__ import prepare
from bench.browsers import Browser, Life, Plan, Tally, crowd, think
from bench.processes import ROOT, Server, parta

CLIENT_PROCESSES = 2
THINK = {"teacher": 4.0, "family": 25.0, "deputy": 8.0}
"""Seconds between two acts of one person: 60 teachers enter 15 marks a second, 600 families open 24 pages a second."""
TITLES = {
    "save": "записать отметку", "journal": "страница журнала", "day": "«Мой день»", "week": "неделя дневника",
    "marks": "отметки за период", "office": "страницы завуча и администратора", "client": "клиент",
}  # fmt: skip
HEAD = ("Что", "запросов", "в секунду", "p50, мс", "p95, мс", "p99, мс", "самый долгий, мс")


async def teacher(browser: Browser, plan: Plan, chance: random.Random) -> None:
    """Open the day and the page, then mark the class: each cell on the version this browser knows."""
    await browser.send("day", "/day/", plan["headers"])
    await think(browser, plan, chance)
    await browser.send("journal", plan["journal"], plan["headers"])
    for cell in plan["cells"]:
        await think(browser, plan, chance)
        if time.monotonic() >= browser.until:
            return
        value = chance.choice([one for one in "5432" if one != cell["value"]])
        operation = {
            "id": str(uuid.uuid4()), "kind": "mark", "lesson": plan["lesson"],
            "student": cell["student"], "slot": 1, "value": value, "base": cell["version"],
        }  # fmt: skip
        body = json.dumps({"operations": [operation], "span": plan["span"]}).encode()
        answer = await browser.send("save", "/journal/operations/", plan["headers"], body)
        _learn(browser.tally, cell, value, answer)


def _learn(tally: Tally, cell: dict[str, Any], value: str, answer: bytes) -> None:
    if not answer:
        return
    told = json.loads(gzip.decompress(answer) if answer[:2] == b"\x1f\x8b" else answer)["results"][0]
    if told["status"] != "applied":
        tally.fail("save", told["status"])
    cell["version"], cell["value"] = told.get("version", cell["version"]), value


async def family(browser: Browser, plan: Plan, chance: random.Random) -> None:
    """The week first, then marks or another week."""
    kind = chance.choices(["week", "marks"], [2, 1])[0]
    await browser.send(kind, plan[kind], plan["headers"])
    await think(browser, plan, chance)


async def deputy(browser: Browser, plan: Plan, chance: random.Random) -> None:
    """Lists and other people's journals."""
    await browser.send("office", chance.choice(plan["pages"]), plan["headers"])
    await think(browser, plan, chance)


LIVES: dict[str, Life] = {"teacher": teacher, "family": family, "deputy": deputy}


def clients(port: int, plans: list[Plan], seconds: float, seed: int) -> tuple[Tally, float]:
    """One client process: what its people saw, and its own processor seconds."""
    tally = asyncio.run(crowd(port, plans, LIVES, time.monotonic() + seconds, seed))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return tally, spent.ru_utime + spent.ru_stime


@dataclass(frozen=True, slots=True)
class Held:
    """What the run showed."""

    seconds: float
    tally: Tally
    server_cpu: float
    client_cpu: float
    memory: int
    grown: int
    size: int


def hold(server: Server, plans: list[Plan], seconds: float, database: Path) -> Held:
    """Everybody at once."""
    before, cpu = _size(database), server.cpu()
    shares = [plans[number::CLIENT_PROCESSES] for number in range(CLIENT_PROCESSES)]
    with ProcessPoolExecutor(CLIENT_PROCESSES) as pool:
        waiting = [pool.submit(clients, server.port, share, seconds, seed) for seed, share in enumerate(shares)]
        found = [one.result() for one in waiting]
    after = _size(database)
    total = Tally()
    for tally, _ in found:
        total.reopened += tally.reopened
        total.slow.extend(tally.slow)
        for kind, times in tally.seconds.items():
            total.seconds.setdefault(kind, []).extend(times)
        for error, number in tally.errors.items():
            total.errors[error] = total.errors.get(error, 0) + number
    client_cpu = sum(spent for _, spent in found)
    return Held(seconds, total, server.cpu() - cpu, client_cpu, server.memory(), after - before, after)


def _size(database: Path) -> int:
    files = [database, database.with_name(database.name + "-wal")]
    return sum(file.stat().st_size for file in files if file.exists())


def rows(held: Held) -> list[list[str]]:
    """A line for each kind of act, and all together."""
    found = []
    every = {**held.tally.seconds, "": [one for times in held.tally.seconds.values() for one in times]}
    for kind in [*TITLES, ""]:
        times = sorted(every.get(kind, []))
        if times:
            at = [f"{1000 * times[min(len(times) - 1, int(part * len(times)))]:.0f}" for part in (0.5, 0.95, 0.99)]
            rate = f"{len(times) / held.seconds:.1f}".replace(".", ",")
            found.append([TITLES.get(kind, "всего"), str(len(times)), rate, *at, f"{1000 * times[-1]:.0f}"])
    return found


def summary(held: Held, minutes: float) -> list[str]:
    """The rest in sentences."""
    cores, errors = os.cpu_count() or 1, sum(held.tally.errors.values())
    busy = 100 * held.server_cpu / held.seconds
    clients_busy = 100 * held.client_cpu / held.seconds
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}; минут: {minutes:g}; ядер: {cores}; нагрузка машины в конце: {load}",
        f"Ошибок: {errors}; открыто заново закрытых за время раздумий соединений: {held.tally.reopened}",
        f"ЦП сервера: {busy:.0f} % одного ядра; клиентов: {clients_busy:.0f} %; "
        f"память сервера: {held.memory / 2**20:.0f} МБ",
        f"База: {held.size / 2**20:.0f} МБ, за время прогона выросла на {held.grown / 2**20:.1f} МБ",
    ]
    if held.tally.slow:
        lines.append(f"Дольше секунды: {len(held.tally.slow)}; в какие минуты прогона: {_minutes(held.tally.slow)}")
    return lines + [f"Ошибка: {words} × {number}" for words, number in sorted(held.tally.errors.items())]


def _minutes(slow: list[tuple[float, float]]) -> str:
    """«1-я — 211, 7-я — 3»."""
    found: dict[int, int] = {}
    for moment, _ in slow:
        found[int(moment // 60) + 1] = found.get(int(moment // 60) + 1, 0) + 1
    return ", ".join(f"{minute}-я — {number}" for minute, number in sorted(found.items()))


def options() -> argparse.Namespace:
    """Flags of the command."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Худшие четверть часа школы")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "big", help="папка школы; нет её — построить")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--teachers", type=int, default=60)
    parser.add_argument("--families", type=int, default=600)
    parser.add_argument("--deputies", type=int, default=4)
    parser.add_argument("--json", type=Path, help="записать всё в файл")
    parser.add_argument("--markdown", action="store_true", help="таблица для страницы")
    parser.add_argument("--write", type=Path, help="вписать таблицу между отметками страницы: docs/performance.md")
    return parser.parse_args()


def main() -> int:
    """0 when nobody saw an error."""
    chosen = options()
    prepare(chosen.data)
    from bench.people import people  # noqa: PLC0415  models load after django.setup

    plans = people(chosen.teachers, chosen.families, chosen.deputies, THINK)
    with parta(chosen.data) as server:
        held = hold(server, plans, 60 * chosen.minutes, chosen.data / "parta.sqlite3")
    lines = rows(held)
    print(report.markdown(lines, HEAD) if chosen.markdown else report.table(lines, HEAD))
    about = summary(held, chosen.minutes)
    print("\n" + "\n".join(about))
    if chosen.write:
        report.write(chosen.write, "load", report.markdown(lines, HEAD), about)
    if chosen.json:
        body = {"about": about, "rows": [dict(zip(HEAD, line, strict=True)) for line in lines]}
        chosen.json.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if held.tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
