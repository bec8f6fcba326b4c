"""Subjects, hours, pages of the journal and dated load."""

from datetime import date
from decimal import Decimal

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.actions import NewAssignment, NewCourse, NewSubject
from parta.domain.curriculum.errors import AssignmentClash, CourseClosed, CourseMismatch, SubjectExists
from parta.domain.curriculum.models import Course, StudyPlanLine, Subject
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import FIRST, SmallSchool

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


def test_a_subject_is_not_added_twice_with_another_yo(school: SmallSchool) -> None:
    actions.add_subject(school.administrator, name="Черчение и ёмкости")
    with pytest.raises(SubjectExists, match="уже есть"):
        actions.add_subject(school.administrator, name="черчение и  емкости")


def test_an_import_adds_only_missing_subjects_and_returns_all_in_order(school: SmallSchool) -> None:
    algebra = school.subject("Алгебра")
    rows = actions.add_subjects(
        school.administrator, subjects=[NewSubject("Физика"), NewSubject("алгебра"), NewSubject("физика")]
    )
    assert rows[1] == algebra
    assert rows[0] == rows[2]
    assert Subject.objects.count() == 2
    assert AuditEntry.objects.filter(code="curriculum.subject.created").count() == 1


def test_only_the_administrator_sets_up(school: SmallSchool) -> None:
    with pytest.raises(RightMissing):
        actions.add_subject(school.deputy, name="Физика")
    with pytest.raises(RightMissing):
        actions.open_courses(school.teacher("Лось").user, year=school.year, courses=[])


def test_the_grid_of_hours_is_saved_as_a_whole_and_only_changes_leave_a_trace(school: SmallSchool) -> None:
    school.school_class("7Б")
    school.school_class("8А")
    algebra, physics = school.subject("Алгебра"), school.subject("Физика")
    first = {(7, algebra.pk): Decimal(3), (8, algebra.pk): Decimal(4), (7, physics.pk): Decimal("1.5")}
    assert actions.set_study_plan_hours(school.administrator, year=school.year, hours=first) == 3
    second = {(7, algebra.pk): Decimal(3), (8, algebra.pk): None, (7, physics.pk): Decimal(2)}
    assert actions.set_study_plan_hours(school.administrator, year=school.year, hours=second) == 2
    grid = queries.study_plan_grid(school.year)
    assert grid.grades == [7, 8]
    assert grid.totals == [Decimal(5), Decimal(0)]
    last = AuditEntry.objects.filter(code="curriculum.hours.set").order_by("-sequence").first()
    assert last is not None
    assert (last.before, last.after) == ({"hours": "1.5"}, {"hours": "2"})


def test_a_profile_class_has_hours_of_its_own(school: SmallSchool) -> None:
    seven_b, seven_v = school.school_class("7Б"), school.school_class("7В")
    algebra = school.subject("Алгебра")
    actions.set_study_plan_hours(school.administrator, year=school.year, hours={(7, algebra.pk): Decimal(3)})
    actions.set_class_hours(school.administrator, school_class=seven_v, subject=algebra, hours=Decimal(5))
    plain, profile = school.course("Алгебра", seven_b), school.course("Алгебра", seven_v)
    lines = queries.hours_by_course([plain, profile])
    assert [queries.yearly_hours(lines[course.pk]) for course in (plain, profile)] == [102, 170]
    actions.set_class_hours(school.administrator, school_class=seven_v, subject=algebra, hours=None)
    assert StudyPlanLine.objects.count() == 1


def test_opening_pages_again_doubles_nothing_and_reopens_closed_ones(school: SmallSchool) -> None:
    seven = school.school_class("7Б")
    group = school.group("7Б английский 1", seven)
    wanted = [NewCourse(school.subject("Алгебра"), seven), NewCourse(school.subject("Английский язык"), group=group)]
    first = actions.open_courses(school.administrator, year=school.year, courses=wanted)
    actions.close_course(school.administrator, course=first[0])
    again = actions.open_courses(school.administrator, year=school.year, courses=wanted)
    assert [row.pk for row in first] == [row.pk for row in again]
    assert all(Course.objects.values_list("is_active", flat=True))


def test_a_page_needs_either_a_class_or_a_group_with_classes(school: SmallSchool) -> None:
    with pytest.raises(CourseMismatch, match="класс или группу"):
        actions.open_course(school.administrator, year=school.year, subject=school.subject("Алгебра"))
    with pytest.raises(CourseMismatch, match="нет классов"):
        actions.open_course(
            school.administrator, year=school.year, subject=school.subject("Алгебра"), group=school.group("Пустая")
        )


def test_a_teacher_is_replaced_from_a_day_and_the_old_load_stays_in_history(school: SmallSchool) -> None:
    old, new = school.teacher("Крылова"), school.teacher("Громова")
    course = school.course("Алгебра", school.school_class("7Б"), old)
    actions.replace_teacher(school.administrator, course=course, old=old, new=new, valid_from=date(2025, 12, 1))
    assert queries.courses_taught_by(old.user, date(2025, 11, 30)).exists()
    assert not queries.courses_taught_by(old.user, date(2025, 12, 1)).exists()
    assert queries.courses_taught_by(new.user, date(2025, 12, 1)).exists()


def test_the_same_load_is_not_given_twice_and_not_on_a_closed_page(school: SmallSchool) -> None:
    teacher = school.teacher("Крылова")
    course = school.course("Алгебра", school.school_class("7Б"), teacher)
    item = NewAssignment(course, teacher, FIRST)
    rows = actions.assign_teachers(school.administrator, assignments=[item, item])
    assert len({row.pk for row in rows}) == 1
    actions.end_assignment(school.administrator, assignment=rows[0], last_day=date(2025, 12, 31))
    with pytest.raises(AssignmentClash, match="уже ведёт"):
        actions.assign_teacher(school.administrator, course=course, staff=teacher, valid_from=date(2025, 12, 1))
    actions.close_course(school.administrator, course=course)
    with pytest.raises(CourseClosed):
        actions.assign_teacher(school.administrator, course=course, staff=teacher, valid_from=date(2026, 2, 1))


def test_load_of_teachers_counts_hours_and_names_pages_without_them(school: SmallSchool) -> None:
    teacher = school.teacher("Крылова")
    seven = school.school_class("7Б")
    school.course("Алгебра", seven, teacher)
    school.course("Кружок", seven, teacher)
    actions.set_study_plan_hours(
        school.administrator, year=school.year, hours={(7, school.subject("Алгебра").pk): Decimal(3)}
    )
    (load,) = queries.load_by_teacher(school.year, date(2025, 10, 1))
    assert (load.hours, load.without_hours, len(load.courses)) == (Decimal(3), 1, 2)


def test_subjects_of_the_study_plan_without_a_page_are_named(school: SmallSchool) -> None:
    seven = school.school_class("7Б")
    group = school.group("7Б английский", seven)
    school.course("Английский язык", group)
    hours = {(7, school.subject(name).pk): Decimal(2) for name in ("Физика", "Английский язык")}
    actions.set_study_plan_hours(school.administrator, year=school.year, hours=hours)
    assert [row.name for row in queries.missing_courses(school.year, seven)] == ["Физика"]
