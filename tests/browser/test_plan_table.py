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


def test_what_was_typed_is_there_again_after_the_tab_is_gone(people: People) -> None:
    page = people.open("krylova", "/plans/?stage=returned")
    page.get_by_role("link", name="Вероятность и статистика, 7 класс").click()
    page.wait_for_load_state("networkidle")
    before = titles(page)
    page.locator("[name=title]").nth(2).fill("Таблицы вокруг нас")
    page.locator("[name=title]").nth(5).click()
    page.keyboard.press("Insert")
    page.keyboard.type("Опрос в классе")
    typed = titles(page)
    address, context = page.url, page.context
    page.wait_for_timeout(600)
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(address)
    left = again.locator("[data-plan-kept]")
    expect(left).to_contain_text("остались незаписанные правки")
    assert titles(again) == before, "само ничего не подставляется"
    left.get_by_role("button", name="Вернуть правки").click()
    assert titles(again) == typed
    again.keyboard.press("Control+z")
    assert titles(again) == before
    again.keyboard.press("Control+y")
    again.get_by_role("button", name="Записать план", exact=True).last.click()
    expect(again.get_by_text("План записан.")).to_be_visible()
    assert titles(again) == typed
    expect(again.locator("[data-plan-kept]")).to_be_hidden()
    again.locator("[name=title]").nth(2).fill(before[2])
    again.locator("tr[data-row]", has=again.locator("[value='Опрос в классе']")).get_by_title("Убрать").click()
    again.keyboard.press("Control+s")
    expect(again.get_by_text("План записан.")).to_be_visible()
    assert titles(again) == before
