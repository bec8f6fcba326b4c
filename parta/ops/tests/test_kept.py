"""A child that keeps dying is started again, each time after a longer pause, until it lives a while."""

import sys
from dataclasses import dataclass

import pytest

from parta.ops import kept
from parta.ops.kept import Kept, NotYet


@dataclass
class Time:
    """A clock moved by hand."""

    now: float = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    hand = Time()
    monkeypatch.setattr(kept, "time", hand)
    return hand


def child(code: str) -> Kept:
    return Kept("Фоновые работы", [sys.executable, "-S", "-c", code], {})


def die(one: Kept) -> None:
    assert one.process
    one.process.wait()
    assert not one.attend()


def pauses(one: Kept, time: Time, times: int) -> list[float]:
    """Die and be started again so many times."""
    found = []
    for _ in range(times):
        die(one)
        found.append(one.pause)
        time.now += one.pause - 0.01
        assert not one.attend()
        time.now += 0.02
        assert one.attend()
    return found


def test_the_pause_doubles_from_a_second_to_a_minute_and_a_long_life_resets_it(
    time: Time, capfd: pytest.CaptureFixture[str]
) -> None:
    one = child("raise SystemExit(3)")
    one.start()
    assert pauses(one, time, 8) == [1, 2, 4, 8, 16, 32, 60, 60]
    time.now += kept.LONG_LIFE
    assert pauses(one, time, 1) == [1]
    said = capfd.readouterr().err.splitlines()
    assert said[0] == "Фоновые работы: процесс остановился сам (код 3). Запускаю снова через 1\u00a0с."
    assert len(said) == 9, "по строке на остановку"


def test_a_killed_child_is_named_so_and_what_stands_in_its_way_is_waited_for(
    time: Time, capfd: pytest.CaptureFixture[str]
) -> None:
    one = child("import time; time.sleep(60)")
    one.start()
    assert one.process
    one.process.kill()
    die(one)

    def taken() -> None:
        raise NotYet("порт занят другой программой")

    free, one.may_start = one.may_start, taken
    time.now += 1.1
    assert not one.attend()
    one.may_start = free
    assert not one.attend(), "ждёт новую паузу"
    time.now += 2.1
    assert one.attend()
    one.end_group()
    assert not one.runs
    assert capfd.readouterr().err.splitlines() == [
        "Фоновые работы: процесс убит (сигнал 9). Запускаю снова через 1\u00a0с.",
        "Фоновые работы: порт занят другой программой. Запускаю снова через 2\u00a0с.",
    ]
