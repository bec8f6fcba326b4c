"""Hours of a plan by section: in the check of a file and beside the table, against the programme and the study plan."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.rules.programmes import closest_programme, hours_by_programme, section_form
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.school.models import StaffMember
from parta.lib import clock
from parta.web.conftest import Enter

SECTIONS = {
    "Числа и вычисления. Рациональные числа": 25,
    "Алгебраические выражения": 27,
    "Уравнения и неравенства": 20,
    "Координаты и графики. Функции": 24,
    "Повторение и обобщение": 6,
}
"""Algebra of grade 7 by the federal programme, 102 hours."""


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(date(2025, 12, 11), 10)):
        yield


@pytest.fixture
def school(db: None) -> SmallSchool:
    return small_school.make()


@pytest.fixture
def teacher(school: SmallSchool) -> StaffMember:
    teacher = school.teacher("Крылова", "Елена", "Андреевна")
    subject = school.course("Алгебра", school.school_class("7Б"), teacher).subject
    actions.set_study_plan_hours(school.administrator, year=school.year, hours={(7, subject.pk): Decimal(3)})
    return teacher


@pytest.fixture
def desk(enter: Enter, teacher: StaffMember) -> Client:
    return enter(teacher.user)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).replace("\u00a0", " ").split())


def checked(client: Client, school: SmallSchool, sections: dict[str, int], heading: str = "Раздел {0}. {1}") -> str:
    """The check page of a file with so many lessons in each section."""
    rows = ["№;Тема урока;Кол-во часов"]
    for place, (title, hours) in enumerate(sections.items(), start=1):
        rows.append(f"{heading.format(place, title, hours)};;")
        rows += [f"{number};{title}: урок {number};1" for number in range(1, hours + 1)]
    file = SimpleUploadedFile("алгебра.csv", "\n".join(rows).encode())
    data = {"file": file, "subject": school.subject("Алгебра").pk, "grade": 7}
    answer = client.post("/plans/file/", data)
    assert answer.status_code == 302, answer.content.decode()[:300]
    return text(client, answer.headers["Location"])


def test_a_file_is_compared_with_the_programme_section_by_section(desk: Client, school: SmallSchool) -> None:
    wrong = {**SECTIONS, "Алгебраические выражения": 25, "Уравнения и неравенства": 21}
    del wrong["Повторение и обобщение"]
    page = checked(desk, school, wrong)
    table = page.split('id="h-sections"')[1].split("</section>")[0]
    assert '<th scope="row">Раздел 2. Алгебраические выражения</th><td class="r">27</td><td class="r">25</td>' in table
    assert table.count("−2</b>") == 1
    assert table.count("+1</b>") == 1
    assert 'Повторение и обобщение <small class="sec">нет в файле</small></th><td class="r">6</td>' in table
    assert 'учебный план</th><td class="r">102</td><td class="r">95</td><td class="r"><b class="warn">−7</b>' in table
    assert "ФРП 2025: Алгебра, 7 класс" in table


def test_hours_the_file_names_itself_come_before_the_programme(desk: Client, school: SmallSchool) -> None:
    page = checked(desk, school, {"Степень": 11, "Многочлены": 17}, heading="Раздел {0}. {1} (12 ч)")
    table = page.split('id="h-sections"')[1].split("</section>")[0]
    assert "названы в самом файле" in table
    assert '<td class="r">12</td><td class="r">11</td><td class="r"><b class="warn">−1</b>' in table
    assert '<td class="r">12</td><td class="r">17</td><td class="r"><b class="warn">+5</b>' in table


def test_beside_the_table_a_plan_from_a_file_shows_where_it_differs(
    desk: Client, school: SmallSchool, teacher: StaffMember
) -> None:
    lines = [PlanLine(f"{title}: {number}", f"Раздел {place}. {title}")
             for place, (title, hours) in enumerate(SECTIONS.items(), start=1) for number in range(hours)]  # fmt: skip
    plan = actions.create_plan(
        teacher.user, subject=school.subject("Алгебра"), grade_level=7, topics=[*lines[:-2], PlanLine("Итоги", "Своё")]
    )  # fmt: skip
    panel = text(desk, f"/plans/{plan.pk}/").split('id="h-hours"')[1].split("</section>")[0]
    assert "Раздел 5. Повторение и обобщение" in panel
    assert '<td class="r">6</td><td class="r"><b class="warn">4</b></td>' in panel
    assert 'Своё <small class="sec">нет в программе</small>' in panel
    assert "4 раздела сходятся" in panel
    assert "101 ≠ 102" in panel

    rows = [[str(topic.pk), str(number), topic.title, topic.kind, ""]
            for number, section in enumerate(queries.plan_sections(queries.plan_topics(plan)))
            for topic in section.topics]  # fmt: skip
    titles = [section.title for section in queries.plan_sections(queries.plan_topics(plan))]
    rows.insert(100, ["", "4", "Ещё повторение", "lesson", ""])
    body = {"base": queries.plan_version(queries.plan_topics(plan)), "sections": titles, "rows": rows}
    answer = desk.post(f"/plans/{plan.pk}/draft/", body, content_type="application/json").json()
    assert "102 = 102" in answer["hours"].replace("\u00a0", " "), "панель часов обновляется вместе с сохранением"


def test_where_nobody_names_hours_every_section_is_listed(
    desk: Client, school: SmallSchool, teacher: StaffMember
) -> None:
    lines = [PlanLine("Степень", "А"), PlanLine("Корень", "А"), PlanLine("Итоги", "Б")]
    plan = actions.create_plan(teacher.user, subject=school.subject("Алгебра"), grade_level=7, topics=lines)
    panel = text(desk, f"/plans/{plan.pk}/").split('id="h-hours"')[1].split("</section>")[0]
    assert '<th scope="row">А</th><td class="r">—</td><td class="r">2</td>' in panel
    assert "сравнивается только год" in panel


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Раздел 3. Степень (11 ч)", "степень"),
        ("Глава IV. Многочлены", "многочлены"),
        ("3.1 Введение", "введение"),
        ("Треугольники", "треугольники"),
        ("", ""),
    ],
)
def test_numbers_and_hours_in_a_heading_do_not_make_another_section(title: str, form: str) -> None:
    assert section_form(title) == form


def test_a_programme_is_taken_only_when_most_sections_are_its_own() -> None:
    assert closest_programme("Алгебра", 7, ["Степень", "Многочлены", "Уравнения и неравенства"]) is None
    found = closest_programme("Алгебра", 7, ["Раздел 1. Уравнения и неравенства", "Своё"])
    assert found is not None
    hours = hours_by_programme(["Раздел 1. Уравнения и неравенства", "Своё"], found)
    assert hours["Раздел 1. Уравнения и неравенства"] == 20
    assert hours["Своё"] is None
    assert hours["Алгебраические выражения"] == 27
