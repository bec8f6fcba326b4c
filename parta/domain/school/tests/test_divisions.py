"""Division into groups by dates: made at the start of the year, a newcomer at any time, transfers at a period's end."""

from datetime import date

import pytest

from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.regulation.actions import change_setting
from parta.domain.school import actions as school
from parta.domain.school import queries, rules
from parta.domain.school.choices import GroupKind
from parta.domain.school.errors import (
    BadValue,
    DivisionChanged,
    NotDividing,
    NotEnrolled,
    TransferForbidden,
    TransferRefused,
)
from parta.domain.school.models import Division, Enrollment, GroupMembership, Student, TeachingGroup
from parta.lib import clock
from parta.ops.cast import Cast

pytestmark = pytest.mark.django_db
START = date(2026, 9, 1)
THIRD_QUARTER = date(2027, 1, 11)


def english(cast: Cast) -> tuple[Division, TeachingGroup, TeachingGroup]:
    division = Division.objects.get(year=cast.school.year)
    first, second = division.groups.all()
    return division, first, second


def place(actor: User, division: Division, student: Student, group: TeachingGroup) -> int:
    division.refresh_from_db()
    return school.place_pupils(actor, division=division, places={student.pk: group.pk}, base=division.version)


def transfer(actor: User, cast: Cast, day: date, reason: str = "Заявление мамы") -> GroupMembership:
    division, _, second = english(cast)
    return school.transfer_pupil(
        actor, division=division, student=first_pupil(cast), group=second, day=day, reason=reason, base=division.version
    )


def first_pupil(cast: Cast) -> Student:
    return cast.school.pupils["7Б"][0]


def group_on(cast: Cast, student: Student, day: date) -> str:
    rows = [row for row in GroupMembership.objects.filter(student=student) if row.valid_from <= day]
    return next((row.group.name[-8:] for row in rows if row.valid_to is None or day <= row.valid_to), "")


def newcomer(cast: Cast, day: date) -> Student:
    row = school.NewPupil(cast.school.classes["7Б"], day, NewPerson("Агапов", "Иван"), came_from="школа № 4")
    return school.enroll_student(cast.school.administrator, row).student


# --- the start of the year ---


@pytest.mark.clause("S3-4.3.3b")
@pytest.mark.clause("S3-4.4.9a")
@pytest.mark.parametrize("login", ["krylova", "smirnova", "admin"])
def test_at_the_start_of_the_year_class_teacher_and_subject_teachers_divide_together(cast: Cast, login: str) -> None:
    division, _, second = english(cast)
    with clock.frozen_at(clock.at(date(2026, 8, 31), 12)):
        assert place(cast.user(login), division, first_pupil(cast), second) == 1
    assert group_on(cast, first_pupil(cast), START) == "2 группа"


@pytest.mark.parametrize("login", ["petrova", "sokolov", "zavuch", "director", "sekretar"])
def test_nobody_else_divides_a_class(cast: Cast, login: str) -> None:
    division, _, second = english(cast)
    with clock.frozen_at(clock.at(date(2026, 8, 31), 12)), pytest.raises(NotDividing):
        place(cast.user(login), division, first_pupil(cast), second)


def test_the_second_of_two_who_divide_is_told_and_nothing_is_lost(cast: Cast) -> None:
    division, _, second = english(cast)
    other = cast.school.pupils["7Б"][1]
    with clock.frozen_at(clock.at(date(2026, 8, 31), 12)):
        seen = division.version
        school.place_pupils(
            cast.user("krylova"), division=division, places={first_pupil(cast).pk: second.pk}, base=seen
        )
        with pytest.raises(DivisionChanged, match=r"Крылова.Е\..А\., 12:00"):
            school.place_pupils(cast.user("smirnova"), division=division, places={other.pk: second.pk}, base=seen)
    assert group_on(cast, first_pupil(cast), START) == "2 группа"
    assert group_on(cast, other, START) == "1 группа"


def test_within_the_start_the_days_already_studied_stay_in_the_old_group(cast: Cast) -> None:
    division, _, second = english(cast)
    with clock.frozen_at(clock.at(date(2026, 9, 3), 12)):
        place(cast.user("krylova"), division, first_pupil(cast), second)
    days = [group_on(cast, first_pupil(cast), day) for day in (date(2026, 9, 2), date(2026, 9, 3))]
    assert days == ["1 группа", "2 группа"]


@pytest.mark.clause("S3-4.4.9d")
def test_the_day_after_the_start_a_change_of_group_is_refused_with_the_clause(cast: Cast) -> None:
    division, _, second = english(cast)
    with clock.frozen_at(clock.at(date(2026, 9, 4))), pytest.raises(TransferRefused) as refused:
        place(cast.user("admin"), division, first_pupil(cast), second)
    assert refused.value.clause == "п. 4.4.9"
    assert "по окончании учебного периода" in refused.value.message
    assert group_on(cast, first_pupil(cast), cast.today) == "1 группа"


# --- a newcomer ---


def test_a_newcomer_is_placed_on_any_day_from_the_day_of_coming(cast: Cast) -> None:
    division, first, second = english(cast)
    came = date(2026, 11, 12)
    pupil = newcomer(cast, came)
    assert [one.name for one in queries.division_board(division).unplaced] == ["Агапов Иван"]
    place(cast.user("smirnova"), division, pupil, first)
    assert queries.division_board(division).is_complete
    assert GroupMembership.objects.get(student=pupil).valid_from == came
    with pytest.raises(TransferRefused):  # and now it is a transfer
        place(cast.user("smirnova"), division, pupil, second)


def test_who_left_and_came_back_is_a_newcomer_again(cast: Cast) -> None:
    division, _, second = english(cast)
    pupil, system = first_pupil(cast), cast.school.system
    school.withdraw_students(system, [pupil], last_day=date(2026, 10, 9), order_number="5")
    school.enroll_student(system, school.NewPupil(cast.school.classes["7Б"], date(2026, 12, 7), student=pupil))
    place(cast.user("krylova"), division, pupil, second)
    assert group_on(cast, pupil, date(2026, 10, 1)) == "1 группа"
    assert group_on(cast, pupil, date(2026, 11, 2)) == ""
    assert group_on(cast, pupil, cast.today) == "2 группа"


def test_who_was_forgotten_in_september_is_placed_by_the_administrator_alone(cast: Cast) -> None:
    division, first, _ = english(cast)
    pupil = first_pupil(cast)
    GroupMembership.objects.filter(student=pupil).delete()
    with pytest.raises(TransferRefused, match="администратор ЭЖ") as refused:
        place(cast.user("krylova"), division, pupil, first)
    assert refused.value.clause == "п. 4.3.3; п. 4.4.9"
    assert place(cast.user("admin"), division, pupil, first) == 1


# --- transfers ---


@pytest.mark.clause("S3-4.4.9c")
@pytest.mark.parametrize("login", ["krylova", "smirnova", "volkova", "zavuch", "director", "sekretar"])
def test_only_the_administrator_transfers(cast: Cast, login: str) -> None:
    with pytest.raises(TransferForbidden, match="администратор журнала") as refused:
        transfer(cast.user(login), cast, THIRD_QUARTER)
    assert refused.value.clause == "п. 4.4.9"


@pytest.mark.clause("S3-4.4.9d")
def test_a_transfer_begins_with_the_first_day_of_a_period(cast: Cast) -> None:
    transfer(cast.user("admin"), cast, THIRD_QUARTER)
    pupil = first_pupil(cast)
    assert group_on(cast, pupil, date(2027, 1, 10)) == "1 группа"
    assert group_on(cast, pupil, THIRD_QUARTER) == "2 группа"
    entry = AuditEntry.objects.get(code="school.group.transferred")
    assert (entry.reason, entry.person_id) == ("Заявление мамы", pupil.user_id)


@pytest.mark.clause("S3-4.4.9d")
@pytest.mark.parametrize("day", [date(2026, 12, 10), date(2026, 12, 30), date(2027, 1, 12), date(2026, 11, 2)])
def test_no_other_day_will_do_even_for_the_administrator(cast: Cast, day: date) -> None:
    with pytest.raises(TransferRefused):
        transfer(cast.user("admin"), cast, day)
    assert not AuditEntry.objects.filter(code="school.group.transferred").exists()


def test_on_the_very_first_day_of_the_quarter_it_is_still_possible_and_the_day_after_it_is_not(cast: Cast) -> None:
    with clock.frozen_at(clock.at(date(2027, 1, 12))), pytest.raises(TransferRefused):
        transfer(cast.user("admin"), cast, THIRD_QUARTER)
    with clock.frozen_at(clock.at(THIRD_QUARTER, 23, 59)):
        transfer(cast.user("admin"), cast, THIRD_QUARTER)


def test_a_transfer_needs_a_reason_and_is_taken_back_before_it_begins(cast: Cast) -> None:
    with pytest.raises(BadValue, match="основание"):
        transfer(cast.user("admin"), cast, THIRD_QUARTER, reason=" ")
    transfer(cast.user("admin"), cast, THIRD_QUARTER)
    division, _, _ = english(cast)
    school.cancel_transfer(cast.user("admin"), division=division, student=first_pupil(cast), base=division.version)
    row = GroupMembership.objects.get(student=first_pupil(cast))
    assert (row.valid_from, row.valid_to) == (START, None)


def test_where_the_act_lets_transfer_at_any_time_any_day_to_come_will_do(cast: Cast) -> None:
    change_setting(
        cast.user("admin"), year=2026, name="group_transfer_when", value="any_time", reason="Решение педсовета"
    )
    with pytest.raises(TransferRefused, match="задним числом"):
        transfer(cast.user("admin"), cast, date(2026, 12, 9))
    transfer(cast.user("admin"), cast, date(2026, 12, 14))


# --- completeness, streams, rules ---


def test_a_stream_of_two_classes_names_everybody_who_is_missing(cast: Cast) -> None:
    admin, classes = cast.user("admin"), [cast.school.classes["5А"], cast.school.classes["7Б"]]
    division = school.create_division(
        admin, year=cast.school.year, title="Плавание", classes=classes, group_names=["Начинающие", "Пловцы"]
    )
    beginners = division.groups.get(name="Начинающие")
    assert beginners.kind == GroupKind.STREAM
    board = queries.division_board(division)
    assert (len(board.unplaced), board.is_complete) == (26 + 27, False)
    places = {one.student_id: beginners.pk for one in board.unplaced[:-1]}
    school.place_pupils(admin, division=division, places=places, base=1)
    assert [one.name for one in queries.division_board(division).unplaced] == [board.unplaced[-1].name]


def test_a_pupil_of_two_groups_is_named(cast: Cast) -> None:
    division, _, second = english(cast)
    GroupMembership.objects.create(group=second, student=first_pupil(cast), valid_from=START)
    board = queries.division_board(division)
    assert [one.student_id for one in board.doubled] == [first_pupil(cast).pk]
    assert not board.is_complete


def test_a_pupil_of_another_class_does_not_get_in(cast: Cast) -> None:
    division, first, _ = english(cast)
    with pytest.raises(NotEnrolled, match="не учится в классах"):
        place(cast.user("admin"), division, cast.school.pupils["5А"][0], first)
    assert Enrollment.objects.filter(student=cast.school.pupils["5А"][0]).count() == 1


def test_rules_divide_by_alphabet_by_sex_and_by_a_pasted_list() -> None:
    assert rules.by_alphabet([1, 2, 3, 4, 5], [10, 20]) == {1: 10, 2: 10, 3: 10, 4: 20, 5: 20}
    assert rules.by_gender([(1, "f"), (2, "m"), (3, "")], [10, 20]) == {1: 10, 2: 20}
    names = {"семенова ульяна": 1, "орлов михаил": 2, "орлов лев": 3}
    pasted = ["1. Семёнова Ульяна Игоревна", "семёнова", "Орлов", "Орлов Лев", "", "Чужой Иван"]
    assert rules.by_list(pasted, names) == ([1, 3], ["Орлов", "Чужой Иван"])


def test_the_list_of_a_group_does_not_go_round_the_rule(cast: Cast) -> None:
    _, first, second = english(cast)
    admin, pupils = cast.user("admin"), [row.student for row in queries.members(second, cast.today)]
    with pytest.raises(TransferRefused, match="деление «Английский язык»"):
        school.set_group_members(admin, group=second, students=[*pupils, first_pupil(cast)], day=cast.today)
    with pytest.raises(TransferRefused):
        school.set_group_members(admin, group=second, students=pupils[1:], day=cast.today)
    pupil = newcomer(cast, cast.today)
    school.set_group_members(admin, group=second, students=[*pupils, pupil], day=cast.today)
    assert group_on(cast, pupil, cast.today) == "2 группа"
    assert group_on(cast, first_pupil(cast), cast.today) == first.name[-8:]
