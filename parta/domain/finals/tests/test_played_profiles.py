"""The end of a quarter and of a year played on a moved clock under each of the six profiles: breaches found exactly
where the profile says, to the second, with its clauses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from parta.domain.curriculum.models import Course
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import Deferral, DeferredCourse, FamilyInformed, FinalMark
from parta.domain.finals.queries.breaches import Breach, results_breaches
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.rules.publication import BreachKind
from parta.domain.finals.tests.steps import SECOND, TEACHER, algebra, apply_at, op, quarter
from parta.domain.journal.models import Mark
from parta.domain.regulation.actions import adopt_profile, change_setting
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.domain.school.models import Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title
from parta.ops.cast import Cast
from parta.ops.demo.school import YEAR

SILENT = "умолчание"


@dataclass(frozen=True, slots=True)
class Act:
    """What a profile says of results, as printed in its document. «умолчание»: it is silent, Парта's value holds.

    shown, exams: clause and hours. illness_only: the clause that knows no other reason of deferral, «» without one.
    forecast: where a monthly forecast is a duty, «» where it is only advised.
    """

    window: str = SILENT
    every: str = SILENT
    shown: tuple[str, int] = (SILENT, 24)
    exams: tuple[str, int] = (SILENT, 24)
    order: str = SILENT
    deferral: str = SILENT
    few: str = SILENT
    illness_only: str = ""
    forecast: str = SILENT
    justified: str = SILENT


ACTS = {
    "default": Act(),
    "gymnasium-2015": Act(shown=("п. 8", 24), exams=("п. 8", 24), forecast="п. 7"),
    "journal-act-2014": Act(),
    "service-2022": Act(
        every="п. 5", shown=("п. 6", 72), exams=("п. 6", 72), deferral="п. 5", illness_only="п. 5", forecast=""
    ),
    "full-act-2021": Act(
        window="п. 5.4; Регл., п. 1.15",
        every="Регл., п. 1.15; Порядок, п. 2.5",
        shown=("Порядок, п. 2.5", 24),
        exams=("Порядок, п. 2.5", 24),
        order="п. 5.3",
        deferral="п. 5.3; Порядок, п. 2.5",
        few="п. 5.2",
        justified="п. 5.1",
    ),
    "service-gis": Act(shown=("п. 2.8", 72), exams=("п. 2.8", 72)),
}
Found = set[tuple[str, BreachKind, str]]
"""Pupil, kind, clause."""
CLOSES = clock.at(date(2026, 12, 29)) - SECOND
"""The window of the second quarter: it ends on Wednesday the 30th, two working days are left to it."""
ENDS = clock.at(date(2026, 12, 31)) - SECOND
CAST_MARKS = 7


@pytest.fixture(params=sorted(ACTS))
def played(request: pytest.FixtureRequest, cast: Cast) -> tuple[Cast, Act]:
    """The cast's school under a profile since 1 September, with one page of 7Б to look at."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 10)):
        adopt_profile(cast.school.system, year=YEAR, profile=request.param, reason="Так решил педсовет")
    only_algebra(cast)
    return cast, ACTS[request.param]


def only_algebra(cast: Cast) -> None:
    """The other pages are put away; the first quarter was given in time, families know the forecast of every month."""
    Course.objects.exclude(pk=algebra(cast).pk).update(is_active=False)
    fours(cast, pupils(cast), quarter_number=1)
    months = [date(2026, one, 1) for one in (9, 10, 11, 12)] + [date(2027, one, 1) for one in (1, 2, 3, 4, 5)]
    FamilyInformed.objects.bulk_create(
        FamilyInformed(student=one, month=month, channel="diary", at=clock.at(month), by=cast.user(TEACHER))
        for one in pupils(cast)
        for month in months
    )
    FinalMark.objects.bulk_create(
        FinalMark(
            course=algebra(cast), student=one, kind="quarter", period=quarter(algebra(cast), 1).period, value="4",
            proposed="4", entered_by=cast.user(TEACHER), entered_at=clock.at(date(2026, 10, 20), 15),
        )
        for one in pupils(cast)
    )  # fmt: skip


def hours(start: datetime, number: int) -> datetime:
    return start + timedelta(hours=number)


def pupils(cast: Cast) -> list[Student]:
    rows = Student.objects.filter(enrollments__school_class=cast.school.classes["7Б"]).select_related("user")
    return list(rows.order_by("user__sort_name"))


def fours(cast: Cast, students: list[Student], number: int = CAST_MARKS, *, quarter_number: int = 2) -> None:
    """So many «4» in a quarter of the page for each."""
    place = quarter(algebra(cast), quarter_number)
    lessons = Lesson.objects.filter(course=algebra(cast), day__range=(place.first, place.last)).order_by("day")
    teacher = cast.user(TEACHER)
    Mark.objects.bulk_create(
        Mark(lesson=lesson, student=one, value="4", entered_by=teacher, entered_at=lesson.ends)
        for one in students
        for lesson in lessons[:number]
    )


def give(cast: Cast, moment: datetime, *students: Student, **values: object) -> None:
    """«4» as proposed, by the teacher, at the moment."""
    result = apply_at(cast, moment, *(op(algebra(cast), one, "4", **values) for one in students))
    assert result.status == "applied", result.message


def defer(
    cast: Cast, student: Student, due: date, *, order: str = "331", reason: DeferralReason = DeferralReason.ILLNESS
) -> DeferredCourse:
    """As stored by whatever road."""
    row = Deferral.objects.create(
        student=student, year=cast.school.year, period=quarter(algebra(cast)).period, reason=reason.value,
        makeup_form=MakeupForm.CREDIT.value, order_number=order, order_date=date(2026, 12, 24) if order else None,
        due_on=due, entered_by=cast.user("zavuch"), entered_at=clock.at(date(2026, 12, 24), 12),
    )  # fmt: skip
    return DeferredCourse.objects.create(deferral=row, course=algebra(cast))


def breaches(cast: Cast, moment: datetime) -> list[Breach]:
    with clock.frozen_at(moment):
        return results_breaches(cast.school.year, classes=[cast.school.classes["7Б"].pk])


def told(rows: list[Breach]) -> Found:
    found = {(one.pupil, one.kind, one.clause) for one in rows}
    assert len(found) == len(rows), "one thing is told once"
    return found


@pytest.mark.clause("S3-2.1a")
@pytest.mark.clause("S0-8a", "S2-6a", "S3P-2.5s", "S4-2.8a", "S3-5.4a", "S3R-1.15n", "S3R-1.15m")
def test_the_end_of_a_quarter(played: tuple[Cast, Act]) -> None:
    cast, act = played
    last_second, late, day_later, two_days, three_days, new_year, none, few, ill, drafted, family, silent, *others = (
        pupils(cast)
    )
    fours(cast, [one for one in pupils(cast) if one != few])
    fours(cast, [few], CAST_MARKS - 1)

    give(cast, CLOSES, last_second, few, *others)
    give(cast, CLOSES + SECOND, late)
    give(cast, hours(CLOSES, 24), day_later)
    give(cast, hours(CLOSES, 24) + SECOND, two_days)
    give(cast, hours(CLOSES, 72), three_days)
    give(cast, hours(CLOSES, 72) + SECOND, new_year)
    defer(cast, ill, date(2027, 1, 15))
    defer(cast, drafted, date(2027, 1, 15), order="")
    defer(cast, family, date(2027, 1, 15), reason=DeferralReason.OTHER)
    FinalMark.objects.create(  # a row of another program, which asked for no reason
        course=algebra(cast), student=silent, kind="quarter", period=quarter(algebra(cast)).period, value="5",
        proposed="4", entered_by=cast.user(TEACHER), entered_at=CLOSES,
    )  # fmt: skip

    clause, term = act.shown
    after_term = [new_year] if term == 72 else [two_days, three_days, new_year]
    expected: Found = {
        (one.user.list_name, BreachKind.LATE_MARK, act.window)
        for one in (late, day_later, two_days, three_days, new_year)
    }
    expected |= {(one.user.list_name, BreachKind.SHOWN_LATE, clause) for one in after_term}
    expected |= {
        (none.user.list_name, BreachKind.NO_MARK, act.every),
        (few.user.list_name, BreachKind.TOO_FEW, act.few),
        (drafted.user.list_name, BreachKind.NO_ORDER, act.order),
        (silent.user.list_name, BreachKind.NO_REASON, act.justified),
    }
    if act.illness_only:
        expected.add((family.user.list_name, BreachKind.WRONG_DEFERRAL, act.illness_only))
    assert told(breaches(cast, clock.at(date(2027, 1, 11), 9))) == expected


@pytest.mark.clause("S2-5a", "S3P-2.5n", "S3-5.4a")
def test_a_missing_mark_is_told_from_the_second_after_its_term(played: tuple[Cast, Act]) -> None:
    cast, act = played
    missing, *others = pupils(cast)
    fours(cast, pupils(cast))
    give(cast, CLOSES, *others)
    name = missing.user.list_name

    assert breaches(cast, CLOSES) == []
    assert told(breaches(cast, CLOSES + SECOND)) == {(name, BreachKind.NOT_GIVEN, act.window)}
    assert told(breaches(cast, ENDS)) == {(name, BreachKind.NOT_GIVEN, act.window)}
    [found] = breaches(cast, ENDS + SECOND)
    assert (found.pupil, found.kind, found.clause) == (name, BreachKind.NO_MARK, act.every)
    assert (found.due, found.actual, found.who) == (ENDS, None, cast.user(TEACHER).short_name)
    assert found.what == "7Б, алгебра: за 2 четверть"


def test_where_a_mark_is_no_duty_the_end_of_the_period_adds_nothing(played: tuple[Cast, Act]) -> None:
    cast, act = played
    with clock.frozen_at(clock.at(date(YEAR, 9, 1))):
        change_setting(
            cast.school.system, year=YEAR, name="final_mark_for_every_student", value=False, reason="Так решил педсовет"
        )
    missing, *others = pupils(cast)
    fours(cast, pupils(cast))
    give(cast, CLOSES, *others)
    assert told(breaches(cast, ENDS + SECOND)) == {(missing.user.list_name, BreachKind.NOT_GIVEN, act.window)}


def test_a_deferral_ends_with_the_last_second_of_its_term(played: tuple[Cast, Act]) -> None:
    cast, act = played
    passed, forgot, late, *others = pupils(cast)
    fours(cast, others)
    give(cast, CLOSES, *others)
    due = clock.at(date(2027, 1, 16)) - SECOND
    rows = {one: defer(cast, one, date(2027, 1, 15)) for one in (passed, forgot, late)}
    for one, moment in ((passed, due), (late, due + SECOND)):
        FinalMark.objects.create(
            course=algebra(cast), student=one, kind="quarter", period=quarter(algebra(cast)).period, value="3",
            entered_by=cast.user(TEACHER), entered_at=moment,
        )  # fmt: skip
        DeferredCourse.objects.filter(pk=rows[one].pk).update(closed_at=moment)

    assert told(breaches(cast, due)) == {(late.user.list_name, BreachKind.DEFERRAL_OVERDUE, act.deferral)}
    found = breaches(cast, due + SECOND)
    assert told(found) == {(one.user.list_name, BreachKind.DEFERRAL_OVERDUE, act.deferral) for one in (late, forgot)}
    assert {one.due for one in found} == {due}


def test_the_end_of_a_year(played: tuple[Cast, Act]) -> None:
    """The year's marks share the window of the fourth quarter: it ends on Wednesday 26 May, the window on Monday."""
    cast, act = played
    late, shown, late_in_both, none, *others = pupils(cast)
    closes = clock.at(date(2027, 5, 25)) - SECOND

    give(cast, closes, *others, place="year")
    give(cast, hours(closes, 24), late, place="year")
    give(cast, hours(closes, 72), shown, place="year")
    give(cast, hours(closes, 72) + SECOND, late_in_both, place="year")

    clause, term = act.shown
    expected: Found = {(one.user.list_name, BreachKind.LATE_MARK, act.window) for one in (late, shown, late_in_both)}
    after_term = [late_in_both] if term == 72 else [shown, late_in_both]
    expected |= {(one.user.list_name, BreachKind.SHOWN_LATE, clause) for one in after_term}
    expected.add((none.user.list_name, BreachKind.NO_MARK, act.every))
    found = [one for one in breaches(cast, clock.at(date(2027, 6, 1), 9)) if one.place == "year"]
    assert told(found) == expected
    assert {one.what for one in found} == {"7Б, алгебра: за год"}


@pytest.mark.clause("S0-8b", "S4-2.8b")
def test_examination_results_over_a_weekend(played: tuple[Cast, Act]) -> None:
    """Received on a Friday: hours run on over Saturday and Sunday, the last second is in time."""
    cast, act = played
    received = clock.at(date(2026, 12, 11), 15)
    shifts = [hours(received, number) for number in (20, 24, 30, 50, 72, 80)]
    shifts += [hours(received, 24) + SECOND, hours(received, 72) + SECOND]
    subject = algebra(cast).subject
    who = dict(zip(shifts, pupils(cast), strict=False))
    for moment, student in who.items():
        held = actions.ExamHeld(cast.school.year, ExamKind.ENTRANCE, subject, date(2026, 12, 10), received)
        with clock.frozen_at(moment):
            line = actions.ExamLine(student, Score("4", 18))
            actions.enter_exam_results(cast.user("zavuch"), held=held, lines=[line])

    clause, term = act.exams
    found = breaches(cast, clock.at(date(2026, 12, 16), 9))
    assert told(found) == {
        (student.user.list_name, BreachKind.EXAM_SHOWN_LATE, clause)
        for moment, student in who.items()
        if moment > hours(received, term)
    }
    assert {one.due for one in found} == {hours(received, term)}
    assert {(one.actual, one.pupil) for one in found} == {
        (moment, student.user.list_name) for moment, student in who.items() if moment > hours(received, term)
    }


@pytest.mark.clause("S3-9.3a")
def test_two_days_of_the_full_act_are_calendar_days(cast: Cast) -> None:
    """п. 9.3 as the school's own choice: received on a Friday, the second day is Sunday, to its end."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 10)):
        adopt_profile(cast.school.system, year=YEAR, profile="full-act-2021", reason="Положение")
        change_setting(
            cast.school.system, year=YEAR, name="final_results_publish_within", value="2 дней", reason="П. 9.3 мягче",
            clause="п. 9.3",
        )  # fmt: skip
    only_algebra(cast)
    in_time, late, *_ = pupils(cast)
    received, due = clock.at(date(2026, 12, 11), 15), clock.at(date(2026, 12, 14)) - SECOND
    for moment, student in ((due, in_time), (due + SECOND, late)):
        held = actions.ExamHeld(cast.school.year, ExamKind.TRIAL, algebra(cast).subject, date(2026, 12, 10), received)
        with clock.frozen_at(moment):
            actions.enter_exam_results(cast.user("zavuch"), held=held, lines=[actions.ExamLine(student, Score("5"))])
    assert told(breaches(cast, clock.at(date(2026, 12, 15)))) == {
        (late.user.list_name, BreachKind.EXAM_SHOWN_LATE, "п. 9.3")
    }


def test_a_mark_put_right_after_the_term_was_given_in_time(cast: Cast) -> None:
    """What families waited for was there; the correction has its own reason in the log."""
    only_algebra(cast)
    first, *others = pupils(cast)
    fours(cast, pupils(cast))
    give(cast, CLOSES, first, *others)
    give(cast, CLOSES, first, base=1)
    fixed = op(algebra(cast), first, "5", base=1, reason="Пересдал контрольную")
    assert apply_at(cast, hours(CLOSES, 40), fixed).status == "applied"
    assert breaches(cast, clock.at(date(2027, 1, 11), 9)) == []


def test_days_of_an_order_replace_the_window(cast: Cast) -> None:
    only_algebra(cast)
    fours(cast, pupils(cast))
    late, *others = pupils(cast)
    period = quarter(algebra(cast)).period
    assert period is not None
    order = actions.DatesOrder(date(2026, 12, 21), date(2026, 12, 25), "340", date(2026, 12, 1))
    with clock.frozen_at(clock.at(date(2026, 12, 14), 10)):
        actions.set_final_dates(cast.user("zavuch"), periods=[period], order=order)
    closes = clock.at(date(2026, 12, 26)) - SECOND
    give(cast, closes, *others)
    give(cast, closes + SECOND, late)
    assert told(breaches(cast, clock.at(date(2027, 1, 11), 9))) == {
        (late.user.list_name, BreachKind.LATE_MARK, f"приказ № 340 от {day_title(order.day)}")
    }


@pytest.mark.clause("S0-7b")
def test_a_month_without_a_forecast(played: tuple[Cast, Act]) -> None:
    """Told from the first second of the next month, where the profile makes a monthly forecast a duty."""
    cast, act = played
    untold, *_ = pupils(cast)
    FamilyInformed.objects.filter(student=untold, month=date(2026, 11, 1)).delete()
    due = clock.at(date(2026, 12, 1)) - SECOND
    assert breaches(cast, due) == []
    found = breaches(cast, due + SECOND)
    expected = {(untold.user.list_name, BreachKind.NOT_INFORMED, act.forecast)} if act.forecast else set()
    assert told(found) == expected
    assert {(one.due, one.what, one.who) for one in found} <= {
        (due, "7Б: прогноз за ноябрь", cast.user(TEACHER).short_name)
    }
