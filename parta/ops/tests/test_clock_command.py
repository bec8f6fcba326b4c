"""`parta clock`: only a training folder's time is moved."""

import pytest

from config.data_folder import DataFolder
from parta.lib import clock
from parta.ops.cli import main

pytestmark = pytest.mark.django_db


def test_the_clock_of_a_real_school_is_not_moved(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mark(kind="school", time_zone="Europe/Moscow")
    for arguments in (["2026-12-11T16:01"], ["2026-12-11T16:01", "--freeze"], ["--real"], []):
        assert main(["clock", *arguments]) == 2
        assert "папка настоящей школы" in capsys.readouterr().err
    assert not folder.clock_file().exists()


def test_a_folder_that_says_nothing_is_a_real_school(folder: DataFolder) -> None:
    assert main(["clock", "2026-12-11T16:01"]) == 2
    assert clock.moved_clock() is None


def test_the_clock_of_a_training_school_is_moved_and_returned(
    folder: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mark(kind="demo", time_zone="Europe/Moscow")
    assert main(["clock", "2026-12-11T16:01", "--freeze"]) == 0
    assert "пятница, 11\u00a0декабря 2026, 16:01 — учебные часы стоят" in capsys.readouterr().out
    assert clock.now() == clock.at(clock.today(), 16, 1)
    assert main(["clock", "2026-12-11T16:01"]) == 0
    assert "учебные часы идут" in capsys.readouterr().out
    assert main(["clock", "--real"]) == 0
    assert "настоящее время" in capsys.readouterr().out
    assert clock.moved_clock() is None


def test_a_moment_nobody_understands_gets_an_example(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mark(kind="demo", time_zone="Europe/Moscow")
    assert main(["clock", "завтра"]) == 2
    assert "2026-12-11T16:01" in capsys.readouterr().err
