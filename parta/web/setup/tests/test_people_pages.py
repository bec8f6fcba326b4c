"""People: found, entered once, given roles, parents and logins."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import has_role, system_user
from parta.domain.school import actions as school
from parta.domain.school import queries
from parta.domain.school.actions import NewPupil, NewTie
from parta.domain.school.models import Guardianship
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import SINCE, Cast

pytestmark = pytest.mark.django_db


def listed(cast: Cast, enter: Enter, query: str) -> list[str]:
    text = enter(cast.admin).get(f"{reverse('people')}?{query}").content.decode()
    return re.findall(r'<a href="/people/\d+/">([^<]+)</a>', text)


def test_a_person_is_found_by_any_words_of_the_name_without_yo(cast: Cast, enter: Enter) -> None:
    assert listed(cast, enter, "q=елкина") == ["Ёлкина Майя"]
    assert listed(cast, enter, "q=майя ёлк") == ["Ёлкина Майя"]


def test_a_class_finds_its_pupils_and_their_parents(cast: Cast, enter: Enter) -> None:
    assert listed(cast, enter, "q=7б") == ["Абрамов Тимофей", "Абрамова Инна", "Ёлкина Майя", "Попов Иван"]


def test_the_list_is_narrowed_by_kind_and_by_access(cast: Cast, enter: Enter) -> None:
    assert listed(cast, enter, "who=guardians") == ["Абрамова Инна"]
    enter(cast.admin).post(reverse("login_issue", args=[cast.mother.pk]))
    assert listed(cast, enter, "access=waits") == ["Абрамова Инна"]
    assert "Абрамова Инна" not in listed(cast, enter, "access=none")


def test_who_left_is_found_among_the_former(cast: Cast, enter: Enter) -> None:
    school.withdraw_students(system_user(), [cast.pupils[2]], last_day=date(2025, 12, 10))
    assert "Попов Иван" in listed(cast, enter, "who=former")
    assert "Попов Иван" not in listed(cast, enter, "who=students")


def test_a_long_list_costs_as_many_queries_as_a_short_one(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queried:
            assert browser.get(reverse("people")).status_code == 200
        return len(queried)

    cost()  # the name of the school is read once a minute
    short = cost()
    rows = [NewPupil(cast.class_7a, SINCE, NewPerson(f"Фамилия{number}", "Имя")) for number in range(60)]
    school.enroll_students(system_user(), rows)
    assert cost() == short <= 26


def test_namesakes_are_shown_before_a_person_is_entered_twice(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.secretary)
    form = {
        "last_name": "Абрамов",
        "first_name": "Тимофей",
        "school_class": cast.class_7a.pk,
        "valid_from": "2025-12-11",
    }
    answer = browser.post(reverse("student_new"), form)
    assert answer.status_code == 422
    assert "Похожий человек уже есть" in answer.content.decode()
    assert browser.post(reverse("student_new"), {**form, "anyway": "1"}).status_code == 302
    assert User.objects.filter(last_name="Абрамов").count() == 2


def test_a_refusal_of_the_domain_stands_in_the_form(cast: Cast, enter: Enter) -> None:
    form = {"last_name": "Новиков", "first_name": "Пётр", "school_class": cast.class_7a.pk, "valid_from": "2030-12-11"}
    answer = enter(cast.secretary).post(reverse("student_new"), form)
    assert answer.status_code == 422
    assert "это не тот учебный год" in answer.content.decode()


def test_a_role_is_given_by_an_order_and_shown_with_it(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)
    person = cast.teacher.user
    form = {"role": "deputy", "valid_from": "2026-01-12", "order_number": "333", "order_date": "2025-12-10"}
    assert browser.post(reverse("appoint", args=[person.pk]), form).status_code == 302
    assert has_role(person, Role.DEPUTY, day=date(2026, 1, 12))
    text = browser.get(reverse("person", args=[person.pk])).content.decode()
    assert "начнётся само" in text
    assert "333" in text
    row = person.appointments.get()
    browser.post(reverse("appointment_end", args=[row.pk]), {"last_day": "2026-02-01"})
    assert not has_role(person, Role.DEPUTY, day=date(2026, 2, 2))


def test_the_password_of_a_card_is_shown_once(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)
    answer = browser.post(reverse("login_issue", args=[cast.mother.pk]))
    found = re.search(r"первый вход: <code>([a-z0-9-]+)</code>", answer.content.decode())
    assert found
    cast.mother.refresh_from_db()
    assert cast.mother.check_password(found[1])
    assert found[1] not in browser.get(reverse("person", args=[cast.mother.pk])).content.decode()


def test_a_known_parent_is_tied_to_the_second_child_without_a_second_account(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.secretary)
    form = {"known": "Абрамова Инна", "relation": "mother", "valid_from": "2025-12-11"}
    assert browser.post(reverse("tie_new", args=[cast.pupils[1].user_id]), form).status_code == 302
    assert list(queries.diaries_open_to(cast.mother, date(2025, 12, 11))) == cast.pupils[:2]


def test_a_parent_named_both_ways_or_not_found_is_refused_in_words(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.secretary)
    address = reverse("tie_new", args=[cast.pupils[1].user_id])
    both = {"known": "Абрамова", "last_name": "Ёлкина", "relation": "mother", "valid_from": "2025-12-11"}
    assert "или впишите нового" in browser.post(address, both).content.decode()
    nobody = {"known": "Никто", "relation": "mother", "valid_from": "2025-12-11"}
    assert "Такого человека нет" in browser.post(address, nobody).content.decode()


def test_a_parent_may_be_hired_and_dismissed_and_stays_one_person(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)
    browser.post(reverse("hire", args=[cast.mother.pk]), {"position": "логопед", "valid_from": "2025-12-01"})
    text = browser.get(reverse("person", args=[cast.mother.pk])).content.decode()
    assert "логопед" in text
    assert "Абрамов Тимофей" in text
    browser.post(reverse("dismiss", args=[cast.mother.pk]), {"last_day": "2025-12-10"})
    staff = queries.staff_of(cast.mother)
    assert staff is not None
    assert staff.valid_to == date(2025, 12, 10)
    assert queries.diaries_open_to(cast.mother, date(2025, 12, 11)).exists()


def test_a_pupil_who_left_is_enrolled_again_from_the_own_page(cast: Cast, enter: Enter) -> None:
    school.withdraw_students(system_user(), [cast.pupils[2]], last_day=date(2025, 12, 1))
    browser = enter(cast.secretary)
    address = reverse("enroll_again", args=[cast.pupils[2].user_id])
    assert address in browser.get(reverse("person", args=[cast.pupils[2].user_id])).content.decode()
    form = {"school_class": cast.class_7a.pk, "valid_from": "2025-12-11", "order_number": "330"}
    assert browser.post(address, form).status_code == 302
    assert queries.class_of(cast.pupils[2], date(2025, 12, 11)) == cast.class_7a


def test_an_ended_tie_closes_the_diary(cast: Cast, enter: Enter) -> None:
    tie = Guardianship.objects.get(guardian__user=cast.mother)
    enter(cast.secretary).post(reverse("tie_end", args=[tie.pk]), {"last_day": "2025-12-10"})
    assert not queries.diaries_open_to(cast.mother, date(2025, 12, 11)).exists()


def test_the_page_of_a_pupil_has_a_bounded_cost(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.admin)
    rows = [NewTie(cast.pupils[0], SINCE, person=NewPerson(f"Опекун{number}")) for number in range(6)]
    school.link_guardians(system_user(), rows)
    with CaptureQueriesContext(connection) as queried:
        assert browser.get(reverse("person", args=[cast.pupils[0].user_id])).status_code == 200
    assert len(queried) <= 45


def test_somebody_who_does_not_exist_is_not_found(cast: Cast, enter: Enter) -> None:
    assert enter(cast.admin).get(reverse("person", args=[99999])).status_code == 404
    assert enter(cast.admin).get(reverse("person", args=[system_user().pk])).status_code == 404
