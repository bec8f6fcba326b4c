"""A file put to homework from the journal's panel, a word to a pupil from the cell editor, both read by the family."""

import socket
from urllib.parse import urlsplit

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


def test_a_file_too_large_is_named_before_it_is_sent(people: People) -> None:
    page = open_algebra(people)
    page.locator(".lp-files > summary").click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.set_input_files("#lf-file", {"name": "Фильм.mp4", "mimeType": "video/mp4", "buffer": b"0" * 11_000_000})
    told = page.locator("#lf-file-too-big")
    expect(told).to_contain_text("«Фильм.mp4»: 10,5 МБ, а принимается до 10 МБ")
    page.get_by_role("button", name="Приложить").click()
    expect(page.locator("#lf-file")).to_be_focused()
    assert sent == []
    page.set_input_files("#lf-file", {"name": "Схема.png", "mimeType": "image/png", "buffer": PNG})
    expect(told).to_have_count(0)


def test_the_server_answers_a_huge_file_before_it_has_come(site: str) -> None:
    address = urlsplit(site)
    with socket.create_connection((str(address.hostname), address.port or 80), timeout=10) as line:
        head = f"POST /lessons/1/files/ HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 900000000\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode())
        answer = line.recv(65_536).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 413")


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
