"""Thematic plans: written, edited without losing what hangs on topics, approved, attached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.errors import (
    CourseMismatch,
    HoursDiffer,
    PlanApproved,
    PlanChanged,
    PlanEmpty,
    PlanForbidden,
    PlanStage,
)
from parta.domain.curriculum.models import ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.rules.programmes import all_programmes, programmes_for
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


def test_a_plan_goes_from_its_author_to_the_deputy_and_back_with_a_reason(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    with pytest.raises(PlanStage, match="не отправлен"):
        actions.approve_plan(school.deputy, plan=plan)
    plan = actions.send_plan(teacher.user, plan=plan)
    with pytest.raises(PlanApproved, match="Отзовите"):
        actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES[:1])
    with pytest.raises(PermissionDenied):
        actions.approve_plan(teacher.user, plan=plan)
    with pytest.raises(InvalidInput, match="почему"):
        actions.return_plan(school.deputy, plan=plan, reason=" ")
    plan = actions.return_plan(school.deputy, plan=plan, reason="Нет контрольной за 2 четверть")
    assert (plan.status, plan.status_by, plan.status_reason) == (
        PlanStatus.RETURNED,
        school.deputy,
        "Нет контрольной за 2 четверть",
    )
    actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES[:2])
    actions.withdraw_plan(teacher.user, plan=actions.send_plan(teacher.user, plan=plan))
    plan = actions.approve_plan(school.deputy, plan=actions.send_plan(teacher.user, plan=plan))
    assert plan.status == PlanStatus.APPROVED
    with pytest.raises(PlanApproved, match="новую версию"):
        actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES[:1])
    codes = AuditEntry.objects.filter(code__startswith="curriculum.plan.").order_by("sequence")
    told = [code.rsplit(".", 1)[1] for code in codes.values_list("code", flat=True)]
    assert told == ["created", "sent", "returned", "edited", "sent", "withdrawn", "sent", "approved"]


def test_a_change_after_approval_is_a_new_version_and_topics_keep_their_ids(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    plan = actions.approve_plan(school.deputy, plan=actions.send_plan(teacher.user, plan=plan))
    course = queries.courses_taught_by(teacher.user, clock.today()).get()
    actions.attach_plan_to_course(teacher.user, plan=plan, courses=[course])
    before = {topic.title: topic.pk for topic in queries.plan_topics(plan)}
    draft = actions.revise_plan(teacher.user, plan=plan)
    assert actions.revise_plan(teacher.user, plan=plan) == draft
    lines = queries.plan_lines(queries.plan_topics(draft))
    changed = [lines[1], replace(lines[0], title="Степень с натуральным показателем"), PlanLine("Новая", "Одночлены")]
    actions.edit_plan_topics(teacher.user, plan=draft, topics=[*changed, *lines[2:]])
    assert [topic.title for topic in queries.plan_topics(plan)] == [line.title for line in LINES]
    with pytest.raises(CourseMismatch, match="черновик"):
        actions.attach_plan_to_course(teacher.user, plan=draft, courses=[course])
    approved = actions.approve_plan(school.deputy, plan=actions.send_plan(teacher.user, plan=draft))
    assert (approved, approved.version) == (plan, 2)
    after = {topic.title: topic.pk for topic in queries.plan_topics(approved)}
    assert after["Степень с натуральным показателем"] == before["Степень"]
    assert after["Многочлен"] == before["Многочлен"]
    assert [(one.number, one.approved_by) for one in queries.versions_of(plan)] == [
        (2, school.deputy),
        (1, school.deputy),
    ]
    assert not ThematicPlan.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_thrown_away_unless_classes_learn_by_it(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    course = queries.courses_taught_by(teacher.user, clock.today()).get()
    actions.attach_plan_to_course(teacher.user, plan=plan, courses=[course])
    with pytest.raises(PlanStage, match="учатся классы"):
        actions.drop_draft(teacher.user, plan=plan)
    actions.detach_plan(teacher.user, courses=[course])
    actions.drop_draft(teacher.user, plan=plan)
    assert not ThematicPlan.objects.exists()


@pytest.mark.clause("S3-4.4.7b")
def test_a_plan_whose_hours_differ_from_the_study_plan_is_not_sent(
    school: SmallSchool, plan: ThematicPlan, teacher: StaffMember
) -> None:
    actions.set_study_plan_hours(school.administrator, year=school.year, hours={(7, plan.subject_id): Decimal(3)})
    with pytest.raises(HoursDiffer, match=r"в плане 4\sчаса, а в учебном плане 102\sчаса") as refused:
        actions.send_plan(teacher.user, plan=plan)
    assert refused.value.clause
    actions.edit_plan_topics(teacher.user, plan=plan, topics=LINES * 25 + LINES[:2])
    assert actions.send_plan(teacher.user, plan=plan).status == PlanStatus.SENT


def test_a_federal_programme_becomes_a_draft_with_its_hours_by_section(school: SmallSchool) -> None:
    found = programmes_for("Алгебра", 7)
    plan = actions.create_plan_from_programme(
        school.deputy, subject=school.subject("Алгебра"), programme_id=found[0].id
    )
    assert len(queries.plan_topics(plan)) == found[0].hours == 102
    assert plan.source.startswith("ФРП 2025")
    units = queries.units_of(plan)
    assert [unit.hours for unit in units] == [25, 27, 20, 24, 6]
    with pytest.raises(InvalidInput, match="нет"):
        actions.create_plan_from_programme(school.deputy, subject=school.subject("Алгебра"), programme_id="нет")


def test_the_base_holds_the_federal_programmes_of_every_grade() -> None:
    assert len({(one.subject, one.grade) for one in all_programmes()}) > 120
    assert {one.grade for one in all_programmes()} == set(range(1, 12))
    assert programmes_for("английский язык", 5)[0].subject == "Иностранный (английский) язык"
    assert programmes_for("ОБЗР", 10)[0].hours == 34
    assert all(one.lines and all(line.title for line in one.lines) for one in all_programmes())


def test_an_empty_plan_is_not_sent(school: SmallSchool) -> None:
    plan = actions.create_plan(school.deputy, subject=school.subject("Алгебра"), grade_level=7)
    with pytest.raises(PlanEmpty):
        actions.send_plan(school.deputy, plan=plan)


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
