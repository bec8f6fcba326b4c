"""The demo school as a keeper uses it: checked, rehearsed at another hour while the server runs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.servers import Installation

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


def test_the_log_of_the_demo_is_whole(people: People, demo: Installation) -> None:
    told = demo.must("verify")
    assert "цепочка не порвана" in told
    assert int(re.sub(r"\D", "", told.split("записей")[0].split("записи")[0])) > 1000


def test_a_second_build_leaves_the_school_as_it_is(people: People, demo: Installation) -> None:
    before = demo.must("verify")
    told = demo.must("demo")
    assert "уже построена" in told
    assert "krylova" in told
    assert demo.must("verify") == before


def test_the_clock_is_moved_while_the_server_runs_and_every_page_says_so(people: People, demo: Installation) -> None:
    teacher, mother = people.open("krylova", "/day/"), people.open("kovaleva", "/", "phone")
    try:
        demo.must("clock", "2026-12-11T16:01", "--freeze")
        for page in (teacher, mother):
            page.reload()
            expect(page.locator("body")).to_contain_text(
                re.compile(r"Учебные часы: 11.декабря 2026, 16:01, время остановлено")
            )
        expect(teacher.locator("h1")).to_contain_text(re.compile("Пятница, 11.декабря"))
    finally:
        demo.must("clock", "2026-12-10T10:45")
