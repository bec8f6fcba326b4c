"""A real school's first day with Парта: an empty folder, the lyceum's own files, a lesson, a parent's phone."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from parta.lib import clock
from tests.browser.people import DEVICES
from tests.servers import Installation, installation

pytestmark = pytest.mark.browser
ADMINISTRATOR = "Ежова Прасковья Никитична"
OWN_PASSWORD = "четыре слова подряд"
TAUGHT = (((9, 8), (10, 18)), ((11, 10), (12, 18)), ((1, 15), (2, 18)), ((3, 11), (3, 18)), ((4, 8), (4, 28)))
"""Days between vacations and holidays of any year."""


def school_day(real: date) -> date:
    """A Tuesday, Wednesday or Thursday of study, today or later: the people of the school are of today."""
    day = real
    while day.weekday() not in (1, 2, 3) or not any(a <= (day.month, day.day) <= b for a, b in TAUGHT):
        day += timedelta(days=1)
    return day


@pytest.fixture(scope="module")
def lyceum(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    """An empty school with its first administrator's one-time password, rehearsing a school day."""
    place = installation(tmp_path_factory.mktemp("lyceum"), "parta_journey")
    told = place.must("setup", "--school", "Лицей", "--administrator", ADMINISTRATOR)
    found = re.search(r"одноразовый пароль (\S+)", told)
    assert found
    moment = f"{school_day(clock.real_now().date())}T12:40"
    refused = place.parta("clock", moment)
    assert refused.returncode == 2
    assert "настоящей школы" in refused.stderr
    mark = place.data / "parta.toml"
    mark.write_text(mark.read_text(encoding="utf-8").replace('"school"', '"demo"'), encoding="utf-8")
    place.must("clock", moment, "--freeze")
    return place, found[1]


@pytest.fixture(scope="module")
def site(lyceum: tuple[Installation, str]) -> Iterator[str]:
    """The running school."""
    with lyceum[0].serving() as address:
        yield address


@pytest.fixture
def windows(browser: Browser, site: str) -> Iterator[Any]:
    """`windows(device)`: a browser of its own; errors of scripts and of the content policy fail the journey."""
    contexts, faults = [], []

    def _open(device: str = "desktop") -> Page:
        context = browser.new_context(base_url=site, locale="ru-RU", **DEVICES[device])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert faults == []


def first_sign_in(page: Page, login: str, password: str) -> None:
    """The one-time password opens nothing but the page where one's own is chosen."""
    page.goto("/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_url("**/profile/password/")
    page.goto("/profile/")
    expect(page).to_have_url(re.compile("/profile/password/$"))
    page.fill("input[name=current]", password)
    page.fill("input[name=new]", OWN_PASSWORD)
    page.fill("input[name=again]", OWN_PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/password/" not in url)


def load(page: Page, kind: str, file: Path, **choices: str) -> None:
    """Upload, look at the preview, agree."""
    page.goto(f"/imports/{kind}/")
    page.set_input_files("input[type=file]", file)
    for name, value in choices.items():
        page.select_option(f"select[name={name}]", value)
    page.get_by_role("button", name="Проверить файл").click()
    page.locator(".pubbar").wait_for()
    page.locator(".pubbar button.primary").click()
    page.wait_for_url("**/imports/", timeout=120_000)
    expect(page.locator("main, .messages").first).to_contain_text(file.name)


def card(page: Page, name: str) -> tuple[str, str]:
    """Login and password on the person's card of access."""
    codes = page.locator(".slip", has_text=name).first.locator("code").all_inner_texts()
    return codes[0], codes[1]


def plan_of_grade_5(shared: Path) -> Path:
    """The federal programme of mathematics."""
    source = shared / "data" / "ktp" / "frp_json" / "matematika-ooo-bazovyj.json"
    if not source.exists():
        pytest.skip("нет файла рабочей программы в ../shared/data/ktp")
    return source


def test_from_an_empty_folder_to_a_parents_phone(lyceum: tuple[Installation, str], windows: Any, shared: Path) -> None:
    timetable = shared / "data" / "timetable" / "nika" / "lyceum_2025-09-03.json"
    roster = shared / "data" / "class_lists" / "5A_list.xlsx"
    if not (timetable.exists() and roster.exists()):
        pytest.skip("нет расписания лицея и списка 5А в ../shared/data")
    admin = windows()
    first_sign_in(admin, "admin", lyceum[1])
    load(admin, "timetable", timetable)
    load(admin, "roster", roster)
    load(admin, "plan", plan_of_grade_5(shared), grade="5")

    admin.goto("/classes/")
    admin.get_by_role("link", name=re.compile("^5А")).first.click()
    school_class = admin.url.rstrip("/").rsplit("/", 1)[1]
    admin.get_by_role("button", name=re.compile("Карточки доступа")).click()
    families = [card(admin, "Акиндинова Лаура Александровна"), card(admin, "Астафьева Флора Евгеньевна")]

    admin.goto(f"/courses/?class={school_class}")
    line = admin.locator("tr", has_text="5А, математика").first.inner_text()
    taught = re.search(r"([А-ЯЁ][а-яё]+)\s[А-ЯЁ]\.", line)
    assert taught, line
    surname = taught[1]
    admin.goto(f"/people/?q={surname}&who=staff")
    admin.locator("main table a").first.click()
    admin.get_by_role("button", name=re.compile("логин", re.IGNORECASE)).first.click()
    login, password = card(admin, surname)

    teacher = windows()
    first_sign_in(teacher, login, password)
    teacher.goto("/journal/")
    teacher.get_by_role("link", name="Математика").first.click()
    teacher.wait_for_selector("td[aria-selected=true]")
    expect(teacher.locator("h1")).to_contain_text("5А")
    teacher.locator("#lp-topic").wait_for()
    for key in ("Digit5", "KeyY", "KeyN", "Enter", "KeyL"):
        teacher.keyboard.press(key)
    teacher.keyboard.insert_text("п. 14, № 201, 205")
    teacher.keyboard.press("Escape")
    expect(teacher.locator("[data-save]")).to_contain_text("Всё сохранено")
    topic = teacher.locator("#lp-topic").input_value()
    assert topic

    mother = windows("phone")
    first_sign_in(mother, *families[0])
    own = re.sub(r"^https?://[^/]+", "", mother.url)
    today = mother.locator(".day.today")
    expect(today.locator(".mk.m5")).to_be_visible()
    expect(today).to_contain_text(topic)
    expect(mother.locator("main")).to_contain_text("п. 14, № 201, 205")

    other = windows("phone")
    first_sign_in(other, *families[1])
    expect(other.locator(".day.today .mk.m5")).to_have_count(0)
    expect(other.locator(".day.today .mk.abs")).to_be_visible()
    answer = other.goto(own)
    assert answer is not None
    assert answer.status == 404
    assert "цепочка не порвана" in lyceum[0].must("verify")
