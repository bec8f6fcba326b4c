"""`python -m bench.finals`: what the figures and summary sheets of a whole school cost against bare SQL.

A school of 1,000 pupils, 40 classes × 12 subjects, every quarter and the year marked, is made in a folder of its own
(or `--data` names one that has final marks). The floor is the same statements with the same values by bare sqlite3,
every row fetched; beside it one pass over the same final marks that lets SQLite itself count them. Processor time of
one thread, the best of several turns taken alternately.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import floor
from bench.floor import Statement
from bench.report import markdown, table, write

AIM = 3.0
TURNS = 7
HEAD = ("Что считается", "ЦП, мс", "SQL", "строк", "пол ЦП, мс", "× пола", "GROUP BY, мс", "× GROUP BY")
COUNTING = """
SELECT e.school_class_id, c.subject_id, f.value, COUNT(*) FROM finals_finalmark f
JOIN curriculum_course c ON c.id = f.course_id
JOIN school_enrollment e ON e.student_id = f.student_id AND e.valid_to IS NULL
WHERE f.period_id IN (SELECT id FROM school_gradingperiod WHERE number = 1) AND f.value <> ''
GROUP BY e.school_class_id, c.subject_id, f.value
"""
COUNTING_MARKS = """
SELECT l.course_id, m.student_id, AVG(CAST(m.value AS INTEGER)), COUNT(*) FROM journal_mark m
JOIN timetable_lesson l ON l.id = m.lesson_id WHERE m.counts GROUP BY l.course_id, m.student_id
"""
FORECAST, METHOD = "Прогноз", "метод"
"""The method counts probabilities: it has no pass of SQL to be compared with, its own time is what is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured; milliseconds of the processor."""

    title: str
    cpu_ms: float
    statements: int
    rows: int
    floor_ms: float
    counting_ms: float

    @property
    def times(self) -> float:
        """Against the same statements."""
        return self.cpu_ms / self.floor_ms if self.statements else 0.0

    def cells(self) -> list[str]:
        """A line of the table."""
        if not self.statements:
            return [self.title, _short(self.cpu_ms), "0", *["—"] * 5]
        numbers = [_short(self.cpu_ms), str(self.statements), str(self.rows), _short(self.floor_ms), _short(self.times)]
        return [self.title, *numbers, _short(self.counting_ms), _short(self.cpu_ms / self.counting_ms)]


def options() -> argparse.Namespace:
    """Flags of the command."""
    parser = argparse.ArgumentParser(prog="python -m bench.finals", description="Показатели и ведомости целой школы")
    parser.add_argument("--data", type=Path, help="папка школы с итоговыми отметками; без неё — своя временная школа")
    parser.add_argument("--write", type=Path, help="вписать таблицу между отметками страницы: docs/performance.md")
    parser.add_argument("--json", type=Path, help="записать всё в файл")
    return parser.parse_args()


def main() -> int:
    """Make the school, measure, print."""
    chosen = options()
    with tempfile.TemporaryDirectory(prefix="parta-finals-") as folder:
        data = chosen.data or Path(folder)
        prepare(data, make=chosen.data is None)
        rows = measure(data)
    print(table([row.cells() for row in rows], HEAD))
    missed = [
        f"Не достигнуто: {row.title} — {_short(row.times)} пола вместо {AIM:.0f}." for row in rows if row.times > AIM
    ]
    print("\n".join(missed))
    if chosen.write:
        notes = [f"Средняя загрузка машины при замере: {_short(os.getloadavg()[0])}; {datetime.now(UTC):%Y-%m-%d}."]
        write(chosen.write, "bench.finals", markdown([row.cells() for row in rows], HEAD), [*notes, *missed])
    if chosen.json:
        body = [asdict(row) | {"times_floor": round(row.times, 2)} for row in rows]
        chosen.json.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def prepare(data: Path, *, make: bool) -> None:
    """Django on the folder; a school in it when it is our own."""
    os.environ["PARTA_DATA"] = str(data)
    os.environ.setdefault("PARTA_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  the folder is chosen by a flag

    django.setup()
    if make:
        from django.core.management import call_command  # noqa: PLC0415

        from bench.finals_school import build  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        build()


def measure(data: Path) -> list[Row]:
    """Every case: ours and the floor's turn about."""
    from bench import finals_school as school  # noqa: PLC0415  models load after django.setup

    bare = floor.connect(data / "parta.sqlite3")
    found = []
    for title, act in school.cases().items():
        statements = school.statements_of(act)
        plain = COUNTING_MARKS if title.startswith(FORECAST) else COUNTING
        ours, beneath, counting = [], [], []
        for _ in range(TURNS):
            ours.append(_spent(act))
            beneath.append(_spent(lambda asked=statements: floor.ask(bare, asked)))  # type: ignore[misc]
            counting.append(_spent(lambda sql=plain: bare.execute(sql).fetchall()))  # type: ignore[misc]
        rows = floor.ask(bare, statements)
        found.append(Row(title, min(ours), len(statements), rows, min(beneath), min(counting)))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def _spent(act: Callable[[], Any]) -> float:
    started = time.process_time()
    act()
    return 1000 * (time.process_time() - started)


def _short(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


__all__ = ["Statement", "main"]

if __name__ == "__main__":
    sys.exit(main())
