"""The page «Состояние»: who sees it, what it says and what it keeps to itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.access.models import User
from parta.lib import clock
from parta.ops import jobs
from parta.ops.models import JobRun
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_beat() -> Iterator[None]:
    beat = Path(settings.DATA.path / jobs.BEAT)
    beat.unlink(missing_ok=True)
    yield
    beat.unlink(missing_ok=True)


def main_of(text: str) -> str:
    return text.split("<main")[1].partition("</main>")[0]


def test_only_the_administrator_sees_how_the_server_is(cast: Cast, enter: Enter) -> None:
    assert enter(cast.admin).get(reverse("health")).status_code == 200
    for user in (cast.director, cast.deputy, cast.secretary, cast.homeroom.user, cast.mother, cast.pupils[0].user):
        assert enter(user).get(reverse("health")).status_code == 403, user


def test_it_says_what_runs_and_what_is_missing(cast: Cast, enter: Enter) -> None:
    text = main_of(enter(cast.admin).get(reverse("health")).content.decode())
    assert ("SQLite 3." if connection.vendor == "sqlite" else "PostgreSQL ") in text
    assert "копии ещё не настроены" in text
    assert "Фоновые работы ещё не запускались." in text
    assert "ещё не проверялся" in text
    assert "Europe/Moscow" in text


def test_after_the_jobs_have_run_each_shows_when_and_with_what(cast: Cast, enter: Enter) -> None:
    jobs.run_due()
    text = main_of(enter(cast.admin).get(reverse("health")).content.decode())
    assert "сегодня, 12:00" in text
    assert re.search(r"журнал действий цел: \d+", text)
    assert text.count("в порядке") == len(jobs.JOBS)


def test_a_job_that_missed_its_hour_is_named(cast: Cast, enter: Enter) -> None:
    jobs.run_due()
    JobRun.objects.filter(name="check_chain").update(last_run_at=clock.now() - timedelta(days=3))
    (settings.DATA.path / jobs.BEAT).touch()
    text = main_of(enter(cast.admin).get(reverse("health")).content.decode())
    assert "Не выполнено в срок: Проверка журнала действий." in text
    assert "parta jobs --once" in text


def test_it_names_nobody(cast: Cast, enter: Enter) -> None:
    jobs.run_due()
    text = main_of(enter(cast.admin).get(reverse("health")).content.decode())
    assert [user.last_name for user in User.objects.exclude(last_name="") if user.last_name in text] == []


def test_it_is_cheap(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)
    browser.get(reverse("health"))
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("health"))
    assert len(asked) <= 10
