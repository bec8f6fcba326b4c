"""The table of a plan is edited like a spreadsheet; nothing is sent before it is saved."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journal_steps import paste
from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


def titles(page: Page) -> list[str]:
    return [str(one.input_value()) for one in page.locator("tr[data-row] [name=title]").all()]


def test_keys_pasting_joining_and_undo(people: People) -> None:
    page = people.open("krylova", "/plans/?stage=returned")
    page.get_by_role("link", name="Вероятность и статистика, 7 класс").click()
    page.wait_for_load_state("networkidle")
    before = titles(page)
    page.locator("[name=title]").nth(15).click()
    page.keyboard.press("Insert")
    page.keyboard.type("Монета и кубик")
    assert titles(page)[16] == "Монета и кубик"
    page.keyboard.press("Alt+ArrowUp")
    assert titles(page)[15] == "Монета и кубик"
    page.keyboard.press("Escape")
    page.keyboard.press("KeyJ")
    expect(page.locator("[data-plan-voice]")).to_contain_text("объединены")
    assert titles(page)[15] == f"Монета и кубик. {before[15]}"
    assert len(titles(page)) == len(before)
    page.keyboard.press("KeyH")
    page.keyboard.press("Delete")
    page.keyboard.press("F2")
    paste(page, "Таблицы\t2\t§ 5\nДиаграммы\t1\t§ 6\n")
    assert titles(page)[16:19] == ["Таблицы", "Таблицы", "Диаграммы"]
    assert page.locator("[name=homework]").nth(17).input_value() == "§ 5"
    for _ in range(9):
        page.keyboard.press("Control+z")
    assert titles(page) == before
    page.keyboard.press("Control+y")
    assert len(titles(page)) == len(before) + 1
    page.keyboard.press("Control+z")
    numbers = page.locator("[data-number]").all_text_contents()
    assert numbers == [str(number) for number in range(1, len(before) + 1)]
