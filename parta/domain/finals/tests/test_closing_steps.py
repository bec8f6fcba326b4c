"""What a class still has to look at before a closing: disputes, works not written, figures beside the period before."""

from datetime import date
from fractions import Fraction

import pytest

from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.closing import Survey, class_board, survey
from parta.domain.finals.queries.outlook import outlook_of
from parta.domain.finals.queries.page_notes import page_notes
from parta.domain.finals.rules.closing import ClassFacts, StepState, steps_of
from parta.domain.finals.tests.closing_steps import deferred, fill, quarter_of, seventh
from parta.domain.finals.tests.steps import DANIIL, INSIDE, algebra, give
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.school.models import Enrollment
from parta.lib import clock
from parta.ops.cast import Cast

ANNA = "Лебедева Анна"


def surveyed(cast: Cast) -> Survey:
    own = seventh(cast)
    return survey(own.year, [own], {own.grade_level: quarter_of(own)})


def test_only_what_blocks_is_an_obstacle() -> None:
    facts = ClassFacts(
        last=date(2026, 12, 30), opens=clock.at(date(2026, 12, 24), 0), closes=clock.at(date(2026, 12, 28), 23),
        lessons=40, unfilled=3, required=20, missing=2, overdue=1, unwritten=4,
    )  # fmt: skip
    looks = {one.key: one.look for one in steps_of(facts, clock.at(date(2026, 12, 29), 9))}
    assert looks["marks"] == "bad"
    assert looks["lessons"] == looks["deferrals"] == "late", "просрочено, но закрыть не мешает"
    assert looks["works"] == "todo"
    early = {one.key: one.look for one in steps_of(facts, clock.at(date(2026, 12, 1), 9))}
    assert early["marks"] == "wait", "пока окно не открылось, мешать нечему"


def test_a_mean_near_the_boundary_is_a_dispute_until_the_teacher_decides(cast: Cast) -> None:
    own, course = seventh(cast), algebra(cast)
    give(cast, course, cast.pupil(DANIIL), "2 3")
    give(cast, course, cast.pupil(ANNA), "5 5 5")
    with clock.frozen_at(INSIDE):
        found = class_board(own, quarter_of(own))
        assert [(one.name, one.subject, one.mean) for one in found.near] == [(DANIIL, "Алгебра", Fraction(5, 2))]
        assert found.board.step("near").state is StepState.LEFT
        fill(cast, own)
        assert class_board(own, quarter_of(own)).near == []


def test_a_control_work_without_a_mark_is_named_unless_deferred_or_held_before_the_pupil_came(cast: Cast) -> None:
    own, course, daniil = seventh(cast), algebra(cast), cast.pupil(DANIIL)
    for one in cast.school.pupils["7Б"]:
        if one.user.list_name not in {DANIIL, ANNA}:
            give(cast, course, one, "4", kind="control")
    with clock.frozen_at(INSIDE):
        lacking = [row for row in surveyed(cast).unwritten if row.course_id == course.pk]
        assert {row.student_id for row in lacking} == {daniil.pk, cast.pupil(ANNA).pk}
        assert "нет отметки за контрольную" in lacking[0].lack.words
        fill(cast, own)
        assert surveyed(cast).boards[0].step("works").is_settled, "не написанная работа закрыть не мешает"
        FinalMark.objects.filter(student=daniil, course=course).delete()
        Enrollment.objects.filter(student=cast.pupil(ANNA), valid_to=None).update(valid_from=date(2026, 12, 20))
    deferred(cast, daniil, course)
    with clock.frozen_at(INSIDE):
        assert not [row for row in surveyed(cast).unwritten if row.course_id == course.pk]


def test_many_marks_unlike_the_proposal_and_empty_lessons_are_named_by_page(cast: Cast) -> None:
    own, course = seventh(cast), algebra(cast)
    fill(cast, own)
    unlike = FinalMark.objects.filter(course=course).order_by("pk")[:6]
    FinalMark.objects.filter(pk__in=[one.pk for one in unlike]).update(proposed="3")
    FinalMark.objects.filter(pk=unlike[0].pk).update(deviation_reason="Рост к концу")
    notes = page_notes(surveyed(cast))
    [many] = [one for one in notes if one.unlike]
    assert (many.subject, many.unlike, many.explained) == ("Алгебра", 6, 1)
    assert any(one.empty for one in notes), "уроки не заполнены, а отметки стоят"


def test_figures_stand_beside_those_of_the_period_before(cast: Cast) -> None:
    own = seventh(cast)
    fill(cast, own, 1)
    with clock.frozen_at(INSIDE):
        found = outlook_of(own, quarter_of(own))
        assert found.before is not None
        assert found.before_title.replace("\u00a0", " ") == "1 четверть"
        assert found.before.success == 100
        assert not found.is_forecast, "отметок нет — прогнозировать не из чего"
        give(cast, algebra(cast), cast.pupil(DANIIL), "5 5 4 5")
        found = outlook_of(own, quarter_of(own))
        assert found.is_forecast
        assert found.now.success == 100
        rule(cast, "forecast_scope", ["student"])
        assert not outlook_of(own, quarter_of(own)).is_forecast, "регламент прогноза класса не велит"


@pytest.mark.clause("S3-5.1a")
@pytest.mark.parametrize(
    ("slug", "binds"), [("full-act-2021", True), ("gymnasium-2015", False), ("service-2022", False)]
)
def test_a_mark_without_its_reason_stops_the_closing_only_where_the_act_wants_marks_justified(
    cast: Cast, slug: str, binds: bool
) -> None:
    """A row of another program, which asked for no reason; a work not written and a boundary only advise everywhere."""
    adopt(cast, slug)
    own = seventh(cast)
    fill(cast, own)
    FinalMark.objects.filter(course=algebra(cast), student=cast.pupil(DANIIL)).update(proposed="3")
    with clock.frozen_at(clock.at(date(2027, 1, 11), 9)):
        board = surveyed(cast).boards[0]
        assert board.step("disputes").blocks is binds
        assert board.may_close is not binds
        assert not any(board.step(key).blocks for key in ("works", "absences", "plans"))
        if binds:
            with pytest.raises(FinalRefused, match="причины нет: 7Б, алгебра — Ковалёв Даниил") as refused:
                actions.close_class_period(cast.user("zavuch"), school_class=own, period=quarter_of(own))
            assert refused.value.clause == "п. 5.1"
            FinalMark.objects.filter(student=cast.pupil(DANIIL)).update(deviation_reason="Рост к концу")
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=quarter_of(own))
