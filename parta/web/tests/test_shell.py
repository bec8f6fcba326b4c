"""The frame of every page: looks come with the page, the low-vision version before sign-in, the way out of an error."""

import re

import pytest
from django.test import Client

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
