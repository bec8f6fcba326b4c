"""People of the demo school with browsers of their own; what a browser complained about is remembered."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from parta.ops.demo.people import PASSWORD

DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
}


@dataclass
class People:
    """Opens pages as the demo's people; remembers what the browser complained about."""

    browser: Browser
    address: str
    states: dict[str, Any]
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, login: str, path: str = "/", device: str = "desktop", **options: Any) -> Page:
        """A new browser of the person, at the page."""
        if login and login not in self.states:
            self.states[login] = self._sign_in(login)
        state = {"storage_state": self.states[login]} if login else {}
        context = self.browser.new_context(
            base_url=self.address,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            reduced_motion="reduce",
            **{"service_workers": "block", **DEVICES[device], **state, **options},
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        self.listen(page)
        page.goto(path)
        return page

    def _sign_in(self, login: str) -> Any:
        context = self.browser.new_context(base_url=self.address, locale="ru-RU", service_workers="block")
        page = context.new_page()
        self.listen(page)
        sign_in(page, login, PASSWORD)
        state = context.storage_state()
        context.close()
        return state

    def listen(self, page: Page) -> None:
        """Errors of scripts, of the content policy and of missing files fail the test."""
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message.type, message.text))

    def _heard(self, page: Page, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(f"{page.url}: {text}")

    def close(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()


def sign_in(page: Page, login: str, password: str) -> None:
    """Fill the form of the first page."""
    page.goto("/sign-in/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
