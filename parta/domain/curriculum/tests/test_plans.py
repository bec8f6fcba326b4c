"""Thematic plans: written, edited without losing what hangs on topics, approved, attached."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.errors import CourseMismatch, PlanApproved, PlanChanged, PlanEmpty, PlanForbidden
from parta.domain.curriculum.models import ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.domain.school.models import StaffMember
from parta.lib import clock
from parta.lib.errors import InvalidInput, PermissionDenied

pytestmark = pytest.mark.django_db
LINES = [
    PlanLine("Степень", "Одночлены", "§ 18"),
    PlanLine("Свойства степени", "Одночлены", "§ 19"),
    PlanLine("Контрольная работа № 1", "Одночлены", kind="control"),
    PlanLine("Многочлен", "Многочлены"),
]


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(clock.at(date(2025, 12, 11), 10)):
        yield


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


@pytest.fixture
def teacher(school: SmallSchool) -> StaffMember:
    teacher = school.teacher("Крылова")
    school.course("Алгебра", school.school_class("7Б"), teacher)
    return teacher


@pytest.fixture
def plan(school: SmallSchool, teacher: StaffMember) -> ThematicPlan:
    return actions.create_plan(teacher.user, subject=school.subject("Алгебра"), grade_level=7, topics=LINES)


def test_a_plan_keeps_sections_topics_homework_and_kinds_in_order(plan: ThematicPlan) -> None:
    topics = queries.plan_topics(plan)
    assert plan.title == "Алгебра, 7 класс"
    assert [topic.title for topic in topics] == [line.title for line in LINES]
    sections = queries.plan_sections(topics)
    assert [(section.title, len(section.topics)) for section in sections] == [("Одночлены", 3), ("Многочлены", 1)]
    assert topics[2].kind == "control"
    assert topics[0].homework == "§ 18"


def test_editing_keeps_the_ids_of_topics_that_stay(plan: ThematicPlan, teacher: StaffMember) -> None:
    before = {topic.title: topic.pk for topic in queries.plan_topics(plan)}
    lines = queries.plan_lines(queries.plan_topics(plan))
    moved = [lines[3], lines[0], PlanLine("Новая тема", "Одночлены"), lines[1]]
    base = queries.plan_version(queries.plan_topics(plan))
    actions.edit_plan_topics(teacher.user, plan=plan, topics=moved, base=base)
    after = queries.plan_topics(plan)
    assert [topic.title for topic in after] == ["Многочлен", "Степень", "Новая тема", "Свойства степени"]
    assert [topic.position for topic in after] == [1, 2, 3, 4]
    assert all(before[topic.title] == topic.pk for topic in after if topic.title in before)


def test_loading_a_newer_file_keeps_topics_too(plan: ThematicPlan, teacher: StaffMember) -> None:
    before = {topic.title: topic.pk for topic in queries.plan_topics(plan)}
    actions.edit_plan_topics(teacher.user, plan=plan, topics=[*LINES, PlanLine("Итоги", "Повторение")])
    after = {topic.title: topic.pk for topic in queries.plan_topics(plan)}
    assert before.items() <= after.items()
    assert [unit.title for unit in queries.units_of(plan)] == ["Одночлены", "Многочлены", "Повторение"]


def test_saving_the_same_plan_writes_no_history(plan: ThematicPlan, teacher: StaffMember) -> None:
    actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES)
    assert not AuditEntry.objects.filter(code="curriculum.plan.edited").exists()


def test_a_plan_saved_by_somebody_else_is_not_overwritten(
    plan: ThematicPlan, school: SmallSchool, teacher: StaffMember
) -> None:
    base = queries.plan_version(queries.plan_topics(plan))
    actions.edit_plan_topics(school.deputy, plan=plan, topics=LINES[:2], base=base)
    with pytest.raises(PlanChanged, match="сохранил кто-то ещё"):
        actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES, base=base)
    assert len(queries.plan_topics(plan)) == 2


def test_a_line_without_a_topic_is_named_and_nothing_is_written(plan: ThematicPlan, teacher: StaffMember) -> None:
    with pytest.raises(PlanEmpty, match="Строка 2"):
        actions.edit_plan_topics(teacher.user, plan=plan, topics=[LINES[0], PlanLine("", homework="§ 20")])
    assert len(queries.plan_topics(plan)) == 4


def test_a_teacher_makes_plans_only_for_subjects_taught(school: SmallSchool, teacher: StaffMember) -> None:
    with pytest.raises(PlanForbidden, match="Физика"):
        actions.create_plan(teacher.user, subject=school.subject("Физика"), grade_level=7)


def test_somebody_elses_plan_is_copied_not_edited(school: SmallSchool, plan: ThematicPlan) -> None:
    other = school.teacher("Громова")
    school.course("Алгебра", school.school_class("7В"), other)
    with pytest.raises(PlanForbidden, match="копию"):
        actions.edit_plan_topics(other.user, plan=plan, topics=LINES)
    copy = actions.copy_plan(other.user, plan=plan)
    assert copy.author == other.user
    assert [topic.title for topic in queries.plan_topics(copy)] == [line.title for line in LINES]


def test_the_deputy_approves_and_an_approved_plan_stands_still(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    with pytest.raises(PermissionDenied):
        actions.approve_plan(teacher.user, plan=plan)
    actions.approve_plan(school.deputy, plan=plan)
    with pytest.raises(PlanApproved):
        actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES[:1])
    with pytest.raises(InvalidInput, match="почему"):
        actions.return_plan(school.deputy, plan=plan, reason=" ")
    actions.return_plan(school.deputy, plan=plan, reason="Нет контрольной за 2 четверть")
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


def test_an_empty_plan_is_not_approved(school: SmallSchool) -> None:
    plan = actions.create_plan(school.deputy, subject=school.subject("Алгебра"), grade_level=7)
    with pytest.raises(PlanEmpty):
        actions.approve_plan(school.deputy, plan=plan)


def test_one_plan_serves_several_courses_of_its_subject_and_grade(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    own = queries.courses_taught_by(teacher.user, clock.today()).get()
    second = school.course("Алгебра", school.school_class("7В"), teacher)
    eighth = school.course("Алгебра", school.school_class("8А"), teacher)
    foreign = school.course("Алгебра", school.school_class("7Г"))
    assert len(actions.attach_plan_to_course(teacher.user, plan=plan, courses=[own, second])) == 2
    assert actions.attach_plan_to_course(teacher.user, plan=plan, courses=[own]) == []
    with pytest.raises(CourseMismatch, match="8А"):
        actions.attach_plan_to_course(teacher.user, plan=plan, courses=[eighth])
    with pytest.raises(PlanForbidden, match="7Г"):
        actions.attach_plan_to_course(teacher.user, plan=plan, courses=[foreign])
    actions.detach_plan(teacher.user, courses=[second])
    second.refresh_from_db()
    assert second.plan_id is None


def test_hours_of_the_plan_are_compared_with_the_study_plan(school: SmallSchool, plan: ThematicPlan) -> None:
    course = queries.courses(school.year).get()
    assert queries.hours_check(plan, course, 4, school.year).required is None
    actions.set_study_plan_hours(school.administrator, year=school.year, hours={(7, plan.subject_id): Decimal(3)})
    check = queries.hours_check(plan, course, 4, school.year)
    assert (check.planned, check.required, check.difference, check.agrees) == (4, 102, -98, False)
