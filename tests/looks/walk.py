"""Open the pages, look, keep pictures."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response
from playwright.sync_api import Error as PlaywrightError

from tests.browser.people import People
from tests.browser.test_looks import CONTRAST, DRESSES, STICKING_OUT, dress, violations
from tests.looks.checks import faults_of
from tests.looks.places import Place

SIZES = ("desktop", "phone")
DRESS = ("dark", "low-vision", "")
TALLEST = 4_000
"""A picture is cut there."""
FRAMELESS = {"sign_in", "offline", "profile"}
"""Pages that are in no section: the menu of a person leads to the profile."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page at one size in one dress, and what is wrong with it."""

    place: Place
    size: str
    picture: str
    status: int
    faults: tuple[str, ...] = ()


@dataclass
class Walk:
    """Browsers of the people, one a size, going from page to page."""

    people: People
    folder: Path
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def looks(self, places: Iterable[Place]) -> Iterator[Look]:
        """Every page at every size; each third also in the dark, each third in the version for low vision."""
        for number, place in enumerate(places):
            for size in SIZES:
                yield from self._looks(place, size, DRESS[number % len(DRESS)])

    def _looks(self, place: Place, size: str, dressed: str) -> Iterator[Look]:
        page, before = self._page(place.login, size), len(self.people.complaints)
        try:
            answer = page.goto(place.address)
        except PlaywrightError as fault:
            yield Look(place, size, "", 0, (str(fault).splitlines()[0],))
            return
        yield self._light(place, size, page, answer, before)
        if dressed:
            dress(page, *DRESSES[dressed])
            faults = [f"{dressed}: {one}" for one in violations(page, **CONTRAST)]
            faults += [f"{dressed}: торчит {one}" for one in page.evaluate(STICKING_OUT)]
            yield Look(place, size, self._picture(page, f"{place.key}-{size}-{dressed}"), 200, tuple(faults))
            dress(page, "light", "")

    def _light(self, place: Place, size: str, page: Page, answer: Response | None, before: int) -> Look:
        status = answer.status if answer else 0
        faults = [f"ответ {status}"] if status != 200 else []
        faults += list(faults_of(page, framed=place.name not in FRAMELESS))
        faults += violations(page)
        faults += [f"браузер: {one}" for one in self.people.complaints[before:]]
        picture = self._picture(page, f"{place.key}-{size}")
        return Look(place, size, picture, status, tuple(dict.fromkeys(faults)))

    def _page(self, login: str, size: str) -> Page:
        if (login, size) not in self.pages:
            self.pages[login, size] = self.people.open(login, "/sign-in/" if not login else "/profile/", size)
        return self.pages[login, size]

    def _picture(self, page: Page, name: str) -> str:
        width, height = page.viewport_size["width"], page.viewport_size["height"]  # type: ignore[index]
        tall = min(TALLEST, max(height, int(page.evaluate("document.documentElement.scrollHeight"))))
        clip: Any = {"x": 0, "y": 0, "width": width, "height": tall}
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled", full_page=True, clip=clip)
        return f"{name}.png"


def browser_of(playwright: Any) -> Browser:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    opened: Browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    return opened
