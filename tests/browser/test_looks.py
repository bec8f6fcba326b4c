"""Important pages in light, dark and low-vision versions, wide and narrow: axe-core is silent, nothing sticks out."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
DRESSES = {"light": ("light", ""), "dark": ("dark", ""), "low-vision": ("light", "bw")}
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "/sign-in/"),
    "my-day": ("krylova", "/day/"),
    "journal": ("krylova", "/journal/ >> Алгебра"),
    "finals": ("krylova", "/day/finals/ >> алгебра"),
    "final-dates": ("zavuch", "/finals/dates/"),
    "lesson": ("krylova", "/day/ >> Вести урок"),
    "diary": ("kovaleva", "/"),
    "marks": ("kovaleva", "/ >> Оценки и прогноз"),
    "results": ("kovaleva", "/ >> Итоги"),
    "my-class": ("krylova", "/day/ >> Мой класс"),
    "closing": ("zavuch", "/closing/"),
    "board": ("zavuch", "/board/"),
    "deferrals": ("zavuch", "/deferrals/"),
    "rulebook": ("krylova", "/rulebook/"),
    "people": ("admin", "/people/"),
    "school": ("admin", "/setup/"),
    "timetable": ("zavuch", "/timetable/?by=class"),
    "timetable-edit": ("admin", "/setup/timetable/"),
    "plan": ("krylova", "/plans/?grade=7&stage=approved >> Алгебра"),
    "plan-edit": ("krylova", "/plans/?stage=returned >> Вероятность"),
    "audit": ("admin", "/audit/"),
    "imports": ("admin", "/imports/"),
    "import-preview": ("admin", "/imports/roster/"),
}
LIST = "№;ФИО;Дата рождения\n1;Берёзкин Тихон Ильич;03.03.2015\n2;Ковалёва Алиса Сергеевна;31.02.2015\n".encode()
CONTRAST: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "link-in-text-block"]}
}
STICKING_OUT = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > edge + 1).slice(0, 5)
    .map((one) => one.tagName + "." + one.className);
}"""


def arrive(people: People, name: str, device: str) -> Page:
    """Open the page; «>> word» follows the first link with the word."""
    login, way = PAGES[name]
    path, _, link = way.partition(" >> ")
    page = people.open(login, path, device)
    if link:
        address = page.locator("main a, nav a", has_text=link).first.get_attribute("href")
        page.goto(str(address))
    if name == "import-preview":
        page.set_input_files("input[type=file]", {"name": "5А.csv", "mimeType": "text/csv", "buffer": LIST})
        page.fill("input[name=class_name]", "5А")
        page.get_by_role("button", name="Проверить файл").click()
        page.locator(".pubbar").wait_for()
    page.wait_for_load_state("networkidle")
    return page


def dress(page: Page, theme: str, vi: str) -> None:
    """The same switch as the buttons of the page make."""
    page.evaluate(
        """([theme, vi]) => {
          document.documentElement.dataset.theme = theme;
          if (vi) document.documentElement.dataset.vi = vi;
          else delete document.documentElement.dataset.vi;
        }""",
        [theme, vi],
    )


def violations(page: Page, **options: Any) -> list[str]:
    """What axe-core finds, by rule and place."""
    found = Axe().run(page, options=options or None).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:200]}" for one in found for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_any_dress(
    people: People, shots: Callable[[Page, str], None], name: str, device: str
) -> None:
    page = arrive(people, name, device)
    faults = []
    for dressed, (theme, vi) in DRESSES.items():
        dress(page, theme, vi)
        options = {} if dressed == "light" else CONTRAST
        faults += [f"{dressed}: {one}" for one in violations(page, **options)]
        faults += [f"{dressed}: торчит {one}" for one in page.evaluate(STICKING_OUT)]
        shots(page, f"{name}-{device}-{dressed}")
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_the_narrowest_phone(people: People, name: str) -> None:
    assert arrive(people, name, "narrow").evaluate(STICKING_OUT) == []
