"""Keys of programs on one's own page: made with the password, shown once, listed, revoked."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.models import ApiToken, User
from parta.domain.access.queries import system_user, token_for
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
PASSWORD = "дождь-и-лужи-7"
WISH = {"name": "Экран в холле", "scopes": ["read_journal"], "days": "30", "password": PASSWORD}


@pytest.fixture
def deputy() -> User:
    with clock.frozen_at(clock.real_now() - timedelta(minutes=1)):
        system = system_user()
        user = access.create_person(system, NewPerson("Орлова", "Нина"))
        access.appoint(system, user, role=Role.DEPUTY, valid_from=date(2025, 9, 1))
        access.issue_login(system, user, login="orlova", password=PASSWORD)
    return user


@pytest.fixture
def browser(deputy: User, enter: Enter) -> Client:
    return enter(deputy)


def shown(text: str) -> list[str]:
    return re.findall(r"parta_[\w-]{43}", text)


def test_a_key_is_shown_once_and_works(browser: Client, deputy: User) -> None:
    answer = browser.post("/profile/keys/", WISH)
    (raw,) = shown(answer.content.decode())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert token_for(raw).user == deputy
    page = browser.get("/profile/").content.decode()
    assert "Экран в холле" in page
    assert "читать журнал" in page
    assert shown(page) == []
    assert raw not in str(dict(browser.session))


def test_only_what_is_of_use_to_the_person_is_offered(browser: Client, enter: Enter) -> None:
    page = browser.get("/profile/").content.decode()
    assert "Читать журнал" in page
    assert "Писать в журнал" not in page
    refused = browser.post("/profile/keys/", WISH | {"scopes": ["write_journal"]})
    assert refused.status_code == 422
    assert "Такого права у ключа не бывает" in refused.content.decode()
    stranger_to_journals = access.create_person(system_user(), NewPerson("Ким", "Анна"))
    other = enter(stranger_to_journals)
    assert "Ключи программ" not in other.get("/profile/").content.decode()
    assert other.post("/profile/keys/", WISH).status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "не тот"}, "Это не ваш нынешний пароль"),
        ({"password": ""}, "Наберите свой пароль"),
        ({"name": ""}, "Назовите программу"),
        ({"scopes": []}, "Отметьте хотя бы одно"),
        ({"days": "9999"}, "9999"),
    ],
)
def test_a_wrong_form_makes_no_key_and_says_why(browser: Client, changes: dict[str, object], words: str) -> None:
    answer = browser.post("/profile/keys/", WISH | changes)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert '<details class="in" open>' in text
    assert not ApiToken.objects.exists()


def test_the_same_name_twice_is_refused_beside_the_name(browser: Client) -> None:
    browser.post("/profile/keys/", WISH)
    answer = browser.post("/profile/keys/", WISH)
    assert answer.status_code == 422
    assert "Ключ «Экран в холле» уже есть" in answer.content.decode()
    assert ApiToken.objects.count() == 1


def test_a_key_is_revoked_by_its_person_and_found_by_nobody_else(browser: Client, enter: Enter) -> None:
    browser.post("/profile/keys/", WISH)
    token = ApiToken.objects.get()
    other = enter(access.create_person(system_user(), NewPerson("Ким", "Анна")))
    assert other.post(f"/profile/keys/{token.pk}/revoke/").status_code == 404
    assert browser.get(f"/profile/keys/{token.pk}/revoke/").status_code == 405
    answer = browser.post(f"/profile/keys/{token.pk}/revoke/", follow=True)
    assert "Ключ «Экран в холле» отозван" in answer.content.decode()
    assert "Таблица ключей" not in answer.content.decode()


def test_a_key_whose_term_is_over_says_so(browser: Client, deputy: User, enter: Enter) -> None:
    browser.post("/profile/keys/", WISH)
    later: datetime = clock.real_now() + timedelta(days=31)
    with clock.frozen_at(later):
        assert "не действует" in enter(deputy).get("/profile/").content.decode()
