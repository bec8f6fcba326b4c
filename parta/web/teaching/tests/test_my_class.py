"""«Мой класс»: who is away, the reason said once, few statements."""

import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import AbsenceReason, LessonRecord
from parta.domain.journal.rules import Operation
from parta.domain.timetable.models import Lesson
from parta.ops.cast import Cast
from parta.web.conftest import Enter


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/classes/{cast.school.classes['7Б'].pk}/"


def miss(cast: Cast, name: str = "Ковалёв Даниил") -> int:
    lesson, pupil = cast.lesson("7Б", "Алгебра"), cast.pupil(name)
    away = Operation(uuid.uuid4(), OperationKind.ATTENDANCE, lesson.pk, "н", student=pupil.pk)
    apply_operations(cast.user("krylova"), [away])
    return pupil.pk


@pytest.mark.clause("S3-4.3.1a")
def test_the_class_teacher_sees_who_is_away_and_writes_why(cast: Cast, enter: Enter, address: str) -> None:
    pupil, desk = miss(cast), enter(cast.user("krylova"))
    shown = desk.get(f"{address}day/").content.decode()
    assert "Ковалёв Даниил" in shown
    assert "1 без причины" in shown
    sent = {
        "code": "б", "first_day": "2026-12-10", "last_day": "2026-12-14", "first_lesson": "1",
        "basis": "звонок мамы", "base": "0",
    }  # fmt: skip
    answer = desk.post(f"{address}students/{pupil}/absence/?day=2026-12-10", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{address}day/?day=2026-12-10")
    shown = desk.get(f"{address}day/").content.decode()
    assert "по 14\u00a0декабря, звонок мамы" in shown
    assert "причины известны" in shown


def test_a_wrong_span_is_said_beside_the_form_and_nothing_is_written(cast: Cast, enter: Enter, address: str) -> None:
    pupil = cast.pupil("Ковалёв Даниил").pk
    sent = {"code": "б", "first_day": "2026-12-14", "last_day": "2026-12-10", "first_lesson": "1", "base": "0"}
    answer = enter(cast.user("krylova")).post(f"{address}students/{pupil}/absence/", sent)
    assert answer.status_code == 422
    assert "Последний день раньше первого" in answer.content.decode()
    assert not AbsenceReason.objects.exists()


def test_the_page_costs_the_same_whatever_the_class(
    cast: Cast, enter: Enter, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = enter(cast.user("krylova"))
    desk.get(f"{address}day/")
    for name in ("Ковалёв Даниил", "Лебедева Анна"):
        miss(cast, name)
    with django_assert_max_num_queries(14):
        desk.get(f"{address}day/")


@pytest.mark.clause("S3-4.3.1a")
def test_the_class_teacher_confirms_the_day_and_the_data_with_one_button(
    cast: Cast, enter: Enter, address: str
) -> None:
    desk = enter(cast.user("krylova"))
    shown = desk.get(f"{address}day/").content.decode()
    assert "Проверка посещаемости" in shown
    assert "срок прошёл" in shown, "данные не сверялись с сентября"
    for kind in ("attendance", "personal_data"):
        assert desk.post(f"{address}checks/{kind}/", {"day": "2026-12-10"}).status_code == 302
    shown = desk.get(f"{address}day/").content.decode()
    assert "проверено" in shown
    assert "снова до 10\u00a0января" in shown
    assert desk.post(f"{address}checks/anything/").status_code == 404
    assert enter(cast.user("zavuch")).post(f"{address}checks/attendance/").status_code == 403


def test_the_period_report_names_days_lessons_and_reasons(cast: Cast, enter: Enter, address: str) -> None:
    miss(cast)
    shown = enter(cast.user("krylova")).get(f"{address}attendance/?from=2026-12-01&to=2026-12-10").content.decode()
    assert "Кто сколько пропустил" in shown
    assert "н — не был" in shown
    assert "1–10 декабря" in shown.replace("\u00a0", " ")
    assert 'data-behaviour="print"' in shown
    assert enter(cast.user("petrova")).get(f"{address}attendance/").status_code == 404


def test_two_lessons_that_tell_different_stories_are_shown_in_words(cast: Cast, enter: Enter, address: str) -> None:
    later = cast.lesson("7Б", "Алгебра")
    earlier = Lesson.objects.filter(course__school_class=later.course.school_class, day=later.day).order_by("number")[0]
    assert earlier.number < later.number
    LessonRecord.objects.create(
        lesson=earlier, roll_called_at=cast.now, entered_by=cast.user("krylova"), entered_at=cast.now
    )
    miss(cast)
    shown = enter(cast.user("krylova")).get(f"{address}day/").content.decode()
    assert f"был на {earlier.number}-м уроке, не был на {later.number}-м" in shown
