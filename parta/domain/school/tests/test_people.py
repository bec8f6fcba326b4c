"""Pupils and their movement, families, staff, classes and groups."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.choices import Role
from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.access.queries import roles_of
from parta.domain.audit.models import AuditEntry
from parta.domain.school import actions as school
from parta.domain.school import queries
from parta.domain.school.actions import NewPupil, NewStaff, NewTie
from parta.domain.school.choices import GroupKind, LeaveKind, Relation
from parta.domain.school.errors import AlreadyThere, BadDates, NotEnrolled
from parta.domain.school.models import AcademicYear, Enrollment, Guardian, Room, SchoolClass, Student
from parta.lib import clock

pytestmark = pytest.mark.django_db
SINCE = date(2025, 9, 1)
DECEMBER = date(2025, 12, 11)


def names_of(school_class: SchoolClass, day: date) -> list[str]:
    return [student.user.list_name for student in queries.students_of(school_class, day)]


# --- classes ---


@pytest.mark.clause("S3-4.1.5b")
def test_classes_are_opened_by_a_list_and_sorted_by_number(admin: User, year: AcademicYear) -> None:
    school.create_classes(admin, year=year, names=[(10, "А"), (9, "Б"), (9, "А")], days_per_week=6)
    assert [row.name for row in SchoolClass.objects.filter(year=year)] == ["9А", "9Б", "10А"]


def test_a_class_is_not_opened_twice(admin: User, class_7b: SchoolClass) -> None:
    with pytest.raises(AlreadyThere, match="7Б"):
        school.create_classes(admin, year=class_7b.year, names=[(7, "А"), (7, "Б")])
    assert SchoolClass.objects.count() == 1


@pytest.mark.clause("S3-4.1.5c")
def test_a_new_homeroom_teacher_takes_over_from_a_day(admin: User, class_7b: SchoolClass) -> None:
    first = school.hire_staff(admin, NewStaff(SINCE, "учитель", NewPerson("Крылова")))
    second = school.hire_staff(admin, NewStaff(SINCE, "учитель", NewPerson("Ким")))
    school.appoint_class_teacher(admin, school_class=class_7b, staff=first, valid_from=SINCE)
    school.appoint_class_teacher(admin, school_class=class_7b, staff=second, valid_from=DECEMBER)
    assert queries.class_teacher_of(class_7b, DECEMBER - timedelta(days=1)) == first
    assert queries.class_teacher_of(class_7b, DECEMBER) == second
    assert Role.CLASS_TEACHER in roles_of(second.user, DECEMBER)
    assert Role.CLASS_TEACHER not in roles_of(first.user, DECEMBER)


def test_a_homeroom_teacher_is_not_appointed_before_the_present_one(admin: User, class_7b: SchoolClass) -> None:
    staff = [school.hire_staff(admin, NewStaff(SINCE, "", NewPerson(name))) for name in ("Крылова", "Ким")]
    school.appoint_class_teacher(admin, school_class=class_7b, staff=staff[0], valid_from=DECEMBER)
    with pytest.raises(BadDates, match="11"):
        school.appoint_class_teacher(admin, school_class=class_7b, staff=staff[1], valid_from=SINCE)


def test_rooms_are_added_by_names_and_never_doubled(admin: User) -> None:
    school.add_rooms(admin, names=["214", "Спортзал", "214", " "])
    closed = Room.objects.get(name="214")
    school.change_room(admin, closed, is_active=False)
    school.add_rooms(admin, names=["214", "215"])
    assert sorted(Room.objects.filter(is_active=True).values_list("name", flat=True)) == ["214", "215", "Спортзал"]


# --- movement ---


@pytest.mark.clause("S3-4.1.7b")
def test_a_pupil_arrives_moves_and_leaves_and_every_class_keeps_its_days(
    admin: User, class_7a: SchoolClass, class_7b: SchoolClass, pupils: list[Student]
) -> None:
    abramov = pupils[0]
    school.move_students(admin, [abramov], to_class=class_7a, day=DECEMBER)
    school.withdraw_students(admin, [abramov], last_day=date(2026, 2, 3), went_to="Казань")
    assert names_of(class_7b, date(2025, 12, 10)) == ["Абрамов Тимофей", "Ёлкина Майя", "Попов Иван"]
    assert names_of(class_7b, DECEMBER) == ["Ёлкина Майя", "Попов Иван"]
    assert names_of(class_7a, date(2026, 2, 3)) == ["Абрамов Тимофей"]
    assert names_of(class_7a, date(2026, 2, 4)) == []
    history = list(Enrollment.objects.filter(student=abramov).values_list("school_class__letter", "leave_kind"))
    assert history == [("Б", LeaveKind.MOVED), ("А", LeaveKind.LEFT)]


@pytest.mark.clause("S3-4.1.7c")
def test_movement_carries_the_number_and_date_of_the_order(
    admin: User, class_7a: SchoolClass, pupils: list[Student]
) -> None:
    number, day = "320", date(2025, 12, 9)
    new = school.move_students(
        admin, [pupils[0]], to_class=class_7a, day=DECEMBER, order_number=number, order_date=day
    )[0]
    old = Enrollment.objects.get(student=pupils[0], leave_kind=LeaveKind.MOVED)
    assert (old.left_order, old.left_order_date) == (new.joined_order, new.joined_order_date) == (number, day)
    gone = school.withdraw_students(admin, [pupils[1]], last_day=DECEMBER, order_number=number, order_date=day)[0]
    assert (gone.left_order, gone.left_order_date) == ("320", date(2025, 12, 9))
    assert (AuditEntry.objects.get(code="school.student.withdrawn").after or {})["left_order"] == "320"


def test_a_pupil_of_one_class_is_not_enrolled_into_another(
    admin: User, class_7a: SchoolClass, pupils: list[Student]
) -> None:
    with pytest.raises(AlreadyThere, match="Абрамов Тимофей уже учится в 7Б"):
        school.enroll_student(admin, NewPupil(class_7a, DECEMBER, student=pupils[0]))


def test_a_pupil_who_left_comes_back(admin: User, class_7b: SchoolClass, pupils: list[Student]) -> None:
    school.withdraw_students(admin, [pupils[0]], last_day=date(2025, 10, 1))
    school.enroll_student(admin, NewPupil(class_7b, DECEMBER, student=pupils[0], came_from="Казань"))
    assert "Абрамов Тимофей" not in names_of(class_7b, date(2025, 11, 1))
    assert "Абрамов Тимофей" in names_of(class_7b, DECEMBER)


def test_nobody_leaves_a_class_before_coming_to_it(admin: User, pupils: list[Student]) -> None:
    with pytest.raises(BadDates, match="7Б только с 1"):
        school.withdraw_students(admin, pupils, last_day=date(2025, 8, 30))
    assert Enrollment.objects.filter(valid_to=None).count() == 3


def test_somebody_out_of_school_cannot_leave_it_again(admin: User, pupils: list[Student]) -> None:
    school.withdraw_students(admin, [pupils[0]], last_day=DECEMBER)
    with pytest.raises(NotEnrolled, match="Абрамов"):
        school.withdraw_students(admin, pupils, last_day=DECEMBER)


@pytest.mark.clause("S3-4.5.1a")
def test_the_secretary_gives_the_list_of_a_class(secretary: User, class_7b: SchoolClass) -> None:
    school.enroll_student(secretary, NewPupil(class_7b, SINCE, NewPerson("Новиков", "Пётр")))
    assert names_of(class_7b, SINCE) == ["Новиков Пётр"]


def test_a_teacher_does_not_enroll(class_7b: SchoolClass, admin: User) -> None:
    teacher = school.hire_staff(admin, NewStaff(SINCE, "учитель", NewPerson("Ким"))).user
    with pytest.raises(RightMissing):
        school.enroll_student(teacher, NewPupil(class_7b, SINCE, NewPerson("Новиков")))


def test_a_list_of_a_whole_school_costs_a_bounded_number_of_queries(admin: User, class_7b: SchoolClass) -> None:
    rows = [NewPupil(class_7b, SINCE, NewPerson(f"Фамилия{number}", "Имя")) for number in range(450)]
    with CaptureQueriesContext(connection) as queried:
        school.enroll_students(admin, rows)
    assert len(queried) < 50
    assert AuditEntry.objects.filter(code="school.student.enrolled").count() == 450


# --- families ---


@pytest.mark.clause("S3-4.1.7d")
def test_a_tie_between_parent_and_pupil_opens_the_diary_and_its_end_closes_it(
    admin: User, pupils: list[Student]
) -> None:
    tie = school.link_guardian(admin, NewTie(pupils[0], SINCE, Relation.MOTHER, person=NewPerson("Абрамова", "Анна")))
    mother = tie.guardian.user
    assert list(queries.diaries_open_to(mother, DECEMBER)) == [pupils[0]]
    school.end_link(admin, tie, last_day=date(2025, 12, 10), reason="решение суда")
    assert not queries.diaries_open_to(mother, DECEMBER).exists()


def test_a_mother_of_two_is_one_person(admin: User, pupils: list[Student]) -> None:
    mother = NewPerson("Абрамова", "Анна", phone="+7 900 000-00-01")
    again = NewPerson("Абрамова", "Анна", phone="+7 900 000-00-01")
    ties = school.link_guardians(
        admin, [NewTie(pupils[0], SINCE, person=mother), NewTie(pupils[1], SINCE, person=again)]
    )
    assert ties[0].guardian_id == ties[1].guardian_id
    assert list(queries.diaries_open_to(ties[0].guardian.user, DECEMBER)) == pupils[:2]


def test_namesakes_without_a_telephone_stay_two_people(admin: User, pupils: list[Student]) -> None:
    rows = [NewTie(student, SINCE, person=NewPerson("Абрамова", "Анна")) for student in pupils[:2]]
    school.link_guardians(admin, rows)
    assert Guardian.objects.count() == 2


def test_a_tie_is_not_made_twice(admin: User, pupils: list[Student]) -> None:
    tie = school.link_guardian(admin, NewTie(pupils[0], SINCE, person=NewPerson("Абрамова")))
    with pytest.raises(AlreadyThere, match="уже связаны"):
        school.link_guardian(admin, NewTie(pupils[0], SINCE, user=tie.guardian.user))


@pytest.mark.clause("S3-3.1b")
def test_a_homeroom_teacher_issues_logins_to_the_families_of_the_class_only(
    admin: User, class_7a: SchoolClass, class_7b: SchoolClass, pupils: list[Student]
) -> None:
    staff = school.hire_staff(admin, NewStaff(SINCE, "учитель", NewPerson("Крылова")))
    school.appoint_class_teacher(admin, school_class=class_7b, staff=staff, valid_from=SINCE)
    mother = school.link_guardian(admin, NewTie(pupils[0], SINCE, person=NewPerson("Абрамова"))).guardian.user
    stranger = school.enroll_student(admin, NewPupil(class_7a, SINCE, NewPerson("Чужой"))).student.user
    with clock.frozen_at(clock.at(DECEMBER, 12)):
        cards = access.issue_logins(staff.user, [pupils[0].user, mother])
        assert [card.login for card in cards] == ["abramov-t", "abramova"]
        with pytest.raises(RightMissing, match="классный руководитель"):
            access.issue_login(staff.user, stranger)


# --- staff and groups ---


def test_dismissal_ends_homerooms_and_roles_with_the_last_day(admin: User, class_7b: SchoolClass) -> None:
    staff = school.hire_staff(admin, NewStaff(SINCE, "завуч", NewPerson("Тихомирова")))
    access.appoint(admin, staff.user, role=Role.DEPUTY, valid_from=SINCE)
    school.appoint_class_teacher(admin, school_class=class_7b, staff=staff, valid_from=SINCE)
    school.dismiss_staff(admin, staff, last_day=DECEMBER)
    assert {Role.DEPUTY, Role.CLASS_TEACHER} <= roles_of(staff.user, DECEMBER)
    assert not roles_of(staff.user, DECEMBER + timedelta(days=1))


def test_somebody_who_worked_here_before_is_hired_again(admin: User) -> None:
    staff = school.hire_staff(admin, NewStaff(SINCE, "учитель", NewPerson("Ким")))
    school.dismiss_staff(admin, staff, last_day=date(2025, 10, 1))
    again = school.hire_staff(admin, NewStaff(DECEMBER, "логопед", user=staff.user))
    assert (again.pk, again.position, again.valid_to) == (staff.pk, "логопед", None)


@pytest.mark.clause("S2-2.2f")
def test_a_group_takes_part_of_a_class_or_several_classes_or_one_pupil(
    admin: User, year: AcademicYear, class_7a: SchoolClass, class_7b: SchoolClass, pupils: list[Student]
) -> None:
    part = school.create_group(admin, year=year, name="7Б, 1 гр.", classes=[class_7b], students=pupils[:2])
    stream = school.create_group(
        admin, year=year, name="7АБ", classes=[class_7a, class_7b], kind=GroupKind.STREAM, students=pupils
    )
    alone = school.create_group(
        admin, year=year, name="Попов", classes=[class_7b], kind=GroupKind.INDIVIDUAL, students=pupils[2:]
    )
    assert [group.memberships.count() for group in (part, stream, alone)] == [2, 3, 1]


def test_members_change_from_a_day_and_the_past_stays(
    admin: User, year: AcademicYear, class_7b: SchoolClass, pupils: list[Student]
) -> None:
    group = school.create_group(admin, year=year, name="7Б, 1 гр.", classes=[class_7b], students=pupils[:2])
    school.set_group_members(admin, group=group, students=pupils[1:], day=DECEMBER)
    rows = {row.student_id: (row.valid_from, row.valid_to) for row in group.memberships.all()}
    assert rows[pupils[0].pk] == (SINCE, date(2025, 12, 10))
    assert rows[pupils[1].pk] == (SINCE, None)
    assert rows[pupils[2].pk] == (DECEMBER, None)


def test_a_pupil_of_another_class_is_not_taken_into_a_group(
    admin: User, year: AcademicYear, class_7a: SchoolClass, pupils: list[Student]
) -> None:
    with pytest.raises(NotEnrolled, match="не учится в 7А"):
        school.create_group(admin, year=year, name="7А, 1 гр.", classes=[class_7a], students=pupils)


def test_moving_to_another_class_ends_the_groups_of_the_old_one_but_not_common_streams(
    admin: User, year: AcademicYear, class_7a: SchoolClass, class_7b: SchoolClass, pupils: list[Student]
) -> None:
    part = school.create_group(admin, year=year, name="7Б, 1 гр.", classes=[class_7b], students=pupils)
    stream = school.create_group(admin, year=year, name="7АБ", classes=[class_7a, class_7b], students=pupils)
    school.move_students(admin, [pupils[0]], to_class=class_7a, day=DECEMBER)
    assert part.memberships.get(student=pupils[0]).valid_to == date(2025, 12, 10)
    assert stream.memberships.get(student=pupils[0]).valid_to is None
