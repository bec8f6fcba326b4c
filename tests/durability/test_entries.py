"""An entry that was acknowledged is there, whatever was killed; many writers lose nothing."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.durability.conftest import SmallSchool
from tests.durability.database import writing_alone
from tests.durability.teacher import Teacher, mark
from tests.servers import free_port, wait_until_answers

WRITERS = 8


@pytest.fixture(scope="module")
def port(small_school: SmallSchool) -> Iterator[int]:
    """A server for the writers."""
    with small_school.place.serving() as address:
        yield int(address.rsplit(":", 1)[1])


def test_eight_writers_of_different_cells_all_succeed(small_school: SmallSchool, port: int) -> None:
    before = small_school.marks()

    def _fill(pupils: list[int]) -> list[str]:
        teacher = Teacher(port)
        bases = {student: before.get(f"{small_school.lesson}-{student}-1", ["", 0])[1] for student in pupils}
        written = [mark(small_school.lesson, student, "5", int(str(base))) for student, base in bases.items()]
        return [str(teacher.send(one)[0]["status"]) for one in written]

    with ThreadPoolExecutor(WRITERS) as pool:
        parts = [small_school.students[number::WRITERS] for number in range(WRITERS)]
        statuses = [one for part in pool.map(_fill, parts) for one in part]
    assert statuses == ["applied"] * len(small_school.students)
    assert "locked" not in small_school.place.log()


def test_eight_writers_of_one_cell_lose_no_update(small_school: SmallSchool, port: int) -> None:
    student = small_school.students[0]
    key = f"{small_school.lesson}-{student}-1"
    first = int(str(small_school.marks().get(key, ["", 0])[1]))

    def _insist(number: int) -> list[int]:
        """Six changes of the cell, each taken again after a conflict, as a person who chooses the own value."""
        teacher, base, mine = Teacher(port), first, list[int]()
        while len(mine) < 6:
            result = teacher.send(mark(small_school.lesson, student, str(2 + number % 4), base))[0]
            assert result["status"] in {"applied", "conflict"}, result
            base = result["current"]["version"] if result["status"] == "conflict" else result["version"]
            mine += [base] if result["status"] == "applied" else []
        return mine

    with ThreadPoolExecutor(WRITERS) as pool:
        versions = [one for mine in pool.map(_insist, range(WRITERS)) for one in mine]
    assert sorted(versions) == list(range(first + 1, first + 1 + 6 * WRITERS)), "у каждой записи своя версия"
    assert small_school.marks()[key][1] == first + 6 * WRITERS
    assert "locked" not in small_school.place.log()
    assert "цепочка не порвана" in small_school.place.must("verify")


def test_what_was_accepted_before_the_stop_is_answered_and_kept(small_school: SmallSchool) -> None:
    """The entry waits behind another writer of the database while the server is asked to stop."""
    port = free_port()
    process = small_school.place.launch(port)
    wait_until_answers(port, process, small_school.place)
    teacher, student = Teacher(port), small_school.students[3]
    key = f"{small_school.lesson}-{student}-1"
    operation = mark(small_school.lesson, student, "4", int(str(small_school.marks().get(key, ["", 0])[1])))
    with ThreadPoolExecutor(1) as pool:
        with writing_alone(small_school.place):
            answer = pool.submit(teacher.send, operation)
            time.sleep(0.7)
            process.terminate()
            time.sleep(0.7)
            assert not answer.done()
        result = answer.result(20)[0]
    assert result["status"] == "applied"
    assert process.wait(20) == 0
    assert small_school.marks()[key] == ["4", result["version"]]
