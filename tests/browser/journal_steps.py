"""Steps of the journal's browser tests: open, press, read what is painted, read what is stored."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from parta.domain.access.models import User
from parta.domain.journal.models import Mark
from parta.web.teaching.tests.small_school import TODAY, SmallSchool
from tests.browser.conftest import Open


def open_journal(open_as: Open, school: SmallSchool, user: User | None = None, **options: Any) -> Page:
    page = open_as(user or school.teacher, f"/courses/{school.course.pk}/journal/", **options)
    page.wait_for_selector("td[aria-selected=true]")
    return page


def press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def saved(page: Page) -> None:
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено")
    expect(page.locator(".st-saving, .st-queued")).to_have_count(0)


def selected(page: Page) -> str:
    return str(page.evaluate("document.querySelector('tr.rsel .nm > span:not(.no)').textContent"))


def cell_text(page: Page, row: int) -> str:
    return str(page.evaluate(f"document.querySelectorAll('.jg tbody tr')[{row}].querySelector('.csel').textContent"))


def marks_of(school: SmallSchool) -> list[str]:
    """Today's marks in the order of the list, «» where there is none."""
    found = dict(Mark.objects.filter(lesson=school.lesson_on(TODAY), slot=1).values_list("student_id", "value"))
    return [found.get(student.pk, "") for student in school.students]


def check_axe(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          const about = {clipboardData: data, bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", about));
        }""",
        text,
    )
