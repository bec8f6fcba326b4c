"""The page of final marks over HTTP: who reads it, what a plain form writes, what a program is answered."""

import json
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.finals.models import FinalMark
from parta.domain.journal.models import Mark
from parta.domain.school.models import Guardian, Guardianship
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import SmallSchool, build, person

INSIDE = clock.at(date(2025, 12, 23), 10)
PAGE_CEILING = 24


def given(school: SmallSchool) -> None:
    """Three fours for everybody."""
    lessons = [one for one in school.lessons if date(2025, 11, 5) <= one.day <= date(2025, 12, 20)][:3]
    Mark.objects.bulk_create(
        Mark(lesson=lesson, student=student, value="4", entered_by=school.teacher, entered_at=lesson.ends)
        for student in school.students
        for lesson in lessons
    )


def address(school: SmallSchool) -> str:
    return reverse("final_marks", args=[school.course.pk])


def test_the_page_says_until_when_and_how_many(school: SmallSchool, enter: Enter) -> None:
    given(school)
    with clock.frozen_at(INSIDE):
        html = enter(school.teacher).get(address(school)).content.decode()
    assert "отметки за 2 четверть" in html
    assert "до конца дня 24\u00a0декабря" in html
    assert "Принять прогноз у 27\u00a0бесспорных" in html


def test_before_the_window_the_page_says_when_it_opens(school: SmallSchool, enter: Enter) -> None:
    html = enter(school.teacher).get(address(school)).content.decode()
    assert "Итоговые отметки ставят с 20\u00a0декабря" in html
    assert "Принять прогноз" not in html


def test_a_plain_form_writes_what_was_changed_and_keeps_what_was_refused(school: SmallSchool, enter: Enter) -> None:
    given(school)
    first, second = school.students[:2]
    with clock.frozen_at(INSIDE):
        client = enter(school.teacher)
        answer = client.post(address(school), {f"v-{first.pk}": "4", f"v-{second.pk}": "5", "do": "save"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Прогноз 4 (4,00), вы ставите 5: напишите почему" in html
        assert list(FinalMark.objects.values_list("student_id", "value")) == [(first.pk, "4")]
        again = client.post(
            address(school), {f"v-{second.pk}": "5", f"r-{second.pk}": "Победа в олимпиаде", "do": "save"}
        )
    assert again.status_code == 302
    assert FinalMark.objects.get(student=second).deviation_reason == "Победа в олимпиаде"


def test_all_indisputable_are_accepted_by_one_button(school: SmallSchool, enter: Enter) -> None:
    given(school)
    Mark.objects.filter(student=school.students[0]).delete()
    with clock.frozen_at(INSIDE):
        enter(school.teacher).post(address(school), {"do": "simple"})
    assert FinalMark.objects.count() == 26
    assert set(FinalMark.objects.values_list("value", "proposed")) == {("4", "4")}


def test_a_stranger_finds_no_page_and_a_deputy_writes_nothing(school: SmallSchool, enter: Enter) -> None:
    given(school)
    with clock.frozen_at(INSIDE):
        assert enter(school.stranger).get(address(school)).status_code == 404
        deputy = enter(school.deputy)
        assert "Только чтение" in deputy.get(address(school)).content.decode()
        answer = deputy.post(address(school), {f"v-{school.students[0].pk}": "4"})
    assert answer.status_code == 422
    assert not FinalMark.objects.exists()


def test_a_place_that_is_not_there_is_not_found(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    for code in ("p999999", "final", "quarter", "x"):
        assert client.get(address(school), {"place": code}).status_code == 404
    assert client.get(address(school), {"place": "year"}).status_code == 200


def test_what_is_not_a_list_of_operations_is_refused(school: SmallSchool, enter: Enter) -> None:
    client = enter(school.teacher)
    target = reverse("final_operations")
    for body, status in (("{", 400), ("[]", 422), ('{"operations": [1]}', 422), ('{"operations": [{"id": 5}]}', 422)):
        assert client.post(target, body, content_type="application/json").status_code == status
    one = {"id": str(uuid.uuid4()), "course": 10**9, "place": "year", "student": 1, "value": "5"}
    answer = client.post(target, json.dumps({"operations": [one]}), content_type="application/json")
    assert json.loads(answer.content)["results"][0]["status"] == "refused"


def test_a_page_without_periods_says_whom_to_ask(school: SmallSchool, enter: Enter) -> None:
    school.year.periods.all().delete()
    assert "Периодов пока нет" in enter(school.teacher).get(address(school)).content.decode()


def test_the_page_costs_a_bounded_number_of_statements(school: SmallSchool, enter: Enter) -> None:
    given(school)
    with clock.frozen_at(INSIDE):
        client = enter(school.teacher)
        client.get(address(school))
        with CaptureQueriesContext(connection) as statements:
            client.get(address(school))
    assert len(statements) <= PAGE_CEILING


def test_my_day_brings_the_finals_by_themselves(school: SmallSchool, enter: Enter) -> None:
    with clock.frozen_at(INSIDE):
        client = enter(school.teacher)
        assert reverse("my_day_finals") in client.get(reverse("my_day")).content.decode()
        fragment = client.get(reverse("my_day_finals"), headers={"HX-Request": "true"}).content.decode()
        whole = client.get(reverse("my_day_finals")).content.decode()
    assert "Поставлено 0 из 27, до конца дня 24\u00a0декабря" in fragment
    assert "<html" not in fragment
    assert "<html" in whole


def test_a_deputy_reads_what_was_decided_otherwise_and_why(school: SmallSchool, enter: Enter) -> None:
    given(school)
    with clock.frozen_at(INSIDE):
        who = school.students[13].pk
        form = {f"v-{who}": "5", f"r-{who}": "Победа в олимпиаде"}
        assert enter(school.teacher).post(address(school), form).status_code == 302
        html = enter(school.deputy).get(reverse("final_dates")).content.decode()
    assert "Ковалёв Даниил — <b>5</b>, прогноз 4 (4,00)" in html
    assert "Победа в олимпиаде" in html


def test_an_order_written_on_its_page_moves_the_window(school: SmallSchool, enter: Enter) -> None:
    given(school)
    client = enter(school.deputy)
    form = {
        "period": "quarter-2", "grades": ["7"], "opens_on": "2025-12-10", "closes_on": "2025-12-12",
        "order_number": "214", "order_date": "2025-12-01",
    }  # fmt: skip
    assert client.post(reverse("final_dates"), {**form, "closes_on": "2025-12-01"}).status_code == 422
    assert client.post(reverse("final_dates"), form).status_code == 302
    assert "приказ № 214" in enter(school.teacher).get(address(school)).content.decode()
    assert "7 класс: 10–12\u00a0декабря" in client.get(reverse("final_dates")).content.decode()


def test_a_year_with_a_period_left_out_is_not_accepted_by_the_button(school: SmallSchool, enter: Enter) -> None:
    for number, period in enumerate(school.year.periods.order_by("number"), start=1):
        for student in school.students[: 1 if number == 4 else 2]:
            FinalMark.objects.create(
                course=school.course, student=student, kind="quarter", period=period, value="4",
                entered_by=school.teacher, entered_at=INSIDE,
            )  # fmt: skip
    with clock.frozen_at(clock.at(date(2026, 5, 21), 10)):
        client = enter(school.teacher)
        page = client.get(address(school), {"place": "year"}).content.decode()
        client.post(f"{address(school)}?place=year", {"do": "simple"})
    assert "за периоды: 3 из 4" in page
    assert list(FinalMark.objects.filter(kind="year").values_list("student_id", "value")) == [
        (school.students[0].pk, "4")
    ]


@pytest.mark.clause("S2-3a")
@pytest.mark.parametrize(("grade", "level"), [(3, "НОО"), (8, "ООО"), (10, "СОО")])
def test_each_pupil_of_primary_basic_and_secondary_school_has_results_of_the_own(
    db: None, noon: None, enter: Enter, grade: int, level: str
) -> None:
    school = build(grade=grade, pupils=3)
    given(school)
    first, second, _ = school.students
    Mark.objects.filter(student=second).update(value="5")
    mother = person("Ковалёва Наталья Игоревна", "mother")
    Guardianship.objects.create(
        guardian=Guardian.objects.create(user=mother), student=second, valid_from=date(2025, 9, 1)
    )
    with clock.frozen_at(INSIDE):
        form = {f"v-{first.pk}": "4", f"v-{second.pk}": "5", "do": "save"}
        assert enter(school.teacher).post(address(school), form).status_code == 302, level
        seen = enter(mother).get(f"/students/{second.pk}/marks/").content.decode()
    assert list(FinalMark.objects.values_list("student_id", "value")) == [(first.pk, "4"), (second.pk, "5")]
    assert "5,00" in seen
    assert "4,00" not in seen
