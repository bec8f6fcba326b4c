"""What the page «Состояние» warns of, and when it stays calm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from parta.lib import clock
from parta.ops import jobs, state
from parta.ops.state import Database, Reading, job_lines
from parta.web.setup.health import JobLine

NOW = datetime(2025, 12, 11, 10, 0, tzinfo=UTC)
CHAIN = JobLine("Проверка журнала действий", "каждый день", NOW, "журнал действий цел: 3 записи", is_late=False)
WELL = Reading(
    database=Database("SQLite 3.53.3", 5 * 1024**2, "WAL, synchronous=FULL", durable=True),
    free=50 * 1024**3,
    whole=100 * 1024**3,
    now=NOW,
    started_at=NOW - timedelta(days=41),
    beat_at=NOW - timedelta(seconds=20),
    jobs=[CHAIN],
)


def warnings(reading: Reading) -> list[str]:
    return [trouble.title for trouble in state.judge(reading).troubles]


def test_a_healthy_server_warns_of_nothing() -> None:
    assert warnings(WELL) == []
    assert "работает без перерыва 41\u00a0день" in state.judge(WELL).headline


def test_less_than_a_gigabyte_of_disk_is_a_warning() -> None:
    assert warnings(replace(WELL, free=1024**3)) == []
    assert warnings(replace(WELL, free=640 * 1024**2)) == ["На диске осталось 640\u00a0МБ."]


def test_a_worker_silent_for_more_than_five_minutes_is_a_warning() -> None:
    assert warnings(replace(WELL, beat_at=NOW - timedelta(minutes=4, seconds=50))) == []
    assert warnings(replace(WELL, beat_at=NOW - timedelta(minutes=12))) == ["Фоновые работы молчат 12\u00a0минут."]


def test_a_server_that_has_just_started_gives_its_worker_time() -> None:
    fresh = replace(WELL, started_at=NOW - timedelta(seconds=3))
    assert warnings(replace(fresh, beat_at=None)) == []
    assert warnings(replace(fresh, beat_at=NOW - timedelta(days=2))) == []
    assert warnings(replace(WELL, beat_at=None)) == ["Фоновые работы ещё не запускались."]


def test_a_broken_chain_is_the_worst_news_and_comes_first() -> None:
    broken = replace(CHAIN, line=f"{jobs.CHAIN_BROKEN} на записи № 2", is_bad=True)
    found = state.judge(replace(WELL, jobs=[broken], free=1)).troubles
    assert [trouble.kind for trouble in found] == ["bad", "warn"]
    assert "parta verify" in found[0].text


def test_a_database_that_does_not_wait_for_the_disk_is_a_warning() -> None:
    lax = replace(WELL.database, mode="WAL, synchronous=OFF", durable=False)
    assert warnings(replace(WELL, database=lax)) == ["База не дожидается записи на диск."]


@pytest.mark.parametrize(
    ("size", "words"),
    [(12 * 1024, "12 КБ"), (640 * 1024**2, "640 МБ"), (int(1.8 * 1024**3), "1,8 ГБ"), (52 * 1024**3, "52 ГБ")],
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert state.size_text(size) == words.replace(" ", "\u00a0")


def test_the_sign_of_life_is_read_back() -> None:
    (settings.DATA.path / jobs.BEAT).unlink(missing_ok=True)
    assert jobs.last_beat() is None
    jobs.beat()
    seen = jobs.last_beat()
    assert seen is not None
    assert abs(clock.real_now() - seen) < timedelta(minutes=1)
    (settings.DATA.path / jobs.BEAT).unlink()


@pytest.mark.django_db
def test_every_work_says_how_often_it_runs() -> None:
    told = {line.title: line.every for line in job_lines()}
    assert told["Чтение курсов для прогноза"] == "каждые 40\u00a0минут"
    assert told["Законченные входы"] == "каждый час"
    assert told["Проверка журнала действий"] == "каждый день"
