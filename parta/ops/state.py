"""How the server is, for the page «Состояние»: read what there is, judge it, say it in words. No people here."""

import os
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from parta import __version__
from parta.lib import clock
from parta.lib.dates import day_with_weekday, time_text
from parta.lib.russian import NBSP, counted, decimal_comma
from parta.ops import jobs
from parta.ops.models import JobRun
from parta.web.menu import clock_notice
from parta.web.setup.health import JobLine, State, Tile, Trouble

LEAST_FREE = 1024**3
SILENCE = timedelta(minutes=5)
GRACE = timedelta(minutes=10)
OF_TIME = (
    (timedelta(days=1), ("день", "дня", "дней")),
    (timedelta(hours=1), ("час", "часа", "часов")),
    (timedelta(minutes=1), ("минуту", "минуты", "минут")),
)
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


@dataclass(frozen=True, slots=True)
class Database:
    """title: «SQLite 3.53.3»; size in bytes; mode: how it writes; durable: an answered entry survives a power cut."""

    title: str
    size: int
    mode: str
    durable: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page rests on. Sizes in bytes; moments aware, on the real clock, except those of jobs."""

    database: Database
    free: int
    whole: int
    now: datetime
    started_at: datetime | None
    beat_at: datetime | None
    jobs: list[JobLine]


def collect() -> State:
    """Read and judge."""
    return judge(read())


def read() -> Reading:
    """Ask the database, the disk and the files of the data folder."""
    disk = shutil.disk_usage(settings.DATA.path)
    started = os.environ.get("PARTA_STARTED_AT")
    return Reading(
        database=_sqlite() if connection.vendor == "sqlite" else _postgres(),
        free=disk.free,
        whole=disk.total,
        now=clock.real_now(),
        started_at=datetime.fromisoformat(started) if started else None,
        beat_at=jobs.last_beat(),
        jobs=job_lines(),
    )


EVERY = {timedelta(hours=1): "каждый час", timedelta(days=1): "каждый день"}
MINUTES = ("минуту", "минуты", "минут")


def job_lines() -> list[JobLine]:
    """Every periodic job with its last run, judged by the product's clock."""
    runs = {run.name: run for run in JobRun.objects.all()}
    lines = []
    for job in jobs.JOBS:
        run = runs.get(job.name)
        late = run is not None and clock.now() - run.last_run_at > job.every + GRACE
        said = run.last_line if run else ""
        every = EVERY.get(job.every) or f"каждые {counted(int(job.every.total_seconds() // 60), *MINUTES)}"
        broken = said.startswith(jobs.CHAIN_BROKEN)
        lines.append(JobLine(job.title, every, run.last_run_at if run else None, said, late, broken))
    return lines


def judge(reading: Reading) -> State:
    """The page in words."""
    database = reading.database
    return State(
        headline=_headline(reading),
        troubles=[*_data_troubles(reading), *_work_troubles(reading)],
        tiles=[
            _backup_tile(),
            _chain_tile(reading),
            _worker_tile(reading),
            Tile("База", "database", size_text(database.size), database.title),
            Tile("Свободно на диске", "hard-drive", size_text(reading.free), f"из {size_text(reading.whole)}",
                 "warn" if reading.free < LEAST_FREE else ""),
        ],
        jobs=reading.jobs,
        facts=_facts(database),
    )  # fmt: skip


def size_text(size: int) -> str:
    """«1,8 ГБ», «640 МБ», «12 КБ»."""
    for name, power in (("ГБ", 3), ("МБ", 2)):
        if size >= 1024**power:
            exact = size / 1024**power
            return f"{decimal_comma(f'{exact:.1f}') if exact < 10 and power == 3 else round(exact)}{NBSP}{name}"
    return f"{round(size / 1024)}{NBSP}КБ"


def span_text(span: timedelta) -> str:
    """«41 день», «3 часа», «12 минут», «меньше минуты»: the largest unit only."""
    for unit, forms in OF_TIME:
        if span >= unit:
            return counted(span // unit, *forms)
    return "меньше минуты"


def worker_is_silent(reading: Reading) -> bool:
    """No sign of life for five minutes; a server that has just started gives its worker that long too."""
    known = [moment for moment in (reading.beat_at, reading.started_at) if moment is not None]
    return not known or reading.now - max(known) > SILENCE


def _headline(reading: Reading) -> str:
    parts = [f"{day_with_weekday(clock.today())}, {time_text(clock.now())}", f"версия {__version__}"]
    if reading.started_at:
        parts.append(f"работает без перерыва {span_text(reading.now - reading.started_at)}")
    return " · ".join(parts)


def _data_troubles(reading: Reading) -> list[Trouble]:
    found = []
    if any(job.is_bad for job in reading.jobs):
        found.append(Trouble("bad", "Журнал действий порван.", (
            "Кто-то изменил базу в обход Парты. Ничего в ней не исправляйте: остановите Парту, скопируйте папку данных "
            "целиком и выполните parta verify — команда назовёт первую порванную запись."
        )))  # fmt: skip
    if reading.free < LEAST_FREE:
        found.append(Trouble("warn", f"На диске осталось {size_text(reading.free)}.", (
            "Освободите место на диске, где лежит папка данных: когда оно кончится, новые записи в журнал "
            "не сохранятся."
        )))  # fmt: skip
    if not reading.database.durable:
        found.append(Trouble("warn", "База не дожидается записи на диск.", (
            f"При отключении питания последние записи могут пропасть. Сейчас: {reading.database.mode}. "
            "Верните настройку базы, с которой Парта ставится."
        )))  # fmt: skip
    return found


def _work_troubles(reading: Reading) -> list[Trouble]:
    if worker_is_silent(reading):
        since = f"молчат {span_text(reading.now - reading.beat_at)}" if reading.beat_at else "ещё не запускались"
        return [Trouble("warn", f"Фоновые работы {since}.", (
            "Журнал и дневник открываются, но не убираются законченные входы и не проверяется журнал действий. "
            "Остановите parta serve и запустите снова; не помогло — прочитайте сообщения этой команды."
        ))]  # fmt: skip
    late = [job.title for job in reading.jobs if job.is_late]
    if late:
        return [Trouble("warn", f"Не выполнено в срок: {', '.join(late)}.", (
            "Выполните parta jobs --once и прочитайте, что она скажет: там будет причина."
        ))]  # fmt: skip
    return []


def _backup_tile() -> Tile:
    note = "копии ещё не настроены: копируйте папку данных сами, остановив Парту"
    if connection.vendor != "sqlite":
        note = "копии ещё не настроены: делайте их сами средствами PostgreSQL"
    return Tile("Последняя копия", "archive", "нет", note, "warn")


def _chain_tile(reading: Reading) -> Tile:
    titles = {job.name: job.title for job in jobs.JOBS}
    job = next(job for job in reading.jobs if job.title == titles["check_chain"])
    if job.last_run_at is None:
        return Tile("Журнал действий", "shield-check", "—", "ещё не проверялся")
    when = clock.local(job.last_run_at)
    note = f"проверен {when:%d.%m.%Y} в{NBSP}{time_text(when)}"
    return Tile(
        "Журнал действий", "shield-check", "порван" if job.is_bad else "цел", note, "bad" if job.is_bad else "ok"
    )


def _worker_tile(reading: Reading) -> Tile:
    silent = worker_is_silent(reading)
    note = f"отозвались {span_text(reading.now - reading.beat_at)} назад" if reading.beat_at else "ещё не отзывались"
    return Tile("Фоновые работы", "timer", "молчат" if silent else "идут", note, "warn" if silent else "ok")


def _facts(database: Database) -> list[tuple[str, str]]:
    return [
        ("Парта", __version__),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("База", database.title),
        ("Запись на диск", database.mode),
        ("Часы", clock_notice() or f"настоящее время, {clock.zone().key}"),
        ("Папка данных", str(settings.DATA.path)),
    ]


def _sqlite() -> Database:
    with connection.cursor() as cursor:
        values = [cursor.execute(sql).fetchone()[0] for sql in (
            "SELECT sqlite_version()", "PRAGMA journal_mode", "PRAGMA synchronous"
        )]  # fmt: skip
    release, journal, synchronous = str(values[0]), str(values[1]), int(values[2])
    name = str(connection.settings_dict["NAME"])
    files = [Path(name + tail) for tail in ("", "-wal")]
    size = sum(file.stat().st_size for file in files if file.exists())
    mode = f"{journal.upper()}, synchronous={SYNCHRONOUS[synchronous]}"
    return Database(f"SQLite {release}", size, mode, durable=synchronous >= 2)


def _postgres() -> Database:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), "
            "current_setting('fsync'), current_setting('synchronous_commit')"
        )
        release, size, fsync, commit = cursor.fetchone()
    mode = f"fsync={fsync}, synchronous_commit={commit}"
    return Database(f"PostgreSQL {release.split()[0]}", size, mode, durable=fsync == "on" and commit != "off")
