"""Final marks in a real Chromium: a class in one pass by keyboard, reasons, undo, no network, a phone, no script."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from parta.domain.finals.models import Deferral, DeferredCourse, FinalMark
from parta.domain.journal.models import Mark
from parta.lib import clock
from parta.web.teaching.tests.small_school import SmallSchool, build
from tests.browser.conftest import PHONE, Open
from tests.browser.journal_steps import check_axe, press

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
INSIDE = clock.at(date(2025, 12, 23), 10)
MARKS = ("5 5 5", "4 4 4", "3 3 3")
"""Of pupils in turn: nobody stands at a boundary."""


@pytest.fixture
def school(committed_db: None) -> Iterator[SmallSchool]:
    """7Б on 23 December, the last day but one of the window: everybody has marks in the quarter."""
    with clock.frozen_at(INSIDE):
        built = build()
        lessons = [one for one in built.lessons if date(2025, 11, 5) <= one.day <= date(2025, 12, 20)][:3]
        Mark.objects.bulk_create(
            Mark(lesson=lesson, student=student, value=value, entered_by=built.teacher, entered_at=lesson.ends)
            for number, student in enumerate(built.students)
            for lesson, value in zip(lessons, MARKS[number % 3].split(), strict=True)
        )
        yield built


def proposed(number: int) -> str:
    return MARKS[number % 3][0]


def opened(open_as: Open, school: SmallSchool, **options: object) -> Page:
    page = open_as(school.teacher, f"/courses/{school.course.pk}/finals/", **options)
    if options.get("java_script_enabled", True):
        page.wait_for_selector(".fm-app.keyed tr.cur")
    return page


def settled(page: Page) -> None:
    expect(page.locator("[data-state]")).to_have_text("Всё сохранено", timeout=10_000)


def values(school: SmallSchool) -> list[str]:
    rows = dict(FinalMark.objects.values_list("student_id", "value"))
    return [rows.get(one.pk, "") for one in school.students]


def defer(school: SmallSchool, number: int) -> None:
    deferral = Deferral.objects.create(
        student=school.students[number], year=school.year, period=school.year.periods.get(number=2), reason="illness",
        makeup_form="credit", order_number="331", order_date=date(2025, 12, 19), due_on=date(2026, 1, 23),
        entered_by=school.deputy, entered_at=clock.now(),
    )  # fmt: skip
    DeferredCourse.objects.create(deferral=deferral, course=school.course)


def test_a_class_accepted_one_by_one_takes_at_most_thirty_keys(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    begun = time.monotonic()
    keys = sum(press(page, "Enter") for _ in range(27))
    settled(page)
    assert keys <= 30
    assert time.monotonic() - begun < 90
    assert values(school) == [proposed(number) for number in range(27)]
    expect(page.locator("[data-done]")).to_have_text("27")
    expect(page.locator("a[data-finish]")).to_be_visible()


def test_two_deviations_with_reasons_and_a_deferral_take_at_most_forty_five_keys(
    school: SmallSchool, open_as: Open
) -> None:
    defer(school, 25)
    page = opened(open_as, school)
    begun, keys = time.monotonic(), 0
    for number in range(27):
        if number in (3, 14):
            keys += press(page, "Digit4" if proposed(number) != "4" else "Digit3", "Digit1")
        else:
            keys += press(page, "Enter")
    settled(page)
    assert keys <= 45
    assert time.monotonic() - begun < 90
    found = values(school)
    assert found[25] == ""
    assert (found[3], found[14]) == ("4", "4")
    deviating = FinalMark.objects.exclude(deviation_reason="")
    assert {one.deviation_reason for one in deviating} == {"Контрольные ниже текущих"}
    assert {one.student_id for one in deviating} == {school.students[3].pk, school.students[14].pk}
    expect(page.locator("tr", has_text="Тарасенко Глеб")).to_contain_text("отсрочка до 23 января")


def test_a_press_is_painted_before_the_server_answers(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    page.route("**/finals/operations/", lambda route: None)
    shown = page.evaluate(
        """() => {
          const row = document.querySelector("tr.cur");
          document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {code: "Enter", key: "Enter", bubbles: true, cancelable: true}));
          return [row.querySelector(":checked").value, row.className];
        }"""
    )
    assert shown[0] == "5"
    assert "saving" in shown[1]
    assert not FinalMark.objects.exists()


def test_own_words_of_a_reason_and_taking_the_mark_back(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    press(page, "Digit3")
    expect(page.locator("tr.asking .rs")).to_be_focused()
    press(page, "Enter")
    assert not FinalMark.objects.exists()
    page.keyboard.insert_text("Две контрольные на 3")
    check_axe(page)
    press(page, "Enter")
    settled(page)
    assert FinalMark.objects.get().deviation_reason == "Две контрольные на 3"
    press(page, "Digit2", "Escape")
    assert values(school)[1] == ""
    assert page.evaluate("document.querySelectorAll('tr.cur :checked').length") == 0


def test_all_indisputable_are_accepted_at_once_and_taken_back_at_once(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    page.get_by_role("button", name="Принять прогноз у 27").click()
    settled(page)
    assert values(school) == [proposed(number) for number in range(27)]
    page.get_by_role("button", name="Вернуть", exact=True).click()
    settled(page)
    assert set(values(school)) == {""}
    press(page, "Enter", "Control+KeyZ")
    settled(page)
    assert set(values(school)) == {""}


def test_disputed_pupils_are_found_by_a_key(school: SmallSchool, open_as: Open) -> None:
    Mark.objects.filter(student=school.students[9]).delete()
    page = opened(open_as, school)
    press(page, "KeyC")
    assert page.locator("tr.cur .nm a").inner_text() == "Жукова Варвара"
    press(page, "Enter")
    expect(page.locator("[data-alert]")).to_contain_text("прогноза нет")
    press(page, "Digit4", "Digit4")
    settled(page)
    assert FinalMark.objects.get().deviation_reason == "Пересдача после болезни"


def test_without_network_marks_wait_and_leave_by_themselves(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    page.context.set_offline(True)
    press(page, "Enter", "Enter", "Enter")
    expect(page.locator("[data-state]")).to_contain_text("Ждут отправки: 3")
    assert not FinalMark.objects.exists()
    page.context.set_offline(False)
    settled(page)
    assert values(school)[:3] == ["5", "4", "3"]
    assert FinalMark.objects.filter(version=1).count() == 3


def test_two_people_at_one_mark_choose(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school)
    FinalMark.objects.create(
        course=school.course, student=school.students[0], kind="quarter", period=school.year.periods.get(number=2),
        value="4", proposed="5", entered_by=school.deputy, entered_at=clock.now(),
    )  # fmt: skip
    press(page, "Enter")
    row = page.locator("tr.conflict")
    expect(row).to_contain_text("Тихомирова")
    check_axe(page)
    row.get_by_role("button", name="Поставить 5").click()
    expect(page.locator("tr.asking .rs")).to_be_focused()  # the family reads the other's mark already
    expect(page.locator("[data-alert]")).to_contain_text("стояла 4, семья её уже видит")
    page.keyboard.insert_text("Завуч ошиблась строкой")
    press(page, "Enter")
    settled(page)
    assert values(school)[0] == "5"
    assert FinalMark.objects.get(student=school.students[0]).correction_reason == "Завуч ошиблась строкой"


def test_on_a_phone_a_mark_is_one_tap_and_nothing_scrolls_sideways(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("tr[data-student]").nth(2).locator("label", has_text="3").tap()
    settled(page)
    assert values(school)[2] == "3"
    check_axe(page)


def test_the_whole_job_works_without_javascript(school: SmallSchool, open_as: Open) -> None:
    page = opened(open_as, school, java_script_enabled=False, viewport={"width": 1366, "height": 900})
    row = page.locator("tr[data-student]").nth(1)
    row.locator("label", has_text="3").click()
    page.get_by_role("button", name="Записать").click()
    expect(page.locator("[role=alert]").first).to_contain_text("Не записано: 1")
    expect(row).to_contain_text("напишите почему")
    row.get_by_label("Причина").fill("Не сдан зачёт")
    page.get_by_role("button", name="Записать").click()
    assert FinalMark.objects.get().deviation_reason == "Не сдан зачёт"
    page.get_by_role("button", name="Принять прогноз у 26").click()
    assert FinalMark.objects.exclude(value="").count() == 27
    page.get_by_role("link", name="Волкова Полина").click()
    expect(page.locator(".fm-pupil:not([hidden]) h2").first).to_have_text("Волкова Полина")


def test_a_reader_sees_marks_and_may_change_nothing(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.deputy, f"/courses/{school.course.pk}/finals/")
    assert page.locator("input[type=radio]").count() == 0
    expect(page.locator(".app-tools")).to_contain_text("Только чтение")
    check_axe(page)


def test_in_the_journal_enter_in_the_last_column_takes_the_proposal(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.teacher, f"/courses/{school.course.pk}/journal/")
    page.wait_for_selector("td[aria-selected=true]")
    press(page, "End", "ArrowRight")
    expect(page.locator("td.fn.offer")).to_have_count(27)
    keys = 2 + sum(press(page, "Enter") for _ in range(27))
    expect(page.locator("td.fn.near.offer, td.fn.st-saving")).to_have_count(0)
    assert keys <= 30
    assert values(school) == [proposed(number) for number in range(27)]
    press(page, "Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"


def in_the_last_column(open_as: Open, school: SmallSchool) -> Page:
    page = open_as(school.teacher, f"/courses/{school.course.pk}/journal/")
    page.wait_for_selector("td[aria-selected=true]")
    press(page, "End", "ArrowRight")
    expect(page.locator("td.fn.offer")).to_have_count(27)
    return page


def focused(page: Page) -> int:
    """The row whose final cell the keyboard is in."""
    return int(page.evaluate("document.activeElement.closest('tr').sectionRowIndex"))


def test_in_the_journal_another_mark_gets_its_reason_at_the_cell(school: SmallSchool, open_as: Open) -> None:
    """A digit, a reason of one key or own words, Enter; the mark, the reason and the place below, no other page."""
    page = in_the_last_column(open_as, school)
    box = page.locator("[data-final-reason]")
    press(page, "Digit2")
    expect(box).to_contain_text("Абрамов Тимофей. Прогноз 5 (5,00), вы ставите 2: почему?")
    expect(page.locator("#fr-reason")).to_be_focused()
    assert not FinalMark.objects.exists()
    check_axe(page)
    press(page, "Enter")
    expect(box).to_be_visible()
    press(page, "Digit2")
    expect(box).to_be_hidden()
    expect(page.locator("td.fn.st-saving")).to_have_count(0)
    row = FinalMark.objects.get()
    assert (row.value, row.proposed, row.deviation_reason) == ("2", "5", "Не сданы обязательные работы")
    assert focused(page) == 1
    press(page, "Digit5")
    page.keyboard.type("Олимпиада района")
    press(page, "Enter")
    expect(page.locator("td.fn.st-saving")).to_have_count(0)
    assert FinalMark.objects.get(student=school.students[1]).deviation_reason == "Олимпиада района"
    press(page, "Digit4", "Escape")
    expect(page.locator("td.fn.offer")).to_have_count(25)
    assert focused(page) == 2
    assert FinalMark.objects.count() == 2


def test_in_the_journal_a_mark_the_family_reads_is_changed_with_its_reason(school: SmallSchool, open_as: Open) -> None:
    with clock.frozen_at(clock.at(date(2025, 12, 22), 10)):
        FinalMark.objects.create(
            course=school.course, student=school.students[0], kind="quarter", value="4", proposed="5",
            period=school.year.periods.get(number=2), entered_by=school.teacher, entered_at=clock.now(),
        )  # fmt: skip
    page = open_as(school.teacher, f"/courses/{school.course.pk}/journal/")
    page.wait_for_selector("td[aria-selected=true]")
    press(page, "End", "ArrowRight", "Digit5")
    box = page.locator("[data-final-reason]")
    expect(box).to_contain_text("стояла 4, семья её уже видит")
    expect(box.get_by_role("button", name="Пересдача")).to_be_visible()
    press(page, "Escape")
    assert page.locator("tbody tr").first.locator("td.fn").last.inner_text() == "4"
    press(page, "Digit5")
    expect(box).to_be_visible()
    press(page, "Digit1")
    expect(page.locator("td.fn.st-saving, td.fn.asking")).to_have_count(0)
    row = FinalMark.objects.get()
    assert (row.value, row.corrected_from, row.correction_reason) == ("5", "4", "Ошибка при вводе")
