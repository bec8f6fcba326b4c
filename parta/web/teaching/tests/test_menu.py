"""The menu of the teaching desk."""

from parta.domain.school.models import ClassTeacher
from parta.web.conftest import Enter
from parta.web.teaching.tests.small_school import SmallSchool


def test_a_class_teacher_finds_the_own_class_in_the_menu(school: SmallSchool, enter: Enter) -> None:
    assert "Мой класс" not in enter(school.teacher).get("/day/").content.decode()
    ClassTeacher.objects.create(school_class=school.klass, staff=school.staff, valid_from=school.year.starts_on)
    client = enter(school.teacher)
    page = client.get("/day/").content.decode()
    assert f'href="/classes/{school.klass.pk}/day/"' in page
    assert "Мой класс 7Б" in page
    assert client.get(f"/classes/{school.klass.pk}/day/").status_code == 200
