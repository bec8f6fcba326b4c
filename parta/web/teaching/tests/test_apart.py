"""Movement seen by date: who studies apart, came from another class or school, left; journal, diary, access."""

from datetime import date
from uuid import uuid4

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.access.models import User
from parta.domain.curriculum import actions as curriculum
from parta.domain.diary.errors import DiaryNotFound
from parta.domain.diary.queries import diary_for, diary_week, student_marks
from parta.domain.journal import actions as journal
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.errors import BroughtMarkRefused, CourseNotFound
from parta.domain.journal.queries import course_for, journal_grid
from parta.domain.journal.queries.grid import GridRow
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.regulation.actions import change_setting
from parta.domain.school import actions as school
from parta.domain.school import queries
from parta.domain.school.choices import ArrangementKind, GroupKind
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue
from parta.domain.school.models import Enrollment, GroupMembership, Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 9), date(2026, 12, 10)


def row_of(
    cast: Cast, student: Student, login: str = "guseva", subject: str = "География", unit: str = "7Б"
) -> GridRow:
    page = journal_grid(cast.user(login), cast.course("7Б", subject), NOVEMBER, DECEMBER)
    return next(row for row in page.rows if row.student_id == student.pk)


def put(cast: Cast, lesson: Lesson, student: Student, value: str, kind: str = "mark") -> OperationResult:
    actor: User = lesson.teacher.user if lesson.teacher else cast.user("guseva")
    one = Operation(id=uuid4(), kind=OperationKind(kind), lesson=lesson.pk, student=student.pk, value=value)
    with clock.frozen_at(clock.at(lesson.day, 15)):
        return apply_operations(actor, [one], span=(NOVEMBER, DECEMBER))[0]


def geography(cast: Cast, after: date) -> Lesson:
    return (
        Lesson.objects.select_related("teacher__user")
        .filter(course=cast.course("7Б", "География"), day__gte=after, day__lt=DECEMBER)
        .order_by("day")[0]
    )


def test_a_pupil_taught_at_home_is_not_absent_and_the_row_says_why(cast: Cast) -> None:
    pupil, lesson = cast.pupil("Ковалёв Даниил"), geography(cast, date(2026, 11, 23))
    terms = school.Terms(ArrangementKind.HOME, date(2026, 11, 16), order_number="341")
    school.begin_arrangement(cast.user("sekretar"), pupil, terms)
    row = row_of(cast, pupil)
    assert row.note == "на дому"
    assert not row.gone
    answer = put(cast, lesson, pupil, "н", "attendance")
    assert answer.status == OperationStatus.INVALID
    assert "на дому" in answer.message
    before = Lesson.objects.filter(course=lesson.course, day__lt=date(2026, 11, 16)).order_by("-day")[0]
    assert put(cast, before, pupil, "4").status == OperationStatus.APPLIED
    assert len(queries.students_of(cast.school.classes["7Б"], DECEMBER)) == 27  # still in the list of the class


def test_the_home_pupil_has_own_lessons_in_the_diary_and_none_of_the_class(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    school.begin_arrangement(admin, pupil, school.Terms(ArrangementKind.HOME, date(2026, 12, 7)))
    week = diary_week(cast.user("kovaleva"), pupil, date(2026, 12, 7))
    assert [lesson for day in week.days for lesson in day.lessons] == []
    week = diary_week(cast.user("kovaleva"), pupil, date(2026, 11, 30))
    assert [lesson for day in week.days for lesson in day.lessons]


def test_a_plan_of_ones_own_in_one_subject_leaves_the_other_lessons(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    subject = cast.course("7Б", "География").subject
    own = school.create_group(
        admin, year=cast.school.year, name="Ковалёв Д., география", classes=[cast.school.classes["7Б"]],
        kind=GroupKind.INDIVIDUAL, students=[pupil], valid_from=NOVEMBER,
    )  # fmt: skip
    terms = school.Terms(ArrangementKind.INDIVIDUAL, NOVEMBER, subjects=[subject.pk])
    school.begin_arrangement(admin, pupil, terms)
    assert row_of(cast, pupil).note == "по индивидуальному плану"
    assert all(cell.outside for cell in row_of(cast, pupil).cells)
    assert row_of(cast, pupil, "krylova", "Алгебра").note == ""
    assert own.memberships.filter(student=pupil).exists()


@pytest.mark.parametrize(("counted", "average"), [(True, "4,00"), (False, "3,00")])
def test_marks_of_a_sanatorium_are_named_and_count_where_the_act_says(cast: Cast, counted: bool, average: str) -> None:
    pupil, subject = cast.pupil("Ковалёв Даниил"), cast.course("7Б", "География").subject
    if not counted:
        change_setting(
            cast.user("admin"), year=2026, name="brought_marks_count", value="только показаны", reason="Педсовет"
        )
    lesson = geography(cast, NOVEMBER)
    assert put(cast, lesson, pupil, "3").status == OperationStatus.APPLIED
    where = school.Terms(ArrangementKind.SANATORIUM, date(2026, 11, 23), date(2026, 11, 27), "Санаторий «Бор»", "350")
    school.begin_arrangement(cast.user("sekretar"), pupil, where)
    journal.bring_marks(
        cast.user("krylova"), student=pupil, subject=subject, school="Санаторий «Бор»", day=date(2026, 11, 27),
        values=["5", "4"], document="справка № 7",
    )  # fmt: skip
    row = row_of(cast, pupil)
    assert (row.average, row.note) == (average, "Санаторий «Бор»: 5, 4")
    line = next(one for one in student_marks(pupil).subjects if one.subject == "География")
    assert line.average == average
    assert [(one.value, one.kind, one.teacher) for one in line.marks][1:] == [
        ("5", "Отметка другой школы", "Санаторий «Бор»"),
        ("4", "Отметка другой школы", "Санаторий «Бор»"),
    ]
    again = put(cast, geography(cast, date(2026, 11, 28)), pupil, "3")
    assert again.average == row_of(cast, pupil).average  # the answer of the cell and the page are one


def test_a_mark_outside_the_scale_and_of_a_nameless_school_is_refused(cast: Cast) -> None:
    pupil, subject = cast.pupil("Ковалёв Даниил"), cast.course("7Б", "География").subject
    for values, name in ((["6"], "Школа № 4"), (["5"], " ")):
        with pytest.raises(BroughtMarkRefused):
            journal.bring_marks(
                cast.user("krylova"), student=pupil, subject=subject, school=name, day=NOVEMBER, values=values
            )
    with pytest.raises(RightMissing):
        journal.bring_marks(
            cast.user("guseva"), student=pupil, subject=subject, school="Школа № 4", day=NOVEMBER, values=["5"]
        )


@pytest.mark.clause("S3-4.1.7b")
@pytest.mark.clause("S3-4.1.7c")
def test_a_pupil_moved_to_another_class_brings_the_marks_along(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    put(cast, geography(cast, NOVEMBER), pupil, "5")
    other = school.create_class(admin, year=cast.school.year, grade_level=7, letter="В")
    course = curriculum.open_course(
        admin, year=cast.school.year, subject=cast.course("7Б", "География").subject, school_class=other
    )
    curriculum.assign_teacher(admin, course=course, staff=cast.school.staff["guseva"], valid_from=date(2026, 9, 1))
    school.move_students(
        admin, [pupil], to_class=other, day=date(2026, 11, 30), order_number="360", order_date=date(2026, 11, 27)
    )
    page = journal_grid(cast.user("guseva"), course, NOVEMBER, DECEMBER)
    assert (page.rows[0].average, page.rows[0].note) == ("5,00", "из 7Б: 5")
    assert (row_of(cast, pupil).note, row_of(cast, pupil).gone) == ("до 29\xa0ноября", True)
    assert pupil not in queries.students_of(cast.school.classes["7Б"], date(2026, 11, 30))
    assert pupil in queries.students_of(cast.school.classes["7Б"], date(2026, 11, 29))
    assert put(cast, geography(cast, date(2026, 11, 30)), pupil, "4").status == OperationStatus.INVALID


def test_a_wrongly_dated_move_is_put_right_with_its_neighbour_and_groups(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    other = school.create_class(admin, year=cast.school.year, grade_level=7, letter="В")
    fresh = school.move_students(admin, [pupil], to_class=other, day=date(2026, 11, 30), order_number="360")[0]
    with pytest.raises(BadValue):
        school.correct_enrollment(admin, fresh, school.Movement(date(2026, 11, 16), None, "360"), reason="")
    with pytest.raises(BadDates):
        school.correct_enrollment(admin, fresh, school.Movement(date(2026, 9, 1), None), reason="Ошибка")
    school.correct_enrollment(admin, fresh, school.Movement(date(2026, 11, 16), None, "360"), reason="В приказе 16-е")
    old = Enrollment.objects.get(student=pupil, school_class=cast.school.classes["7Б"])
    assert (old.valid_to, fresh.valid_from) == (date(2026, 11, 15), date(2026, 11, 16))
    assert GroupMembership.objects.get(student=pupil).valid_to == date(2026, 11, 15)


def test_a_departure_written_by_mistake_is_taken_back(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    row = school.withdraw_students(admin, [pupil], last_day=date(2026, 11, 13), order_number="340")[0]
    assert GroupMembership.objects.get(student=pupil).valid_to == date(2026, 11, 13)
    stay = school.Movement(row.valid_from, None, row.joined_order)
    school.correct_enrollment(admin, row, stay, reason="Приказ отменён")
    assert queries.class_of(pupil, DECEMBER) == cast.school.classes["7Б"]
    assert GroupMembership.objects.get(student=pupil).valid_to is None


def test_two_orders_for_the_same_days_are_refused(cast: Cast) -> None:
    pupil, admin = cast.pupil("Ковалёв Даниил"), cast.user("admin")
    school.begin_arrangement(admin, pupil, school.Terms(ArrangementKind.HOME, NOVEMBER))
    with pytest.raises(AlreadyThere, match="обучение на дому"):
        school.begin_arrangement(admin, pupil, school.Terms(ArrangementKind.SANATORIUM, DECEMBER, place="Бор"))
    with pytest.raises(BadValue):
        school.begin_arrangement(admin, cast.pupil("Лебедева Анна"), school.Terms(ArrangementKind.SANATORIUM, DECEMBER))


# --- access after departure ---


def test_the_diary_closes_three_days_after_the_last_one_and_stays_for_the_other_child(cast: Cast) -> None:
    pupil, sister, mother = cast.pupil("Ковалёв Даниил"), cast.pupil("Ковалёва Алиса"), cast.user("kovaleva")
    school.withdraw_students(cast.user("admin"), [pupil], last_day=date(2026, 12, 7), order_number="370")
    for reader in (mother, cast.user("daniil")):
        assert diary_for(reader, pupil.pk).pk == pupil.pk  # 10 December, the third day
        with clock.frozen_at(clock.at(date(2026, 12, 11), 0, 1)), pytest.raises(DiaryNotFound):
            diary_for(reader, pupil.pk)
    with clock.frozen_at(clock.at(date(2026, 12, 11), 9)):
        assert diary_for(mother, sister.pk).pk == sister.pk


def test_a_teacher_who_gave_the_course_over_no_longer_opens_it(cast: Cast) -> None:
    course, staff = cast.course("7Б", "География"), cast.school.staff
    curriculum.replace_teacher(
        cast.user("admin"), course=course, old=staff["guseva"], new=staff["nikitina"], valid_from=DECEMBER
    )
    assert course_for(cast.user("nikitina"), course.pk) == course
    with pytest.raises(CourseNotFound):
        course_for(cast.user("guseva"), course.pk)
    with clock.frozen_at(clock.at(date(2026, 12, 9), 12)):
        assert course_for(cast.user("guseva"), course.pk) == course
