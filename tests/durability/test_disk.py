"""No room on the disk: said in words, nothing half-written, pages still open, and all is well once there is room."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.durability.conftest import SmallSchool, copy_of
from tests.durability.processes import descendants
from tests.durability.teacher import Teacher, mark
from tests.servers import free_port, stop, wait_until_answers

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ограничения процессов — Linux")
SIZE = "48m"


class Disk:
    """A disk that can be filled and freed: a small one of its own, or none and a limit on the size of files."""

    def __init__(self, folder: Path, *, own: bool) -> None:
        self.folder, self.own = folder, own

    def fill(self, launcher: int) -> None:
        """Not a byte more."""
        if self.own:
            with (self.folder / "ballast").open("wb", buffering=0) as ballast:
                try:
                    while True:
                        ballast.write(b"\0" * 4096)
                except OSError:
                    return
        self._limit(launcher, 4096)

    def free(self, launcher: int) -> None:
        """Room again."""
        if self.own:
            (self.folder / "ballast").unlink()
        else:
            self._limit(launcher, resource.RLIM_INFINITY)

    def _limit(self, launcher: int, size: int) -> None:
        for pid in descendants(launcher):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A file system in memory where mounting is allowed; otherwise the limit (SQLite meets a write error there)."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "parta", folder], capture_output=True, check=False
    )
    try:
        yield Disk(folder, own=mounted.returncode == 0)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


def enter_until_refused(
    teacher: Teacher, school: SmallSchool, *, own: bool, most: int = 400
) -> tuple[int, dict[str, object]]:
    """How many entries were taken, and the one that was not. Under a limit SQLite knows no reason: then it is 503."""
    versions = school.marks()
    for number in range(most):
        student = school.students[number % len(school.students)]
        before = int(str(versions.get(f"{school.lesson}-{student}-1", ["", 0])[1]))
        operation = mark(school.lesson, student, "4", before + number // len(school.students))
        status, body = teacher.post([operation])
        if status != 200:
            message = json.loads(body)["message"]
            assert status == 507 or not own, body
            assert message.startswith("На сервере кончилось место на диске: ") or not own
            assert "новые записи пока не сохраняются, прежние целы. Страница хранит записи" in message
            return number, operation
        assert json.loads(body)["results"][0]["status"] == "applied", body
    raise AssertionError("место не кончилось")


def sum_of_versions(school: SmallSchool) -> int:
    """Grows by one with every entry."""
    return sum(int(str(row[1])) for row in school.marks().values())


@pytest.mark.skipif("os.environ.get('PARTA_DATABASE_URL')", reason="диск PostgreSQL — не папка данных")
def test_a_full_disk_is_said_in_words_and_forgotten_when_there_is_room(
    small_school: SmallSchool, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = copy_of(small_school.place, tmp_path / "disk" / "data", "parta_full")
        school = SmallSchool(place, small_school.lesson, small_school.students, small_school.desks)
        before, port = sum_of_versions(school), free_port()
        process = place.launch(port)
        try:
            wait_until_answers(port, process, place)
            teacher = Teacher(port)
            disk.fill(process.pid)
            taken, operation = enter_until_refused(teacher, school, own=disk.own)
            assert teacher.get(f"/lessons/{school.lesson}/")[0] == 200, "читать можно и без места"
            assert teacher.post([operation])[0] in (503, 507)
            disk.free(process.pid)
            assert teacher.send(operation)[0]["status"] == "applied", "та же запись, тот же сервер"
            assert teacher.send(operation)[0]["status"] == "repeated"
        finally:
            stop(process, seconds=40)
        assert sum_of_versions(school) == before + taken + 1, "ни одной лишней записи"
        assert "цепочка не порвана" in place.must("verify")
