"""The end of a year: decisions follow from the marks, debts from decisions, the year closes when all is there."""

from datetime import date, timedelta

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum import actions as curriculum
from parta.domain.finals import actions
from parta.domain.finals.actions import Protocol, Wanted
from parta.domain.finals.choices import Decision
from parta.domain.finals.errors import DeferralChanged, FinalRefused
from parta.domain.finals.models import AcademicDebt, ClassClosing, CouncilDecision, FinalMark
from parta.domain.finals.queries.council import class_council, debts
from parta.domain.finals.queries.required import marks_of_year
from parta.domain.finals.rules.council import proposed
from parta.domain.finals.tests.closing_steps import seventh
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass
from parta.lib import clock
from parta.ops.cast import Cast

JUNE = clock.at(date(2027, 6, 1), 10)
UNTIL = date(2027, 10, 1)
SAID = Protocol("9", date(2027, 5, 28), UNTIL)


@pytest.fixture
def klass(cast: Cast) -> SchoolClass:
    """7Б with marks of the year: «4» everywhere, Daniil failed algebra; every period is closed."""
    own = seventh(cast)
    failed = (cast.pupil(DANIIL).pk, algebra(cast).pk)
    FinalMark.objects.bulk_create(
        FinalMark(
            course_id=course, student_id=student, kind=kind.value, value="2" if (student, course) == failed else "4",
            entered_by=cast.user("krylova"), entered_at=cast.now,
        )
        for student, course, kind in marks_of_year(own.year, [own]).keys
    )  # fmt: skip
    GradingPeriod.objects.filter(year=own.year, grade_level=7).update(closed_at=cast.now)
    return own


def decide(cast: Cast, klass: SchoolClass, login: str = "zavuch", said: Protocol = SAID, **values: Decision) -> None:
    """Proposals for everybody, but what is named: `daniil=…`."""
    with clock.frozen_at(JUNE):
        pupil = cast.pupil(DANIIL).pk
        wanted = {
            one.student_id: Wanted(one.proposal, base=one.row.version if one.row else 0)
            for one in class_council(klass).lines
            if one.proposal
        }
        if "daniil" in values:
            wanted[pupil] = Wanted(values["daniil"], base=wanted[pupil].base)
        actions.decide(cast.user(login), school_class=klass, protocol=said, wanted=wanted)


def test_proposals_follow_the_marks(cast: Cast, klass: SchoolClass) -> None:
    lines = {one.student_id: one for one in class_council(klass).lines}
    assert lines.pop(cast.pupil(DANIIL).pk).proposal is Decision.CONDITIONAL
    assert {one.proposal for one in lines.values()} == {Decision.PROMOTED}
    assert proposed(9, [], waiting=False) is Decision.GRADUATED
    assert proposed(11, ["Физика"], waiting=False) is Decision.REPEATS
    assert proposed(7, [], waiting=True) is None


def test_a_whole_class_is_decided_by_one_protocol_and_failed_subjects_become_debts(
    cast: Cast, klass: SchoolClass
) -> None:
    decide(cast, klass)
    assert CouncilDecision.objects.filter(protocol="9", protocol_date=SAID.day).count() == 27
    debt = AcademicDebt.objects.get()
    assert (debt.student, debt.subject, debt.due_on) == (cast.pupil(DANIIL), algebra(cast).subject, UNTIL)
    decide(cast, klass, daniil=Decision.REPEATS)
    assert not AcademicDebt.objects.exists(), "оставленному сдавать нечего"


@pytest.mark.parametrize(
    ("decision", "words"),
    [(Decision.PROMOTED, "не сдано: Алгебра"), (Decision.GRADUATED, "после 9 и 11")],
)
def test_a_decision_against_the_marks_is_refused_whole(
    cast: Cast, klass: SchoolClass, decision: Decision, words: str
) -> None:
    with pytest.raises(FinalRefused, match=words):
        decide(cast, klass, daniil=decision)
    assert not CouncilDecision.objects.exists()


def test_the_protocol_is_needed_and_the_deputy_writes_it(cast: Cast, klass: SchoolClass) -> None:
    with pytest.raises(RightMissing):
        decide(cast, klass, login="krylova")
    with pytest.raises(FinalRefused, match="номер протокола"):
        decide(cast, klass, said=Protocol(" ", SAID.day, UNTIL))
    with pytest.raises(FinalRefused, match="до какого дня"):
        decide(cast, klass, said=Protocol("9", SAID.day))


def test_a_second_writer_is_told(cast: Cast, klass: SchoolClass) -> None:
    decide(cast, klass)
    wanted = {cast.pupil(DANIIL).pk: Wanted(Decision.REPEATS)}
    with clock.frozen_at(JUNE), pytest.raises(DeferralChanged):
        actions.decide(cast.user("zavuch"), school_class=klass, protocol=SAID, wanted=wanted)


def test_a_debt_is_made_up_before_a_commission_and_may_be_tried_twice(cast: Cast, klass: SchoolClass) -> None:
    decide(cast, klass)
    with clock.frozen_at(clock.at(UNTIL + timedelta(days=1), 9)):
        assert [one.state for one in debts()] == ["overdue"]
        debt = AcademicDebt.objects.get()
        settle = {"result_on": UNTIL, "protocol": "2"}
        with pytest.raises(FinalRefused, match="Такой отметки"):
            actions.settle_debt(cast.user("zavuch"), debt=debt, result="н/а", base=1, **settle)  # type: ignore[arg-type]
        debt = actions.settle_debt(cast.user("zavuch"), debt=debt, result="2", base=1, **settle)  # type: ignore[arg-type]
        assert [one.state for one in debts()] == ["failed"]
        actions.settle_debt(cast.user("zavuch"), debt=debt, result="3", base=2, **settle)  # type: ignore[arg-type]
        assert [one.state for one in debts()] == ["settled"]


def test_the_term_of_a_debt_is_changed_with_a_reason_that_stays(cast: Cast, klass: SchoolClass) -> None:
    decide(cast, klass)
    debt, deputy, later = AcademicDebt.objects.get(), cast.user("zavuch"), date(2027, 12, 1)
    with clock.frozen_at(JUNE):
        with pytest.raises(RightMissing):
            actions.change_debt_term(cast.user("krylova"), debt=debt, due_on=later, reason="Болел", base=1)
        with pytest.raises(FinalRefused, match="почему"):
            actions.change_debt_term(deputy, debt=debt, due_on=later, reason=" ", base=1)
        with pytest.raises(FinalRefused, match="не дольше чем через год"):
            actions.change_debt_term(deputy, debt=debt, due_on=date(2028, 7, 1), reason="Болел", base=1)
        with pytest.raises(FinalRefused, match="и так этот"):
            actions.change_debt_term(deputy, debt=debt, due_on=UNTIL, reason="Болел", base=1)
        assert AcademicDebt.objects.get().due_on == UNTIL
        actions.change_debt_term(deputy, debt=debt, due_on=later, reason="Болел летом", base=1)
        with pytest.raises(DeferralChanged):
            actions.change_debt_term(deputy, debt=debt, due_on=UNTIL, reason="Вернуть", base=1)

        actions.settle_debt(deputy, debt=debt, result="3", result_on=JUNE.date(), protocol="2", base=2)
        with pytest.raises(FinalRefused, match="уже ликвидирована"):
            actions.change_debt_term(deputy, debt=debt, due_on=UNTIL, reason="Поздно", base=3)
    said = AuditEntry.objects.get(code="finals.debt.term")
    assert (said.reason, (said.after or {})["due_on"]) == ("Болел летом", "01.12.2027")


def test_the_year_closes_when_every_precondition_holds_and_names_those_that_do_not(
    cast: Cast, klass: SchoolClass
) -> None:
    deputy = cast.user("zavuch")
    GradingPeriod.objects.filter(year=klass.year, grade_level=7, number=4).update(closed_at=None)
    FinalMark.objects.filter(course=algebra(cast), student=cast.pupil(DANIIL)).update(value="")
    with clock.frozen_at(JUNE), pytest.raises(FinalRefused) as refused:
        actions.close_class_year(deputy, school_class=klass)
    for words in ("Не закрыто: 4 четверть", "7Б, алгебра — Ковалёв Даниил", "Нет решения педсовета"):
        assert words in refused.value.message
    FinalMark.objects.filter(course=algebra(cast), student=cast.pupil(DANIIL)).update(value="2")
    GradingPeriod.objects.filter(year=klass.year, grade_level=7).update(closed_at=cast.now)
    decide(cast, klass)
    with clock.frozen_at(clock.at(klass.year.ends_on, 12)), pytest.raises(FinalRefused, match="ещё идёт"):
        actions.close_class_year(deputy, school_class=klass)
    with clock.frozen_at(JUNE):
        actions.close_class_year(deputy, school_class=klass)
        with pytest.raises(FinalRefused, match="год закрыт"):
            decide(cast, klass, daniil=Decision.REPEATS)
        with pytest.raises(RightMissing):
            actions.reopen_class_year(deputy, school_class=klass, reason="Апелляция")
        actions.reopen_class_year(cast.user("director"), school_class=klass, reason="Апелляция")
    assert ClassClosing.objects.get(period=None).reopen_reason == "Апелляция"


def test_the_school_year_closes_last_and_the_director_opens_it(cast: Cast, klass: SchoolClass) -> None:
    deputy, year = cast.user("zavuch"), klass.year
    with clock.frozen_at(JUNE):
        with pytest.raises(FinalRefused, match="закройте год у классов"):
            actions.close_year(deputy, year=year)
        for one in year.classes.all():
            ClassClosing.objects.create(year=year, school_class=one, closed_by=deputy, closed_at=JUNE)
        with pytest.raises(FinalRefused, match="переведите классы"):
            actions.close_year(deputy, year=year)
        Enrollment.objects.filter(school_class__year=year).update(valid_to=year.ends_on)
        actions.close_year(deputy, year=year)
        assert AcademicYear.objects.get(pk=year.pk).is_closed
        with pytest.raises(RightMissing):
            actions.reopen_year(deputy, year=year, reason="Ошибка")
        actions.reopen_year(cast.user("director"), year=year, reason="Ошибка")
    assert not AcademicYear.objects.get(pk=year.pk).is_closed


def test_whom_the_council_left_stays_in_the_grade_when_the_year_turns(cast: Cast, klass: SchoolClass) -> None:
    decide(cast, klass, daniil=Decision.REPEATS)
    with clock.frozen_at(clock.at(date(2027, 8, 20), 10)):
        curriculum.roll_over(cast.user("admin"), year=klass.year)
        school.create_class(cast.user("admin"), year=AcademicYear.objects.get(year=2027), grade_level=7, letter="Б")
        curriculum.roll_over(cast.user("admin"), year=klass.year)
    now = {row.student_id: row.school_class.name for row in Enrollment.objects.filter(valid_to=None)}
    others = [now[one.pk] for one in cast.school.pupils["7Б"] if one != cast.pupil(DANIIL)]
    assert now[cast.pupil(DANIIL).pk] == "7Б"
    assert set(others) == {"8Б"}
