"""The journal page and the address of operations, as a teacher, a deputy and a stranger meet them."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.domain.timetable.choices import LessonStatus
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import TODAY, SmallSchool, build, substitute

SESSION_AND_FRAME = 9
"""Session, user, roles of the day and the menu: the same for every page."""


def journal_address(school: SmallSchool, query: str = "") -> str:
    return reverse("journal", args=[school.course.pk]) + query


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, operations: list[dict[str, Any]], **extra: Any) -> Any:
    body = json.dumps({"operations": operations, **extra})
    return client.post(reverse("journal_operations"), body, content_type="application/json")


def mark(school: SmallSchool, index: int = 0, value: str = "5", **extra: Any) -> dict[str, Any]:
    lesson = school.lesson_on(TODAY)
    student = school.students[index]
    made = {"id": str(uuid.uuid4()), "kind": "mark", "lesson": lesson.pk, "student": student.pk, "slot": 1}
    return {**made, "value": value, "base": 0, **extra}


def test_the_page_holds_the_whole_class_and_the_quarter(school: SmallSchool, enter: Enter) -> None:
    html = body_of(enter(school.teacher), journal_address(school))
    assert html.count("<tr data-student=") == 27
    assert html.count("data-lesson=") - 1 == len([one for one in school.lessons if 11 <= one.day.month <= 12])
    assert "Рождественский Александр" in html
    assert 'role="grid"' in html
    assert 'aria-rowcount="30"' in html


def test_a_year_is_one_page_without_paging(school: SmallSchool, enter: Enter) -> None:
    html = body_of(enter(school.teacher), journal_address(school, "?view=year"))
    assert html.count("data-lesson=") - 1 == len(school.lessons)


def test_a_month_shows_its_own_lessons_only(school: SmallSchool, enter: Enter) -> None:
    html = body_of(enter(school.teacher), journal_address(school, "?view=month&from=2025-11-15"))
    assert html.count("data-lesson=") - 1 == len([one for one in school.lessons if one.day.month == 11])


def test_nonsense_in_the_address_shows_the_quarter(school: SmallSchool, enter: Enter) -> None:
    html = body_of(enter(school.teacher), journal_address(school, "?view=<b>&from=yesterday&lesson=x"))
    assert "2 четверть" in html


def test_the_page_costs_few_statements_whatever_stands_in_it(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    post(client, [mark(school, index) for index in range(27)])
    client.get(journal_address(school))
    with CaptureQueriesContext(
        connection,
    ) as one_quarter:
        client.get(journal_address(school))
    with CaptureQueriesContext(connection) as whole_year:
        client.get(journal_address(school, "?view=year"))
    assert len(one_quarter) <= 10 + SESSION_AND_FRAME
    assert len(whole_year) == len(one_quarter)


def test_a_mark_by_an_operation_is_on_the_page(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    first = mark(school)
    answer = post(client, [first]).json()["results"][0]
    assert answer["status"] == "applied"
    assert answer["average"] == "5,00"
    assert answer["mark_count"] == 1
    html = body_of(client, journal_address(school))
    assert '<td class="m5" data-v="1">5</td>' in html
    assert post(client, [first]).json()["results"][0]["status"] == "repeated"
    assert Mark.objects.count() == 1


def test_answers_are_never_kept_by_a_browser(school: SmallSchool, enter: Enter) -> None:
    response = post(enter(school.teacher), [mark(school)])
    assert response.headers["Cache-Control"] == "no-store"


def test_two_teachers_do_not_overwrite_each_other(school: SmallSchool, enter: Enter) -> None:
    other = substitute(school, school.lesson_on(TODAY))
    post(enter(other), [mark(school, value="3")])
    answer = post(enter(school.teacher), [mark(school, value="4")]).json()["results"][0]
    assert answer["status"] == "conflict"
    assert answer["current"]["value"] == "3"
    assert answer["current"]["by"].startswith("Рогов")
    assert Mark.objects.get().value == "3"


def test_a_broken_request_gets_a_sentence(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    address = reverse("journal_operations")
    broken = client.post(address, "{", content_type="application/json")
    assert (broken.status_code, broken.json()["message"]) == (400, "Запрос не читается: ожидался JSON")
    assert client.post(address, "[]", content_type="application/json").status_code == 422
    too_many = post(client, [mark(school) for _ in range(501)])
    assert too_many.status_code == 422
    assert "500" in too_many.json()["message"]
    assert not Mark.objects.exists()


def test_a_deputy_reads_the_same_page_and_writes_nothing(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.deputy)
    html = body_of(client, journal_address(school))
    assert "Только чтение" in html
    assert 'data-write="no"' in html
    assert "data-editor" in html
    assert "Кого нет?" not in html
    answer = post(client, [mark(school)]).json()["results"][0]
    assert answer["status"] == "refused"
    assert not Mark.objects.exists()


def test_a_stranger_finds_no_such_page(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.stranger)
    lesson = school.lesson_on(TODAY)
    for address in (
        journal_address(school),
        reverse("lesson", args=[lesson.pk]),
        reverse("lesson_panel", args=[lesson.pk]),
        reverse("cell_history", args=[lesson.pk, school.students[0].pk]),
        journal_address(school, "?lesson=1").replace(str(school.course.pk), "987654"),
    ):
        assert client.get(address).status_code == 404, address


def test_a_substitute_fills_only_the_substituted_lesson(school: SmallSchool, enter: Enter) -> None:
    other = substitute(school, school.lesson_on(TODAY))
    html = body_of(enter(other), journal_address(school))
    assert html.count('data-state="lock"') == len(
        [one for one in school.lessons if one.day.month >= 11 and one.day < TODAY]
    )
    assert "закрыт для правок" in html


def test_a_cancelled_lesson_and_a_future_one_say_so(school: SmallSchool, enter: Enter) -> None:
    lesson = school.lessons[school.lessons.index(school.lesson_on(TODAY)) - 1]
    lesson.status = LessonStatus.CANCELLED
    lesson.save()
    html = body_of(enter(school.teacher), journal_address(school))
    assert html.count('data-state="off"') == 1
    assert html.count('data-state="fut"') == len(
        [one for one in school.lessons if one.day > TODAY and one.day.month == 12]
    )


@pytest.mark.clause("S3-3.7a")
def test_the_first_grade_has_no_marks_and_the_page_cites_the_clause(db: None, noon: None, enter: Enter) -> None:
    school = build(grade=1)
    client = enter(school.teacher)
    html = body_of(client, journal_address(school))
    assert "В первом классе отметки не ставят" in html
    assert 'data-marks-allowed="no"' in html
    assert "<tfoot" not in html
    assert 'class="jg plain"' in html
    assert "Домашнее задание" not in body_of(client, reverse("lesson_panel", args=[school.lesson_on(TODAY).pk]))
    answer = post(client, [mark(school)]).json()["results"][0]
    assert answer["status"] == "locked"
    assert not Mark.objects.exists()


def test_the_panel_offers_the_topic_of_the_plan(school: SmallSchool, enter: Enter) -> None:
    lesson = school.lesson_on(TODAY)
    html = body_of(enter(school.teacher), reverse("lesson_panel", args=[lesson.pk]))
    number = school.lessons.index(lesson) + 1
    assert f"КТП №&nbsp;{number}" in html
    assert f"Одночлены, занятие {number}" in html
    assert "до 16:00" in html


def test_a_pupils_cell_keeps_its_history(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    post(client, [mark(school, value="4")])
    post(client, [mark(school, value="5", base=1)])
    address = reverse("cell_history", args=[school.lesson_on(TODAY).pk, school.students[0].pk])
    html = body_of(client, address)
    assert "4 → 5" in html
    assert "Крылова" in html


def test_everything_of_a_lesson_can_come_as_operations(school: SmallSchool, enter: Enter) -> None:
    lesson = school.lesson_on(TODAY)
    about = {"lesson": lesson.pk, "base": 0}
    operations = [
        {"id": str(uuid.uuid4()), "kind": "attendance", "student": school.students[1].pk, "value": "н", **about},
        {"id": str(uuid.uuid4()), "kind": "topic", "value": "Степени", **about},
        {"id": str(uuid.uuid4()), "kind": "homework", "value": "№ 5", "due_on": "2025-12-15", **about},
    ]
    results = post(enter(school.teacher), operations).json()["results"]
    assert [one["status"] for one in results] == ["applied"] * 3
    assert AttendanceEntry.objects.get().code == "н"
    assert LessonRecord.objects.get().topic == "Степени"
    assert str(Homework.objects.get().due_on) == "2025-12-15"
