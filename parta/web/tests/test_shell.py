"""The frame of every page: looks come with the page, the low-vision version before sign-in, the way out of an error."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client

from parta.domain.access.models import User
from parta.web.frame import bar
from parta.web.menu import Item, Shell

pytestmark = pytest.mark.django_db


def _html_tag(client: Client, address: str = "/sign-in/") -> str:
    found = re.search(r"<html[^>]*>", client.get(address).content.decode())
    return found[0] if found else ""


def test_the_looks_come_with_the_first_byte(client: Client) -> None:
    client.cookies["parta_theme"] = "dark"
    client.cookies["parta_vi"] = "blue x150 wide"
    assert 'data-theme="dark"' in _html_tag(client)
    assert 'data-vi="blue x150 wide"' in _html_tag(client)


def test_without_a_choice_the_system_decides(client: Client) -> None:
    assert _html_tag(client) == '<html lang="ru">'


def test_low_vision_switches_work_without_javascript_before_sign_in(client: Client) -> None:
    client.post("/preferences/", {"vi": "bw", "next": "/sign-in/"})
    page = client.get("/sign-in/").content.decode()
    larger = re.search(r'value="([^"]+)" data-vi-part="x200"', page)
    assert larger is not None
    client.post("/preferences/", {"vi": larger[1], "next": "/sign-in/"})
    assert 'data-vi="bw x200"' in _html_tag(client)
    client.post("/preferences/", {"vi": "", "next": "/sign-in/"})
    assert "data-vi" not in _html_tag(client)


def test_a_strange_cookie_cannot_break_out_of_its_attribute(client: Client) -> None:
    client.cookies["parta_theme"] = 'x" onload="alert(1)'
    assert "onload=&quot;" in _html_tag(client) or "onload" not in _html_tag(client)


def test_a_missing_page_says_so_and_shows_the_way(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.content.decode()


def test_the_sign_in_page_can_be_filled_by_a_password_manager(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_a_kept_bar_holds_nobody_elses_name_token_or_address() -> None:
    def shown(name: str, token: str, place: str) -> str:
        person = User(last_name=name, first_name="Анна")
        request = SimpleNamespace(get_full_path=lambda: place)
        shell = Shell(school_name="Школа", person=person, menu=[Item("Мой день", "/day/", "sun", current=True)])
        return bar("web/_appbar.html", {"shell": shell, "csrf_token": token, "request": request})

    first, second = shown("Иванова", "one", "/day/?a=1&b=<2>"), shown("Петрова", "two", "/plans/")
    assert ("Иванова" in first, 'value="one"' in first, "/day/?a=1&amp;b=&lt;2&gt;" in first) == (True, True, True)
    assert ("Петрова" in second, 'value="two"' in second, 'value="/plans/"' in second) == (True, True, True)
    assert not {"Иванова", "one"} & set(second.replace('"', " ").split())
    assert "\ue000" not in first + second
