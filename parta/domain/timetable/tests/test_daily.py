"""Substitutions, cancellations, moves: data, rights, and what everybody sees."""

from datetime import date, time, timedelta

import pytest

from parta.domain.access.choices import Role
from parta.domain.access.queries import roles_of
from parta.domain.audit.models import AuditEntry
from parta.domain.school.models import ClassTeacher, Enrollment, GroupMembership
from parta.domain.timetable import actions, queries
from parta.domain.timetable.errors import LessonChange, LessonNotFound, SubstitutionForbidden
from parta.domain.timetable.models import Lesson, Substitution
from parta.domain.timetable.queries import TimetableItem, TimetableWeek
from parta.domain.timetable.tests.conftest import THURSDAY, Drawn
from parta.lib.errors import InvalidInput

NEXT = date(2025, 12, 18)


@pytest.fixture
def lesson(drawn: Drawn) -> Lesson:
    """7Б, algebra, 18 December, third lesson."""
    actions.generate_lessons(drawn.school.administrator, year=drawn.school.year)
    return Lesson.objects.get(course=drawn.algebra, day=NEXT, number=3)


def item(week: TimetableWeek, day: date, number: int, place: int = 0) -> TimetableItem:
    slots = next(one for one in week.days if one.day == day).slots
    return next(slot for slot in slots if slot.number == number).items[place]


def test_a_substitute_gets_the_lesson_and_the_teacher_loses_it_from_the_day(drawn: Drawn, lesson: Lesson) -> None:
    actions.substitute_lesson(
        drawn.school.deputy, lesson=lesson, teacher=drawn.gromova, room=drawn.school.room("305"), reason="болезнь"
    )
    assert lesson not in queries.lessons_of_teacher(drawn.krylova.user, NEXT)
    assert lesson in queries.lessons_of_teacher(drawn.gromova.user, NEXT)
    found = item(queries.week_of(drawn.seven, NEXT), NEXT, 3)
    assert (found.change, found.teacher, found.room) == ("замена", drawn.gromova.user.short_name, "305")
    assert found.change_text == f"по расписанию {drawn.krylova.user.short_name}, каб. 214"
    assert item(queries.week_of(drawn.krylova, NEXT), NEXT, 3).is_off
    assert not item(queries.week_of(drawn.gromova, NEXT), NEXT, 3).is_off


@pytest.mark.clause("S3-4.4.3a")
def test_the_role_of_a_substitute_lasts_as_long_as_the_lessons_substituted(drawn: Drawn, lesson: Lesson) -> None:
    spare = drawn.school.teacher("Запасная")
    actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=spare)
    assert Role.SUBSTITUTE in roles_of(spare.user, NEXT)
    assert roles_of(spare.user, THURSDAY) == frozenset()
    assert roles_of(spare.user, NEXT + timedelta(days=1)) == frozenset()
    assert queries.lesson_for(spare.user, lesson.pk) == lesson
    other = Lesson.objects.get(course=drawn.algebra, day=NEXT, number=5)
    with pytest.raises(LessonNotFound):
        queries.lesson_for(spare.user, other.pk)
    actions.remove_substitution(drawn.school.deputy, lesson=lesson)
    assert roles_of(spare.user, NEXT) == frozenset()
    with pytest.raises(LessonNotFound):
        queries.lesson_for(spare.user, lesson.pk)


def test_teachers_do_not_name_substitutes_themselves(drawn: Drawn, lesson: Lesson) -> None:
    with pytest.raises(SubstitutionForbidden, match="завуч"):
        actions.substitute_lesson(drawn.krylova.user, lesson=lesson, teacher=drawn.gromova)
    with pytest.raises(SubstitutionForbidden):
        actions.cancel_lesson(drawn.krylova.user, lesson=lesson, reason="устала")


def test_a_lesson_is_not_given_to_its_own_teacher_or_to_one_who_left(drawn: Drawn, lesson: Lesson) -> None:
    with pytest.raises(LessonChange, match="и так ведёт"):
        actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.krylova)
    drawn.gromova.valid_to = THURSDAY
    drawn.gromova.save()
    with pytest.raises(LessonChange, match="не работает"):
        actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.gromova)


def test_another_substitute_has_to_sign_again(drawn: Drawn, lesson: Lesson) -> None:
    row = actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.gromova)
    row.signed_at = lesson.starts
    row.save()
    actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.school.teacher("Запасная"))
    assert Substitution.objects.get(lesson=lesson).signed_at is None


def test_a_cancelled_lesson_is_seen_struck_with_its_reason_and_can_come_back(drawn: Drawn, lesson: Lesson) -> None:
    with pytest.raises(InvalidInput, match="почему"):
        actions.cancel_lesson(drawn.school.deputy, lesson=lesson, reason="  ")
    actions.cancel_lesson(drawn.school.deputy, lesson=lesson, reason="День здоровья")
    found = item(queries.week_of(drawn.seven, NEXT), NEXT, 3)
    assert (found.is_off, found.change, found.change_text) == (True, "урока не будет", "День здоровья")
    assert lesson.pk not in {row[0] for row in queries.lesson_days(drawn.algebra)}
    actions.restore_lesson(drawn.school.deputy, lesson=lesson)
    assert item(queries.week_of(drawn.seven, NEXT), NEXT, 3).change == ""


def test_a_moved_lesson_is_seen_in_both_places_with_the_times_of_the_new_one(drawn: Drawn, lesson: Lesson) -> None:
    actions.move_lesson(drawn.school.deputy, lesson=lesson, day=date(2025, 12, 15), number=7, reason="экскурсия")
    week = queries.week_of(drawn.seven, NEXT)
    assert item(week, NEXT, 3).change_text == "перенесён на 15\u00a0декабря, 7\u2011й урок"
    found = item(week, date(2025, 12, 15), 7)
    assert (found.change, found.change_text) == ("перенос", "с 18\u00a0декабря, 3\u2011й урок: экскурсия")
    assert week.changes == 2
    assert lesson.starts_at == time(14, 10)
    report = actions.generate_lessons(drawn.school.administrator, year=drawn.school.year)
    assert report.touches == 0


def test_a_lesson_moved_twice_remembers_its_first_place_and_returns_to_it(drawn: Drawn, lesson: Lesson) -> None:
    for day, number in ((date(2025, 12, 15), 7), (date(2025, 12, 16), 2)):
        actions.move_lesson(drawn.school.deputy, lesson=lesson, day=day, number=number)
    assert (lesson.moved_from_day, lesson.moved_from_number) == (NEXT, 3)
    actions.restore_lesson(drawn.school.deputy, lesson=lesson)
    assert (lesson.day, lesson.number, lesson.status, lesson.moved_from_day) == (NEXT, 3, "scheduled", None)
    codes = AuditEntry.objects.filter(subject_id=str(lesson.pk)).values_list("code", flat=True)
    assert list(codes) == ["timetable.lesson.moved", "timetable.lesson.moved", "timetable.lesson.restored"]


def test_a_lesson_is_not_moved_onto_its_own_course_or_past_the_bells(drawn: Drawn, lesson: Lesson) -> None:
    with pytest.raises(LessonChange, match="уже есть"):
        actions.move_lesson(drawn.school.deputy, lesson=lesson, day=NEXT, number=5)
    with pytest.raises(InvalidInput, match="звонках нет"):
        actions.move_lesson(drawn.school.deputy, lesson=lesson, day=NEXT, number=9)
    with pytest.raises(InvalidInput, match="не в этом учебном году"):
        actions.move_lesson(drawn.school.deputy, lesson=lesson, day=date(2026, 7, 1), number=1)


def test_another_room_is_shown_with_the_planned_one(drawn: Drawn, lesson: Lesson) -> None:
    actions.move_lesson(drawn.school.deputy, lesson=lesson, day=NEXT, number=3, room=drawn.school.room("201"))
    found = item(queries.week_of(drawn.seven, NEXT), NEXT, 3)
    assert (found.change, found.room, found.change_text) == ("другой кабинет", "201", "вместо 214")
    assert item(queries.week_of(drawn.school.room("201"), NEXT), NEXT, 3).lesson_id == lesson.pk
    assert actions.generate_lessons(drawn.school.administrator, year=drawn.school.year).touches == 0


def test_a_pupil_sees_the_class_and_own_groups_on_the_days_of_belonging(drawn: Drawn, lesson: Lesson) -> None:
    school = drawn.school
    first, second = school.group("7Б англ 1", drawn.seven), school.group("7Б англ 2", drawn.seven)
    for group in (first, second):
        course = school.course("Английский язык", group)
        actions.set_entry(school.administrator, timetable=drawn.timetable, course=course, weekday=3, number=4)
    actions.generate_lessons(school.administrator, year=school.year)
    student = school.student("Ковалёв", drawn.seven, first)
    GroupMembership.objects.filter(student=student).update(valid_to=date(2025, 12, 18))
    Enrollment.objects.filter(student=student).update(valid_to=date(2025, 12, 18))
    week = queries.week_of(student, NEXT)
    assert [one.unit for slot in week.days[2].slots for one in slot.items] == ["7Б англ 1"]
    assert [slot.number for slot in week.days[3].slots] == [2, 3, 5]
    assert not queries.week_of(student, date(2025, 12, 22)).days[0].slots


def test_team_teaching_belongs_to_all_and_names_all(drawn: Drawn) -> None:
    school = drawn.school
    course = school.course("Проект", drawn.seven, drawn.krylova)
    school.course("Технология", drawn.seven)
    course.assignments.create(staff=drawn.gromova, valid_from=school.year.starts_on)
    actions.set_entry(school.administrator, timetable=drawn.timetable, course=course, weekday=5, number=1)
    actions.generate_lessons(school.administrator, year=school.year)
    friday = date(2025, 12, 12)
    for teacher in (drawn.krylova, drawn.gromova):
        assert [row.course for row in queries.lessons_of_teacher(teacher.user, friday)] == [course]
    assert item(queries.week_of(drawn.seven, friday), friday, 1).teacher == ", ".join(
        one.user.short_name for one in (drawn.krylova, drawn.gromova)
    )


def test_a_lesson_is_open_to_its_teacher_the_homeroom_teacher_and_the_heads_only(drawn: Drawn, lesson: Lesson) -> None:
    homeroom = drawn.school.teacher("Классная")
    ClassTeacher.objects.create(school_class=drawn.seven, staff=homeroom, valid_from=drawn.school.year.starts_on)
    for user in (drawn.krylova.user, homeroom.user, drawn.school.deputy, drawn.school.administrator):
        assert queries.lesson_for(user, lesson.pk) == lesson
    stranger = drawn.school.student("Чужой", drawn.school.school_class("5А")).user
    for user in (drawn.gromova.user, stranger):
        with pytest.raises(LessonNotFound):
            queries.lesson_for(user, lesson.pk)


def test_a_week_costs_the_same_whatever_stands_in_it(
    drawn: Drawn, lesson: Lesson, django_assert_max_num_queries: object
) -> None:
    actions.substitute_lesson(drawn.school.deputy, lesson=lesson, teacher=drawn.gromova)
    for unit in (drawn.seven, drawn.krylova, drawn.school.room("214")):
        with django_assert_max_num_queries(7):  # type: ignore[operator]
            queries.week_of(unit, NEXT)


def test_who_is_busy_at_the_hour_of_a_lesson_is_named_with_the_lesson(drawn: Drawn, lesson: Lesson) -> None:
    school = drawn.school
    nine = school.course("Физика", school.school_class("9А"), drawn.gromova)
    actions.set_entry(
        school.administrator, timetable=drawn.timetable, course=nine, weekday=4, number=3, teacher=drawn.gromova
    )
    actions.generate_lessons(school.administrator, year=school.year)
    assert queries.busy_teachers(lesson) == {drawn.gromova.pk: "9А, физика"}
    spare = school.teacher("Запасная")
    other = Lesson.objects.get(course=nine, day=NEXT)
    actions.substitute_lesson(school.deputy, lesson=other, teacher=spare)
    assert queries.busy_teachers(lesson) == {spare.pk: "9А, физика"}
