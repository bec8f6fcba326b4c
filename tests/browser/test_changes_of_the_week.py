"""A week with an ill teacher, a moved lesson and a cancelled day, walked as the deputy, the substitute and a parent."""

import pytest
from playwright.sync_api import expect

from parta.ops.demo.people import PASSWORD
from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
SPARE = "Королёв В. С."


def test_the_deputy_finds_a_teacher_who_signs_and_the_family_reads_it_at_once(people: People) -> None:
    board = people.open("zavuch", "/board/?day=2026-12-07")
    expect(board.locator(".bc.off").first).to_contain_text("Мороз −27 °C")
    board.goto("/board/?day=2026-12-09")
    expect(board.locator(".bd")).to_contain_text("Гусева Т. Н.")
    expect(board.locator(".bc.moved").first).to_contain_text("перенос")
    board.goto("/board/")
    lesson = board.locator(".bc.open", has_text="7Б")
    expect(lesson).to_contain_text("Не решено")
    lesson.click()
    expect(board.locator("#decide h2")).to_contain_text("7Б, физическая культура")
    rest = board.locator(".free details summary")
    if rest.count():
        rest.click()
    board.get_by_role("radio", name=SPARE).check()
    board.get_by_role("button", name="Назначить").click()
    expect(lesson).to_have_count(0)
    expect(board.locator(".bd")).to_contain_text(f"замена: {SPARE}")

    spare = people.open("zamena", "/day/", "phone")
    spare.get_by_role("link", name="У вас замена: 7Б, физическая культура").tap()
    spare.get_by_label("Ваш пароль").fill(PASSWORD)
    spare.get_by_role("button", name="Беру, подписать").tap()
    expect(spare.locator("main")).to_contain_text("подписано, сегодня")

    home = people.open("kovaleva", "/", "phone")
    home.locator("main summary.kidpick").tap()
    home.locator("main button[name=seat]", has_text="Даниил").tap()
    home.wait_for_load_state()
    expect(home.locator(".day.today")).to_contain_text(f"Замена: {SPARE}")
    expect(home.locator("#news")).to_contain_text("замена")
    board.reload()
    expect(board.locator(".bc.sgn", has_text="7Б")).to_contain_text("подписано")
