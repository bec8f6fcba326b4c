"""A file put to homework from the journal's panel, a word to a pupil from the cell editor, both read by the family."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000


def open_algebra(people: People) -> Page:
    """The class teacher's page of 7Б, from the day."""
    page = people.open("krylova", "/journal/")
    page.locator("main a[href*='/journal/']", has_text="Алгебра").first.click()
    page.locator(".jr-lesson [data-record]").wait_for()
    return page


def test_a_file_goes_from_the_panel_and_what_is_refused_is_told(people: People) -> None:
    page = open_algebra(people)
    page.locator(".lp-files > summary").click()
    files: list[FilePayload] = [
        {"name": "Схема урока.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "реферат.exe", "mimeType": "application/pdf", "buffer": b"MZ"},
    ]
    page.set_input_files("#lf-file", files)
    page.get_by_label("К чему").select_option("resource")
    page.get_by_role("button", name="Приложить").click()
    expect(page.get_by_role("link", name="Схема урока.png")).to_be_visible()
    expect(page.locator(".lp-files [role=alert]")).to_contain_text("«реферат.exe»: такие файлы не принимаются")
    with page.expect_download() as got:
        page.get_by_role("link", name="Схема урока.png").click()
    assert got.value.suggested_filename == "Схема урока.png"
    assert got.value.path().read_bytes() == PNG
    page.get_by_role("button", name="Убрать: Схема урока.png").click()
    expect(page.get_by_role("link", name="Схема урока.png")).to_have_count(0)


def test_a_word_to_a_pupil_from_the_cell_editor_is_in_the_diary(people: People) -> None:
    page = open_algebra(people)
    row = page.locator("tr[data-student]", has_text="Ковалёв Даниил")
    row.locator("td").nth(3).click()
    page.keyboard.press("KeyR")
    page.get_by_role("link", name="Рекомендация, замечание, похвала").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ковалёв Даниил")
    page.get_by_label("Похвала").check()
    page.get_by_label("Текст").fill("Сам нашёл второе решение задачи")
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_text("Записано: ученик и родители увидят это в дневнике.")).to_be_visible()
    mother = people.open("kovaleva", "/", "phone")
    mother.locator("main summary.kidpick").tap()
    mother.locator("main button[name=seat]", has_text="Даниил").tap()
    mother.wait_for_load_state()
    expect(mother.locator("#notes")).to_contain_text("Сам нашёл второе решение задачи")
    expect(mother.locator("#notes li", has_text="Сам нашёл").get_by_text("новое")).to_be_visible()
