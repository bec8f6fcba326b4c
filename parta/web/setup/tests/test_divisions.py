"""The page of a division: rules propose, «Записать» writes, the second of two writers sees both."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.access.actions import NewPerson
from parta.domain.school import actions as school
from parta.domain.school.models import Division, GroupMembership
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import SINCE, Cast

pytestmark = pytest.mark.django_db
START = clock.at(date(2025, 9, 2), 12)


@pytest.fixture
def division(cast: Cast) -> Division:
    return school.create_division(
        cast.admin, year=cast.year, title="Английский язык", classes=[cast.class_7b], group_names=["Первая", "Вторая"]
    )


def places(division: Division) -> list[str]:
    return [str(one.group) for one in GroupMembership.objects.filter(group__division=division).order_by("student_id")]


def test_rules_only_propose_and_the_button_writes(cast: Cast, enter: Enter, division: Division) -> None:
    first, second = division.groups.order_by("id")
    address = reverse("division", args=[division.pk])
    with clock.frozen_at(START):
        browser = enter(cast.homeroom.user)
        page = browser.get(address, {"rule": "alphabet"}).content.decode()
        assert "3\xa0перестановки не записано" in page
        listed = {"names": "Попов\nЧужой Иван", "group": str(second.pk)}
        page = browser.post(reverse("division_list_rule", args=[division.pk]), listed).content.decode()
        assert "Чужой Иван" in page
        assert "1\xa0перестановка не записано" in page
        assert places(division) == []
        form = {f"p-{one.pk}": group.pk for one, group in zip(cast.pupils, (first, first, second), strict=True)}
        assert browser.post(address, {**form, "version": 1}).status_code == 302
    assert places(division) == ["Первая", "Первая", "Вторая"]


def test_the_second_of_two_sees_the_others_division_and_the_own_moves_upon_it(
    cast: Cast, enter: Enter, division: Division
) -> None:
    first, second = division.groups.order_by("id")
    address, state = reverse("division", args=[division.pk]), reverse("division_state", args=[division.pk])
    with clock.frozen_at(START):
        mine = {f"p-{cast.pupils[0].pk}": first.pk, "version": 1}
        assert enter(cast.homeroom.user).get(state, {"version": "1"}).status_code == 204
        other = {f"p-{cast.pupils[1].pk}": second.pk, "version": 1}
        enter(cast.admin).post(address, other)
        browser = enter(cast.homeroom.user)
        assert "Титов" in browser.get(state, {"version": "1"}).content.decode()
        answer = browser.post(address, mine)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Титов" in text
        assert "1\xa0перестановка не записано" in text
        assert places(division) == ["Вторая"]
        assert browser.post(address, {**mine, "version": 2}).status_code == 302
    assert places(division) == ["Первая", "Вторая"]


def test_in_the_middle_of_a_quarter_a_transfer_is_refused_on_the_page(
    cast: Cast, enter: Enter, division: Division
) -> None:
    first, second = division.groups.order_by("id")
    school.place_pupils(cast.admin, division=division, places={one.pk: first.pk for one in cast.pupils}, base=1)
    browser = enter(cast.admin)
    address = reverse("division_transfer", args=[division.pk])
    form = {"student": cast.pupils[0].pk, "group": second.pk, "reason": "Заявление мамы"}
    answer = browser.post(address, {**form, "day": "2025-12-15"})
    assert answer.status_code == 422
    assert "только по окончании учебного периода" in answer.content.decode()
    assert "12 января" in answer.content.decode().replace("\xa0", " ")
    assert browser.post(address, {**form, "day": "2026-01-12"}).status_code == 302
    assert "с 12 января: Вторая" in browser.get(reverse("division", args=[division.pk])).content.decode().replace(
        "\xa0", " "
    )


def test_the_page_costs_the_same_for_any_number_of_pupils(cast: Cast, enter: Enter, division: Division) -> None:
    browser = enter(cast.homeroom.user)
    address = reverse("division", args=[division.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    rows = [school.NewPupil(cast.class_7b, SINCE, NewPerson(f"Ученик{number}", "Иван")) for number in range(20)]
    school.enroll_students(cast.admin, rows)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few) <= 13
