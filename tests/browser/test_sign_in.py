"""Every printed sign-in opens a working first page."""

import pytest

from parta.ops.demo.people import PASSWORD, SIGN_INS
from tests.browser.people import People, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
FIRST_PAGES = {
    "admin": "/setup/", "director": "/journal/", "zavuch": "/journal/", "sekretar": "/people/", "otvet": "/rulebook/",
    "gruppa": "/journal/", "krylova": "/day/", "petrova": "/day/", "zaytseva": "/day/", "zamena": "/day/",
}  # fmt: skip


@pytest.mark.parametrize("login", [login for login, _ in SIGN_INS])
def test_a_printed_sign_in_opens_its_first_page(people: People, login: str) -> None:
    page = people.open("", "/")
    sign_in(page, login, PASSWORD)
    first = page.url.removeprefix(people.address)
    expected = FIRST_PAGES.get(login)
    assert first == expected if expected else first.endswith("/diary/")
    assert page.locator("h1").count() == 1
    menu = page.locator("nav a[aria-current=page]").first
    assert menu.get_attribute("href") == first
    people.states[login] = page.context.storage_state()


def test_every_line_of_every_menu_opens(people: People) -> None:
    for login in ("admin", "zavuch", "sekretar", "krylova", "daniil"):
        page = people.open(login)
        for address in {str(one.get_attribute("href")) for one in page.locator("header nav a[href^='/']").all()}:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, f"{login} {address}"


def test_a_wrong_password_is_told_in_words_and_opens_nothing(people: People) -> None:
    page = people.open("", "/day/")
    page.fill("input[name=login]", "krylova")
    page.fill("input[name=password]", "не помню")
    page.click("form:has(input[name=password]) button[type=submit]")
    page.get_by_role("alert").first.wait_for()
    assert "/sign-in/" in page.url
    people.complaints.clear()  # the browser notes the 422 of the form


def test_one_person_changes_seats_without_signing_out(people: People) -> None:
    page = people.open("krylova")
    assert page.url.endswith("/day/")
    page.locator("header details:has(button[name=seat]) > summary").first.click()
    page.locator("button[name=seat]", has_text="Крылов Степан").first.click()
    page.wait_for_url("**/diary/")
