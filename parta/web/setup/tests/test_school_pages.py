"""The year, classes, groups, rooms and the log, through their pages."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.access.actions import NewPerson
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school import queries
from parta.domain.school.actions import NewPupil
from parta.domain.school.models import AcademicYear, CalendarException, GradingPeriod, Room, SchoolClass, TeachingGroup
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import SINCE, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast, enter: Enter) -> Client:
    return enter(cast.admin)


# --- the year ---


def test_the_checklist_says_what_is_missing(cast: Cast, office: Client) -> None:
    text = office.get(reverse("school_home")).content.decode()
    assert "нет у 7А" in text
    assert "11\u00a0параллелей" in text


def test_an_empty_installation_leads_the_administrator_by_the_hand(enter: Enter, cast: Cast) -> None:
    for model in (GradingPeriod, CalendarException):
        model.objects.all().delete()
    text = enter(cast.admin).get(reverse("school_home")).content.decode()
    assert "периоды не заданы" in text


def test_the_next_year_is_opened_with_a_proposed_calendar(office: Client) -> None:
    assert 'value="2026"' in office.get(reverse("year_new")).content.decode()
    office.post(reverse("year_new"), {"year": "2026"})
    year = AcademicYear.objects.get(year=2026)
    text = office.get(reverse("school_year", args=[year.pk])).content.decode()
    assert "1–9 классы" in text
    assert "Осенние каникулы" in text


def test_trimesters_are_set_for_several_grades_at_once(cast: Cast, office: Client) -> None:
    address = reverse("periods", args=[cast.year.pk])
    shown = office.get(f"{address}?kind=trimester&grades=5&grades=6").content.decode()
    assert 'value="2025-12-01"' in shown
    form = {
        "grades": ["5", "6"],
        "kind": "trimester",
        "first_1": "2025-09-01",
        "last_1": "2025-11-28",
        "first_2": "2025-12-01",
        "last_2": "27.02.2026",
        "first_3": "2026-03-02",
        "last_3": "2026-05-26",
    }
    assert office.post(address, form).status_code == 302
    assert set(GradingPeriod.objects.filter(kind="trimester").values_list("grade_level", flat=True)) == {5, 6}
    assert GradingPeriod.objects.get(grade_level=6, number=2).ends_on == date(2026, 2, 27)


def test_a_period_with_one_day_is_explained(cast: Cast, office: Client) -> None:
    form = {
        "grades": ["5"],
        "kind": "quarter",
        "first_1": "2025-09-01",
        "last_1": "2025-10-24",
        "first_2": "2025-11-05",
    }
    answer = office.post(reverse("periods", args=[cast.year.pk]), form)
    assert answer.status_code == 422
    assert "Период 2: заполните оба дня" in answer.content.decode()


def test_a_quarantine_day_is_set_and_taken_back(cast: Cast, office: Client) -> None:
    form = {"day": "2025-12-15", "kind": "holiday", "title": "Карантин"}
    office.post(reverse("special_day", args=[cast.year.pk]), form)
    assert queries.calendar_of(cast.year).reason(date(2025, 12, 15), 7) == "Карантин"
    row = CalendarException.objects.get(day=date(2025, 12, 15))
    office.post(reverse("special_day_clear", args=[row.pk]))
    assert queries.calendar_of(cast.year).is_school_day(date(2025, 12, 15), 7)


# --- classes and groups ---


def test_several_classes_are_opened_by_one_line(office: Client) -> None:
    office.post(reverse("class_list"), {"names": "8А 8б, 10 физмат", "shift": "2", "days_per_week": "6"})
    opened = SchoolClass.objects.filter(shift=2, days_per_week=6)
    assert [row.name for row in opened] == ["8А", "8Б", "10физмат"]


def test_a_word_that_is_no_class_is_named(office: Client) -> None:
    answer = office.post(reverse("class_list"), {"names": "8А, восьмой", "shift": "1", "days_per_week": "5"})
    assert "Не понял: восьмой" in answer.content.decode()
    assert not SchoolClass.objects.filter(grade_level=8).exists()


def test_chosen_pupils_are_moved_with_an_order(cast: Cast, office: Client) -> None:
    address = reverse("students_move", args=[cast.class_7b.pk])
    chosen = [str(cast.pupils[0].pk), str(cast.pupils[1].pk)]
    shown = office.post(address, {"student": chosen}).content.decode()
    assert shown.count("checked") == 2
    assert "Заполните" not in shown
    form = {"student": chosen, "to_class": cast.class_7a.pk, "day": "2025-12-12", "order_number": "321"}
    assert office.post(address, form).status_code == 302
    assert queries.students_of(cast.class_7a, date(2025, 12, 12)).count() == 2
    assert "приказ №\u00a0321" in office.get(reverse("school_class", args=[cast.class_7b.pk])).content.decode()


def test_moving_nobody_is_refused_in_words(cast: Cast, office: Client) -> None:
    form = {"to_class": cast.class_7a.pk, "day": "2025-12-12"}
    answer = office.post(reverse("students_move", args=[cast.class_7b.pk]), form)
    assert "Отметьте в списке хотя бы одного" in answer.content.decode()


def test_cards_of_a_class_go_to_those_without_a_login_or_to_the_chosen(cast: Cast, office: Client) -> None:
    address = reverse("class_logins", args=[cast.class_7b.pk])
    first = office.post(address).content.decode()
    assert re.findall(r"<p><b>([^<]+)</b></p>", first) == [
        "Абрамов Тимофей",
        "Абрамова Инна",
        "Ёлкина Майя",
        "Попов Иван",
    ]
    assert office.post(address).status_code == 302
    again = office.post(address, {"student": [cast.pupils[0].pk]}).content.decode()
    assert re.findall(r"<p><b>([^<]+)</b></p>", again) == ["Абрамов Тимофей", "Абрамова Инна"]


@pytest.mark.parametrize("name", ["school_class", "class_list", "group_list", "school_home"])
def test_pages_cost_the_same_for_a_small_and_a_large_class(cast: Cast, office: Client, name: str) -> None:
    address = reverse(name, args=[cast.class_7b.pk] if name == "school_class" else [])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queried:
            assert office.get(address).status_code == 200
        return len(queried)

    cost()  # the name of the school is read once a minute
    small = cost()
    rows = [NewPupil(cast.class_7b, SINCE, NewPerson(f"Фамилия{number}", "Имя")) for number in range(30)]
    school.enroll_students(system_user(), rows)
    assert cost() == small <= 40


def test_a_group_is_made_and_its_members_change_from_a_day(cast: Cast, office: Client) -> None:
    form = {"name": "7Б, 1 гр.", "kind": "subgroup", "classes": [cast.class_7b.pk]}
    answer = office.post(reverse("group_new"), form)
    group = TeachingGroup.objects.get()
    assert answer.url == reverse("group", args=[group.pk])  # type: ignore[attr-defined]
    members = {"student": [cast.pupils[0].pk, cast.pupils[2].pk], "day": "2025-12-12"}
    office.post(reverse("group", args=[group.pk]), members)
    assert queries.members(group, date(2025, 12, 11)).count() == 0
    assert queries.members(group, date(2025, 12, 12)).count() == 2


def test_rooms_are_added_by_a_list_and_closed_one_by_one(office: Client) -> None:
    office.post(reverse("rooms"), {"names": "214, 215\nСпортзал"})
    room = Room.objects.get(name="215")
    office.post(reverse("room", args=[room.pk]), {"name": "215", "title": "", "capacity": ""})
    assert set(Room.objects.filter(is_active=True).values_list("name", flat=True)) == {"214", "Спортзал"}


# --- the log ---


def test_the_log_is_searched_by_person_kind_and_day_and_shows_before_and_after(cast: Cast, office: Client) -> None:
    names = {"last_name": "Попова", "first_name": "Ия", "middle_name": "", "phone": "", "email": ""}
    office.post(reverse("person_change", args=[cast.pupils[2].user_id]), names)
    text = office.get(reverse("audit_log"), {"q": "Попова", "kind": "access."}).content.decode()
    assert "Изменены данные человека" in text
    assert "<del>Попов</del> → <ins>Попова</ins>" in text
    assert "фамилия" in text
    empty = office.get(reverse("audit_log"), {"first": "2026-01-01"}).content.decode()
    assert "Таких записей нет" in empty


def test_the_log_has_a_bounded_cost(office: Client) -> None:
    with CaptureQueriesContext(connection) as queried:
        assert office.get(reverse("audit_log")).status_code == 200
    assert len(queried) <= 20
