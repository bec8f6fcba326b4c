"""`make bench`: the table of one run. `python -m bench --help` names the flags."""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import floor, report
from bench.client import Actor, Figures, Request, run
from bench.processes import ROOT, Server, bare, parta
from bench.report import Line

Side = tuple[Server, list[Actor]]
WORKERS = 2
CLIENTS = 8


@dataclass
class Inserter:
    """The floor of a saved mark: the same bytes sent, one durable insert."""

    body: bytes

    def ask(self) -> Request:
        """One insert."""
        return Request("/insert", "POST", {"Content-Type": "application/json"}, self.body)

    def content(self, status: int, body: bytes) -> bool:
        """Inserted."""
        return status == 200 and bool(body)


@dataclass
class Copy:
    """The floor of a page."""

    name: str

    def ask(self) -> Request:
        """The same statements and bytes."""
        return Request(f"/case/{self.name}")

    def content(self, status: int, body: bytes) -> bool:
        """Answered."""
        return status == 200 and bool(body)


def options() -> argparse.Namespace:
    """Flags of the command."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Что стоит продукт: на школе в 1000 учеников")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "big", help="папка школы; нет её — построить")
    parser.add_argument("--seconds", type=float, default=6.0, help="секунд на каждое измерение")
    parser.add_argument("--quick", action="store_true", help="по секунде на измерение: только убедиться, что работает")
    parser.add_argument("--json", type=Path, help="записать всё в файл")
    parser.add_argument("--markdown", action="store_true", help="таблица для страницы")
    parser.add_argument("--write", type=Path, help="вписать таблицу между отметками страницы: docs/performance.md")
    parser.add_argument("--only", choices=["actions", "scale"], help="только пять действий или только большие работы")
    return parser.parse_args()


def main() -> int:
    """Build the school if it is not there, measure, print."""
    chosen = options()
    prepare(chosen.data)
    seconds = 1.0 if chosen.quick else chosen.seconds
    lines, about = ([], "") if chosen.only == "scale" else _actions(chosen.data, seconds)
    rows = [report.cells(line) for line in lines]
    missed = [f"{report.TITLES[line.name]} — {word}" for line in lines for word in line.missed()]
    wrong = {report.TITLES[line.name]: line.errors for line in lines if line.errors}
    notes = [about, *(f"Не достигнуто: {one}." for one in missed), *(f"Ошибок: {t} — {n}." for t, n in wrong.items())]
    if rows:
        print(report.markdown(rows) if chosen.markdown else report.table(rows))
        print("\n" + "\n".join(notes))
    works = [] if chosen.only == "actions" else scale(chosen.data)
    print(report.table([one.cells() for one in works], report.SCALE_HEAD) if works else "")
    if chosen.write:
        _write(chosen.write, rows, notes, works)
    if chosen.json:
        body = {"about": about, "lines": [line.as_json() for line in lines], "scale": [one.as_json() for one in works]}
        chosen.json.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if wrong or any(one.statements > one.ceiling for one in works) else 0


def _actions(data: Path, seconds: float) -> tuple[list[Line], str]:
    with tempfile.TemporaryDirectory(prefix="parta-bench-") as folder, parta(data) as server:
        return measure(server, Path(folder), seconds)


def _write(page: Path, rows: list[list[str]], notes: list[str], works: list[report.Work]) -> None:
    """What was measured now; what was not keeps its former table."""
    if rows:
        report.write(page, "bench", report.markdown(rows), notes)
    if works:
        about = f"{datetime.now(UTC):%Y-%m-%d}; нагрузка машины: {os.getloadavg()[0]:.1f}"
        report.write(page, "scale", report.markdown([one.cells() for one in works], report.SCALE_HEAD), [about])


def scale(data: Path) -> list[report.Work]:
    """The works of a whole school, in this process, every change taken back."""
    from bench.scale import works  # noqa: PLC0415  models load after django.setup

    return works(data / "parta.sqlite3")


def prepare(data: Path) -> None:
    """The school-size demo in the folder, built when absent, its tables up to date; Django set up on it.

    Its clock goes back to the middle of the measured day: whatever the age of the folder, marks of the day are in time.
    """
    os.environ["PARTA_DATA"] = str(data)
    os.environ.setdefault("PARTA_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  the folder is chosen by a flag

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from parta.ops.cli import main as command  # noqa: PLC0415

    if not (data / "parta.sqlite3").exists() and command(["demo", "--size", "school"]):
        raise SystemExit(2)
    call_command("migrate", verbosity=0, interactive=False)
    from parta.lib import clock  # noqa: PLC0415
    from parta.ops.demo import large  # noqa: PLC0415

    clock.move(clock.at(large.TODAY, *large.NOW), frozen=False)


def measure(server: Server, folder: Path, seconds: float) -> tuple[list[Line], str]:
    """Every action: ours and the floor's turn about, so that a busy minute of the machine falls on both."""
    from bench import cases  # noqa: PLC0415  models load after django.setup

    stage = cases.stage()
    readers = stage.readers()
    counts = {}
    for name, reader in readers.items():
        counts[name], case = cases.captured(reader)
        floor.save(folder, name, case)
    markers = stage.markers(CLIENTS)
    counts["mark"], _ = cases.captured(markers[0])
    place = {"database": os.environ["PARTA_DATA"] + "/parta.sqlite3"}
    (folder / "floor.json").write_text(json.dumps(place), encoding="utf-8")
    body = markers[0].ask().body or b""
    lines = []
    with bare(folder, workers=WORKERS) as beneath:
        for name in report.TITLES:
            ours: list[Actor] = [*markers] if name == "mark" else [readers[name]] * CLIENTS
            theirs: list[Actor] = [Inserter(body) if name == "mark" else Copy(name)] * CLIENTS
            lines.append(_line(name, counts[name], (server, ours), (beneath, theirs), seconds=seconds, folder=folder))
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    cores = os.cpu_count()
    moment = datetime.now(UTC).strftime("%Y-%m-%d")
    size = f"{len(stage.pupils)} × {stage.columns}"
    return lines, f"{moment}; ядер: {cores}; нагрузка машины: {load}; журнал {size}; секунд на измерение: {seconds:g}"


def _line(name: str, statements: int, ours: Side, theirs: Side, *, seconds: float, folder: Path) -> Line:
    alone, floor_alone = _one(ours, seconds), _one(theirs, seconds)
    many, floor_many = run(*ours, seconds), run(*theirs, seconds)
    return Line(
        name=name,
        p50=alone.percentile(0.5),
        p95=alone.percentile(0.95),
        cpu_ms=alone.cpu_ms,
        statements=statements,
        bytes=alone.bytes,
        rate=many.rate,
        errors=alone.errors + many.errors,
        floor_p50=floor_alone.percentile(0.5),
        floor_cpu_ms=floor_alone.cpu_ms,
        floor_rate=floor_many.rate,
        floor_sql_ms=sql_ms(folder, name) if name != "mark" else 0.0,
    )


def _one(side: Side, seconds: float) -> Figures:
    server, actors = side
    return run(server, actors[:1], seconds)


def sql_ms(folder: Path, name: str, times: int = 20) -> float:
    """Processor milliseconds of the page's statements by bare sqlite3, in this process."""
    case = floor.load(folder / f"{name}.json")
    place = json.loads((folder / "floor.json").read_text(encoding="utf-8"))
    connection = floor.connect(Path(place["database"]))
    floor.ask(connection, case.statements)
    started = time.process_time()
    for _ in range(times):
        floor.ask(connection, case.statements)
    spent = time.process_time() - started
    connection.close()
    return 1000 * spent / times


if __name__ == "__main__":
    sys.exit(main())
