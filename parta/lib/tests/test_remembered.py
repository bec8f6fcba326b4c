"""What is remembered is read by every process until its time is over; a spoilt file holds nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

from parta.lib import clock, remembered
from parta.lib.remembered import Remembered


@pytest.fixture
def kind() -> Remembered[list[int]]:
    return Remembered("test", seconds=60)


def another_process() -> Remembered[list[int]]:
    return Remembered("test", seconds=60)


def test_another_process_reads_what_one_has_made(kind: Remembered[list[int]]) -> None:
    kind.set_many({"a": [1], "b": [2]})
    assert another_process().get_many(["a", "b", "c"]) == {"a": [1], "b": [2]}


def test_it_is_over_after_its_time(kind: Remembered[list[int]]) -> None:
    kind.set_many({"a": [1]})
    with clock.frozen_at(clock.real_now() + timedelta(seconds=61)):
        assert kind.get_many(["a"]) == another_process().get_many(["a"]) == {}


def test_forgotten_here_and_in_the_files(kind: Remembered[list[int]]) -> None:
    kind.set_many({"a": [1], "b": [2]})
    kind.forget(["a"])
    assert kind.get_many(["a", "b"]) == another_process().get_many(["a", "b"]) == {"b": [2]}
    remembered.forget_everything()
    assert kind.get_many(["b"]) == another_process().get_many(["b"]) == {}


def test_a_spoilt_file_is_nothing_remembered(kind: Remembered[list[int]]) -> None:
    kind.set_many({"a": [1]})
    for file in (settings.DATA.path / "remembered").glob("*"):
        file.write_bytes(file.read_bytes()[:-3])
    assert another_process().get_many(["a"]) == {}


def test_a_full_disk_only_costs_time(kind: Remembered[list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileBasedCache, "set", full)
    kind.set_many({"a": [1]})
    assert kind.get_many(["a"]) == {"a": [1]}
    assert another_process().get_many(["a"]) == {}


def test_a_process_holds_no_more_than_it_may() -> None:
    small: Remembered[int] = Remembered("small", seconds=60, most=2)
    for number in range(5):
        small.set_many({str(number): number})
    assert small.get_many([str(number) for number in range(5)]) == {str(number): number for number in range(5)}
