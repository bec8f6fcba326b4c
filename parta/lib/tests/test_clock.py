"""The one clock: moved and frozen for rehearsals, real for sign-in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from parta.lib import clock


@pytest.fixture(autouse=True)
def _own_clock(tmp_path: Path) -> Iterator[None]:
    before = clock._State.zone, clock._State.file
    clock.configure(zone="Asia/Yekaterinburg", file=tmp_path / "clock.json")
    yield
    clock.configure(zone=str(before[0]), file=before[1])


def test_a_frozen_clock_stands_and_a_moved_one_goes() -> None:
    shown = clock.real_now() + timedelta(days=30)
    clock.move(shown, frozen=True)
    assert clock.now() == shown
    clock.move(shown, frozen=False)
    assert timedelta(0) <= clock.now() - shown < timedelta(minutes=1)


def test_sign_in_keeps_to_the_real_clock() -> None:
    clock.move(clock.real_now() - timedelta(days=400), frozen=True)
    assert clock.real_now() - clock.now() > timedelta(days=399)


def test_the_real_time_comes_back() -> None:
    clock.move(clock.real_now() - timedelta(days=400), frozen=True)
    clock.reset()
    assert clock.moved_clock() is None
    assert clock.real_now() - clock.now() < timedelta(seconds=5)


def test_the_day_is_the_day_of_the_school_and_not_of_the_server() -> None:
    with clock.frozen_at(clock.at(clock.today(), 23, 59)):
        late = clock.now()
        assert clock.today() == late.date()
    with clock.frozen_at(late + timedelta(minutes=2)):
        assert clock.today() == late.date() + timedelta(days=1)
        assert str(clock.now().tzinfo) == "Asia/Yekaterinburg"


def test_a_folder_without_a_training_clock_cannot_be_moved() -> None:
    clock.configure(zone="Europe/Moscow", file=None)
    with pytest.raises(RuntimeError):
        clock.move(clock.real_now(), frozen=False)
