"""Signing in and out, the first page, the seat, the look, one's own password: through the browser's door."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
PASSWORD = "дождь-и-лужи-7"
MORNING = datetime(2025, 12, 11, 8, 0, tzinfo=clock.zone())


@pytest.fixture
def admin() -> User:
    system = system_user()
    user = access.create_person(system, NewPerson("Титов", "Антон", "Викторович"))
    access.appoint(system, user, role=Role.ADMINISTRATOR, valid_from=date(2025, 9, 1))
    with clock.frozen_at(MORNING - timedelta(days=1)):
        access.issue_login(system, user, login="titov", password=PASSWORD)
    return user


def test_a_stranger_is_sent_to_sign_in_and_then_where_he_was_going(client: Client, admin: User) -> None:
    answer = client.get("/profile/")
    assert answer.url == "/sign-in/?next=/profile/"  # type: ignore[attr-defined]
    answer = client.post("/sign-in/", {"login": "titov", "password": PASSWORD, "next": "/profile/"})
    assert answer.url == "/profile/"  # type: ignore[attr-defined]
    assert "Титов Антон Викторович" in client.get("/profile/").content.decode()


def test_another_site_is_never_the_next_page(client: Client, admin: User) -> None:
    answer = client.post("/sign-in/", {"login": "titov", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.url == "/"  # type: ignore[attr-defined]


def test_a_wrong_password_gives_a_sentence_and_keeps_the_login(client: Client, admin: User) -> None:
    answer = client.post("/sign-in/", {"login": "titov", "password": "нет"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Логин или пароль не подходит" in text
    assert 'value="titov"' in text
    assert "нет" not in text.split("Пароль</label>")[1].split("</div>")[0]


def test_the_first_page_is_the_first_page_of_the_seat(admin: User, enter: Enter) -> None:
    assert enter(admin).get("/").url == reverse("school_home")  # type: ignore[attr-defined]


def test_a_person_without_roles_is_told_whom_to_ask(admin: User, enter: Enter) -> None:
    person = access.create_person(admin, NewPerson("Ким", "Анна"))
    assert "Титов\u00a0А.\u00a0В." in enter(person).get("/").content.decode()


def test_signing_out_ends_the_session_and_is_a_button_not_a_link(admin: User, enter: Enter) -> None:
    browser = enter(admin)
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")
    assert browser.get("/profile/").status_code == 302


def test_a_one_time_password_opens_nothing_but_its_own_change(client: Client, admin: User) -> None:
    person = access.create_person(admin, NewPerson("Ким", "Анна"))
    card = access.issue_login(admin, person)
    client.post("/sign-in/", {"login": card.login, "password": card.password})
    assert client.get("/profile/").url == "/profile/password/"  # type: ignore[attr-defined]
    assert "Пароль с карточки одноразовый" in client.get("/profile/password/").content.decode()
    form = {"current": card.password, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/profile/password/", form).status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_new_password_ends_sessions_elsewhere_and_keeps_this_one(admin: User, enter: Enter) -> None:
    here, elsewhere = enter(admin), enter(admin)
    form = {"current": PASSWORD, "new": "снег-и-сугробы-8", "again": "снег-и-сугробы-8"}
    assert here.post("/profile/password/", form).status_code == 302
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"current": PASSWORD, "new": "снег-и-сугробы", "again": "снег"}, "Пароли не совпадают"),
        ({"current": "не тот", "new": "снег-и-сугробы", "again": "снег-и-сугробы"}, "не ваш нынешний пароль"),
        ({"current": PASSWORD, "new": "снег", "again": "снег"}, "слишком короткий"),
    ],
)
def test_a_bad_new_password_is_explained_beside_the_field(
    admin: User, enter: Enter, form: dict[str, str], words: str
) -> None:
    answer = enter(admin).post("/profile/password/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_idle_session_ends(admin: User, enter: Enter) -> None:
    with clock.frozen_at(MORNING):
        browser = enter(admin)
        assert browser.get("/profile/").status_code == 200
    with clock.frozen_at(MORNING + timedelta(minutes=61)):
        assert browser.get("/profile/").status_code == 302


def test_a_session_in_constant_use_ends_after_its_longest_term(admin: User, enter: Enter) -> None:
    with clock.frozen_at(MORNING):
        browser = enter(admin)
    for minutes in range(0, 12 * 60, 50):
        with clock.frozen_at(MORNING + timedelta(minutes=minutes)):
            assert browser.get("/profile/").status_code == 200
    with clock.frozen_at(MORNING + timedelta(hours=12, minutes=1)):
        assert browser.get("/profile/").status_code == 302


def test_a_blocked_person_loses_the_open_session(admin: User, enter: Enter) -> None:
    person = access.create_person(admin, NewPerson("Ким", "Анна"))
    browser = enter(person)
    access.block(admin, person)
    assert browser.get("/profile/").status_code == 302


def test_ending_all_sessions_ends_the_other_browser_too(admin: User, enter: Enter) -> None:
    with clock.frozen_at(MORNING):
        here, elsewhere = enter(admin), enter(admin)
    with clock.frozen_at(MORNING + timedelta(minutes=1)):
        here.post("/sign-out/everywhere/")
        assert elsewhere.get("/profile/").status_code == 302


def test_somebody_elses_seat_does_not_exist(admin: User, enter: Enter) -> None:
    browser = enter(admin)
    assert browser.post("/seat/", {"seat": "student-1"}).status_code == 404
    assert browser.post("/seat/", {"seat": "setup"}).url == reverse("school_home")  # type: ignore[attr-defined]


def test_the_look_is_remembered_before_signing_in(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark", "next": "/sign-in/"})
    client.post("/preferences/", {"vi": "wb x150", "next": "/sign-in/"})
    text = client.get("/sign-in/").content.decode()
    assert 'data-theme="dark"' in text
    assert 'data-vi="wb x150"' in text
    client.post("/preferences/", {"vi": "", "next": "/sign-in/"})
    assert "data-vi=" not in client.get("/sign-in/").content.decode().split("<head>")[0]


def test_a_made_up_look_is_ignored(client: Client) -> None:
    client.post("/preferences/", {"theme": '"><script>'})
    assert "parta_theme" not in client.cookies


def test_own_contacts_are_saved_and_a_bad_address_is_explained(admin: User, enter: Enter) -> None:
    browser = enter(admin)
    assert "не похоже на адрес" in browser.post("/profile/", {"email": "нет"}).content.decode()
    browser.post("/profile/", {"email": "titov@example.ru", "phone": ""})
    admin.refresh_from_db()
    assert admin.email == "titov@example.ru"
