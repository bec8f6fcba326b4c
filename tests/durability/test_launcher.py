"""`parta serve` starts once, stops when asked, leaves nobody behind."""

import os
import signal
import socket
import time

from tests.durability.conftest import SmallSchool
from tests.servers import answers, free_port, listens, stop, wait_until_answers


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
        server = next(pid for pid in descendants(process.pid) if f"--port {port}" in command_of(pid))
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


def test_a_server_that_was_killed_ends_the_launcher_so_that_somebody_notices(small_school: SmallSchool) -> None:
    port = free_port()
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    server = next(pid for pid in descendants(process.pid) if f"--port {port}" in command_of(pid))
    os.kill(server, signal.SIGKILL)
    assert process.wait(30) == 1
    assert gone_within(port, 3)


def workers_of(server: int) -> list[int]:
    """Processes of the server that answer requests."""
    return [pid for pid in descendants(server) if "resource_tracker" not in command_of(pid) and command_of(pid)]


def descendants(pid: int) -> list[int]:
    """Processes below this one."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    found, wave = [], children.get(pid, [])
    while wave:
        found += wave
        wave = [child for one in wave for child in children.get(one, [])]
    return found


def command_of(pid: int) -> str:
    """Its command line, «» when it has ended."""
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as line:
            return line.read().replace("\0", " ")
    except OSError:
        return ""
