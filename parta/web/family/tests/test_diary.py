"""The week as the family reads it, through the real pages and the real journal operations."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.diary.actions import mark_seen
from parta.domain.diary.models import DiaryVisit
from parta.domain.diary.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, THURSDAY, Cast
from parta.domain.journal.models import Homework
from parta.domain.regulation.actions import adopt_profile
from parta.domain.school.models import Guardianship
from parta.domain.timetable import actions as timetable
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.family.tests.reading import html_of, part, read

STATEMENTS = 10
"""Session with the person, and eleven of the page."""


def _diary(cast: Cast) -> str:
    return f"/students/{cast.daniil.pk}/diary/"


@pytest.fixture
def parent(cast: Cast, enter: Enter) -> Client:
    return enter(cast.mother)


@pytest.fixture
def pupil(cast: Cast, enter: Enter) -> Client:
    return enter(cast.daniil.user)


@pytest.mark.clause("S3R-1.13c")
@pytest.mark.clause("S0-5a")
@pytest.mark.clause("S4-2.1a")
def test_what_the_teacher_enters_is_in_the_diary_at_the_next_opening(cast: Cast, parent: Client) -> None:
    before = part(html_of(parent, _diary(cast)), "d2025-12-11")
    assert "Отметка" not in before
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    cast.absent(cast.lessons["russian_thursday"], cast.daniil, "оп", "на 10 минут")
    cast.homework(cast.lessons["russian_thursday"], "Упражнение 226", FRIDAY)
    html = html_of(parent, _diary(cast))
    assert "Отметка 5" in part(html, "d2025-12-11")
    assert "Опоздание на 10 минут" in part(html, "d2025-12-11")
    assert "Упражнение 226 задано 11 дек." in part(html, "d2025-12-12")


@pytest.mark.clause("S3R-1.13c")
@pytest.mark.clause("S0-5b")
@pytest.mark.clause("S1-1.7b")
@pytest.mark.clause("S1-1.10b")
@pytest.mark.clause("S1-1.10c")
@pytest.mark.clause("S3-2.9a")
def test_marks_absences_homework_and_comments_are_all_on_the_page(cast: Cast, parent: Client, pupil: Client) -> None:
    lesson = cast.lessons["algebra_thursday"]
    cast.mark(lesson, cast.daniil, "3", work_type="control", comment="Ошибки в знаках")
    cast.absent(cast.lessons["russian_thursday"], cast.daniil, "б", "справка до 15 декабря")
    cast.homework(cast.lessons["algebra_monday"], "§ 19, № 441", THURSDAY)
    for reader in (parent, pupil):
        day = part(html_of(reader, _diary(cast)), "d2025-12-11")
        assert "Контрольная работа, вес 2. Крылова Е. А., сегодня, 15:00" in day
        assert "Ошибки в знаках Крылова Е. А." in day
        assert "Пропуск по болезни справка до 15 декабря" in day
        assert "§ 19, № 441 задано 8 дек." in day


@pytest.mark.clause("S4-2.1d")
@pytest.mark.clause("S1-1.10a")
def test_topics_tell_what_the_lessons_were_about(cast: Cast, parent: Client) -> None:
    cast.enter(cast.lessons["algebra_monday"], "topic", "Степень одночлена")
    assert "Тема: Степень одночлена" in part(html_of(parent, _diary(cast)), "d2025-12-08")


@pytest.mark.clause("S2-2.2c")
@pytest.mark.clause("S3P-2.5d")
def test_a_substitute_and_a_cancelled_lesson_are_named(cast: Cast, parent: Client) -> None:
    timetable.substitute_lesson(cast.school.deputy, lesson=cast.lessons["algebra_thursday"], teacher=cast.belykh)
    timetable.cancel_lesson(cast.school.deputy, lesson=cast.lessons["russian_friday"], reason="Олимпиада")
    timetable.move_lesson(
        cast.school.deputy,
        lesson=cast.lessons["english_friday"],
        day=date(2025, 12, 9),
        number=6,
        reason="Болезнь учителя",
    )
    for address in (_diary(cast), f"/students/{cast.daniil.pk}/timetable/"):
        html = html_of(parent, address)
        thursday, friday = part(html, "d2025-12-11"), part(html, "d2025-12-12")
        assert "замена" in thursday.lower()
        assert "Белых Н. П." in thursday
        assert "Урока не будет: Олимпиада" in friday
        assert "перенесён на 9 декабря, 6‑й урок" in friday
        assert "Перенос: с 12 декабря, 2‑й урок: Болезнь" in part(html, "d2025-12-09")


@pytest.mark.clause("S2-2.2h")
@pytest.mark.clause("S3P-2.5h")
@pytest.mark.clause("S4-2.1e")
def test_homework_is_announced_for_the_next_day_and_across_a_weekend(cast: Cast, parent: Client) -> None:
    cast.homework(cast.lessons["algebra_thursday"], "§ 21", NEXT_MONDAY)
    assert "На 15 декабря 1 задание Понедельник: Алгебра" in read(parent, _diary(cast))
    cast.homework(cast.lessons["russian_thursday"], "Упр. 226", FRIDAY)
    html = html_of(parent, _diary(cast))
    assert "На завтра 1 задание" in part(html, "h-coming")
    assert "На 15 дек.: § 21" in part(html, "d2025-12-11")
    assert "§ 21 задано 11 дек." in part(html_of(parent, _diary(cast) + "?week=2025-12-15"), "d2025-12-15")


@pytest.mark.clause("S3R-1.15j")
def test_homework_keeps_its_lines_pages_numbers_and_practical_work_as_the_teacher_wrote_them(
    cast: Cast, parent: Client, pupil: Client
) -> None:
    task = "§ 20, с. 112–115; № 441 (а, в), 443 письменно.\nПрактическая работа 3: измерить комнату, план в тетради"
    cast.homework(cast.lessons["algebra_thursday"], task, FRIDAY)
    for reader in (parent, pupil):
        day = part(html_of(reader, _diary(cast)), "d2025-12-12")
        assert " ".join(task.split()) in day


def test_the_time_of_each_task_and_of_the_day_is_shown(cast: Cast, parent: Client) -> None:
    for lesson, minutes in (("algebra_thursday", 40), ("russian_thursday", 55)):
        cast.homework(cast.lessons[lesson], "§ 21", FRIDAY)
        Homework.objects.filter(lesson=cast.lessons[lesson]).update(minutes=minutes)
    html = html_of(parent, _diary(cast))
    assert "На завтра 2 задания 1 ч 35 мин" in part(html, "h-coming")
    friday = part(html, "d2025-12-12")
    assert "Задано на 1 ч 35 мин" in friday
    assert "40 мин, задано 11 декабря" in friday


def test_another_week_is_one_link_away_and_back(cast: Cast, parent: Client) -> None:
    html = html_of(parent, _diary(cast))
    assert "?week=2025-12-01" in html
    assert "?week=2025-12-15" in html
    assert "Эта неделя" not in html
    assert "Эта неделя" in html_of(parent, _diary(cast) + "?week=2025-12-15")


@pytest.mark.parametrize("asked", ["", "вчера", "2025-13-40", "9999-12-31", "0001-01-01", "2025-12-11T10:00"])
def test_a_week_nobody_can_mean_shows_this_week(cast: Cast, parent: Client, asked: str) -> None:
    assert "8–12 декабря" in read(parent, f"{_diary(cast)}?week={asked}")


def test_a_week_of_vacation_says_so(cast: Cast, parent: Client) -> None:
    assert "Зимние каникулы" in read(parent, _diary(cast) + "?week=2026-01-05")


def test_grade_one_has_topics_and_attendance_and_cites_the_act(cast: Cast, parent: Client) -> None:
    adopt_profile(cast.school.administrator, year=2025, profile="full-act-2021", reason="Положение школы")
    cast.enter(cast.lessons["reading"], "topic", "Буква Ш")
    cast.absent(cast.lessons["reading"], cast.vera, "у")
    page = read(parent, f"/students/{cast.vera.pk}/diary/")
    assert "В 1 классе нет отметок и домашних заданий." in page
    assert "п. 3.7" in page
    assert "Буква Ш" in page
    assert "Пропуск по уважительной причине" in page


def test_the_pupil_sees_what_goes_on_now(cast: Cast, pupil: Client, parent: Client) -> None:
    with clock.frozen_at(clock.at(THURSDAY, 10, 30)):
        assert "Сейчас, до 11:10 Алгебра каб. 214 Дальше, в 11:25 Русский язык" in read(pupil, _diary(cast))
        assert "Сейчас, до" not in read(parent, _diary(cast))


def test_a_get_never_records_a_visit(cast: Cast, parent: Client) -> None:
    parent.get(_diary(cast))
    parent.head(_diary(cast))
    assert not DiaryVisit.objects.exists()
    assert parent.get(_diary(cast) + "seen/").status_code == 405


def test_news_are_told_until_put_away(cast: Cast, parent: Client) -> None:
    with clock.frozen_at(clock.now() - timedelta(days=1)):
        mark_seen(cast.mother, student_id=cast.daniil.pk)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5", comment="Молодец")
    html = html_of(parent, _diary(cast))
    assert "Новое с прошлого раза" in part(html, "news")
    assert "Молодец" in part(html, "news")
    assert "новое" in part(html, "d2025-12-11")
    shown = parent.post(_diary(cast) + "seen/", {"at": clock.now().isoformat()}, headers={"HX-Request": "true"})
    assert shown.status_code == 204
    assert "Новое с прошлого раза" in read(parent, _diary(cast))
    away = parent.post(_diary(cast) + "seen/", {"at": clock.now().isoformat(), "done": "1"})
    assert away.headers["Location"] == _diary(cast)
    assert "Новое с прошлого раза" not in read(parent, _diary(cast))


@pytest.mark.parametrize("at", ["", "мусор", "2025-12-11T15:00", "2999-01-01T00:00:00+03:00", "2025-02-31T00:00:00Z"])
def test_a_strange_time_of_a_visit_harms_nothing(cast: Cast, parent: Client, at: str) -> None:
    assert parent.post(_diary(cast) + "seen/", {"at": at}).status_code == 302
    assert DiaryVisit.objects.get().at == clock.now()


def test_without_javascript_the_first_visit_can_be_remembered(cast: Cast, parent: Client) -> None:
    assert "<noscript><form" in html_of(parent, _diary(cast))


def test_several_children_are_switched_on_the_page(cast: Cast, parent: Client) -> None:
    html = html_of(parent, _diary(cast))
    assert f'value="student-{cast.vera.pk}"' in html[html.index("<main") :]
    answer = parent.post("/seat/", {"seat": f"student-{cast.vera.pk}"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/students/{cast.vera.pk}/diary/"
    assert "Обучение грамоте" in answer.content.decode()


def test_an_only_child_needs_no_switch(cast: Cast, enter: Enter) -> None:
    Guardianship.objects.filter(student=cast.vera).delete()
    html = html_of(enter(cast.mother), _diary(cast))
    assert "Сменить ребёнка" not in html


def test_the_menu_leads_to_the_child_whose_page_is_open(cast: Cast, parent: Client) -> None:
    parent.post("/seat/", {"seat": f"student-{cast.vera.pk}"})
    html = html_of(parent, f"/students/{cast.daniil.pk}/marks/")
    assert f'href="/students/{cast.daniil.pk}/diary/"' in html[: html.index("<main")]


def test_the_page_costs_as_many_statements_in_a_full_week(
    cast: Cast, parent: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.frozen_at(clock.now() - timedelta(days=1)):
        mark_seen(cast.mother, student_id=cast.daniil.pk)
    for number in (1, 4, 5, 6, 7):
        for day in (MONDAY, THURSDAY):
            if (day, number) not in ((THURSDAY, 4), (THURSDAY, 5)):
                lesson = cast.lesson(cast.algebra, day, number)
                cast.mark(lesson, cast.daniil, "5")
                cast.homework(lesson, "§ 1", FRIDAY)
    parent.get(_diary(cast))
    with django_assert_max_num_queries(STATEMENTS):
        parent.get(_diary(cast))
