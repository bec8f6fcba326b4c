"""«Мой день» and the list of journals."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.journal.models import LessonRecord
from parta.domain.timetable.models import Lesson
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, lesson_at, substitute

SESSION_AND_FRAME = 9


def test_the_day_says_what_runs_now_and_what_is_due_when(school: SmallSchool, enter: Enter) -> None:
    html = enter(school.teacher).get(reverse("my_day")).content.decode()
    assert "Четверг, 11\u00a0декабря" in html
    assert "Сейчас 10:58 · идёт 3\u2011й урок · сегодня 1\u00a0урок" in html
    assert "идёт, до 11:10" in html
    assert "до 16:00" in html


def test_a_free_hour_is_named(school: SmallSchool, enter: Enter) -> None:
    lesson_at(school, TODAY, 6)
    html = enter(school.teacher).get(reverse("my_day")).content.decode()
    assert "Окно до" in html


def test_past_lessons_without_a_topic_wait_to_be_closed(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    html = client.get(reverse("my_day")).content.decode()
    assert "Нужно закрыть" in html
    assert "нет темы урока" in html
    assert "срок прошёл" in html


def test_an_overdue_topic_is_written_by_one_press(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    lesson = school.lesson_on(date(2025, 12, 9))
    topic = school.course.plan.topics.first() if school.course.plan else None
    assert topic is not None
    fields = {"form": "record", "topic": topic.title, "plan_topic": topic.pk, "record_base": 0, "next": "/day/"}
    response = client.post(reverse("lesson", args=[lesson.pk]), fields)
    assert response.headers["Location"] == "/day/"
    assert LessonRecord.objects.get(lesson=lesson).plan_topic_id == topic.pk


def test_a_substitute_has_the_lesson_in_the_day(school: SmallSchool, enter: Enter) -> None:
    other = substitute(school, school.lesson_on(TODAY))
    assert "7Б · Алгебра" in enter(other).get(reverse("my_day")).content.decode()
    assert "сегодня уроков нет" in enter(school.teacher).get(reverse("my_day")).content.decode()


def test_the_day_costs_the_same_for_one_lesson_and_for_seven(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    client.get(reverse("my_day"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("my_day"))
    for number in (1, 2, 4, 5, 6, 7):
        lesson_at(school, TODAY, number)
    with CaptureQueriesContext(connection) as seven:
        client.get(reverse("my_day"))
    assert Lesson.objects.filter(day=TODAY).count() == 7
    assert len(seven) == len(one)
    assert len(one) <= 10 + SESSION_AND_FRAME


def test_a_teacher_lists_own_journals_and_a_deputy_finds_any(school: SmallSchool, enter: Enter) -> None:
    mine = enter(school.teacher).get(reverse("journal_list")).content.decode()
    assert "Вы ведёте" in mine
    assert reverse("journal", args=[school.course.pk]) in mine
    deputy = enter(school.deputy)
    assert "Крылова" in deputy.get(reverse("journal_list"), {"q": "крыл"}).content.decode()
    assert "Ничего не нашлось" in deputy.get(reverse("journal_list"), {"q": "химия"}).content.decode()


def test_a_stranger_lists_nothing(school: SmallSchool, enter: Enter) -> None:
    response = enter(school.stranger).get(reverse("journal_list"))
    assert response.status_code == 403
    assert "Страницы журнала открыты учителям" in response.content.decode()


def test_who_is_long_without_a_mark_comes_after_the_lessons(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    client.get(reverse("my_day_finals"))
    with CaptureQueriesContext(connection) as statements:
        html = client.get(reverse("my_day_finals"), headers={"HX-Request": "true"}).content.decode()
    assert "Давно без отметки" in html
    assert "<b>Абрамов Тимофей</b> — 14\u00a0недель, с начала года ни одной" in html
    assert "и ещё 23\u00a0ученика" in html
    assert len(statements) <= 25
