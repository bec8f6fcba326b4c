"""The lag of a course on its pages: the plan, catching up, the deputy's overview, the family, the journal panel."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, ThematicPlan
from parta.domain.journal.models import LessonRecord, TopicPlacement
from parta.domain.journal.queries import course_plan
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast
from parta.web.conftest import Enter

FRAME = 5


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ").split())


@pytest.fixture
def algebra(cast: Cast) -> Course:
    """7Б, алгебра: two lessons of autumn were cancelled, so the plan is two hours behind."""
    course = cast.course("7Б", "Алгебра")
    lost = Lesson.objects.filter(course=course, day__lt=cast.today).order_by("-day").values("pk")[:2]
    Lesson.objects.filter(pk__in=list(lost.values_list("pk", flat=True))).update(status="cancelled", note="Экскурсия")
    return course


@pytest.fixture
def plan(algebra: Course) -> ThematicPlan:
    return ThematicPlan.objects.get(courses=algebra)


@pytest.mark.clause("S3R-1.13a")
def test_the_lag_is_shown_with_its_reasons_and_cured_in_two_steps(
    cast: Cast, enter: Enter, algebra: Course, plan: ThematicPlan
) -> None:
    desk = enter(cast.user("krylova"))
    page = desk.get(f"/plans/{plan.pk}/").content.decode()
    told = text(desk, f"/plans/{plan.pk}/")
    assert "Отставание 2 ч" in told
    assert told.count("урок отменён: Экскурсия") == 2
    steps = re.findall(r'name="step" value="([^"]+)" checked', page)
    assert len(steps) == 2
    query = "&".join(f"step={step}" for step in steps)
    shown = desk.get(f"/plans/{plan.pk}/catch-up/?course={algebra.pk}&{query}")
    assert "было 2 часа, станет 0 часов" in shown.content.decode().replace("\u00a0", " ")
    base = re.search(r'name="base" value="(\w+)"', shown.content.decode())
    assert base
    desk.post(f"/plans/{plan.pk}/rearrange/", {"course": algebra.pk, "step": steps, "base": base[1]})
    assert "Отставания нет" in text(desk, f"/plans/{plan.pk}/")
    again = desk.post(
        f"/plans/{plan.pk}/rearrange/", {"course": algebra.pk, "step": steps, "base": base[1]}, follow=True
    )
    assert "Проверьте предложения заново" in again.content.decode()


def test_joined_topics_are_parted_again(cast: Cast, enter: Enter, algebra: Course, plan: ThematicPlan) -> None:
    seen = course_plan(algebra)
    assert seen
    second = seen.layout.ahead[1].ids[0]
    TopicPlacement.objects.filter(course=algebra, topic=second).update(joined=True)
    desk = enter(cast.user("krylova"))
    assert "вместе с №" in text(desk, f"/plans/{plan.pk}/")
    version = course_plan(algebra)
    assert version
    data = {"course": algebra.pk, "step": f"part-{second}-0", "base": version.version}
    desk.post(f"/plans/{plan.pk}/rearrange/", data)
    assert not TopicPlacement.objects.filter(course=algebra, joined=True).exists()


def test_the_deputy_sees_lag_unequal_hours_and_plans_not_approved_at_once(
    cast: Cast, enter: Enter, algebra: Course, django_assert_max_num_queries: Any
) -> None:
    desk = enter(cast.user("zavuch"))
    assert "7Б, алгебра" in text(desk, "/plans/coverage/?show=lag")
    assert "10А, физика" in text(desk, "/plans/coverage/?show=hours")
    assert "7Б, вероятность и статистика" in text(desk, "/plans/coverage/?show=stage")
    assert "10А" not in text(desk, "/plans/coverage/?grade=7").split("Класс, предмет")[1]
    with django_assert_max_num_queries(FRAME + 10):
        text(desk, "/plans/coverage/")


def test_the_page_of_a_placed_plan_costs_ten_statements_of_its_own(
    cast: Cast, enter: Enter, plan: ThematicPlan, django_assert_max_num_queries: Any
) -> None:
    desk = enter(cast.user("krylova"))
    text(desk, f"/plans/{plan.pk}/")
    with django_assert_max_num_queries(FRAME + 11):
        text(desk, f"/plans/{plan.pk}/")


def test_the_journal_and_the_family_read_how_far_the_plan_is(cast: Cast, enter: Enter, algebra: Course) -> None:
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=cast.today - timedelta(days=1))
    panel = text(enter(cast.user("krylova")), f"/lessons/{lesson.pk}/panel/")
    assert "По КТП пройдено 0 из 102, по плану" in panel
    assert "отставание 2 часа" in panel
    pupil = cast.pupil("Ковалёв Даниил")
    told = text(enter(cast.user("kovaleva")), f"/students/{pupil.pk}/marks/")
    assert re.search(r"Программа: пройдено 0 из 102, по плану \d+, отставание 2 часа", told)


@pytest.mark.clause("S3R-1.15h")
def test_another_topic_is_written_with_a_note_and_the_plan_waits_for_the_next_lesson(
    cast: Cast, enter: Enter, algebra: Course
) -> None:
    lesson = cast.lesson("7Б", "Алгебра")
    before = course_plan(algebra)
    assert before
    expected = before.suggestion(lesson.pk)
    with clock.frozen_at(lesson.ends + timedelta(minutes=1)):
        desk = enter(cast.user("krylova"))
        form = {"form": "record", "topic": "Разбор олимпиады", "plan_note": "Школьный этап", "record_base": 0}
        desk.post(f"/lessons/{lesson.pk}/", form)
        record = LessonRecord.objects.get(lesson=lesson)
        assert (record.plan_topic_id, record.plan_note) == (None, "Школьный этап")
        panel = desk.get(f"/lessons/{lesson.pk}/panel/").content.decode()
        after = course_plan(algebra)
    assert "Школьный этап" in panel
    assert after
    coming = cast.lesson("7Б", "Алгебра", after=cast.today)
    assert after.suggestion(coming.pk) == expected
    assert after.coverage.lag == before.coverage.lag + 1


def test_a_new_version_keeps_the_days_of_what_was_given_and_the_lag_begins_anew(
    cast: Cast, algebra: Course, plan: ThematicPlan
) -> None:
    teacher, deputy = cast.user("krylova"), cast.user("zavuch")
    before = {row.topic_id: row.planned_on for row in TopicPlacement.objects.filter(course=algebra)}
    draft = curriculum.revise_plan(teacher, plan=plan)
    curriculum.send_plan(teacher, plan=draft)
    curriculum.approve_plan(deputy, plan=ThematicPlan.objects.get(pk=draft.pk))
    seen = course_plan(Course.objects.get(pk=algebra.pk))
    assert seen
    assert seen.is_placed
    assert seen.coverage.lag == 0
    assumed = {topic for block in seen.layout.assumed for topic in block.ids}
    assert assumed
    now = {row.topic_id: row.planned_on for row in TopicPlacement.objects.filter(course=algebra)}
    assert all(now[topic] == before[topic] for topic in assumed)
