"""The table of a plan is edited like a spreadsheet; it is saved by itself and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journal_steps import paste
from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


def titles(page: Page) -> list[str]:
    return [str(one.input_value()) for one in page.locator("tr[data-row] [name=title]").all()]


def opened(people: People, device: str = "desktop") -> Page:
    """The returned plan of Крылова in a browser of its own."""
    page = people.open("krylova", "/plans/?stage=returned", device)
    page.get_by_role("link", name="Вероятность и статистика, 7 класс").click()
    page.wait_for_load_state("networkidle")
    return page


def test_keys_pasting_joining_and_undo(people: People) -> None:
    page = opened(people)
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
    page.get_by_role("link", name="КТП", exact=True).first.click()
    page.wait_for_url("**/plans/")
    assert titles(opened(people)) == before


def test_what_was_typed_is_on_the_server_and_open_on_another_device(people: People) -> None:
    page = opened(people)
    before = titles(page)
    page.locator("[name=title]").nth(2).fill("Таблицы вокруг нас")
    page.locator("[name=title]").nth(5).click()
    page.keyboard.press("Insert")
    page.keyboard.type("Опрос в классе")
    typed = titles(page)
    expect(page.locator("[data-plan-state]")).to_have_text(re.compile(r"^Сохранено в \d\d:\d\d$"))
    page.close(run_before_unload=False)

    phone = opened(people, "phone")
    assert titles(phone) == typed
    expect(phone.locator("[data-plan-kept]")).to_be_hidden()
    phone.locator("[name=title]").nth(2).fill(before[2])
    phone.reload()
    phone.wait_for_load_state("networkidle")
    expect(phone.locator("[name=title]").nth(2)).to_have_value(before[2])
    expect(phone.locator("[data-plan-kept]")).to_be_hidden()

    desk = opened(people)
    desk.locator("tr[data-row]", has=desk.locator("[value='Опрос в классе']")).get_by_title("Убрать").click()
    desk.get_by_role("button", name="Записать план", exact=True).last.click()
    expect(desk.get_by_text("План записан.")).to_be_visible()
    assert titles(desk) == before


def test_undo_takes_back_what_was_saved_by_itself(people: People) -> None:
    page = opened(people)
    before = titles(page)
    page.locator("[name=title]").nth(4).click()
    page.keyboard.press("Insert")
    page.keyboard.type("Лишний урок")
    state = page.locator("[data-plan-state]")
    expect(state).to_contain_text("Сохранено")
    for _ in range(2):
        page.keyboard.press("Control+z")
    assert titles(page) == before
    page.get_by_role("link", name="КТП", exact=True).first.click()
    page.wait_for_url("**/plans/")
    assert titles(opened(people)) == before


def test_without_a_network_edits_stay_on_the_device_and_are_offered(people: People) -> None:
    page = opened(people)
    before = titles(page)
    page.context.set_offline(True)
    page.locator("[name=title]").nth(2).fill("Таблицы вокруг нас")
    typed = titles(page)
    expect(page.locator("[data-plan-state]")).to_have_text("Нет сети, изменения хранятся на этом устройстве")
    people.complaints.clear()  # the browser's own line about the lost request
    address, context = page.url, page.context
    page.close(run_before_unload=False)
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)
    left = again.locator("[data-plan-kept]")
    expect(left.get_by_text("остались незаписанные правки")).to_be_visible()
    assert titles(again) == before, "само ничего не подставляется"
    left.get_by_role("button", name="Вернуть правки").click()
    assert titles(again) == typed
    again.keyboard.press("Control+z")
    assert titles(again) == before
    again.keyboard.press("Control+y")
    again.get_by_role("button", name="Записать план", exact=True).last.click()
    expect(again.get_by_text("План записан.")).to_be_visible()
    assert titles(again) == typed
    expect(left).to_be_hidden()
    again.locator("[name=title]").nth(2).fill(before[2])
    again.keyboard.press("Control+s")
    expect(again.get_by_text("План записан.")).to_be_visible()
    assert titles(again) == before


def test_the_second_writer_is_told_while_typing(people: People) -> None:
    page, other = opened(people), opened(people)
    before = titles(page)
    page.locator("[name=title]").nth(3).fill("Среднее значение набора")
    expect(page.locator("[data-plan-state]")).to_contain_text("Сохранено")
    other.locator("[name=title]").nth(7).fill("Медиана набора")
    stopped = other.locator("[data-plan-stopped]")
    expect(stopped).to_contain_text("в другой вкладке или на другом устройстве")
    people.complaints.clear()  # the browser's own line about the answer 409
    stopped.get_by_role("link", name="Открыть план заново").click()
    other.wait_for_load_state("networkidle")
    assert other.locator("[name=title]").nth(3).input_value() == "Среднее значение набора"
    expect(other.locator("[data-plan-kept]")).to_be_visible()
    other.get_by_role("button", name="Забыть").click()
    other.locator("[name=title]").nth(3).fill(before[3])
    other.keyboard.press("Control+s")
    expect(other.get_by_text("План записан.")).to_be_visible()
    assert titles(other) == before
