"""Only one's own child: every address of the desk, every method, every kind of stranger."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.curriculum.tests.small_school import person
from parta.domain.diary.models import DiaryVisit
from parta.domain.diary.tests.cast import Cast
from parta.domain.school.models import Guardianship
from parta.lib import clock
from parta.web.conftest import Enter
from parta.web.family.tests.reading import html_of
from parta.web.family.urls import urlpatterns

NAMES = [str(one.name) for one in urlpatterns]
METHODS = ["get", "post", "head", "put", "patch", "delete", "options"]
SHOWN = ["diary", "student_marks", "student_timetable", "student_calendar"]


def _strangers(cast: Cast) -> dict[str, User]:
    return {
        "мать одноклассницы": cast.other_mother,
        "одноклассница": cast.maria.user,
        "отец, чья связь закончилась": cast.former_father,
        "сестра": cast.vera.user,
        "учитель и классный руководитель": cast.krylova.user,
        "учитель другой группы": cast.los.user,
        "администратор": cast.school.administrator,
        "завуч": cast.school.deputy,
        "директор": person("Директорова", "Вера", "Львовна", Role.DIRECTOR),
        "без ролей": person("Пустова"),
    }


@pytest.mark.clause("S1-1.8a")
@pytest.mark.clause("S3-3.6a")
@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_child_is_not_found_whoever_asks_and_however(cast: Cast, enter: Enter, name: str) -> None:
    for who, user in _strangers(cast).items():
        client = enter(user)
        for method in METHODS:
            answer = getattr(client, method)(reverse(name, args=[cast.daniil.pk]))
            assert answer.status_code == 404, (who, method, name)
            assert "Даниил" not in answer.content.decode()
    assert not DiaryVisit.objects.exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", [0, 987654, 10**25])
def test_a_pupil_who_does_not_exist_looks_the_same(cast: Cast, enter: Enter, name: str, number: int) -> None:
    assert enter(cast.mother).get(reverse(name, args=[number])).status_code == 404


@pytest.mark.parametrize("name", SHOWN)
def test_own_pages_open_for_the_pupil_and_the_guardian(cast: Cast, enter: Enter, name: str) -> None:
    for user in (cast.mother, cast.daniil.user):
        assert enter(user).get(reverse(name, args=[cast.daniil.pk])).status_code == 200


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_that_only_shows_takes_no_writes(cast: Cast, enter: Enter, name: str) -> None:
    client = enter(cast.mother)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(reverse(name, args=[cast.daniil.pk])).status_code == 405


def test_the_tie_ends_with_its_day(cast: Cast, enter: Enter) -> None:
    address = reverse("diary", args=[cast.daniil.pk])
    client = enter(cast.mother)
    Guardianship.objects.filter(guardian__user=cast.mother).update(valid_to=clock.today())
    assert client.get(address).status_code == 200
    Guardianship.objects.filter(guardian__user=cast.mother).update(valid_to=clock.today() - timedelta(days=1))
    assert client.get(address).status_code == 404


def test_a_tie_that_has_not_begun_opens_nothing(cast: Cast, enter: Enter) -> None:
    Guardianship.objects.filter(guardian__user=cast.mother).update(valid_from=clock.today() + timedelta(days=1))
    assert enter(cast.mother).get(reverse("diary", args=[cast.daniil.pk])).status_code == 404


def test_a_stranger_at_the_door_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    for name in NAMES:
        answer = client.get(reverse(name, args=[cast.daniil.pk]))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.clause("S0-2b")
def test_nothing_about_classmates_is_on_any_page(cast: Cast, enter: Enter) -> None:
    for lesson in (cast.lessons["algebra_thursday"], cast.lessons["algebra_monday"]):
        cast.mark(lesson, cast.maria, "2", comment="Секрет Марии")
        cast.absent(lesson, cast.maria, "б", "Болезнь Марии")
    cast.homework(cast.lessons["english_other"], "Задание чужой группы", cast.lessons["english_friday"].day)
    cast.mark(cast.lessons["algebra_thursday"], cast.daniil, "5")
    for user in (cast.mother, cast.daniil.user):
        for name in SHOWN:
            html = html_of(enter(user), reverse(name, args=[cast.daniil.pk]))
            assert not [word for word in ("Мари", "Орлова", "чужой группы") if word in html], name
            assert "mk m2" not in html
