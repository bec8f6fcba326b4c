"""Final marks given on a moved clock: who, when, with what reason, what is refused and what remains."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from parta.domain.access.actions import NewPerson
from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import ClassClosing, Deferral, DeferredCourse, FinalMark
from parta.domain.finals.queries import load_desk, places_of
from parta.domain.finals.tests.steps import DANIIL, INSIDE, SECOND, algebra, apply_at, give, op, quarter, stored
from parta.domain.journal import actions as journal
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.rules import profile_slugs
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, LOCKED, INVALID = OperationStatus.APPLIED, OperationStatus.LOCKED, OperationStatus.INVALID
REFUSED, REASON, CONFLICT = OperationStatus.REFUSED, OperationStatus.NEEDS_REASON, OperationStatus.CONFLICT
OPENS = clock.at(date(2026, 12, 24))
CLOSES = clock.at(date(2026, 12, 28), 23, 59, 59)
LATE_END = clock.at(date(2027, 1, 4), 23, 59, 59)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.clause("S3-5.4a")
@pytest.mark.clause("S3R-1.15n")
@pytest.mark.parametrize("slug", profile_slugs())
def test_under_every_profile_the_window_opens_closes_and_locks_at_its_seconds(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    clause = "п. 5.4; Регл., п. 1.15" if slug == "full-act-2021" else "умолчание"
    early = apply_at(cast, OPENS - SECOND, op(course, pupil, "4"))
    assert (early.status, plain(early.message), early.clause) == (
        LOCKED,
        "Итоговые отметки ставят с 24 декабря",
        clause,
    )
    assert apply_at(cast, OPENS, op(course, pupil, "4")).status == APPLIED
    assert apply_at(cast, CLOSES, op(course, pupil, "", base=1, reason="Не тот ученик")).status == APPLIED
    assert not stored(course, pupil).is_late
    assert apply_at(cast, CLOSES + SECOND, op(course, pupil, "4", base=2)).status == APPLIED
    assert stored(course, pupil).is_late
    other = cast.pupil("Лебедева Анна")
    give(cast, course, other, "5 5")
    assert apply_at(cast, LATE_END, op(course, other, "5")).status == APPLIED
    locked = apply_at(cast, LATE_END + SECOND, op(course, other, "4", base=1, reason="Ошибка"))
    assert (locked.status, locked.clause) == (LOCKED, clause)
    assert plain(locked.message).startswith("Закрыто для правок: срок был до конца дня 28 декабря")


@pytest.mark.clause("S3-4.4.6b")
def test_an_order_replaces_the_dates_of_the_act(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    order = actions.DatesOrder(date(2026, 12, 7), date(2026, 12, 11), "214", date(2026, 12, 1))
    period = quarter(course).closing
    with pytest.raises(RightMissing):
        actions.set_final_dates(cast.user("krylova"), periods=[period], order=order)
    actions.set_final_dates(cast.user("zavuch"), periods=[period], order=order)
    first, last = clock.at(date(2026, 12, 7)), clock.at(date(2026, 12, 11), 23, 59, 59)
    assert plain(apply_at(cast, first - SECOND, op(course, pupil, "4")).message).endswith("с 7 декабря")
    assert apply_at(cast, first, op(course, pupil, "4")).status == APPLIED
    assert apply_at(cast, last + SECOND, op(course, pupil, "", base=1, reason="Ошибка")).status == APPLIED
    refused = apply_at(cast, last + timedelta(days=8), op(course, pupil, "4", base=2))
    assert (refused.status, plain(refused.clause)) == (LOCKED, "приказ № 214 от 1 декабря")


@pytest.mark.parametrize(
    ("first", "last", "number", "words"),
    [
        (date(2026, 12, 7), date(2026, 12, 11), " ", "номер приказа"),
        (date(2026, 12, 11), date(2026, 12, 7), "1", "поменяйте дни"),
        (date(2026, 12, 7), date(2027, 1, 15), "1", "внутри периода"),
    ],
)
def test_dates_that_cannot_be_are_refused(cast: Cast, first: date, last: date, number: str, words: str) -> None:
    order = actions.DatesOrder(first, last, number, date(2026, 12, 1))
    with pytest.raises(FinalRefused, match=words):
        actions.set_final_dates(cast.user("zavuch"), periods=[quarter(algebra(cast)).closing], order=order)


@pytest.mark.clause("S3-5.3a")
@pytest.mark.clause("S3-5.3e")
@pytest.mark.parametrize("sign", ["н/а", "осв.", "Н/А", "осв"])
def test_not_assessed_and_exempt_are_refused_with_the_clause_and_the_way_out(cast: Cast, sign: str) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    answer = apply_at(cast, INSIDE, op(course, pupil, sign, reason="Болел"))
    assert (answer.status, answer.clause) == (INVALID, "п. 5.3")
    assert "оформите отсрочку" in answer.message
    assert not FinalMark.objects.exists()


def test_a_school_that_allows_them_may_write_them(cast: Cast) -> None:
    rule(cast, "na_mark_allowed", True)
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    assert apply_at(cast, INSIDE, op(course, pupil, "н/а", reason="Болел")).status == APPLIED
    assert stored(course, pupil).value == "н/а"


@pytest.mark.clause("S3-5.1a")
@pytest.mark.clause("S3-2.6a")
def test_a_departure_from_the_proposal_needs_a_reason_and_is_kept_beside_the_mark(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 3")
    answer = apply_at(cast, INSIDE, op(course, pupil, "3"))
    assert answer.status == REASON
    assert answer.message == "Прогноз 4 (3,67), вы ставите 3: напишите почему"
    assert "п. 5.1" in answer.clause
    assert apply_at(cast, INSIDE, op(course, pupil, "3", reason="  Не сдан   зачёт ")).status == APPLIED
    row = stored(course, pupil)
    assert (row.value, row.proposed, row.deviation_reason) == ("3", "4", "Не сдан зачёт")
    assert str(row.average) == "3.666666"
    entry = AuditEntry.objects.get(code="finals.mark.set")
    assert (entry.person_id, entry.reason, entry.subject_title) == (
        pupil.user_id,
        "Не сдан зачёт",
        "7Б, алгебра: за 2 четверть",
    )
    assert entry.after == {"value": "3", "proposed": "4", "average": "3.666666", "late": False}


def test_a_mark_from_nothing_says_what_it_rests_on(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    assert apply_at(cast, INSIDE, op(course, pupil, "4")).status == REASON
    assert apply_at(cast, INSIDE, op(course, pupil, "4", reason="Зачёт по теме")).status == APPLIED


def test_the_same_operation_again_changes_nothing_and_an_old_page_is_told(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    first = op(course, pupil, "4")
    assert apply_at(cast, INSIDE, first).status == APPLIED
    again = apply_at(cast, INSIDE, first)
    assert (again.status, again.version) == (OperationStatus.REPEATED, 1)
    stale = apply_at(cast, INSIDE, op(course, pupil, "5", reason="Олимпиада"))
    assert stale.status == CONFLICT
    assert stale.current is not None
    assert (stale.current["value"], stale.current["version"]) == ("4", 1)
    assert AuditEntry.objects.filter(code="finals.mark.set").count() == 1


def test_an_operation_id_of_somebody_else_is_not_answered_as_repeated(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    one = op(course, pupil, "4")
    apply_at(cast, INSIDE, one)
    assert apply_at(cast, INSIDE, one, login="petrova").status != OperationStatus.REPEATED


@pytest.mark.clause("S3-4.4.6a")
@pytest.mark.parametrize("login", ["petrova", "zavuch", "director", "admin", "zamena"])
def test_only_the_teacher_of_the_page_gives_them(cast: Cast, login: str) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    assert apply_at(cast, INSIDE, op(course, pupil, "4"), login=login).status == REFUSED
    assert not FinalMark.objects.exists()


def test_the_class_teacher_gives_none_outside_the_own_subject(cast: Cast) -> None:
    """Krylova leads 7Б and teaches its algebra; its Russian is somebody else's."""
    russian = cast.course("7Б", "Русский язык")
    assert apply_at(cast, INSIDE, op(russian, cast.pupil(DANIIL), "4", reason="Так")).status == REFUSED


def test_a_pupil_with_a_deferral_is_not_asked_and_a_withdrawn_one_asks_again(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    deferral = Deferral.objects.create(
        student=pupil, year=course.year, period=quarter(course).period, reason="illness", makeup_form="credit",
        order_number="331", order_date=date(2026, 12, 21), due_on=date(2027, 1, 23), entered_by=cast.user("zavuch"),
        entered_at=INSIDE,
    )  # fmt: skip
    DeferredCourse.objects.create(deferral=deferral, course=course)
    answer = apply_at(cast, INSIDE, op(course, pupil, "4"))
    assert (answer.status, plain(answer.message)) == (
        LOCKED, "Оформлена отсрочка до 23 января: отметку запишите на листе отсрочки",
    )  # fmt: skip
    deferral.withdrawn_at = INSIDE
    deferral.save()
    assert apply_at(cast, INSIDE, op(course, pupil, "4")).status == APPLIED


@pytest.mark.clause("S2-5a")
@pytest.mark.clause("S3R-1.15m")
@pytest.mark.clause("S3P-2.5n")
def test_everybody_who_ends_the_period_in_the_class_is_asked_and_nobody_who_left(cast: Cast) -> None:
    course, gone = algebra(cast), cast.pupil("Лебедева Анна")
    with clock.frozen_at(clock.at(date(2026, 12, 1), 9)):
        school.withdraw_students(cast.user("sekretar"), students=[gone], last_day=date(2026, 12, 15))
    with clock.frozen_at(INSIDE):
        asked = {line.student_id for line in load_desk(course, quarter(course)).lines}
    assert asked == {one.pk for one in cast.school.pupils["7Б"]} - {gone.pk}
    answer = apply_at(cast, INSIDE, op(course, gone, "4", reason="Так"))
    assert (answer.status, "нет в списке" in answer.message) == (INVALID, True)


@pytest.mark.parametrize("what", ["period", "year", "class"])
def test_a_closed_period_year_or_class_takes_nothing_whoever_opens_it(cast: Cast, what: str) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    place = quarter(course)
    if what == "period":
        GradingPeriod.objects.filter(pk=place.closing.pk).update(closed_at=INSIDE)
    elif what == "year":
        AcademicYear.objects.filter(pk=course.year_id).update(is_closed=True)
    else:
        ClassClosing.objects.create(
            year=course.year, school_class=cast.school.classes["7Б"], period=place.period,
            closed_by=cast.user("zavuch"), closed_at=INSIDE,
        )  # fmt: skip
    with clock.frozen_at(INSIDE):
        if what != "year":
            journal.open_entries(cast.user("zavuch"), closes_at=INSIDE + timedelta(days=3), reason="Так", course=course)
    assert apply_at(cast, INSIDE + SECOND, op(course, pupil, "4")).status == LOCKED
    ClassClosing.objects.update(reopened_at=INSIDE)
    if what == "class":
        assert apply_at(cast, INSIDE + SECOND, op(course, pupil, "4")).status == APPLIED


def test_an_opening_of_the_page_lets_them_through_after_the_late_window(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    moment = LATE_END + timedelta(days=3)
    assert apply_at(cast, moment, op(course, pupil, "4")).status == LOCKED
    with clock.frozen_at(moment):
        journal.open_entries(
            cast.user("zavuch"), closes_at=moment + timedelta(hours=2), reason="Болел учитель", course=course
        )
    assert apply_at(cast, moment, op(course, pupil, "4")).status == APPLIED
    assert stored(course, pupil).is_late
    assert apply_at(cast, moment + timedelta(hours=2, seconds=1), op(course, pupil, "", base=1)).status == LOCKED


def test_grade_one_and_subjects_without_marks_have_no_final_marks(cast: Cast) -> None:
    first = cast.course("1А", "Математика")
    pupil = cast.school.pupils["1А"][0]
    answer = apply_at(cast, INSIDE, op(first, pupil, "5", reason="Так"), login="zaytseva")
    assert (answer.status, "В первом классе отметки не ставят" in answer.message) == (LOCKED, True)
    course = algebra(cast)
    course.subject.has_marks = False
    course.subject.save()
    answer = apply_at(cast, INSIDE, op(course, cast.pupil(DANIIL), "5", reason="Так"))
    assert (answer.status, "отметки не ставят" in answer.message) == (LOCKED, True)


def test_a_subject_with_zachet_takes_words(cast: Cast) -> None:
    rule(cast, "pass_fail_subjects", ["алгебра"])
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    give(cast, course, pupil, "4 4 4")
    assert apply_at(cast, INSIDE, op(course, pupil, "5")).status == INVALID
    assert apply_at(cast, INSIDE, op(course, pupil, "Зачёт")).status == APPLIED
    assert (stored(course, pupil).value, stored(course, pupil).proposed) == ("зачёт", "зачёт")


@pytest.mark.parametrize(
    ("unit", "codes"),
    [("7Б", ["quarter", "quarter", "quarter", "quarter", "year"]), ("10А", ["half_year", "half_year", "year"])],
)
def test_kinds_are_those_of_the_rulebook_and_the_grade(cast: Cast, unit: str, codes: list[str]) -> None:
    subject = "Алгебра" if unit == "7Б" else "Алгебра и начала анализа"
    course = cast.course(unit, subject)
    assert [one.kind.value for one in places_of(course)] == codes
    course.grade_level = 11 if unit == "10А" else 9
    assert [one.kind.value for one in places_of(course)][-2:] == ["exam", "final"]
    rule(cast, "final_mark_kinds", ["year"])
    course.grade_level = 7
    assert [one.kind.value for one in places_of(course)] == ["year"]


def test_marks_of_another_school_count_as_the_rulebook_says(cast: Cast) -> None:
    course = cast.course("5А", "Математика")
    with clock.frozen_at(clock.at(date(2026, 11, 16), 9)):
        student = school.enroll_student(
            cast.user("sekretar"),
            school.NewPupil(cast.school.classes["5А"], date(2026, 11, 16), NewPerson("Ярцев", "Глеб")),
        ).student
    with clock.frozen_at(clock.at(date(2026, 11, 17), 9)):
        journal.bring_marks(
            cast.user("admin"), student=student, subject=course.subject, school="Школа № 4", day=date(2026, 11, 13),
            values=["5", "5"], document="",
        )  # fmt: skip
    with clock.frozen_at(INSIDE):
        assert load_desk(course, quarter(course)).proposal(student.pk).value == "5"
    rule(cast, "brought_marks_count", False)
    with clock.frozen_at(INSIDE):
        assert load_desk(course, quarter(course)).proposal(student.pk).value == ""


def test_several_in_one_request_are_answered_each_for_itself(cast: Cast) -> None:
    course, pupil, other = algebra(cast), cast.pupil(DANIIL), cast.pupil("Лебедева Анна")
    give(cast, course, pupil, "4 4 4")
    give(cast, course, other, "5 5 5")
    rows: list[dict[str, Any]] = [
        {"id": str(uuid.uuid4()), "course": course.pk, "place": quarter(course).code, "student": who, "value": value}
        for who, value in ((pupil.pk, "4"), (other.pk, "6"), (other.pk, "5"), (10**9, "5"))
    ]
    with clock.frozen_at(INSIDE):
        answers = actions.apply_final_request(cast.user("krylova"), json.dumps({"operations": rows}).encode())
    assert [one["status"] for one in answers] == ["applied", "invalid", "applied", "invalid"]
    assert set(FinalMark.objects.values_list("value", flat=True)) == {"4", "5"}


def test_a_class_is_given_in_a_bounded_number_of_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    course = algebra(cast)
    operations = []
    for pupil in cast.school.pupils["7Б"]:
        give(cast, course, pupil, "4 4 4")
        operations.append(op(course, pupil, "4"))
    with django_assert_max_num_queries(32):
        apply_at(cast, INSIDE, *operations)
    assert FinalMark.objects.count() == 27
