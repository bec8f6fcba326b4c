"""`parta serve` starts once, stops when asked, leaves nobody behind."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.durability.conftest import SmallSchool, copy_of
from tests.durability.processes import of_folder, server_of, workers_of
from tests.servers import answers, free_port, listens, stop, wait_until_answers

pytestmark = pytest.mark.any_database


def gone_within(port: int, seconds: float) -> bool:
    """Does everybody leave the port in time?"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not listens(port):
            return True
        time.sleep(0.05)
    return False


def test_one_server_a_port_and_it_stops_at_once_when_asked(small_school: SmallSchool) -> None:
    with small_school.place.serving():
        pass
    started = time.monotonic()
    port = free_port()
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    assert time.monotonic() - started < 20, "второй запуск занимает секунды"
    second = small_school.place.parta("serve", "--port", str(port), timeout=30)
    assert second.returncode == 2
    assert f"127.0.0.1:{port} занят" in second.stderr
    assert "make run PORT=" in second.stderr
    assert "Traceback" not in second.stderr
    assert answers(port)
    assert stop(process) < 5
    assert process.returncode == 0
    assert not listens(port)


def test_a_port_held_by_somebody_who_shares_it_is_busy_too(small_school: SmallSchool) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        second = small_school.place.parta("serve", "--port", str(port), timeout=30)
    assert second.returncode == 2
    assert "занят" in second.stderr


def test_a_killed_launcher_leaves_no_orphan_on_the_port(small_school: SmallSchool) -> None:
    port = free_port()
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    process.kill()
    process.wait()
    assert gone_within(port, 3)


def test_asked_to_stop_in_the_first_second_it_does_not_hang(small_school: SmallSchool) -> None:
    for pause in (0.3, 1.0, 2.0):
        port = free_port()
        process = small_school.place.launch(port)
        time.sleep(pause)
        assert stop(process, seconds=15) < 15
        assert gone_within(port, 3)


def test_a_killed_worker_of_the_server_is_replaced_and_the_server_goes_on(small_school: SmallSchool) -> None:
    port = free_port()
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    try:
        server = server_of(process.pid, port)
        assert server
        workers = workers_of(server)
        os.kill(workers[0], signal.SIGKILL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            now = workers_of(server)
            if workers[0] not in now and len(now) == len(workers) and answers(port):
                break
            time.sleep(0.1)
        else:
            raise AssertionError("убитый процесс сервера никто не заменил")
        assert all(answers(port) for _ in range(10))
        assert stop(process, seconds=40) < 10
    finally:
        stop(process, seconds=40)


def test_a_server_that_was_killed_is_started_again_by_the_launcher(small_school: SmallSchool) -> None:
    port, before = free_port(), len(small_school.place.log())
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    try:
        killed = server_of(process.pid, port)
        assert killed
        os.kill(killed, signal.SIGKILL)
        assert gone_within(port, 3), "рабочие процессы пережили свой сервер"
        wait_until_answers(port, process, small_school.place)
        assert server_of(process.pid, port) not in (None, killed)
    finally:
        stop(process, seconds=40)
    said = small_school.place.log()[before:]
    assert said.count("Сервер: процесс убит (сигнал 9). Запускаю снова через 1\u00a0с.") == 1
    assert not of_folder(small_school.place.data)


def test_a_server_whose_data_folder_is_gone_says_so_and_ends(small_school: SmallSchool, tmp_path: Path) -> None:
    lost = copy_of(small_school.place, tmp_path / "lost", "parta_lost")
    port = free_port()
    process = lost.launch(port)
    wait_until_answers(port, process, lost)
    lost.data.rename(tmp_path / "elsewhere")
    assert process.wait(30) == 1
    said = (tmp_path / "elsewhere" / "server.log").read_text(encoding="utf-8")
    assert f"Пропало место, где живут данные школы: {lost.data}." in said
    assert "Traceback" not in said
    assert not listens(port)
    assert not of_folder(lost.data)
    assert not lost.data.exists(), "на месте пропавшей школы никто не начал пустую"
