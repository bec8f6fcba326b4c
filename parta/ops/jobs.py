"""Periodic work and the loop that runs it. Each job is a plain function, safe to run twice, on the product's clock."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from parta.domain.access.models import Session, SignInAttempt
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum import actions as curriculum
from parta.domain.finals.queries.forecast import read_all
from parta.domain.journal import actions as journal
from parta.lib import clock
from parta.lib.russian import counted
from parta.ops.models import JobRun

log = structlog.get_logger()
IDLE_SECONDS = 20.0
NICE = 10
"""Behind the server: nobody waits for a job, somebody waits for a page."""
GROUP = Path("/proc/self/autogroup")
"""Where Linux shares the processor by sessions first, the same number counts for the worker's whole session."""
REST = 3.0
"""A long walk rests so many times as long as it has walked: a quarter of one core at most."""
_stop, _beside_a_server = threading.Event(), threading.Event()


class Interrupted(Exception):
    """The worker was asked to stop in the middle of a job, which will be done anew at the next start."""


class _Pace:
    """Called after every stretch of a long walk: shows that the worker lives, rests, gives up when asked to stop."""

    def __init__(self) -> None:
        self.since = time.monotonic()

    def __call__(self, _done: int) -> None:
        beat()
        walked = time.monotonic() - self.since
        if _stop.wait(REST * walked if _beside_a_server.is_set() else 0):
            raise Interrupted
        self.since = time.monotonic()


ATTEMPTS_KEPT = timedelta(days=400)
BEAT = "worker.beat"
CHAIN_BROKEN = "журнал действий порван"


@dataclass(frozen=True, slots=True)
class Job:
    """A job, how often it runs, and what it says when done."""

    name: str
    every: timedelta
    run: Callable[[], str]
    title: str


def end_old_sessions() -> str:
    """Forget sessions that have ended."""
    ended, _ = Session.objects.filter(expire_date__lt=timezone.localtime()).delete()
    return f"убраны законченные входы: {ended}"


def forget_old_attempts() -> str:
    """Forget sign-in attempts older than a school year and a bit."""
    gone, _ = SignInAttempt.objects.filter(at__lt=clock.now() - ATTEMPTS_KEPT).delete()
    return f"убраны старые попытки входа: {gone}"


def check_chain() -> str:
    """Walk the audit chain every night."""
    report = verify_chain(_Pace())
    if report.broken:
        log.error("audit_chain_broken", sequence=report.broken.sequence, why=report.broken.why)
        return f"{CHAIN_BROKEN} на записи № {report.broken.sequence}"
    return f"журнал действий цел: {counted(report.checked, 'запись', 'записи', 'записей')}"


def sweep_files() -> str:
    """Forget files that no lesson has."""
    return f"убраны ничьи файлы уроков: {journal.sweep_files()}"


def read_courses() -> str:
    """Make what forecasts rest on before families ask for it: it is remembered for an hour."""
    return f"прочитано для прогноза: {counted(read_all(), 'курс', 'курса', 'курсов')}"


def end_plan_sittings() -> str:
    """Write into the log what people changed in drafts of plans and left without a word."""
    return f"записаны в журнал действий правки черновиков КТП: {curriculum.end_idle_sittings()}"


JOBS = (
    Job("read_courses", timedelta(minutes=40), read_courses, "Чтение курсов для прогноза"),
    Job("end_plan_sittings", timedelta(minutes=5), end_plan_sittings, "Правки черновиков КТП"),
    Job("end_old_sessions", timedelta(hours=1), end_old_sessions, "Законченные входы"),
    Job("forget_old_attempts", timedelta(days=1), forget_old_attempts, "Старые попытки входа"),
    Job("sweep_files", timedelta(days=1), sweep_files, "Ничьи файлы уроков"),
    Job("check_chain", timedelta(days=1), check_chain, "Проверка журнала действий"),
)


def run_due(jobs: tuple[Job, ...] = JOBS) -> list[tuple[str, str]]:
    """Run every job whose time has come by the product's clock; (name, line) of those that ran.

    Not in one transaction: on SQLite it would keep every teacher's entry waiting while the whole log is walked.
    """
    done = []
    for job in jobs:
        last = JobRun.objects.filter(name=job.name).first()
        if last and timedelta(0) <= clock.now() - last.last_run_at < job.every:
            continue
        try:
            line = job.run()
        except Interrupted:
            break
        JobRun.objects.update_or_create(name=job.name, defaults={"last_run_at": clock.now(), "last_line": line[:300]})
        done.append((job.name, line))
    return done


def beat() -> None:
    """The worker is alive: the time of this file says when it last was."""
    (settings.DATA.path / BEAT).touch()


def last_beat() -> datetime | None:
    """When the worker last was alive, on the real clock; None if it never ran."""
    try:
        seen = (settings.DATA.path / BEAT).stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(seen, clock.zone())


def loop() -> None:
    """Run due jobs until asked to stop, giving way to the server."""
    _give_way()
    _beside_a_server.set()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        _stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    while not _stop.is_set():
        beat()
        for name, line in run_due():
            log.info("job", name=name, line=line)
        close_old_connections()
        _stop.wait(IDLE_SECONDS)


def _give_way() -> None:
    os.nice(NICE)
    with suppress(OSError):
        GROUP.write_text(str(NICE), encoding="ascii")
