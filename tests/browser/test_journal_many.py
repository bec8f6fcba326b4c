"""Many cells at once, undo and redo, and questions asked at the cell before a wrong-looking entry."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from parta.domain.journal.models import AttendanceEntry, Mark
from parta.lib import clock
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build
from tests.browser.conftest import Open
from tests.browser.journal_steps import cell_text, check_axe, marks_of, open_journal, paste, press, saved, selected

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


@pytest.fixture
def school(committed_db: None) -> Iterator[SmallSchool]:
    """7Б on 11 December, 10:58: the third lesson, algebra, is going on."""
    with clock.frozen_at(clock.at(TODAY, 10, 58)):
        yield build()


def ask(page: Page, text: str) -> None:
    """The question is at the cell and has the keyboard."""
    expect(page.locator("[data-ask]")).to_contain_text(text)
    assert page.evaluate("document.activeElement.closest('[data-ask]') !== null")


def test_four_double_marks_in_a_class_take_at_most_forty_keys(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    keys = 0
    for number in range(27):
        keys += press(page, "KeyY" if number in (5, 18) else "Digit4")
        if number in (2, 9, 16, 23):
            keys += press(page, "NumpadDivide" if number % 2 else "Backslash", "Numpad5")
    saved(page)
    assert keys <= 40
    assert Mark.objects.filter(slot=2, value="5").count() == 4
    assert Mark.objects.filter(slot=1, value="4").count() == 25
    assert selected(page) == "Яковлева Таисия"


def test_a_mark_for_an_absent_pupil_is_asked_about_once_and_by_keyboard(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "KeyY", "ArrowUp", "Digit4")
    ask(page, "Ученика не было: поставить 4 за работу, сданную позже?")
    check_axe(page)
    press(page, "Digit5", "Escape")
    assert cell_text(page, 0) == "н"
    press(page, "Digit4", "Enter")
    assert cell_text(page, 0) == "н\u00a04"
    assert selected(page) == "Алиева Самира"
    press(page, "ArrowUp", "Digit3")
    assert cell_text(page, 0) == "н\u00a03"
    press(page, "KeyY", "ArrowUp", "Digit5", "ArrowRight", "Enter")
    saved(page)
    assert marks_of(school)[:3] == ["3", "5", ""]
    assert AttendanceEntry.objects.exclude(code="").get().student == school.students[0]
    press(page, "ArrowUp", "Comma")
    ask(page, "Здесь стоит 5, а Вы отмечаете «б»")
    press(page, "Enter")
    assert cell_text(page, 1) == "б"
    press(page, "Control+KeyZ")
    saved(page)
    assert (cell_text(page, 1), marks_of(school)[1]) == ("5", "5")


def test_one_key_marks_the_whole_column_and_one_takes_it_back(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "KeyY", "Digit4", "Control+KeyA", "Digit5")
    ask(page, "Отметки уже есть: 1 из 26. Кому поставить «5»?")
    press(page, "Enter")
    saved(page)
    assert marks_of(school) == ["", "4", *["5"] * 25]
    press(page, "Control+KeyA", "Delete")
    ask(page, "Стереть записи?")
    press(page, "Enter")
    saved(page)
    assert set(marks_of(school)) == {""}
    assert AttendanceEntry.objects.get().code == "н"
    press(page, "Control+KeyZ", "Control+KeyZ")
    saved(page)
    assert marks_of(school) == ["", "4", *[""] * 25]
    press(page, "Control+KeyY", "Control+Shift+KeyZ", "Control+KeyZ")
    saved(page)
    assert marks_of(school) == ["", "4", *["5"] * 25]


def test_a_range_takes_what_is_typed_and_esc_lets_it_go(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp")
    expect(page.locator("td.rng")).to_have_count(3)
    press(page, "KeyE")
    saved(page)
    assert list(AttendanceEntry.objects.values_list("code", flat=True)) == ["у"] * 3
    press(page, "Shift+ArrowDown", "Escape", "Digit5")
    ask(page, "Ученика не было")
    press(page, "Escape")
    assert not Mark.objects.exists()


def test_a_column_pasted_over_marks_is_asked_about(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit4", "ArrowUp")
    paste(page, "5\n3")
    ask(page, "В 1 из этих клеток отметки уже есть")
    press(page, "Escape")
    assert cell_text(page, 0) == "4"
    paste(page, "5\n3")
    press(page, "Enter")
    saved(page)
    assert marks_of(school)[:2] == ["5", "3"]


def test_a_locked_cell_takes_nothing_and_says_why(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.evaluate("document.activeElement.classList.add('locked')")
    page.evaluate("document.activeElement.dataset.lock = 'Четверть закрыта'")
    press(page, "Digit5")
    expect(page.locator("[data-alert]")).to_contain_text("Четверть закрыта")
    assert cell_text(page, 0) == ""


def test_each_of_two_marks_has_its_own_comment_and_kind_of_work(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit5", "Slash", "Digit4", "ArrowUp", "KeyR")
    page.keyboard.insert_text("За устный ответ")
    editor = page.locator("[data-editor]")
    editor.get_by_role("button", name="о второй: 4").click()
    expect(editor.get_by_label("Комментарий")).to_have_value("")
    editor.get_by_label("Комментарий").fill("За самостоятельную")
    editor.get_by_label("За что").select_option("homework")
    check_axe(page)
    press(page, "Escape")
    saved(page)
    found = Mark.objects.order_by("slot").values_list("comment", "work_type__code")
    assert list(found) == [("За устный ответ", None), ("За самостоятельную", "homework")]
