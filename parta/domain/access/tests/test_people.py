"""People, logins and roles: what is written, what is refused, what the log keeps."""

from datetime import date

import pytest

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.errors import AppointmentRefused, BadName, LoginTaken, RightMissing, WeakPassword
from parta.domain.access.models import User
from parta.domain.access.permissions import register_credential_source
from parta.domain.access.queries import has_role, system_user
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain

pytestmark = pytest.mark.django_db
SINCE = date(2025, 9, 1)


@pytest.fixture
def system() -> User:
    return system_user()


@pytest.fixture
def admin(system: User) -> User:
    user = access.create_person(system, NewPerson("Титов", "Антон", "Викторович"))
    access.appoint(system, user, role=Role.ADMINISTRATOR, valid_from=SINCE, order_number="12")
    return user


@pytest.mark.clause("S3-4.1.7a")
def test_the_administrator_enters_a_person_and_the_log_says_who(admin: User) -> None:
    person = access.create_person(admin, NewPerson("  Ковалёв ", "Даниил", ""))
    person.refresh_from_db()
    assert (person.full_name, person.search_name) == ("Ковалёв Даниил", "ковалев даниил")
    assert not person.check_password("")
    entry = AuditEntry.objects.get(code="access.user.created", person=person)
    assert entry.actor == admin


def test_a_stranger_cannot_enter_people(system: User) -> None:
    teacher = access.create_person(system, NewPerson("Ким", "Анна"))
    with pytest.raises(RightMissing, match="администратор ЭЖ или секретарь"):
        access.create_person(teacher, NewPerson("Новый"))
    assert not User.objects.filter(last_name="Новый").exists()


def test_a_person_without_a_surname_is_refused(admin: User) -> None:
    with pytest.raises(BadName):
        access.create_person(admin, NewPerson(" ", "Даниил"))


def test_a_new_surname_changes_the_search_and_leaves_the_old_one_in_the_log(admin: User) -> None:
    person = access.create_person(admin, NewPerson("Ёлкина", "Майя"))
    access.change_person(admin, person, last_name="Берёзкина")
    assert User.objects.filter(search_name__contains="березкина").exists()
    entry = AuditEntry.objects.get(code="access.user.changed")
    assert (entry.before, entry.after) == ({"last_name": "Ёлкина"}, {"last_name": "Берёзкина"})


def test_people_change_their_own_telephone_but_not_their_name(admin: User) -> None:
    person = access.create_person(admin, NewPerson("Ким", "Анна"))
    access.change_person(person, person, phone="+7 900 000-00-00")
    with pytest.raises(RightMissing):
        access.change_person(person, person, last_name="Пак")


@pytest.mark.clause("S3-3.1a")
def test_the_administrator_issues_a_login_with_a_password_for_one_use(admin: User) -> None:
    person = access.create_person(admin, NewPerson("Крылова", "Екатерина", "Андреевна"))
    card = access.issue_login(admin, person)
    person.refresh_from_db()
    assert card.login == person.login == "krylova-ea"
    assert person.check_password(card.password)
    assert person.must_change_password
    assert card.password not in str(AuditEntry.objects.values_list("before", "after", "subject_title"))


def test_a_second_card_keeps_the_login_and_changes_the_password(admin: User) -> None:
    person = access.create_person(admin, NewPerson("Крылова", "Екатерина"))
    first = access.issue_login(admin, person, login="ekr")
    second = access.issue_login(admin, person)
    assert (second.login, second.password != first.password) == ("ekr", True)


def test_namesakes_of_one_class_get_different_logins(admin: User) -> None:
    people = access.create_people(admin, [NewPerson("Попов", "Иван"), NewPerson("Попов", "Илья")])
    logins = [card.login for card in access.issue_logins(admin, people)]
    assert logins == ["popov-i", "popov-i-2"]


def test_a_taken_login_is_refused_by_name(admin: User) -> None:
    access.issue_login(admin, admin, login="titov")
    person = access.create_person(admin, NewPerson("Титова", "Вера"))
    with pytest.raises(LoginTaken, match="titov"):
        access.issue_login(admin, person, login="Titov ")


def test_nobody_but_the_issuer_of_these_people_gives_them_logins(admin: User) -> None:
    tutor = access.create_person(admin, NewPerson("Ким", "Анна"))
    own, other = access.create_people(admin, [NewPerson("Свой"), NewPerson("Чужой")])
    register_credential_source(lambda actor, people: {own.pk} if actor.pk == tutor.pk else set())
    assert access.issue_login(tutor, own).login == "svoy"
    with pytest.raises(RightMissing):
        access.issue_logins(tutor, [own, other])


def test_one_changes_a_password_only_knowing_the_old_one(admin: User) -> None:
    person = access.create_person(admin, NewPerson("Крылова", "Екатерина"))
    card = access.issue_login(admin, person)
    with pytest.raises(WeakPassword, match="нынешний"):
        access.change_password(person, current="не тот", new="дождь-и-лужи-7")
    with pytest.raises(WeakPassword):
        access.change_password(person, current=card.password, new="12345678")
    access.change_password(person, current=card.password, new="дождь-и-лужи-7")
    person.refresh_from_db()
    assert person.check_password("дождь-и-лужи-7")
    assert not person.must_change_password


@pytest.mark.clause("S3-4.2.2a")
def test_the_director_appoints_from_a_day_by_an_order(admin: User) -> None:
    director, deputy = access.create_people(admin, [NewPerson("Орлова"), NewPerson("Тихомирова")])
    access.appoint(admin, director, role=Role.DIRECTOR, valid_from=SINCE)
    access.appoint(director, deputy, role=Role.DEPUTY, valid_from=date(2025, 12, 1), order_number="183")
    assert not has_role(deputy, Role.DEPUTY, day=date(2025, 11, 30))
    assert has_role(deputy, Role.DEPUTY, day=date(2025, 12, 1))
    assert AuditEntry.objects.get(code="access.appointment.made", person=deputy).after == {
        "role": "deputy",
        "valid_from": "2025-12-01",
        "order_number": "183",
    }


def test_a_role_held_already_is_not_given_twice(admin: User) -> None:
    with pytest.raises(AppointmentRefused, match=r"1.сентября.2025"):
        access.appoint(admin, admin, role=Role.ADMINISTRATOR, valid_from=date(2026, 1, 1))


def test_a_teacher_is_not_appointed_by_hand(admin: User) -> None:
    with pytest.raises(AppointmentRefused, match="нагрузки"):
        access.appoint(admin, admin, role=Role.TEACHER, valid_from=SINCE)


def test_the_last_administrator_stays(admin: User) -> None:
    row = admin.appointments.get()
    with pytest.raises(AppointmentRefused, match="единственный"):
        access.end_appointment(admin, row, last_day=date(2025, 12, 31))
    with pytest.raises(AppointmentRefused, match="единственный"):
        access.block(admin, admin)


def test_an_ended_role_is_over_the_next_day(admin: User) -> None:
    deputy = access.create_person(admin, NewPerson("Тихомирова"))
    row = access.appoint(admin, deputy, role=Role.DEPUTY, valid_from=SINCE)
    access.end_appointment(admin, row, last_day=date(2025, 12, 10), reason="уволена, приказ № 40")
    assert has_role(deputy, Role.DEPUTY, day=date(2025, 12, 10))
    assert not has_role(deputy, Role.DEPUTY, day=date(2025, 12, 11))


def test_everything_stands_in_an_unbroken_chain(admin: User) -> None:
    access.create_people(admin, [NewPerson(f"Фамилия{number}") for number in range(5)])
    report = verify_chain()
    assert report.broken is None
    assert report.checked == AuditEntry.objects.count() == 7
