"""A mark changed after its deadline: its reason is asked beside the grid; a closed column answers with its clause;
a topic other than the plan's has room for its reason, the plan's own has none.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People

pytestmark = pytest.mark.browser
PLACE = """(column) => {
  const rows = [...document.querySelectorAll(".jg tbody tr")];
  for (const th of document.querySelectorAll(`tr.days th${column}`)) {
    const r = rows.findIndex((row) => /^[345]$/.test(row.cells[th.cellIndex + 1].firstChild?.data ?? ""));
    if (r >= 0) return [r, th.cellIndex, rows[r].cells[th.cellIndex + 1].firstChild.data];
  }
  return null;
}"""


def marked_cell(page: Page, column: str) -> tuple[int, int, str]:
    """A cell with one mark in a column of the kind: its place among the cells of its row, and the mark."""
    row, cell, value = page.evaluate(PLACE, column)
    page.locator(".jg tbody tr").nth(row).locator("td").nth(cell).click()
    return row, cell, str(value)


def test_a_correction_asks_its_reason_in_place_and_a_closed_column_says_who_opens_it(people: People) -> None:
    page = people.open("krylova", "/day/")
    page.get_by_role("link", name="Открыть журнал").last.click()
    page.wait_for_selector("td[aria-selected=true]")
    row, cell, value = marked_cell(page, "[data-late]")
    other = "4" if value != "4" else "3"
    page.keyboard.press(f"Digit{other}")
    expect(page.locator("td.st-reason")).to_have_count(1)
    expect(page.locator("[data-correction]")).to_contain_text(f"{value} → {other}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("Ошибка при вводе")
    page.keyboard.press("Enter")
    expect(page.locator("td.st-reason")).to_have_count(0)
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено")
    page.reload()
    expect(page.locator(".jg tbody tr").nth(row).locator("td").nth(cell)).to_contain_text(other)
    marked_cell(page, "[data-why]")
    page.keyboard.press("Digit2")
    expect(page.locator("[data-alert]")).to_contain_text("Открыть может завуч, п. 4.4.1")


def test_the_family_reads_old_and_new(people: People) -> None:
    page = people.open("daniil", "/")
    page.goto(re.sub(r"/students/(\d+)/.*", r"/students/\1/marks/", page.url))
    expect(page.locator(".fix").first).to_contain_text("Исправлено:")


def test_why_the_topic_is_not_the_plans_is_asked_only_when_it_is_not(people: People) -> None:
    page = people.open("krylova", "/day/")
    page.get_by_role("link", name="Открыть журнал").last.click()
    by_plan = page.get_by_label("тема по КТП")
    expect(by_plan).to_be_checked()
    expect(page.get_by_label("Почему не по КТП")).to_be_hidden()
    by_plan.uncheck()
    expect(page.get_by_label("Почему не по КТП")).to_be_visible()
    by_plan.check()
