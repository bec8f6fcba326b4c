"""The staff's timetable and the page where the deputy changes one lesson."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from django.test import Client

from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.school.models import SchoolClass, StaffMember
from parta.domain.timetable import actions
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.web.conftest import Enter

pytestmark = pytest.mark.django_db
THURSDAY = date(2025, 12, 11)


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(THURSDAY, 10)):
        yield


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


@pytest.fixture
def krylova(school: SmallSchool) -> StaffMember:
    return school.teacher("Крылова", "Елена", "Андреевна")


@pytest.fixture
def lesson(school: SmallSchool, krylova: StaffMember) -> Lesson:
    """7Б, algebra, every Thursday, second lesson, room 214."""
    administrator, year = school.administrator, school.year
    slots = [SlotTimes(number, time(7 + number, 30), time(8 + number, 10)) for number in range(1, 7)]
    actions.set_bell_schedule(administrator, year=year, slots=slots)
    table = actions.create_timetable(administrator, year=year, valid_from=year.starts_on)
    course = school.course("Алгебра", school.school_class("7Б"), krylova)
    room = school.room("214")
    actions.set_entry(administrator, timetable=table, course=course, weekday=4, number=2, room=room, teacher=krylova)
    actions.generate_lessons(administrator, year=year)
    return Lesson.objects.get(day=THURSDAY)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_a_teacher_sees_the_own_week_first_and_any_other_by_choice(
    enter: Enter, lesson: Lesson, krylova: StaffMember
) -> None:
    client = enter(krylova.user)
    body = text(client, "/timetable/")
    assert "Крылова Е. А.</span></h1>" in body
    assert "9:30" in body
    seven = SchoolClass.objects.get()
    assert "Крылова Е. А." in text(client, f"/timetable/?by=class&id={seven.pk}").split('<div class="tt')[1]
    room = lesson.room
    assert room is not None
    assert "7Б" in text(client, f"/timetable/?by=room&id={room.pk}").split('<div class="tt')[1]


def test_the_week_is_switched_and_a_silly_week_is_this_week(enter: Enter, lesson: Lesson, krylova: StaffMember) -> None:
    client = enter(krylova.user)
    assert "15–19 декабря" in text(client, "/timetable/?week=2025-12-17")
    assert "8–12 декабря" in text(client, "/timetable/?week=вчера")


def test_families_do_not_open_the_timetable_of_the_school(enter: Enter, school: SmallSchool, lesson: Lesson) -> None:
    pupil = school.student("Ковалёв", SchoolClass.objects.get())
    text(enter(pupil.user), "/timetable/", 403)


def test_only_the_deputy_is_led_from_a_lesson_to_the_board(
    enter: Enter, school: SmallSchool, lesson: Lesson, krylova: StaffMember
) -> None:
    assert f"/board/?day=2025-12-11&amp;lesson={lesson.pk}" in text(enter(school.deputy), "/timetable/")
    assert "/board/" not in text(enter(krylova.user), "/timetable/").split('<div class="tt')[1]


def test_a_week_of_a_class_costs_the_same_whatever_stands_in_it(
    enter: Enter, school: SmallSchool, lesson: Lesson, krylova: StaffMember, django_assert_max_num_queries: object
) -> None:
    client = enter(krylova.user)
    text(client, "/timetable/")
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        text(client, f"/timetable/?by=class&id={SchoolClass.objects.get().pk}")
