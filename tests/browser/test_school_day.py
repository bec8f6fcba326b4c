"""A lesson of the demo's Thursday as it is lived: entered with keys or taps, read at home, never by strangers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People

pytestmark = pytest.mark.browser
PUPIL, MOTHER, CLASSMATES_MOTHER = "Ковалёв Даниил", "kovaleva", "lebedeva"


def journal_of_now(people: People) -> Page:
    """The page of the lesson that is going on, opened from «Мой день»."""
    page = people.open("krylova", "/day/")
    page.locator("main .row, main article, main li, main section").first.wait_for()
    page.get_by_role("link", name="Открыть журнал").first.click()
    page.wait_for_selector("td[aria-selected=true]")
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено")
    expect(page.locator(".st-saving, .st-queued")).to_have_count(0)


def column(page: Page) -> list[str]:
    """What stands in the column of the chosen lesson, from top to bottom."""
    found = page.evaluate(
        """() => {
          const at = document.querySelector("td[aria-selected=true]").cellIndex;
          const cells = [...document.querySelectorAll(".jg tbody tr")].map((row) => row.cells[at]);
          return cells.map((cell) => cell.firstChild?.textContent ?? "");
        }"""
    )
    return [str(one) for one in found]


def clear(page: Page) -> None:
    """An empty column, whatever an earlier test has left."""
    page.keyboard.press("Control+Home")
    page.keyboard.press("KeyC")
    for text in column(page):
        if text:
            page.keyboard.press("Delete")
        page.keyboard.press("ArrowDown")
    for _ in range(27):
        page.keyboard.press("ArrowUp")
    saved(page)


def test_a_whole_lesson_by_keys_is_there_after_a_reload(people: People) -> None:
    page = journal_of_now(people)
    clear(page)
    keys = ["Digit5", "Digit4", "Digit3", "KeyY", "Digit2", "Comma", "KeyE", "KeyJ"]
    keys += ["Digit5", "Slash", "Digit4", "Digit3", "Control+KeyZ"]
    keys += ["Numpad5"] * 17
    for key in keys:
        page.keyboard.press(key)
    saved(page)
    expected = ["5", "4", "3", "н", "2", "б", "у", "оп", "5/4", *["5"] * 17, ""]
    page.keyboard.press("Control+Home")
    page.keyboard.press("KeyC")
    assert column(page) == expected
    page.keyboard.press("KeyN")
    page.keyboard.press("Control+KeyA")
    page.keyboard.insert_text("Свойства равнобедренного треугольника")
    page.keyboard.press("Escape")
    page.keyboard.press("KeyL")
    page.keyboard.press("Control+KeyA")
    page.keyboard.insert_text("п. 18, задачи 107, 112")
    page.keyboard.press("Escape")
    saved(page)
    page.reload()
    page.wait_for_selector("td[aria-selected=true]")
    assert column(page) == expected
    expect(page.locator("#lp-topic")).to_have_value("Свойства равнобедренного треугольника")
    expect(page.locator("#lp-homework")).to_have_value("п. 18, задачи 107, 112")


def test_what_the_teacher_enters_the_parent_reads_on_a_phone_and_nobody_else(people: People) -> None:
    page = journal_of_now(people)
    row = page.locator(".jg tbody tr", has_text=PUPIL)
    at = page.evaluate("document.querySelector('td[aria-selected=true]').cellIndex")
    row.locator("td, th").nth(at).click()
    page.keyboard.press("Delete")
    page.keyboard.press("Digit4")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("KeyR")
    page.keyboard.insert_text("Чертёж аккуратный")
    page.keyboard.press("Escape")
    saved(page)
    home = people.open(MOTHER, "/", "phone")
    home.locator("main summary.kidpick").tap()
    home.locator("main button[name=seat]", has_text="Даниил").tap()
    home.wait_for_load_state()
    today = home.locator(".day.today")
    expect(today).to_contain_text("Чертёж аккуратный")
    own = home.url.removeprefix(people.address)
    stranger = people.open(CLASSMATES_MOTHER, "/", "phone")
    expect(stranger.locator("main")).not_to_contain_text("Чертёж аккуратный")
    answer = stranger.goto(own)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.locator("main")).not_to_contain_text("Ковалёв")
    people.complaints.clear()  # the browser notes the 404


def test_two_open_windows_show_both_values_to_choose_from(people: People) -> None:
    first = journal_of_now(people)
    second = journal_of_now(people)
    for page in (first, second):
        page.keyboard.press("Control+Home")
        page.keyboard.press("KeyC")
    # a pupil who is there, with at most one mark: others are asked about
    row = next(n for n, text in enumerate(column(first)) if not re.search("^[нбу]|/", text))
    for page in (first, second):
        for _ in range(row):
            page.keyboard.press("ArrowDown")
    stands = column(first)[row]
    theirs = next(one for one in "542" if one not in stands)  # a mark that stands already would change nothing
    with first.expect_response("**/journal/operations/"):
        first.keyboard.press(f"Digit{theirs}")
    saved(first)
    second.keyboard.press("Digit3")
    expect(second.locator("td.st-conflict")).to_have_count(1)
    second.keyboard.press("ArrowUp")
    second.keyboard.press("F2")
    box = second.locator("[data-conflict]")
    expect(box).to_contain_text("Две записи об одном")
    expect(box.locator("[data-cf=theirs]")).to_contain_text(theirs)
    expect(box.locator("[data-cf=mine]")).to_contain_text("3")
    box.locator("[data-cf=mine]").click()
    saved(second)
    first.reload()
    first.wait_for_selector("td[aria-selected=true]")
    assert column(first)[row] == "3"
    people.complaints.clear()


def test_a_lesson_is_filled_on_a_phone_with_taps(people: People) -> None:
    page = people.open("krylova", "/day/", "phone")
    page.get_by_role("link", name=re.compile("Вести урок")).last.tap()
    page.get_by_role("link", name="Кого нет").tap()
    page.locator(".ls-list li", has_text="Лебедева Анна").locator("[name=absent]").tap()
    page.locator("[data-done]").tap()
    page.wait_for_url("**tab=marks")
    page.wait_for_selector("[data-skip]:not([hidden])")
    page.locator(".ls-list a", has_text=PUPIL).tap()
    page.locator(".key.m5").tap()
    expect(page.locator("[data-save]")).to_have_text("Всё сохранено")
    page.get_by_role("link", name="Тема и ДЗ").tap()
    page.get_by_label("Домашнее задание").fill("Повторить § 7")
    page.get_by_role("button", name="Записать").tap()
    expect(page.get_by_label("Домашнее задание")).to_have_value("Повторить § 7")
    home = people.open("daniil", "/", "phone")
    expect(home.locator(".day.today .mk.m5").first).to_be_visible()
    expect(home.locator("main")).to_contain_text("Повторить § 7")


def test_the_moved_clock_is_told_on_every_page(people: People) -> None:
    for login, path in (("krylova", "/day/"), ("kovaleva", "/"), ("admin", "/audit/"), ("", "/sign-in/")):
        page = people.open(login, path)
        expect(page.locator("body")).to_contain_text(re.compile(r"Учебные часы: 10.декабря 2026"))
