"""Pages of subjects, hours, journal pages and load: what the administrator sees and saves; others are refused."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, StudyPlanLine, Subject, TeachingAssignment
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(date(2025, 12, 11), 10)):
        yield


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


@pytest.fixture
def desk(enter: Enter, school: SmallSchool) -> Client:
    """The administrator's browser."""
    return enter(school.administrator)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize("address", ["/subjects/", "/study-plan/", "/courses/", "/courses/load/", "/courses/new/"])
def test_a_teacher_is_refused_by_every_page_of_setting_up(enter: Enter, school: SmallSchool, address: str) -> None:
    assert "администратор" in text(enter(school.teacher("Крылова").user), address, 403)


def test_a_subject_is_added_found_and_renamed(desk: Client) -> None:
    desk.post("/subjects/", {"name": "Черчение", "short_name": "Черч.", "has_marks": "on"})
    subject = Subject.objects.get()
    assert "Черчение" in text(desk, "/subjects/?q=чЕрч")
    assert "Черчение" not in text(desk, "/subjects/?q=физ").split("<main")[1].split("Добавить предмет")[0]
    desk.post(f"/subjects/{subject.pk}/", {"name": "Черчение и графика"})
    subject.refresh_from_db()
    assert (subject.name, subject.has_marks) == ("Черчение и графика", False)


def test_a_doubled_subject_is_refused_beside_the_form(desk: Client, school: SmallSchool) -> None:
    school.subject("Алгебра")
    answer = desk.post("/subjects/", {"name": "алгебра"})
    assert answer.status_code == 422
    assert "уже есть" in answer.content.decode()


def test_the_whole_table_of_hours_is_saved_at_once(desk: Client, school: SmallSchool) -> None:
    school.school_class("7Б")
    algebra, physics = school.subject("Алгебра"), school.subject("Физика")
    desk.post("/study-plan/", {f"h-7-{algebra.pk}": "3", f"h-7-{physics.pk}": "1,5"})
    hours = {line.subject.name: line.hours_per_week for line in StudyPlanLine.objects.select_related("subject")}
    assert hours == {"Алгебра": Decimal(3), "Физика": Decimal("1.5")}
    assert 'value="1,5"' in text(desk, "/study-plan/")


def test_one_unreadable_cell_stops_the_table_is_named_and_nothing_typed_is_lost(
    desk: Client, school: SmallSchool
) -> None:
    school.school_class("7Б")
    algebra, physics = school.subject("Алгебра"), school.subject("Физика")
    answer = desk.post("/study-plan/", {f"h-7-{algebra.pk}": "3", f"h-7-{physics.pk}": "два"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Физика, 7 класс: «два» — не число" in body
    assert 'value="два"' in body
    assert 'value="3"' in body
    assert not StudyPlanLine.objects.exists()


def test_pages_of_a_class_are_opened_from_its_study_plan(desk: Client, school: SmallSchool) -> None:
    seven = school.school_class("7Б")
    hours = {(7, school.subject(name).pk): Decimal(2) for name in ("Алгебра", "Физика", "Химия")}
    curriculum.set_study_plan_hours(school.administrator, year=school.year, hours=hours)
    body = text(desk, f"/courses/?class={seven.pk}")
    assert "7Б: по учебному плану" in body
    ticked = [school.subject("Алгебра").pk, school.subject("Физика").pk]
    desk.post("/courses/open/", {"class": seven.pk, "subjects": ticked})
    assert set(Course.objects.values_list("subject__name", flat=True)) == {"Алгебра", "Физика"}


@pytest.mark.clause("S3-4.1.5d")
def test_a_teacher_is_assigned_to_all_ticked_pages(desk: Client, school: SmallSchool) -> None:
    teacher = school.teacher("Крылова", "Елена", "Андреевна")
    courses = [school.course("Алгебра", school.school_class(name)) for name in ("7Б", "7В")]
    answer = desk.post(
        "/courses/assign/",
        {
            "courses": [course.pk for course in courses],
            "staff": teacher.pk,
            "valid_from": "2025-12-11",
            "back": "class=3",
        },
    )
    assert answer.headers["Location"] == "/courses/?class=3"
    assert TeachingAssignment.objects.filter(staff=teacher).count() == 2
    body = text(desk, "/courses/load/")
    assert "Крылова Е. А." in body
    assert "7В, алгебра" in body


def test_assigning_to_nothing_says_what_to_tick(desk: Client, school: SmallSchool) -> None:
    teacher = school.teacher("Крылова")
    school.course("Алгебра", school.school_class("7Б"))
    answer = desk.post("/courses/assign/", {"staff": teacher.pk, "valid_from": "2025-12-11"})
    assert answer.status_code == 422
    assert "Отметьте страницы" in answer.content.decode()


def test_a_teacher_is_replaced_from_a_day_on_the_page_of_the_course(desk: Client, school: SmallSchool) -> None:
    old, new = school.teacher("Крылова"), school.teacher("Громова")
    course = school.course("Алгебра", school.school_class("7Б"), old)
    desk.post(f"/courses/{course.pk}/replace/", {"old": old.pk, "new": new.pk, "valid_from": "2025-12-15"})
    assert TeachingAssignment.objects.get(staff=old).valid_to == date(2025, 12, 14)
    assert TeachingAssignment.objects.get(staff=new).valid_from == date(2025, 12, 15)
    body = text(desk, f"/courses/{course.pk}/")
    assert "по 14 декабря" in body or "14 декабря" in body


def test_a_load_cannot_end_before_it_began_and_the_page_says_so(desk: Client, school: SmallSchool) -> None:
    teacher = school.teacher("Крылова")
    course = school.course("Алгебра", school.school_class("7Б"), teacher)
    row = TeachingAssignment.objects.get(course=course)
    answer = desk.post(f"/assignments/{row.pk}/end/", {"last_day": "2025-08-01"})
    assert answer.status_code == 422
    assert "началась 1" in answer.content.decode()
    desk.post(f"/assignments/{row.pk}/end/", {"last_day": "2025-12-31"})
    row.refresh_from_db()
    assert row.valid_to == date(2025, 12, 31)


def test_a_page_is_closed_and_opened_again(desk: Client, school: SmallSchool) -> None:
    course = school.course("Алгебра", school.school_class("7Б"))
    desk.post(f"/courses/{course.pk}/state/")
    assert "закрыта" in text(desk, f"/courses/{course.pk}/")
    assert "7Б, алгебра" in text(desk, "/courses/?closed=1")
    desk.post(f"/courses/{course.pk}/state/")
    course.refresh_from_db()
    assert course.is_active


def test_the_list_costs_the_same_for_one_page_and_for_thirty(
    desk: Client, school: SmallSchool, django_assert_max_num_queries: object
) -> None:
    teacher = school.teacher("Крылова")
    for name in ("7А", "7Б", "7В"):
        unit = school.school_class(name)
        for number in range(10):
            school.course(f"Предмет {number}", unit, teacher)
    for address, ceiling in (("/courses/", 26), ("/courses/load/", 18), ("/study-plan/", 16), ("/subjects/", 14)):
        with django_assert_max_num_queries(ceiling):  # type: ignore[operator]
            text(desk, address)
