"""One computer of the school with its browser, which several people use; and what lies on it."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from parta.ops.demo.people import PASSWORD
from tests.browser.people import sign_in

ROWS = """async (name) => {
  const asked = indexedDB.open("parta", 1);
  const db = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const rows = db.transaction(name).objectStore(name).getAll();
  const found = await new Promise((resolve) => { rows.onsuccess = () => resolve(rows.result); });
  db.close();
  const readable = (key, value) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value);
  return JSON.stringify(found, readable);
}"""
COVERED = """() => navigator.serviceWorker.controller
  ? true : new Promise((resolve) => { navigator.serviceWorker.oncontrollerchange = () => resolve(true); })"""


class Device:
    """A browser profile: cookies, caches, database. Its service worker is allowed."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=address, locale="ru-RU", timezone_id="Europe/Moscow", reduced_motion="reduce",
            **{"viewport": {"width": 1366, "height": 768}, **options},
        )  # fmt: skip
        self.faults: list[str] = []

    def page(self, address: str = "") -> Page:
        """A new tab."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        if address:
            page.goto(address)
        return page

    def enter(self, login: str) -> Page:
        """Sign in, and wait until the worker covers the pages."""
        page = self.page()
        sign_in(page, login, PASSWORD)
        page.evaluate(COVERED)
        return page

    def network(self, there: bool) -> None:
        """Plug the cable in or out."""
        self.context.set_offline(not there)


def rows(page: Page, store: str) -> list[dict[str, Any]]:
    """What lies in a store of the device's database, bytes as text."""
    found: list[dict[str, Any]] = json.loads(page.evaluate(ROWS, store))
    return found


def kept(page: Page, address: str) -> None:
    """Wait until the device has a copy of the page."""
    for _ in range(100):
        if any(one["url"] == address for one in rows(page, "pages")):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} не сохранена на устройстве")


def saved(page: Page) -> None:
    """Everything of the journal page has reached the server."""
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено")
    expect(page.locator(".st-saving, .st-queued")).to_have_count(0)


class Program:
    """The same school through its API: what has really been written, in order."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = f"{address}/api/v1", key

    def ask(self, path: str, body: Any = None) -> Any:
        """JSON of an answer."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(f"{self.address}{path}", data, headers)
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)
