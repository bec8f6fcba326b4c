"""A class is closed only when nobody lacks a mark, and then nothing in it changes, on any road."""

from datetime import date, timedelta

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import ClassClosing, FinalMark
from parta.domain.finals.tests.closing_steps import AFTER, asked, fill, quarter_of, seventh
from parta.domain.finals.tests.steps import DANIIL, algebra, op
from parta.domain.finals.tests.test_deferrals import PROFILES
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.models import Mark
from parta.domain.journal.tests.lock_steps import adopt, apply_at, mark, rule
from parta.domain.journal.tests.lock_steps import op as journal_op
from parta.domain.school import actions as school
from parta.domain.school.errors import PeriodClosed
from parta.domain.school.models import Enrollment, GradingPeriod, GroupMembership, SchoolClass
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast


def close(cast: Cast, school_class: SchoolClass | None = None, login: str = "zavuch") -> ClassClosing:
    own = school_class or seventh(cast)
    with clock.frozen_at(AFTER):
        return actions.close_class_period(cast.user(login), school_class=own, period=quarter_of(own))


def test_every_pupil_is_asked_for_a_mark_on_every_page_with_marks(cast: Cast) -> None:
    found = asked(seventh(cast))
    english = {cast.course("7Б", "Английский язык", n).pk for n in (0, 1)}
    assert len(found.pupils) == 27
    assert found.missing == found.keys, "пока ничего не поставлено, не хватает всего"
    daniil = [course for student, course, _ in found.keys if student == cast.pupil(DANIIL).pk]
    assert len(english & set(daniil)) == 1, "группа ученика одна"
    assert len(daniil) == len(set(daniil)) == len({found.pages[one].subject_id for one in daniil})


@pytest.mark.clause("S2-5a")
@pytest.mark.clause("S3R-1.15m")
@pytest.mark.clause("S3P-2.5n")
def test_one_missing_mark_keeps_the_class_open_and_is_named(cast: Cast) -> None:
    own, course, pupil = seventh(cast), algebra(cast), cast.pupil(DANIIL)
    fill(cast, own, but={(pupil.pk, course.pk)})
    with pytest.raises(FinalRefused, match="7Б, алгебра — Ковалёв Даниил") as refused:
        close(cast)
    assert refused.value.clause == "Регл., п. 1.15; Порядок, п. 2.5"
    assert not ClassClosing.objects.exists()
    fill(cast, own)
    assert close(cast).school_class_id == own.pk
    assert AuditEntry.objects.filter(code="finals.class.closed").count() == 1


@pytest.mark.parametrize("slug", PROFILES)
def test_under_every_profile_nobody_is_forgotten(cast: Cast, slug: str) -> None:
    """Three acts say it (S2, S3), the others follow the default; grade 1 has no marks under any."""
    adopt(cast, slug)
    own, course, pupil = seventh(cast), algebra(cast), cast.pupil(DANIIL)
    fill(cast, own, but={(pupil.pk, course.pk)})
    with pytest.raises(FinalRefused, match="Ковалёв Даниил"):
        close(cast)
    fill(cast, own)
    assert close(cast).pk


def test_a_class_is_not_closed_before_the_last_day_is_over(cast: Cast) -> None:
    own = seventh(cast)
    fill(cast, own)
    period = quarter_of(own)
    with clock.frozen_at(clock.at(period.ends_on, 23, 59)), pytest.raises(FinalRefused, match="ещё идёт"):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=period)
    with clock.frozen_at(clock.at(period.ends_on + timedelta(days=1))):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=period)


@pytest.mark.parametrize("login", ["krylova", "director", "gruppa", "sekretar"])
def test_the_deputy_closes_and_not_the_class_teacher(cast: Cast, login: str) -> None:
    own = seventh(cast)
    SchoolClass.objects.create(year=own.year, grade_level=own.grade_level, letter="Ю")  # the grade stays open
    fill(cast, own)
    with pytest.raises(RightMissing):
        close(cast, login=login)


def test_the_last_class_of_the_grade_closes_its_period(cast: Cast) -> None:
    own = seventh(cast)
    other = SchoolClass.objects.create(year=own.year, grade_level=7, letter="Я")
    fill(cast, own)
    close(cast)
    assert quarter_of(own).closed_at is None, "7Я ещё открыт"
    close(cast, other)
    assert quarter_of(own).closed_at == AFTER


@pytest.mark.parametrize("alone", [True, False])
def test_marks_and_lessons_of_a_closed_class_are_read_only(cast: Cast, alone: bool) -> None:
    own = seventh(cast)
    if alone:
        SchoolClass.objects.create(year=own.year, grade_level=7, letter="Я")
    lesson = cast.lesson("7Б", "Алгебра", on_or_before=quarter_of(own).ends_on)
    apply_at(cast, lesson.ends, journal_op(OperationKind.WORK_TYPE, lesson, value="test"))
    fill(cast, own)
    close(cast)
    refused = apply_at(cast, AFTER, mark(cast, lesson, "5", reason="Очень нужно"))
    assert refused.status == OperationStatus.LOCKED
    assert not Mark.objects.filter(lesson=lesson).exists()
    pupil = cast.pupil(DANIIL)
    final = FinalMark.objects.get(course=algebra(cast), student=pupil)
    for value in ("5", ""):
        with clock.frozen_at(AFTER):
            answer = actions.set_final_mark(
                cast.user("krylova"), op(algebra(cast), pupil, value, base=final.version, reason="Ошибка")
            )
        assert answer.status == OperationStatus.LOCKED
    assert FinalMark.objects.get(pk=final.pk).value == "4"


def test_in_a_stream_only_pupils_of_the_closed_class_are_locked(cast: Cast) -> None:
    """A group of two classes: one is closed, the other goes on."""
    own = seventh(cast)
    other = SchoolClass.objects.create(year=own.year, grade_level=7, letter="Я")
    lesson = cast.lesson("7Б", "Английский язык", on_or_before=quarter_of(own).ends_on)
    group = lesson.course.group
    assert group is not None
    group.classes.add(other)
    inside = GroupMembership.objects.filter(group=group).order_by("id")
    stays, moves = inside[0].student, inside[1].student
    Enrollment.objects.filter(student=moves).update(school_class=other)
    teacher = str(lesson.teacher.user.login) if lesson.teacher else ""
    apply_at(cast, lesson.ends, journal_op(OperationKind.WORK_TYPE, lesson, value="test"), login=teacher)
    fill(cast, own)
    close(cast)
    for student, status in ((stays, OperationStatus.LOCKED), (moves, OperationStatus.APPLIED)):
        one = journal_op(OperationKind.MARK, lesson, student=student.pk, value="5", reason="Работа")
        assert apply_at(cast, AFTER, one, login=teacher).status == status
    fill(cast, other)
    close(cast, other)
    late = journal_op(OperationKind.LESSON_COMMENT, lesson, value="Итоги")
    assert apply_at(cast, AFTER, late, login=teacher).status == OperationStatus.LOCKED


def test_the_road_of_whole_grades_asks_the_same(cast: Cast) -> None:
    own, deputy = seventh(cast), cast.user("zavuch")
    with clock.frozen_at(AFTER), pytest.raises(FinalRefused, match="Нет отметки или отсрочки"):
        school.close_periods(deputy, year=own.year, number=2, grades=[7])
    assert quarter_of(own).closed_at is None
    fill(cast, own)
    with clock.frozen_at(AFTER):
        school.close_periods(deputy, year=own.year, number=2, grades=[7])
    assert ClassClosing.objects.filter(school_class=own, reopened_at=None).count() == 1


def test_the_director_opens_a_class_again_with_a_reason(cast: Cast) -> None:
    own = seventh(cast)
    fill(cast, own)
    close(cast)
    period = quarter_of(own)
    with clock.frozen_at(AFTER):
        with pytest.raises(RightMissing):
            actions.reopen_class_period(cast.user("zavuch"), school_class=own, period=period, reason="Ошибка")
        with pytest.raises(FinalRefused, match="почему"):
            actions.reopen_class_period(cast.user("director"), school_class=own, period=period, reason=" ")
        row = actions.reopen_class_period(cast.user("director"), school_class=own, period=period, reason="Ошибка")
    assert (row.reopened_by, row.reopen_reason) == (cast.user("director"), "Ошибка")
    assert quarter_of(own).closed_at is None
    entry = AuditEntry.objects.get(code="finals.class.reopened")
    assert entry.reason == "Ошибка"
    close(cast)
    assert ClassClosing.objects.filter(school_class=own).count() == 2


@pytest.mark.parametrize("login", ["zavuch", "admin", "krylova", "gruppa"])
def test_a_class_closed_before_the_others_of_its_grade_is_opened_by_the_director_alone(cast: Cast, login: str) -> None:
    own = seventh(cast)
    SchoolClass.objects.create(year=own.year, grade_level=own.grade_level, letter="Ю")
    fill(cast, own)
    close(cast)
    period = quarter_of(own)
    assert period.closed_at is None, "период параллели ещё открыт"
    with clock.frozen_at(AFTER):
        with pytest.raises(RightMissing):
            actions.reopen_class_period(cast.user(login), school_class=own, period=period, reason="Ошибка")
        actions.reopen_class_period(cast.user("director"), school_class=own, period=period, reason="Ошибка")


def test_nobody_comes_into_a_closed_class_backdated_without_marks(cast: Cast) -> None:
    own, office = seventh(cast), cast.user("sekretar")
    stranger = cast.pupil("Лебедев Лев")
    fill(cast, own)
    close(cast)
    with clock.frozen_at(AFTER):
        from_class = Enrollment.objects.get(student=stranger, valid_to=None).school_class
        twin = SchoolClass.objects.create(year=own.year, grade_level=from_class.grade_level, letter="Ю")
        school.move_students(office, [stranger], to_class=twin, day=date(2026, 12, 1))
        with pytest.raises(FinalRefused, match="7Б: закрыто"):
            school.move_students(office, [stranger], to_class=own, day=date(2026, 12, 20))
        school.move_students(office, [stranger], to_class=own, day=AFTER.date())
    assert Enrollment.objects.get(student=stranger, valid_to=None).school_class == own


def test_days_of_a_period_closed_for_one_class_do_not_move(cast: Cast) -> None:
    own = seventh(cast)
    SchoolClass.objects.create(year=own.year, grade_level=7, letter="Я")
    fill(cast, own)
    close(cast)
    with clock.frozen_at(AFTER), pytest.raises(PeriodClosed):
        school.set_grading_periods(cast.user("admin"), year=own.year, grades=[7], kind="half_year")  # type: ignore[arg-type]


def test_a_school_that_does_not_ask_for_everybody_closes_as_it_is(cast: Cast) -> None:
    rule(cast, "final_mark_for_every_student", value=False)
    assert close(cast).pk


def test_several_ready_classes_are_closed_at_once(cast: Cast, django_assert_max_num_queries: object) -> None:
    own = seventh(cast)
    fill(cast, own)
    with clock.frozen_at(AFTER):
        made = actions.close_classes_period(cast.user("zavuch"), places=[(own, quarter_of(own))])
        again = actions.close_classes_period(cast.user("zavuch"), places=[(own, quarter_of(own))])
    assert (len(made), again) == (1, [])


@pytest.mark.usefixtures("cast")
def test_grade_one_asks_for_nothing() -> None:
    first = SchoolClass.objects.filter(grade_level=1).select_related("year").first()
    if first is not None:
        assert asked(first).keys == []
    assert GradingPeriod.objects.exists()
    assert Lesson.objects.exists()
