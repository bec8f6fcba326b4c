"""Marks, timetable and calendar as the family reads them."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.diary.tests.cast import MONDAY, Cast
from parta.domain.finals.models import ExamResult
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.family.tests.reading import html_of, part, read

STATEMENTS = 10
"""Session with the person, and nine of the page."""


def _page(cast: Cast, name: str) -> str:
    return f"/students/{cast.daniil.pk}/{name}/"


@pytest.fixture
def parent(cast: Cast, enter: Enter) -> Client:
    return enter(cast.mother)


@pytest.mark.clause("S3R-1.15i")
@pytest.mark.clause("S2-2.1a")
@pytest.mark.clause("S2-2.2a")
@pytest.mark.clause("S3P-2.5a")
@pytest.mark.clause("S3P-2.5b")
@pytest.mark.clause("S4-2.1g")
def test_each_mark_says_kind_weight_content_comment_and_teacher(cast: Cast, parent: Client) -> None:
    cast.enter(cast.lessons["algebra_monday"], "topic", "Степень одночлена")
    cast.mark(cast.lessons["algebra_monday"], cast.daniil, "5", work_type="control", comment="Отлично")
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "4")
    page = read(parent, _page(cast, "marks"))
    assert "Контрольная работа , понедельник, 8 декабря Тема: Степень одночлена Вес 2 · Крылова Е. А." in page
    assert "Отлично" in page
    assert "ср. 4,67" in page


@pytest.mark.clause("S4-2.1h")
def test_absences_of_the_period_are_counted(cast: Cast, parent: Client) -> None:
    cast.absent(cast.lessons["algebra_monday"], cast.daniil, "б")
    cast.absent(cast.lessons["russian_monday"], cast.daniil, "оп")
    page = read(parent, _page(cast, "marks"))
    assert "Пропуски 1 из 5 уроков" in page
    assert "Пропуск по болезни, понедельник, 8 декабря, 2‑й урок" in page
    assert "Опоздание" in page


def test_a_period_and_the_year_are_chosen_by_links(cast: Cast, parent: Client) -> None:
    september = cast.lesson(cast.algebra, date(2025, 9, 10), 2)
    cast.mark(september, cast.daniil, "3")
    html = html_of(parent, _page(cast, "marks"))
    assert html.count('href="?period=') == 3
    assert "ср. 3,00" not in html
    assert "ср. 3,00" in read(parent, _page(cast, "marks") + "?period=year")


@pytest.mark.parametrize("asked", ["", "0", "999999999999999999999999", "²", "год", "-1"])
def test_a_period_that_does_not_exist_shows_the_current_one(cast: Cast, parent: Client, asked: str) -> None:
    assert "2 четверть, 5 ноября — 30 декабря" in read(parent, _page(cast, "marks") + f"?period={asked}")


def test_grade_one_sees_attendance_instead_of_marks(cast: Cast, parent: Client) -> None:
    page = read(parent, f"/students/{cast.vera.pk}/marks/")
    assert page.startswith("В Вера") or "Посещаемость" in page
    assert "В 1 классе нет отметок" in page
    assert "Средний балл" not in page


@pytest.mark.clause("S2-2.2b")
@pytest.mark.clause("S3P-2.5c")
@pytest.mark.clause("S4-2.1c")
def test_the_timetable_is_of_the_own_class_and_group(cast: Cast, parent: Client) -> None:
    thursday = part(html_of(parent, _page(cast, "timetable")), "d2025-12-11")
    assert "Урок 3 Алгебра 10:25–11:10 · Крылова Е. А., 214" in thursday
    assert "Урок 5 Английский язык 12:25–13:10 · Ким А. С., 214" in thursday
    assert "Лось" not in thursday


@pytest.mark.clause("S2-2.2e")
@pytest.mark.clause("S3P-2.5f")
def test_the_teachers_of_the_class_and_of_the_group_are_named(cast: Cast, parent: Client, enter: Enter) -> None:
    teachers = part(html_of(parent, _page(cast, "timetable")), "h-teachers")
    assert "Классный руководитель: Крылова Елена Андреевна" in teachers
    assert "Английский язык 7Б, английский, 1 Ким Анна Сергеевна" in teachers
    assert "Лось" not in teachers
    assert "Твои учителя" in read(enter(cast.daniil.user), _page(cast, "timetable"))


@pytest.mark.clause("S2-2.2g")
@pytest.mark.clause("S3P-2.5g")
@pytest.mark.clause("S4-2.1b")
def test_the_calendar_has_periods_vacations_and_days_off_of_the_grade(cast: Cast, parent: Client) -> None:
    page = read(parent, _page(cast, "calendar"))
    assert "Сейчас 2 четверть. Зимние каникулы через 14 учебных дней." in page
    assert "1 четверть уже прошло 1 сентября — 26 октября" in page
    assert "Зимние каникулы 31 декабря — 11 января · 12 дней" in page
    assert "День народного единства уже прошло 4 ноября, вторник" in page
    assert "Дополнительные каникулы" not in page
    assert "Дополнительные каникулы" in read(parent, f"/students/{cast.vera.pk}/calendar/")


@pytest.mark.parametrize(("name", "most"), [("marks", STATEMENTS), ("timetable", 12), ("calendar", STATEMENTS)])
def test_a_page_costs_a_fixed_number_of_statements(
    cast: Cast, parent: Client, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 5, 6, 7):
        cast.mark(cast.lesson(cast.algebra, MONDAY, number), cast.daniil, "5")
    parent.get(_page(cast, name))
    with django_assert_max_num_queries(most):
        parent.get(_page(cast, name))


def test_examinations_stand_among_the_results_from_the_moment_they_are_entered(cast: Cast, parent: Client) -> None:
    """What was passed, when it was opened, and a correction with both values and its reason (S1-1.10d, S4-2.1i)."""
    values = {
        "student": cast.daniil, "subject": cast.algebra.subject, "year": cast.algebra.year, "kind": "trial",
        "held_on": MONDAY, "received_at": clock.now(), "shown_at": clock.now(), "entered_at": clock.now(),
        "entered_by": cast.teacher_of(cast.algebra).user,
    }  # fmt: skip
    assert "Пробный экзамен" not in read(parent, _page(cast, "results"))
    ExamResult.objects.create(
        **values, value="5", points=19, corrected_from="4, 17 баллов", correction_reason="Апелляция"
    )
    ExamResult.objects.create(**values | {"kind": "state", "student": cast.vera}, value="3")
    page = read(parent, _page(cast, "results"))
    assert "Пробный экзамен" in page
    assert "Исправлено: 4, 17 баллов → 5, 19 баллов. Апелляция" in page
    assert "Государственная" not in page, "another child's"
