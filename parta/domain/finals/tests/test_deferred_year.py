"""A pupil whose mark of the year is deferred keeps nobody else: the class closes, the pupil's own year stays open."""

from datetime import date

import pytest

from parta.domain.audit.models import AuditEntry
from parta.domain.finals import actions
from parta.domain.finals.actions import DeferralFields, Protocol, Wanted
from parta.domain.finals.choices import Decision
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import AcademicDebt, ClassClosing, DeferredCourse, FinalMark
from parta.domain.finals.queries.council import class_council, debts, verdicts
from parta.domain.finals.queries.required import marks_of_year
from parta.domain.finals.rules.council import proposed, refusal
from parta.domain.finals.tests.closing_steps import seventh
from parta.domain.finals.tests.steps import DANIIL, algebra
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.domain.school.models import GradingPeriod, SchoolClass
from parta.lib import clock
from parta.ops.cast import Cast

JUNE = clock.at(date(2027, 6, 1), 10)
AUTUMN = date(2027, 9, 20)
SAID = Protocol("9", date(2027, 5, 28))


@pytest.fixture
def klass(cast: Cast) -> SchoolClass:
    """7Б with «4» for the year everywhere but Daniil's algebra; every period is closed."""
    own = seventh(cast)
    hole = (cast.pupil(DANIIL).pk, algebra(cast).pk)
    FinalMark.objects.bulk_create(
        FinalMark(
            course_id=course, student_id=student, kind=kind.value, value="4",
            entered_by=cast.user("krylova"), entered_at=cast.now,
        )
        for student, course, kind in marks_of_year(own.year, [own]).keys
        if (student, course) != hole
    )  # fmt: skip
    GradingPeriod.objects.filter(year=own.year, grade_level=7).update(closed_at=cast.now)
    return own


def deferred(cast: Cast, *, order: str = "77") -> DeferredCourse:
    fields = DeferralFields(
        DeferralReason.ILLNESS, MakeupForm.EXAM, AUTUMN, order_number=order,
        order_date=date(2027, 5, 20) if order else None,
    )  # fmt: skip
    with clock.frozen_at(clock.at(date(2027, 5, 24), 10)):
        made = actions.defer(
            cast.user("zavuch"), student=cast.pupil(DANIIL), year=cast.school.year, period=None,
            courses=[algebra(cast)], fields=fields,
        )  # fmt: skip
    return made.courses.get()


def decide(cast: Cast, klass: SchoolClass, **values: Decision) -> None:
    lines = class_council(klass).lines
    chosen = {line.student_id: line.proposal for line in lines}
    if "daniil" in values:
        chosen[cast.pupil(DANIIL).pk] = values["daniil"]
    bases = {line.student_id: line.row.version if line.row else 0 for line in lines}
    wanted = {pk: Wanted(one, base=bases[pk]) for pk, one in chosen.items() if one}
    actions.decide(cast.user("zavuch"), school_class=klass, protocol=SAID, wanted=wanted)


def result(cast: Cast, place: DeferredCourse, value: str) -> None:
    with clock.frozen_at(clock.at(date(2027, 9, 15), 12)):
        actions.enter_result(cast.user("krylova"), place=place, value=value)


def test_the_class_closes_its_year_and_the_pupil_is_promoted_conditionally(cast: Cast, klass: SchoolClass) -> None:
    """The order's day becomes that of the debt; the result ends it in the closed class, then the council decides."""
    place, daniil = deferred(cast), cast.pupil(DANIIL)
    with clock.frozen_at(JUNE):
        decide(cast, klass)
        debt = AcademicDebt.objects.get()
        assert (debt.student, debt.subject, debt.due_on) == (daniil, algebra(cast).subject, AUTUMN)
        actions.close_class_year(cast.user("zavuch"), school_class=klass)
        own = verdicts(klass.year, [daniil.pk])[daniil.pk]
        assert own.text.startswith("переведён условно")
        assert "алгебра" in own.debts
    result(cast, place, "4")
    with clock.frozen_at(clock.at(AUTUMN, 9)):
        assert [one.state for one in debts()] == ["settled"]
        assert verdicts(klass.year, [daniil.pk])[daniil.pk].debts == ""
        assert AuditEntry.objects.filter(code="finals.debt.settled").count() == 1
        line = next(one for one in class_council(klass).lines if one.student_id == daniil.pk)
        assert line.row
        wanted = {daniil.pk: Wanted(Decision.PROMOTED, base=line.row.version)}
        actions.decide(cast.user("zavuch"), school_class=klass, protocol=SAID, wanted=wanted)
        assert verdicts(klass.year, [daniil.pk])[daniil.pk].text.startswith("переведён, ")
    assert ClassClosing.objects.filter(period=None, reopened_at=None).exists()


def test_a_failed_result_leaves_the_debt_open(cast: Cast, klass: SchoolClass) -> None:
    place = deferred(cast)
    with clock.frozen_at(JUNE):
        decide(cast, klass)
        with pytest.raises(FinalRefused, match="на её листе"):
            actions.settle_debt(
                cast.user("zavuch"), debt=AcademicDebt.objects.get(), result="4", result_on=JUNE.date(), protocol="1",
                base=1,
            )  # fmt: skip
    result(cast, place, "2")
    with clock.frozen_at(clock.at(AUTUMN, 9)):
        assert [one.state for one in debts()] == ["failed"]


def test_a_deferral_without_its_order_still_keeps_the_class(cast: Cast, klass: SchoolClass) -> None:
    """Must show 6 of a year: neither a mark nor a deferral by rights."""
    deferred(cast, order="")
    with clock.frozen_at(JUNE):
        decide(cast, klass)
        with pytest.raises(FinalRefused, match="7Б, алгебра — Ковалёв Даниил"):
            actions.close_class_year(cast.user("zavuch"), school_class=klass)


def test_nobody_with_a_deferral_is_simply_promoted(cast: Cast, klass: SchoolClass) -> None:
    deferred(cast)
    with clock.frozen_at(JUNE), pytest.raises(FinalRefused, match="за год отсрочка: Алгебра"):
        decide(cast, klass, daniil=Decision.PROMOTED)


def test_others_of_a_closed_class_are_not_decided_about(cast: Cast, klass: SchoolClass) -> None:
    deferred(cast)
    with clock.frozen_at(JUNE):
        decide(cast, klass)
        actions.close_class_year(cast.user("zavuch"), school_class=klass)
        anna = cast.pupil("Лебедева Анна")
        with pytest.raises(FinalRefused, match="у кого была отсрочка за год"):
            actions.decide(
                cast.user("zavuch"), school_class=klass, protocol=SAID,
                wanted={anna.pk: Wanted(Decision.REPEATS, base=1)},
            )  # fmt: skip


def test_after_grades_nine_and_eleven_the_decision_waits_for_the_result() -> None:
    for grade in (9, 11):
        assert proposed(grade, [], waiting=False, deferred=True) is None
        assert "дождитесь результата" in refusal(grade, [], Decision.GRADUATED, deferred=["Алгебра"])
        assert refusal(grade, [], Decision.CONDITIONAL, deferred=["Алгебра"])
    assert proposed(7, [], waiting=False, deferred=True) is Decision.CONDITIONAL
    assert proposed(7, [], waiting=True, deferred=True) is None
    assert refusal(7, [], Decision.CONDITIONAL, deferred=["Алгебра"]) == ""
