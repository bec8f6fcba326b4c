"""The menu of the teaching desk."""

import pytest

from parta.domain.access.choices import Role
from parta.domain.school.models import ClassTeacher
from parta.web.conftest import Enter
from parta.web.menu import Seat, menu_of
from parta.web.teaching.tests.small_school import SmallSchool


def test_a_class_teacher_finds_the_own_class_in_the_menu(school: SmallSchool, enter: Enter) -> None:
    assert "Мой класс" not in enter(school.teacher).get("/day/").content.decode()
    ClassTeacher.objects.create(school_class=school.klass, staff=school.staff, valid_from=school.year.starts_on)
    client = enter(school.teacher)
    page = client.get("/day/").content.decode()
    assert f'href="/classes/{school.klass.pk}/day/"' in page
    assert "Мой класс 7Б" in page
    assert client.get(f"/classes/{school.klass.pk}/day/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("desk", "path", "title"),
    [
        ("office", "/finals/dates/", "Сроки"),
        ("office", "/setup/timetable/lessons/", "Расписание"),
        ("teaching", "/classes/3/", "Мой класс 7Б"),
        ("teaching", "/classes/3/medical-groups/", "Мой класс 7Б"),
        ("teaching", "/courses/5/pupils/7/notes/", "Журнал"),
    ],
)
def test_the_menu_says_where_one_is(desk: str, path: str, title: str) -> None:
    lines = menu_of(Seat(desk, "", "/"), frozenset({Role.DEPUTY}), path, [(3, "7Б")])
    assert [one.title for one in lines if one.current] == [title]
