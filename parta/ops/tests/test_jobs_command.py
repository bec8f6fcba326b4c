"""`parta jobs --once` does what is due by the product's clock, moved or not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from parta.domain.access.models import Session
from parta.domain.audit.queries import ChainReport
from parta.lib import clock
from parta.ops import jobs
from parta.ops.cli import main
from parta.ops.models import JobRun

pytestmark = pytest.mark.django_db
NOON = clock.at(date(2026, 12, 10), 12)


def done(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Names of the jobs the command ran."""
    assert main(["jobs", "--once"]) == 0
    told = capsys.readouterr().out
    return {job.name for job in jobs.JOBS if f"{job.name}:" in told}


def test_every_job_runs_once_and_again_when_its_time_comes(capsys: pytest.CaptureFixture[str]) -> None:
    everything = {job.name for job in jobs.JOBS}
    hourly = {job.name for job in jobs.JOBS if job.every <= timedelta(hours=1)}
    with clock.frozen_at(NOON):
        assert done(capsys) == everything
        assert done(capsys) == set()
    with clock.frozen_at(NOON + timedelta(hours=1, minutes=1)):
        assert done(capsys) == hourly
    with clock.frozen_at(NOON + timedelta(days=1, minutes=1)):
        assert done(capsys) == everything


def test_a_clock_moved_back_does_not_stop_the_jobs(capsys: pytest.CaptureFixture[str]) -> None:
    with clock.frozen_at(NOON):
        done(capsys)
    with clock.frozen_at(NOON - timedelta(days=30)):
        assert done(capsys) == {job.name for job in jobs.JOBS}


def test_nothing_due_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with clock.frozen_at(NOON):
        main(["jobs", "--once"])
        capsys.readouterr()
        main(["jobs", "--once"])
    assert "ничего не нужно" in capsys.readouterr().out


def test_ended_sessions_are_forgotten_and_live_ones_stay() -> None:
    now = clock.real_now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    jobs.run_due()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_a_long_walk_gives_up_when_the_worker_is_asked_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not walked to its end is not said to be done: it is begun anew at the next start."""
    walked: list[int] = []

    def walk(progress: Callable[[int], None]) -> ChainReport:
        for number in range(1000, 4000, 1000):
            walked.append(number)
            if walked == [1000, 2000]:
                jobs._stop.set()
            progress(number)
        return ChainReport(3000, None)

    monkeypatch.setattr(jobs, "verify_chain", walk)
    try:
        jobs.run_due()
    finally:
        jobs._stop.clear()
    assert walked == [1000, 2000]
    assert not JobRun.objects.filter(name="check_chain").exists()
    jobs.run_due()
    assert JobRun.objects.get(name="check_chain").last_line.startswith("журнал действий цел")
