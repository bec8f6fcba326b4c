"""The bench itself in tiny form: its pieces, its ratios, its words. No absolute times."""

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bench import cases, floor, load, report, scale
from bench.browsers import Browser, Tally, crowd
from bench.client import run
from bench.processes import ROOT, Server
from parta.domain.access.models import User
from parta.ops.cast import Cast

LINE = report.Line(
    name="mark", p50=6.0, p95=9.0, cpu_ms=4.0, statements=8, bytes=380, rate=200.0, errors=0, floor_p50=2.0,
    floor_cpu_ms=2.0, floor_rate=900.0, floor_sql_ms=0.0,
)  # fmt: skip


def test_ratios_are_against_the_floor_and_the_best_peer() -> None:
    assert (LINE.times_floor, LINE.times_floor_wall, LINE.times_cheaper) == (2.0, 3.0, 11.5)
    assert LINE.missed() == []
    assert LINE.as_json()["peer"] == "AlekSIS 2025.1"
    assert replace(LINE, name="day").times_cheaper is None


def test_every_missed_aim_is_said_by_how_much() -> None:
    bad = replace(LINE, cpu_ms=20.0, statements=11, bytes=4000)
    assert bad.missed() == [
        "запросов 11 вместо 8",
        "10,0 пола вместо 3",
        "дешевле аналога в 2,3 раза вместо 5",
        "ответ 4000 байт вместо 2048",
    ]


def test_the_table_can_be_pasted_into_a_page() -> None:
    lines = report.markdown([report.cells(LINE)]).splitlines()
    assert [line.count("|") for line in lines] == [len(report.HEAD) + 1] * 3
    assert "Записанная отметка" in report.table([report.cells(LINE)])


def test_a_captured_page_is_asked_again_by_bare_sqlite(tmp_path: Path) -> None:
    database = tmp_path / "pages.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE t (a, b)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(1, "x"), (2, "y%")])
    sql = cases._plain("SELECT * FROM t WHERE a = %s AND b LIKE 'y%%'")
    floor.save(tmp_path, "one", floor.Case([(sql, [2])], [("Content-Length", "4")], b"page"))
    (tmp_path / "floor.json").write_text(json.dumps({"database": str(database)}), encoding="utf-8")
    application = floor.Floor(tmp_path)
    assert floor.ask(application.pages, application.cases["one"].statements) == 1
    assert list(application({"PATH_INFO": "/case/one"}, lambda *_: None)) == [b"page"]


@pytest.mark.any_database  # the bench is of an SQLite folder
def test_a_page_is_captured_with_its_values(cast: Cast) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    headers = cases.signed_in(cast.user("krylova"))
    statements, case = cases.captured(cases.Reader(f"/courses/{lesson.course_id}/journal/", headers))
    assert statements <= report.PAGE_CEILING
    assert all(sql.count("?") == len(values) for sql, values in case.statements)
    assert ("Content-Encoding", "gzip") in case.headers
    pupil = cast.pupil("Ковалёв Даниил").pk
    marker = cases.Marker(headers, lesson.pk, pupil, ("2026-09-01", "2027-05-25"))
    statements, case = cases.captured(marker)
    assert statements <= report.CEILINGS["mark"]
    assert (marker.version, len(case.body) < 2048) == (2, True)


class Echo(BaseHTTPRequestHandler):
    """A server that answers «ok» and keeps the connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """«ok»."""
        self.send_response(200 if self.path != "/bad" else 500)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        """Silence."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_clients_count_what_was_answered_and_what_was_not(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "cpu", lambda self: 0.0)
    server = Server(None, port)  # type: ignore[arg-type]  # no process of its own
    good = run(server, [cases.Reader("/good", {})], 0.1)
    assert good.errors == 0
    assert good.seconds
    assert good.percentile(0.5) <= good.percentile(0.95)
    bad = run(server, [cases.Reader("/bad", {})], 0.1)
    assert bad.errors == len(bad.seconds)


def test_a_crowd_is_told_by_kind_with_its_errors(port: int) -> None:
    plan = {"kind": "family", "think": 0.01, "headers": {}, "week": "/week", "marks": "/bad"}
    with ThreadPoolExecutor(1) as aside:  # the browser tests of this process have a loop of their own
        people = crowd(port, [plan, plan], load.LIVES, time.monotonic() + 0.4, seed=1)
        tally: Tally = aside.submit(asyncio.run, people).result()
    assert set(tally.seconds) == {"week", "marks"}
    assert tally.errors == {"marks: 500": len(tally.seconds["marks"])}
    held = load.Held(0.4, tally, 0.2, 0.1, 2**20, 0, 2**20)
    assert [row[0] for row in load.rows(held)] == ["неделя дневника", "отметки за период", "всего"]
    assert "ЦП сервера: 50 % одного ядра" in "\n".join(load.summary(held, 0.01))


def test_a_table_is_written_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures: bench -->\nold\n<!-- /figures -->\nafter\n", encoding="utf-8")
    report.write(page, "bench", "| new |", ["note"])
    report.write(page, "bench", "| newer |", ["note"])
    text = page.read_text(encoding="utf-8")
    assert text == "before\n<!-- figures: bench -->\n| newer |\n\nnote  \n<!-- /figures -->\nafter\n"
    with pytest.raises(RuntimeError):
        report.write(page, "load", "| new |", [])


def test_the_published_page_has_a_place_for_every_table() -> None:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert all(f"<!-- figures: {name} -->\n" in text for name in ("bench", "scale", "sweep", "load"))


@pytest.mark.any_database
def test_a_work_is_counted_timed_and_taken_back(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        return  # the bench is of an SQLite folder
    made: list[int] = []

    def act(_: object) -> None:
        made.append(User.objects.create(last_name="Пробный").pk)

    before = User.objects.count()
    work = scale.measure(scale.Plan("Проба", 3, lambda: None, act))
    assert (work.statements, len(made), User.objects.count()) == (1, 2, before)
    assert len(work.cells()) == len(report.SCALE_HEAD)


def test_a_connection_closed_while_a_person_was_thinking_is_opened_anew() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def think_twice() -> Tally:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        tally = Tally()
        browser = Browser(server.sockets[0].getsockname()[1], tally, 0.0)
        for _ in range(2):
            assert await browser.send("week", "/", {}) == b"ok"
        await browser.close()
        server.close()
        return tally

    with ThreadPoolExecutor(1) as aside:
        tally = aside.submit(asyncio.run, think_twice()).result()
    assert (tally.reopened, tally.errors) == (1, {})
