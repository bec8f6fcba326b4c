"""Next year from this one: what goes up, what is copied, what is left alone, and that a second run adds nothing."""

from datetime import date

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.models import Course, TeachingAssignment, ThematicPlan
from parta.domain.curriculum.queries import plan_topics
from parta.domain.school import actions as school
from parta.domain.school.choices import LeaveKind
from parta.domain.school.models import AcademicYear, Division, Enrollment, GroupMembership, SchoolClass
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

pytestmark = pytest.mark.django_db
MAY = clock.at(date(2027, 5, 20), 12)


def counts() -> list[int]:
    models = (AcademicYear, SchoolClass, Enrollment, GroupMembership, Course, TeachingAssignment, Division, AuditEntry)
    return [model._default_manager.count() for model in models]


def test_a_preview_writes_nothing_and_says_what_the_act_does(cast: Cast) -> None:
    admin, year = cast.user("admin"), cast.school.year
    with clock.frozen_at(MAY):
        before = counts()
        shown = curriculum.preview_next_year(admin, year=year)
        assert counts() == before
        done = curriculum.roll_over(admin, year=year)
    assert [(step.title, step.made) for step in shown.steps] == [(step.title, step.made) for step in done.steps]
    assert done.made > 100


def test_classes_go_up_with_pupils_teachers_groups_and_drafts(cast: Cast) -> None:
    lessons = Lesson.objects.count()
    with clock.frozen_at(MAY):
        curriculum.roll_over(cast.user("admin"), year=cast.school.year)
    target = AcademicYear.objects.get(year=2027)
    assert [row.name for row in target.classes.all()] == ["2А", "6А", "8Б", "11А"]
    class_8b = target.classes.get(grade_level=8)
    assert class_8b.enrollments.filter(valid_from=target.starts_on).count() == 27
    old = Enrollment.objects.filter(school_class=cast.school.classes["7Б"])
    assert set(old.values_list("leave_kind", "valid_to")) == {(LeaveKind.PROMOTED, date(2027, 8, 31))}
    assert class_8b.class_teachers.get().staff == cast.school.staff["krylova"]
    division = Division.objects.get(year=target)
    assert [group.name for group in division.groups.all()] == ["8Б английский, 1 группа", "8Б английский, 2 группа"]
    assert GroupMembership.objects.filter(group__division=division, valid_from=target.starts_on).count() == 27
    assert Lesson.objects.count() == lessons  # neither lessons nor what hangs on them
    plans = {course.plan.status for course in Course.objects.filter(year=target).select_related("plan") if course.plan}
    assert plans <= {PlanStatus.DRAFT}


def test_the_second_run_adds_nothing_and_says_what_is_there(cast: Cast) -> None:
    with clock.frozen_at(MAY):
        curriculum.roll_over(cast.user("admin"), year=cast.school.year)
        before = counts()
        again = curriculum.roll_over(cast.user("admin"), year=cast.school.year)
    assert counts() == before
    assert again.made == 0
    assert {step.title: step.there for step in again.steps}["Классы"] == 4


def test_the_last_grade_leaves_with_the_last_day(cast: Cast) -> None:
    admin = cast.user("admin")
    SchoolClass.objects.filter(pk=cast.school.classes["10А"].pk).update(grade_level=11)
    with clock.frozen_at(MAY):
        curriculum.roll_over(admin, year=cast.school.year)
    rows = Enrollment.objects.filter(school_class=cast.school.classes["10А"])
    assert set(rows.values_list("leave_kind", "valid_to")) == {(LeaveKind.GRADUATED, cast.school.year.ends_on)}


@pytest.mark.parametrize("login", ["zavuch", "director", "sekretar", "krylova"])
def test_only_the_administrator_turns_the_year(cast: Cast, login: str) -> None:
    with pytest.raises(RightMissing):
        curriculum.preview_next_year(cast.user(login), year=cast.school.year)


def test_an_approved_plan_is_there_next_year_as_a_draft_of_the_same_topics(cast: Cast) -> None:
    """A 6th class goes up to where this year's 7th has a plan; where nobody had one, the page says what to do."""
    system, year = cast.school.system, cast.school.year
    sixth = school.create_class(system, year=year, grade_level=6, letter="А")
    geography = cast.course("7Б", "География")
    curriculum.open_course(system, year=year, subject=geography.subject, school_class=sixth)
    plan = ThematicPlan.objects.get(courses=geography)
    assert plan.status == PlanStatus.APPROVED
    admin = cast.user("admin")
    with clock.frozen_at(MAY):
        curriculum.roll_over(admin, year=year)
        shown = curriculum.preview_next_year(admin, year=year)
    course = Course.objects.get(year__year=2027, school_class__grade_level=7, subject=geography.subject)
    assert course.plan
    assert course.plan != plan
    assert course.plan.status == PlanStatus.DRAFT
    assert [one.title for one in plan_topics(course.plan)] == [one.title for one in plan_topics(plan)]
    plan.refresh_from_db()
    assert plan.status == PlanStatus.APPROVED
    step = next(one for one in shown.steps if one.title == "КТП черновиками")
    assert (step.made, step.there) == (0, 1)
    assert any(note.startswith("География, 8 класс: плана этой параллели") for note in step.notes)
