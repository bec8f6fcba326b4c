"""A wrong column, a wrong class: asked about once, at the cell, by keys; never in the way of who means it.
Signs of the school have keys that write nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.models import AbsenceSign, AttendanceEntry, Mark
from parta.domain.journal.queries.signs import forget_signs
from parta.domain.school.models import Enrollment, SchoolClass
from parta.lib import clock
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build, lesson_at
from tests.browser.conftest import PHONE, Open
from tests.browser.journal_steps import check_axe, marks_of, open_journal, press, saved

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
TUESDAY = date(2025, 12, 9)


@pytest.fixture
def school(committed_db: None) -> Iterator[SmallSchool]:
    """7Б on 11 December, 10:58: the third lesson, algebra, is going on."""
    with clock.frozen_at(clock.at(TODAY, 10, 58)):
        yield build()


def other_class(school: SmallSchool) -> Course:
    """7А of the same teacher, with the first lesson of today behind it and a pupil of 7Б moved there."""
    klass = SchoolClass.objects.create(year=school.year, grade_level=7, letter="А")
    Enrollment.objects.filter(student__in=school.students[:2]).update(school_class=klass)
    course = Course.objects.create(
        year=school.year, subject=school.course.subject, school_class=klass, grade_level=7, plan=school.course.plan
    )
    TeachingAssignment.objects.create(course=course, staff=school.staff, valid_from=school.year.starts_on)
    lesson_at(replace(school, course=course), TODAY, 1)
    return course


def question(page: Page, text: str) -> None:
    expect(page.locator("[data-ask]")).to_be_visible()
    expect(page.locator("#ask-text")).to_have_text(text)


def days_marked() -> list[date]:
    return list(Mark.objects.exclude(value="").order_by("pk").values_list("lesson__day", flat=True))


def test_the_first_entry_in_another_column_is_asked_about_once_and_enter_means_yes(
    school: SmallSchool, open_as: Open
) -> None:
    page = open_journal(open_as, school)
    press(page, "ArrowLeft", "Digit5")
    question(
        page,
        "Столбец: вторник, 9 декабря, 3\u2011й урок. По расписанию сейчас 3\u2011й урок, 11 декабря. Записать сюда?",
    )
    check_axe(page)
    assert days_marked() == []
    press(page, "Enter", "Digit4", "KeyY")
    expect(page.locator("[data-ask]")).to_be_hidden()
    saved(page)
    assert days_marked() == [TUESDAY, TUESDAY]


def test_esc_writes_nothing_and_leads_to_the_lesson_of_this_hour(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "ArrowLeft", "Digit5", "Escape", "Digit5")
    saved(page)
    assert marks_of(school)[0] == "5"
    assert days_marked() == [TODAY]


def test_who_began_in_the_right_column_is_asked_nothing(school: SmallSchool, open_as: Open) -> None:
    page = open_journal(open_as, school)
    press(page, "Digit5", "ArrowLeft", "Digit4")
    expect(page.locator("[data-ask]")).to_be_hidden()
    saved(page)
    assert days_marked() == [TODAY, TUESDAY]


@pytest.mark.parametrize(("hour", "minute", "asked"), [(11, 25, True), (11, 50, False), (7, 40, False)])
def test_outside_lessons_nothing_is_asked(
    school: SmallSchool, open_as: Open, hour: int, minute: int, *, asked: bool
) -> None:
    with clock.frozen_at(clock.at(TODAY, hour, minute)):
        page = open_journal(open_as, school)
        press(page, *["ArrowLeft"] * 2, "Digit5")
        if asked:
            expect(page.locator("[data-ask]")).to_be_visible()
        else:
            saved(page)
            assert len(days_marked()) == 1


def test_the_journal_of_another_class_says_where_the_lesson_is_and_asks_once(
    school: SmallSchool, open_as: Open
) -> None:
    course = other_class(school)
    page = open_as(school.teacher, f"/courses/{course.pk}/journal/")
    page.wait_for_selector("td[aria-selected=true]")
    line = page.locator(".jr-now")
    expect(line).to_contain_text("Сейчас у Вас 7Б, алгебра: открыть журнал")
    press(page, "Digit5")
    expect(page.locator("#ask-text")).to_contain_text(
        "Сейчас у Вас 7Б, алгебра, а это журнал 7А, алгебра. Записать сюда?"
    )
    check_axe(page)
    press(page, "Enter", "Digit4")
    saved(page)
    assert list(Mark.objects.values_list("lesson__course_id", "value")) == [(course.pk, "5"), (course.pk, "4")]
    line.get_by_role("link").click()
    page.wait_for_url(f"**/courses/{school.course.pk}/journal/**")
    expect(page.locator(".jr-now")).to_have_count(0)


def test_on_a_phone_the_first_mark_at_another_lesson_is_asked_about(school: SmallSchool, open_as: Open) -> None:
    page = open_as(school.teacher, f"/lessons/{school.lesson_on(TUESDAY).pk}/?tab=marks", **PHONE)
    page.wait_for_selector("[data-skip]:not([hidden])")
    expect(page.locator(".ls-note")).to_contain_text("открыть 3\u2011й урок")
    page.locator(".key.m5").tap()
    expect(page.locator("#ls-question")).to_have_text("По расписанию сейчас 3\u2011й урок, 11 декабря. Записать сюда?")
    check_axe(page)
    page.get_by_role("button", name="Да, записать сюда").tap()
    page.locator(".key.m4").tap()
    expect(page.locator("[data-save]")).to_have_text("Всё сохранено")
    assert days_marked() == [TUESDAY, TUESDAY]


def test_a_sign_of_the_school_has_its_own_key_in_both_layouts(school: SmallSchool, open_as: Open) -> None:
    AbsenceSign.objects.create(code="сор", name="соревнования", words="пропуск: соревнования", key="в", position=9)
    forget_signs()
    page = open_journal(open_as, school)
    expect(page.locator(".jr-legend")).to_contain_text("соревнования В")
    press(page, "KeyD", "Digit5")
    saved(page)
    assert AttendanceEntry.objects.get().code == "сор"
    assert marks_of(school)[1] == "5"
    press(page, "F1")
    expect(page.locator("#journal-keys")).to_contain_text("сор: соревнования")
