"""Figures of the school on their pages: who reads them, what they compare, and the way to the pupils."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parta.domain.finals.tests.marks import give, period
from parta.ops.cast import Cast
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
FRAME = 12


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """Two subjects of 7Б: one rose, one fell."""
    for subject, first, second in (("Алгебра", "5", "2"), ("История", "3", "4")):
        for name, shift in (("Ковалёв Даниил", 0), ("Лебедева Анна", 1)):
            pupil, course = cast.pupil(name), cast.course("7Б", subject)
            give(cast, course, pupil, first, period(cast, 7, 1))
            give(cast, course, pupil, str(min(5, int(second) + shift)), period(cast, 7, 2))
    return cast


@pytest.mark.clause("S3-7.2a")
def test_the_deputy_compares_classes_subjects_teachers_and_goes_down_to_a_pupil(marked: Cast, enter: Enter) -> None:
    desk = enter(marked.user("zavuch"))
    page = text(desk, "/summary/?at=quarter-2&by=subjects")
    algebra = marked.course("7Б", "Алгебра").subject_id
    row = re.search(r'<th scope="row" class="mline">Алгебра</th>(.*?)</tr>', page)
    assert row
    assert "50,0" in row[1], "успеваемость: одна двойка из двух отметок"
    assert "−100,0" in row[1], "качество было сто процентов"
    assert f"show=n2&amp;subject={algebra}#behind" in row[1]
    behind = text(desk, f"/summary/?at=quarter-2&by=subjects&show=n2&subject={algebra}")
    listed = behind.split('id="behind"')[1].split("</section>")[0]
    assert "Отметки «2»: алгебра" in listed
    assert f"/pupils/{marked.pupil('Ковалёв Даниил').pk}/results/?at=quarter-2" in listed
    assert "Лебедева" not in listed
    assert "Предметы, где качество упало" in page
    classes = text(desk, "/summary/?at=quarter-2&by=classes")
    assert f"/classes/{marked.school.classes['7Б'].pk}/summary/?at=quarter-2" in classes
    assert marked.school.staff["krylova"].user.short_name.replace("\u00a0", " ") in text(
        desk, "/summary/?at=quarter-2&by=teachers"
    )


def test_a_category_of_the_school_leads_to_its_pupils(marked: Cast, enter: Enter) -> None:
    page = text(enter(marked.user("director")), "/summary/?at=quarter-2&show=failing")
    assert "Неуспевающие" in page
    assert 'Ковалёв Даниил</a> <span class="sec">7Б · алгебра 2' in page


def test_a_grade_has_its_own_page_and_only_its_own_figures(marked: Cast, enter: Enter) -> None:
    desk = enter(marked.user("gruppa"))
    assert "7Б" in text(desk, "/summary/grades/7/?at=quarter-2")
    assert "Итоговых отметок ещё нет" in text(desk, "/summary/grades/10/?at=quarter-2&by=subjects")
    text(desk, "/summary/grades/4/", 404)


def test_a_teacher_reads_the_own_figures_and_nobody_elses(marked: Cast, enter: Enter) -> None:
    staff = marked.school.staff
    desk = enter(marked.user("krylova"))
    page = text(desk, f"/summary/teachers/{staff['krylova'].pk}/?at=quarter-2")
    assert "7Б, алгебра" in page
    assert "история" not in page
    behind = text(desk, f"/summary/teachers/{staff['krylova'].pk}/?at=quarter-2&show=n2")
    assert "Ковалёв Даниил" in behind
    text(desk, f"/summary/teachers/{staff['guseva'].pk}/", 404)
    text(desk, "/summary/", 403)
    text(enter(marked.user("kovaleva")), f"/summary/teachers/{staff['krylova'].pk}/", 404)


def test_nonsense_in_the_address_is_no_fault(marked: Cast, enter: Enter) -> None:
    desk = enter(marked.user("zavuch"))
    for query in (
        "at=никогда",
        "by=звёзды",
        "show=n2&class=²",
        "show=n2&subject=99999999999999",
        "show=дракон&class=-1",
    ):
        text(desk, f"/summary/?{query}")


def test_the_page_costs_the_same_whatever_the_school(
    marked: Cast, enter: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = enter(marked.user("zavuch"))
    desk.get("/summary/")
    with django_assert_max_num_queries(FRAME + 22):
        desk.get("/summary/?at=quarter-2&show=failing")
