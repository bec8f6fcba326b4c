"""Marks of the year, the exam and the certificate: what each rests on."""

from datetime import date

from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries import load_desk, places_of
from parta.domain.finals.queries.required import marks_of_year
from parta.domain.finals.tests.steps import DANIIL, INSIDE, algebra, apply_at, op, stored
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.tests.lock_steps import rule
from parta.domain.regulation.choices import Grade
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.lib import clock
from parta.ops.cast import Cast

APPLIED, LOCKED, REASON = OperationStatus.APPLIED, OperationStatus.LOCKED, OperationStatus.NEEDS_REASON


def test_the_year_is_proposed_from_the_periods(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    for place, value in zip(places_of(course)[:4], "4544", strict=True):
        FinalMark.objects.create(
            course=course, student=pupil, kind="quarter", period=place.period, value=value,
            entered_by=cast.user("krylova"), entered_at=INSIDE,
        )  # fmt: skip
    end = clock.at(date(2027, 5, 24), 10)
    assert apply_at(cast, end, op(course, pupil, "5", place="year")).status == REASON
    assert apply_at(cast, end, op(course, pupil, "4", place="year")).status == APPLIED
    assert stored(course, pupil, "year").proposed == "4"


def test_grade_nine_gives_the_exam_and_the_overall_mark_after_the_year(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    course.grade_level = 9
    course.save()
    end, summer = clock.at(date(2027, 5, 24), 10), clock.at(date(2027, 6, 15), 10)
    assert apply_at(cast, end, op(course, pupil, "4", place="year", reason="Перевод из другой школы")).status == APPLIED
    assert apply_at(cast, summer, op(course, pupil, "5", place="exam")).status == APPLIED
    answer = apply_at(cast, summer, op(course, pupil, "4", place="final"))
    assert (answer.status, answer.message) == (REASON, "Прогноз 5 (4,50), вы ставите 4: напишите почему")
    assert apply_at(cast, summer, op(course, pupil, "5", place="final")).status == APPLIED
    assert not stored(course, pupil, "final").is_late
    early = apply_at(cast, INSIDE, op(course, cast.pupil("Лебедева Анна"), "5", place="exam"))
    assert early.status == LOCKED


def test_grade_eleven_counts_half_years_and_years_of_both_grades(cast: Cast) -> None:
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    course.grade_level = 11
    course.save()
    teacher, year = cast.user("krylova"), course.year
    past = AcademicYear.objects.create(year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 26))
    before = type(course).objects.create(
        year=past, subject=course.subject, grade_level=10,
        school_class=type(cast.school.classes["7Б"]).objects.create(year=past, grade_level=10, letter="Б"),
    )  # fmt: skip
    halves = [
        GradingPeriod.objects.create(
            year=past, grade_level=10, kind="half_year", number=number, starts_on=date(2025, 8 + number, 1),
            ends_on=date(2025, 8 + number, 28),
        )
        for number in (1, 2)
    ]  # fmt: skip
    for place, period, kind, value in (
        (before, halves[0], "half_year", "4"), (before, halves[1], "half_year", "4"), (before, None, "year", "4"),
        (course, GradingPeriod.objects.get(year=year, grade_level=11, number=1), "half_year", "5"),
        (course, GradingPeriod.objects.get(year=year, grade_level=11, number=2), "half_year", "5"),
        (course, None, "year", "5"),
    ):  # fmt: skip
        FinalMark.objects.create(
            course=place, student=pupil, kind=kind, period=period, value=value, entered_by=teacher, entered_at=INSIDE
        )
    with clock.frozen_at(clock.at(date(2027, 6, 15), 10)):
        final = next(one for one in places_of(course) if one.code == "final")
        assert load_desk(course, final).proposal(pupil.pk).value == "5"
        FinalMark.objects.filter(course=course, kind="year").update(value="4")
        assert load_desk(course, final).proposal(pupil.pk).value == "4"


def test_a_school_with_promotion_examinations_gives_them_in_its_grades(cast: Cast) -> None:
    """By default nothing but 9 and 11; the rulebook of the year names others, exam and overall apart."""
    course, pupil = algebra(cast), cast.pupil(DANIIL)
    usual = [one.code for one in places_of(course)]
    assert not {"exam", "final"} & set(usual)
    rule(cast, "exam_mark_grades", (Grade.SEVENTH, Grade.NINTH, Grade.ELEVENTH))
    assert [one.code for one in places_of(course)] == [*usual, "exam"]
    rule(cast, "final_mark_grades", (Grade.SEVENTH,))
    assert [one.code for one in places_of(course)] == [*usual, "exam", "final"]
    end, summer = clock.at(date(2027, 5, 24), 10), clock.at(date(2027, 6, 2), 10)
    assert apply_at(cast, end, op(course, pupil, "4", place="year", reason="Пересдача")).status == APPLIED
    assert apply_at(cast, summer, op(course, pupil, "5", place="exam")).status == APPLIED
    assert apply_at(cast, summer, op(course, pupil, "5", place="final")).status == APPLIED
    assert stored(course, pupil, "final").proposed == "5", "year and exam, a half goes up"
    course.grade_level = 9
    assert "final" not in [one.code for one in places_of(course)]


def test_the_overall_mark_is_asked_for_in_the_grades_named(cast: Cast) -> None:
    own = cast.school.classes["7Б"]
    kinds = {key[2].value for key in marks_of_year(own.year, [own]).keys}
    assert kinds == {"year"}
    rule(cast, "final_mark_grades", (Grade.SEVENTH,))
    kinds = {key[2].value for key in marks_of_year(own.year, [own]).keys}
    assert kinds == {"year", "final"}
