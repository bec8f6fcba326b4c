"""The journal in a real Chromium: real key presses, a lost network, two teachers at one cell, a phone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.lib import clock
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build
from tests.browser.conftest import PHONE, Open
from tests.browser.journal_steps import cell_text, check_axe, marks_of, open_journal, paste, press, saved, selected

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
SEEN_ROWS = """() => [...document.querySelectorAll('.jg tbody tr')]
  .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"""


@pytest.fixture
def school(committed_db: None) -> Iterator[SmallSchool]:
    """7Б on 11 December, 10:58: the third lesson, algebra, is going on."""
    with clock.frozen_at(clock.at(TODAY, 10, 58)):
        yield build()


def test_marks_for_the_class_with_two_absent_take_at_most_thirty_keys(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    keys = 0
    for number in range(27):
        keys += press(page, "KeyY" if number in (5, 18) else f"{'Digit' if number % 2 else 'Numpad'}{5 - number % 3}")
    saved(page)
    assert keys <= 30
    marks = marks_of(school)
    assert [marks[5], marks[18]] == ["", ""]
    assert [mark for number, mark in enumerate(marks) if number not in (5, 18)] == [
        str(5 - number % 3) for number in range(27) if number not in (5, 18)
    ]
    assert AttendanceEntry.objects.filter(code="н").count() == 2


def test_a_press_is_painted_before_the_server_answers(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.route("**/journal/operations/", lambda route: None)
    shown = page.evaluate(
        """() => {
          const td = document.activeElement;
          td.dispatchEvent(new KeyboardEvent("keydown", {code: "Digit4", key: "4", bubbles: true, cancelable: true}));
          return [td.textContent, td.className];
        }"""
    )
    assert shown[0] == "4"
    assert "st-saving" in shown[1]
    assert not Mark.objects.exists()


def test_letters_work_in_both_layouts(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    for code, key in (
        ("KeyY", "н"),
        ("KeyY", "y"),
        ("Comma", "б"),
        ("KeyE", "у"),
        ("KeyG", "п"),
        ("KeyJ", "о"),
        ("Digit0", "0"),
    ):
        page.evaluate(
            "([code, key]) => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true}))",
            [code, key],
        )
    saved(page)
    codes = dict(AttendanceEntry.objects.values_list("student_id", "code"))
    assert [codes[student.pk] for student in school.students[:7]] == ["н", "н", "б", "у", "у", "оп", "н"]


def test_attendance_of_two_absent_takes_six_keys_and_counts_as_taken(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "KeyA")
    keys = 1
    for letter in ("м", "т"):
        page.keyboard.insert_text(letter)
        page.keyboard.press("Enter")
        keys += 2
    keys += press(page, "Escape")
    saved(page)
    assert keys <= 6
    names = {row.student.user.last_name for row in AttendanceEntry.objects.select_related("student__user")}
    assert names == {"Макарова", "Тарасенко"}
    expect(page.locator('.lp [data-due="roll_call"]')).to_have_class("done")
    assert LessonRecord.objects.get().roll_called_at is not None
    assert page.evaluate("document.activeElement.matches('td')")


def test_two_marks_in_one_cell(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit5", "Slash", "Digit4", "Digit3")
    saved(page)
    assert cell_text(page, 0) == "5/4"
    assert cell_text(page, 1) == "3"
    assert list(Mark.objects.order_by("student__user__sort_name", "slot").values_list("value", flat=True)) == [
        "5",
        "4",
        "3",
    ]


def test_undo_goes_back_step_by_step_and_keeps_comments(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit4", "ArrowUp", "KeyR")
    page.keyboard.insert_text("Ход решения верный")
    press(page, "Escape", "Delete")
    saved(page)
    assert Mark.objects.get().value == ""
    press(page, "Control+KeyZ")
    saved(page)
    mark = Mark.objects.get()
    assert (mark.value, mark.comment) == ("4", "Ход решения верный")
    press(page, "Control+KeyZ", "Control+KeyZ")
    saved(page)
    assert Mark.objects.get().value == ""
    assert cell_text(page, 0) == ""


def test_moving_with_keys_stays_inside_and_leaves_by_tab(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "PageDown", "PageDown", "PageDown")
    assert selected(page) == "Яковлева Таисия"
    press(page, "Control+Home")
    assert selected(page) == "Абрамов Тимофей"
    assert page.evaluate("document.activeElement.cellIndex") == 1
    press(page, "KeyC", "Enter", "Enter", "Shift+Enter")
    assert selected(page) == "Алиева Самира"
    press(page, "Tab")
    assert not page.evaluate("document.activeElement.closest('.jg tbody')")
    assert page.evaluate("document.querySelectorAll('.jg [tabindex=\"0\"]').length") == 1


def test_topic_and_homework_by_one_key_and_back(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.wait_for_selector(".lp")
    press(page, "ArrowDown", "KeyN", "Enter", "KeyL")
    page.keyboard.insert_text("§ 20, № 467")
    press(page, "Escape")
    saved(page)
    assert selected(page) == "Алиева Самира"
    record = LessonRecord.objects.get()
    assert record.topic == f"Одночлены, занятие {school.lessons.index(school.lesson_on(TODAY)) + 1}"
    assert record.plan_topic_id is not None
    homework = Homework.objects.get()
    assert (homework.text, str(homework.due_on)) == ("§ 20, № 467", "2025-12-15")


def test_what_is_typed_before_the_panel_comes_does_not_become_marks(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.route("**/panel/", lambda route: None)
    page.reload()
    page.wait_for_selector("td[aria-selected=true]")
    press(page, "KeyL", "Digit2", "Digit0")
    assert cell_text(page, 0) == ""


def test_without_network_entries_wait_and_leave_by_themselves(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.wait_for_selector(".lp")
    page.context.set_offline(True)
    press(page, "Digit5", "Digit4", "KeyY")
    expect(page.locator("[data-save]")).to_contain_text("Нет связи: 3 записи ждут на этом устройстве")
    expect(page.locator(".st-queued")).to_have_count(3)
    assert not Mark.objects.exists()
    page.context.set_offline(False)
    saved(page)
    assert marks_of(school)[:2] == ["5", "4"]
    assert Mark.objects.count() == 2


def test_a_repeated_request_whose_answer_was_lost_changes_nothing(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    lost = {"left": 1}

    def lose(route: Any) -> None:
        if lost["left"]:
            lost["left"] -= 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/journal/operations/", lose)
    press(page, "Digit5")
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено", timeout=15_000)
    assert Mark.objects.get().version == 1


def test_two_records_of_one_cell_are_shown_to_choose_from(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    Mark.objects.create(
        lesson=school.lesson_on(TODAY), student=school.students[0], value="3", entered_by=school.deputy,
        entered_at=clock.now(),
    )  # fmt: skip
    press(page, "Digit4")
    expect(page.locator("td.st-conflict")).to_have_count(1)
    press(page, "ArrowUp", "F2")
    box = page.locator("[data-conflict]")
    expect(box).to_contain_text("Тихомирова")
    check_axe(page)
    box.get_by_role("button", name="Обе: 3/4").click()
    saved(page)
    assert list(Mark.objects.order_by("slot").values_list("value", flat=True)) == ["3", "4"]
    assert cell_text(page, 0) == "3/4"


def test_a_refused_entry_keeps_its_digit_and_says_why(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    TeachingAssignment.objects.update(valid_to="2025-12-01")
    press(page, "Digit4")
    expect(page.locator("td.st-error")).to_have_count(1)
    expect(page.locator("[data-save]")).to_contain_text("Не записано: 1")
    expect(page.locator("[data-alert]")).to_contain_text("Абрамов Тимофей: не записано")
    press(page, "ArrowUp", "F2")
    page.get_by_role("button", name="Вернуть как было").click()
    assert cell_text(page, 0) == ""
    expect(page.locator("td.st-error")).to_have_count(0)


def test_a_pasted_column_is_one_step_all_or_nothing(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    paste(page, "5\nпять\n3")
    expect(page.locator("[data-alert]")).to_contain_text("Строка 2: «пять» не подходит. Ничего не вставлено")
    paste(page, "5\r\n4/5\r\n\r\nн\r\n")
    saved(page)
    assert marks_of(school)[:4] == ["5", "4", "", ""]
    assert AttendanceEntry.objects.get().student == school.students[3]
    press(page, "Control+KeyZ")
    saved(page)
    assert set(marks_of(school)) == {""}


def test_a_future_lesson_takes_no_marks_and_says_so(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "ArrowRight", "Digit5")
    expect(page.locator("[data-alert]")).to_contain_text("Урок ещё не прошёл")
    assert page.evaluate("document.activeElement.getAttribute('aria-readonly')") == "true"
    assert not Mark.objects.exists()


def test_digits_in_the_first_grade_do_nothing_and_say_why(school: SmallSchool, open_as: Open) -> None:
    school.course.grade_level = 1
    school.course.save()
    page = open_journal(open_as, school)
    press(page, "Digit5")
    expect(page.locator("[data-alert]")).to_contain_text("В первом классе отметки не ставят")
    press(page, "KeyY")
    saved(page)
    assert not Mark.objects.exists()
    assert AttendanceEntry.objects.count() == 1
    check_axe(page)


def test_a_deputy_reads_with_the_same_keys_and_writes_nothing(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school, school.deputy)
    press(page, "ArrowDown", "Digit5", "KeyY")
    assert selected(page) == "Алиева Самира"
    expect(page.locator("[data-alert]")).to_contain_text("открыт для чтения")
    assert cell_text(page, 1) == ""
    check_axe(page)


def test_details_follow_the_selection_and_cover_no_cell(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit4", "F2")
    editor = page.locator("[data-editor]")
    expect(editor).to_contain_text("Алиева Самира")
    box, grid = editor.bounding_box(), page.locator(".jr-scroll").bounding_box()
    assert box is not None
    assert grid is not None
    assert box["x"] >= grid["x"] + grid["width"]
    page.locator(".jg tbody tr").nth(0).locator(".csel").click()
    expect(editor).to_contain_text("Абрамов Тимофей")
    expect(editor.locator('[data-slot="1"] [aria-pressed="true"]')).to_have_text("4")
    editor.get_by_label("За что").select_option("homework")
    saved(page)
    mark = Mark.objects.select_related("work_type").get()
    assert mark.work_type is not None
    assert mark.work_type.code == "homework"
    expect(editor).to_contain_text("Крылова")
    check_axe(page)


LEAVING = """() => {
  const leaving = new Event("beforeunload", {cancelable: true});
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""


def test_a_page_may_be_closed_while_entries_wait_on_the_device(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.context.set_offline(True)
    press(page, "Digit5")
    expect(page.locator("[data-save]")).to_contain_text("1 запись ждёт на этом устройстве")
    assert page.evaluate(LEAVING) is False


def test_without_cryptography_a_closing_page_warns_while_something_waits(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.reload()
    page.wait_for_selector("td[aria-selected=true]")
    page.context.set_offline(True)
    press(page, "Digit5")
    expect(page.locator("[data-save]")).to_contain_text("Нет связи: 1 запись ждёт. Не закрывайте страницу")
    assert page.evaluate(LEAVING) is True


@pytest.mark.parametrize(("height", "rows"), [(768, 27), (650, 23)])
def test_a_low_screen_shows_the_class(school: SmallSchool, open_as: Open, height: int, rows: int) -> None:
    page = open_journal(open_as, school, viewport={"width": 1366, "height": height})
    seen = page.evaluate(SEEN_ROWS)
    assert seen >= rows
    page.get_by_role("button", name="Весь класс").click()
    page.wait_for_function("document.documentElement.dataset.density === 'all'")
    seen = page.evaluate(SEEN_ROWS)
    assert seen == 27


def test_on_a_phone_two_absent_take_three_taps(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.teacher, f"/lessons/{school.lesson_on(TODAY).pk}/?tab=absent", **PHONE)
    for name in ("Гаврилов Матвей", "Жукова Варвара"):
        page.locator("li", has_text=name).locator("[name=absent]").tap()
    expect(page.get_by_role("button", name="Готово: отсутствуют 2")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Готово: отсутствуют 2").tap()
    page.wait_for_url("**tab=marks")
    assert AttendanceEntry.objects.filter(code="н").count() == 2
    assert LessonRecord.objects.get().roll_called_at is not None


def test_on_a_phone_a_mark_is_one_tap(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.teacher, f"/lessons/{school.lesson_on(TODAY).pk}/?tab=marks", **PHONE)
    page.wait_for_selector("[data-skip]:not([hidden])")
    for value in "543":
        page.locator(f".key.m{value}").tap()
    expect(page.locator("[data-save]")).to_have_text("Всё сохранено")
    assert marks_of(school)[:3] == ["5", "4", "3"]
    expect(page.locator(".cur")).to_contain_text("Васильев Артём")


def test_on_a_phone_a_mark_for_an_absent_pupil_is_asked_about_in_the_pad(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.teacher, f"/lessons/{school.lesson_on(TODAY).pk}/?tab=marks", **PHONE)
    page.wait_for_selector("[data-skip]:not([hidden])")
    page.locator(".key.a[value=н]").tap()
    page.locator(f'[data-student="{school.students[0].pk}"]').tap()
    page.locator(".key.m4").tap()
    expect(page.locator("[data-question]")).to_contain_text("Ученика не было: поставить 4 за работу, сданную позже?")
    check_axe(page)
    page.get_by_role("button", name="Поставить «н 4»").tap()
    expect(page.locator("[data-save]")).to_have_text("Всё сохранено")
    assert marks_of(school)[0] == "4"
    assert AttendanceEntry.objects.get().code == "н"


def test_the_whole_job_works_without_javascript(school: SmallSchool, open_as: Open) -> None:
    options = {**PHONE, "java_script_enabled": False}
    page = open_as(school.teacher, f"/courses/{school.course.pk}/journal/", **options)
    assert page.locator(".jg tbody tr").count() == 27
    page.locator("th.today a").click()
    page.locator("li", has_text="Белова Дарья").locator("[name=absent]").click()
    page.get_by_role("button", name="Готово").click()
    page.get_by_role("button", name="5", exact=True).click()
    page.get_by_role("link", name="Тема и ДЗ").click()
    page.get_by_label("Домашнее задание").fill("№ 12")
    page.get_by_role("button", name="Записать").click()
    assert AttendanceEntry.objects.get().student == school.students[2]
    assert Mark.objects.get().value == "5"
    assert Homework.objects.get().text == "№ 12"
    assert LessonRecord.objects.get().topic.startswith("Одночлены")


def test_operations_of_the_page_are_plain_json(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    with page.expect_request("**/journal/operations/") as sent:
        press(page, "Digit5")
    body = json.loads(sent.value.post_data or "")
    assert body["span"] == ["2025-11-05", "2025-12-28"]
    only = body["operations"][0]
    assert {key: only[key] for key in ("kind", "slot", "value", "base")} == {
        "kind": "mark",
        "slot": 1,
        "value": "5",
        "base": 0,
    }
    assert len(only["id"]) == 36
