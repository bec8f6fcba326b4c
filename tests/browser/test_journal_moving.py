"""A mark in a wrong column: found with F2, moved without retyping, taken back with one Ctrl Z."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from parta.domain.journal.models import Mark
from parta.lib import clock
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build
from tests.browser.conftest import Open
from tests.browser.journal_steps import check_axe, open_journal, press, saved

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


@pytest.fixture
def school(committed_db: None) -> Iterator[SmallSchool]:
    """7Б on 11 December, 10:58: the third lesson, algebra, is going on."""
    with clock.frozen_at(clock.at(TODAY, 10, 58)):
        yield build()


def where(school: SmallSchool) -> list[tuple[int, str, str]]:
    rows = Mark.objects.exclude(value="").order_by("lesson__day")
    return [(row.lesson.day.day, row.value, row.comment) for row in rows.select_related("lesson")]


def test_a_mark_is_moved_from_the_details_of_its_cell_and_undone_by_one_key(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit4", "ArrowUp", "KeyR")
    page.keyboard.type("За доску")
    press(page, "Escape")
    saved(page)
    assert where(school) == [(11, "4", "За доску")]
    press(page, "F2")
    page.get_by_text("Не та колонка? Перенести отметку").click()
    check_axe(page)
    page.get_by_role("button", name="Перенести", exact=True).click()
    expect(page.locator(".toast").last).to_contain_text("отметка перенесена, вторник, 9")
    assert where(school) == [(9, "4", "За доску")]
    expect(page.locator("tbody tr").first.locator("td.m4")).to_have_count(1)
    press(page, "Escape", "Control+KeyZ")
    expect(page.locator(".toast").last).to_contain_text("отметка перенесена, четверг, 11")
    assert where(school) == [(11, "4", "За доску")]
    page.reload()
    page.wait_for_selector("td[aria-selected=true]")
    press(page, "Digit5")
    saved(page)
    assert where(school) == [(11, "5", "За доску")]


def test_a_mark_that_another_gave_there_meanwhile_stays(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit4", "ArrowUp", "F2")
    saved(page)
    Mark.objects.create(
        lesson=next(one for one in reversed(school.lessons) if one.day < TODAY), student=school.students[0], value="2",
        entered_by=school.teacher, entered_at=clock.now(), version=1,
    )  # fmt: skip
    page.get_by_text("Не та колонка? Перенести отметку").click()
    page.get_by_role("button", name="Перенести", exact=True).click()
    expect(page.locator("[data-alert]")).to_contain_text("Не перенесено: там уже 2")
    assert [(day, value) for day, value, _ in where(school)] == [(9, "2"), (11, "4")]
