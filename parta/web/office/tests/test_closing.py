"""Pages of closing: the school's table costs the same for any number of classes; a class is closed and opened there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.curriculum.models import Course
from parta.domain.finals.models import ClassClosing, CouncilDecision, FinalMark
from parta.domain.finals.tests.closing_steps import AFTER, deferred, fill, quarter_of, seventh
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.domain.school.models import Enrollment, SchoolClass, Student
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

CEILING = 38
"""Person and frame, the year and its periods, twenty-two statements of the survey, the rulebook."""
OF_CLASS = 62
"""The same, names, proposals near a boundary, the forecast (eleven) and the sheet of the period before (seven)."""


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_table_of_the_school_costs_the_same_for_forty_classes(cast: Cast, enter: Enter) -> None:
    client, place = enter(cast.user("zavuch")), reverse("school_closing") + "?period=quarter-2"
    client.get(place)
    with CaptureQueriesContext(connection) as few:
        assert client.get(place).status_code == 200
    own, subject = seventh(cast), algebra(cast).subject
    pupils = list(Student.objects.filter(enrollments__school_class=own).order_by("pk"))
    for number in range(36):
        klass = SchoolClass.objects.create(year=own.year, grade_level=5 + number % 5, letter=f"Ж{number}")
        Course.objects.create(year=own.year, subject=subject, school_class=klass, grade_level=klass.grade_level)
        if number < len(pupils):
            Enrollment.objects.filter(student=pupils[number], valid_to=None).update(school_class=klass)
    with CaptureQueriesContext(connection) as many:
        page = client.get(place)
    assert page.content.decode().count('scope="row" class="nm"') >= 30
    assert len(many) == len(few) <= CEILING


def test_the_deputy_sees_what_is_left_and_closes_the_class(cast: Cast, enter: Enter) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    client = enter(cast.user("zavuch"))
    address = reverse("class_closing", args=[own.pk]) + f"?period={quarter_of(own).pk}"
    with clock.frozen_at(AFTER):
        client = enter(cast.user("zavuch"))
        page = words(client.get(address).content.decode())
        assert "нет 1 из" in page
        assert "алгебра 1 (Крылова" in page
        assert "Ковалёв Даниил" in page
        assert "Закрыть 2 четверть в 7Б" not in page, "кнопки нет, пока кому-то не хватает отметки"
        refused = client.post(reverse("class_close", args=[own.pk]), {"period": quarter_of(own).pk}, follow=True)
        assert "7Б, алгебра — Ковалёв Даниил" in words(refused.content.decode())
        assert not ClassClosing.objects.exists()
        FinalMark.objects.create(
            course=course, student=pupil, kind="quarter", period=quarter_of(own), value="4",
            entered_by=cast.user("krylova"), entered_at=cast.now,
        )  # fmt: skip
        assert "Закрыть 2 четверть в 7Б" in words(client.get(address).content.decode())
        client.post(reverse("class_close", args=[own.pk]), {"period": quarter_of(own).pk})
        assert ClassClosing.objects.get().closed_by == cast.user("zavuch")
        assert "Открыть период 7Б" not in client.get(address).content.decode()
        head = enter(cast.user("director"))
        assert "Открыть период 7Б" in head.get(address).content.decode()
        head.post(reverse("class_reopen", args=[own.pk]), {"period": quarter_of(own).pk, "reason": "Ошибка"})
    assert ClassClosing.objects.get().reopen_reason == "Ошибка"


def test_the_class_teacher_reads_the_steps_and_has_no_button(cast: Cast, enter: Enter) -> None:
    own = seventh(cast)
    client = enter(cast.user("krylova"))
    address = reverse("class_closing", args=[own.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as statements:
        page = words(client.get(address).content.decode())
    assert "Закрывает завуч, а не вы." in page
    assert "class_close" not in page
    assert len(statements) <= OF_CLASS


def test_a_deferral_without_its_order_is_named_before_closing(cast: Cast, enter: Enter) -> None:
    deferred(cast, cast.pupil(DANIIL), algebra(cast), login="krylova", order_number="", order_date=None)
    page = words(enter(cast.user("zavuch")).get(reverse("school_closing") + "?period=quarter-2").content.decode())
    assert "нужен приказ" in page
    assert "1 без приказа" in page


@pytest.mark.parametrize("login", ["zavuch", "krylova"])
def test_the_council_form_writes_a_whole_class(cast: Cast, enter: Enter, login: str) -> None:
    own, pupil = seventh(cast), cast.pupil(DANIIL)
    client = enter(cast.user(login))
    address = reverse("council", args=[own.pk])
    boxes = {f"b-{one.pk}": "0" for one in cast.school.pupils["7Б"]}
    data = {"protocol": "9", "day": "2026-12-09", f"d-{pupil.pk}": "repeats", f"n-{pupil.pk}": "По заявлению", **boxes}
    assert client.get(address).status_code == 200
    answer = client.post(address, data)
    if login == "krylova":
        assert answer.status_code == 403
        assert not CouncilDecision.objects.exists()
        return
    assert answer.status_code == 302
    row = CouncilDecision.objects.get()
    assert (row.student, row.decision, row.note, row.protocol) == (pupil, "repeats", "По заявлению", "9")
    again = client.post(address, data)
    assert again.status_code == 422, "та же форма второй раз: версия уже другая"
