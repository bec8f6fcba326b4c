"""Deferral of a final mark: who prepares and orders it, what the act asks of it, how it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from parta.domain.access.errors import RightMissing
from parta.domain.audit.models import AuditEntry
from parta.domain.finals import actions
from parta.domain.finals.errors import DeferralChanged, FinalRefused
from parta.domain.finals.models import Deferral, DeferredCourse, FinalMark
from parta.domain.finals.queries.deferrals import (
    deferrals_of_class,
    deferrals_of_year,
    family_deferrals,
    reminders_of,
)
from parta.domain.finals.rules.deferrals import DeferralState
from parta.domain.finals.tests.closing_steps import AFTER, DUE, deferred, fields, fill, quarter_of, seventh
from parta.domain.finals.tests.steps import DANIIL, algebra, op
from parta.domain.journal.choices import OperationStatus
from parta.domain.journal.tests.lock_steps import adopt, rule
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.lib import clock
from parta.ops.cast import Cast

PROFILES = ["default", "full-act-2021", "gymnasium-2015", "journal-act-2014", "service-2022", "service-gis"]
DRAFT: dict[str, Any] = {"order_number": "", "order_date": None}


def place(row: Deferral) -> DeferredCourse:
    return row.courses.select_related("course__subject", "course__year")[0]


@pytest.mark.clause("S3-5.3b")
@pytest.mark.clause("S3P-2.5r")
def test_the_order_defers_and_the_class_closes(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    row = deferred(cast, pupil, course)
    assert (row.order_number, row.due_on, row.get_reason_display()) == ("331", DUE, "болезнь")
    with clock.frozen_at(AFTER):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=quarter_of(own))


@pytest.mark.parametrize(
    ("login", "orders"), [("krylova", False), ("zavuch", True), ("admin", True), ("director", True)]
)
def test_teachers_prepare_and_the_office_enters_the_order(cast: Cast, login: str, orders: bool) -> None:
    pupil, course = cast.pupil(DANIIL), algebra(cast)
    if orders:
        assert deferred(cast, pupil, course, login=login).order_number == "331"
        return
    with pytest.raises(RightMissing):
        deferred(cast, pupil, course, login=login)
    assert deferred(cast, pupil, course, login=login, **DRAFT).order_number == ""


@pytest.mark.parametrize("login", ["frolov", "sekretar", "gruppa", "zamena"])
def test_strangers_to_the_page_and_the_class_prepare_nothing(cast: Cast, login: str) -> None:
    with pytest.raises(RightMissing):
        deferred(cast, cast.pupil(DANIIL), algebra(cast), login=login, **DRAFT)


def test_a_draft_without_its_order_does_not_close_the_class(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    row = deferred(cast, pupil, course, login="krylova", **DRAFT)
    period = quarter_of(own)
    with clock.frozen_at(AFTER), pytest.raises(FinalRefused):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=period)
    with clock.frozen_at(AFTER):
        actions.change_deferral(cast.user("zavuch"), deferral=row, fields=fields(), base=row.version)
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=period)


def test_where_the_act_asks_for_no_order_a_deferral_without_one_closes_the_class(cast: Cast) -> None:
    rule(cast, "deferral_requires_order", value=False)
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    row = deferred(cast, pupil, course, login="krylova", **DRAFT)
    with clock.frozen_at(AFTER):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=quarter_of(own))
    assert row.order_number == ""


@pytest.mark.clause("S3-5.3c")
def test_the_form_is_recorded_and_only_forms_of_the_act_pass(cast: Cast) -> None:
    rule(cast, "deferral_makeup_forms", value=["credit", "other"])
    pupil, course = cast.pupil(DANIIL), algebra(cast)
    with pytest.raises(FinalRefused, match="зачёт, иная форма"):
        deferred(cast, pupil, course, makeup_form=MakeupForm.EXAM)
    with pytest.raises(FinalRefused, match="пояснении"):
        deferred(cast, pupil, course, makeup_form=MakeupForm.OTHER)
    row = deferred(cast, pupil, course, makeup_form=MakeupForm.OTHER, reason_text="Защита проекта")
    assert Deferral.objects.get(pk=row.pk).get_makeup_form_display() == "иная форма"


@pytest.mark.clause("S2-5e")
@pytest.mark.parametrize("slug", PROFILES)
def test_each_profile_says_whether_for_what_reason_and_by_an_order(cast: Cast, slug: str) -> None:
    adopt(cast, slug)
    pupil, course = cast.pupil(DANIIL), algebra(cast)
    assert deferred(cast, pupil, course).pk
    other = cast.course("7Б", "Физика")
    trip: dict[str, Any] = {"reason": DeferralReason.OTHER, "reason_text": "Соревнования"}
    if slug == "service-2022":
        with pytest.raises(FinalRefused, match="болезнь") as refused:
            deferred(cast, pupil, other, **trip)
        assert refused.value.clause == "п. 5"
    else:
        assert deferred(cast, pupil, other, **trip).pk


def test_where_the_act_allows_none_there_is_none(cast: Cast) -> None:
    rule(cast, "deferral_allowed", value=False)
    with pytest.raises(FinalRefused, match="не допускается"):
        deferred(cast, cast.pupil(DANIIL), algebra(cast))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": date(2026, 12, 10)}, "уже прошёл"),
        ({"due_on": date(2026, 12, 20)}, "раньше конца"),
        ({"due_on": date(2028, 12, 20)}, "через год"),
        ({"order_date": None}, "и номер, и дата"),
        ({"order_date": date(2026, 12, 11)}, "не наступила"),
        ({"reason": DeferralReason.OTHER}, "пояснении"),
    ],
)
def test_a_deferral_that_makes_no_sense_is_refused_whole(cast: Cast, values: dict[str, Any], words: str) -> None:
    with pytest.raises(FinalRefused, match=words):
        deferred(cast, cast.pupil(DANIIL), algebra(cast), **values)
    assert not Deferral.objects.exists()


def test_a_page_with_a_mark_or_a_deferral_is_not_deferred_again(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    deferred(cast, pupil, course)
    with pytest.raises(FinalRefused, match="отсрочка уже есть"):
        deferred(cast, pupil, course)
    fill(cast, own)
    with pytest.raises(FinalRefused, match="отметка уже стоит"):
        deferred(cast, pupil, cast.course("7Б", "Физика"))
    with pytest.raises(FinalRefused, match="не нужна"):
        deferred(cast, pupil, cast.course("5А", "Математика"))


@pytest.mark.clause("S3-5.3a")
def test_the_result_of_the_teacher_closes_the_page_in_a_closed_class_too(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    row = deferred(cast, pupil, course)
    with clock.frozen_at(AFTER):
        actions.close_class_period(cast.user("zavuch"), school_class=own, period=quarter_of(own))
        answer = actions.set_final_mark(cast.user("krylova"), op(course, pupil, "4", reason="Зачёт"))
        assert answer.status == OperationStatus.LOCKED, "отметку пишут на листе отсрочки"
        with pytest.raises(FinalRefused, match="Такой отметки"):
            actions.enter_result(cast.user("krylova"), place=place(row), value="н/а")
        with pytest.raises(RightMissing):
            actions.enter_result(cast.user("zavuch"), place=place(row), value="4")
        made = actions.enter_result(cast.user("krylova"), place=place(row), value="4")
    assert (made.value, made.kind, made.period) == ("4", "quarter", quarter_of(own))
    assert place(row).closed_at == AFTER
    with clock.frozen_at(AFTER), pytest.raises(FinalRefused, match="закончилась"):
        actions.enter_result(cast.user("krylova"), place=place(row), value="5")
    assert FinalMark.objects.get(pk=made.pk).value == "4"


def test_after_the_term_an_order_prolongs_it_first(cast: Cast) -> None:
    pupil, course = cast.pupil(DANIIL), algebra(cast)
    row = deferred(cast, pupil, course)
    with clock.frozen_at(clock.at(DUE, 23, 59)):
        assert deferrals_of_class(seventh(cast))[0].state is DeferralState.SOON
    late = clock.at(DUE + timedelta(days=1), 9)
    with clock.frozen_at(late):
        assert deferrals_of_class(seventh(cast))[0].state is DeferralState.OVERDUE
        with pytest.raises(FinalRefused, match="Срок отсрочки прошёл"):
            actions.enter_result(cast.user("krylova"), place=place(row), value="4")
        actions.change_deferral(
            cast.user("zavuch"), deferral=row, fields=fields(due_on=date(2027, 2, 6)), base=row.version
        )
        assert actions.enter_result(cast.user("krylova"), place=place(row), value="4").value == "4"


def test_the_teacher_is_reminded_a_week_before_the_term(cast: Cast) -> None:
    deferred(cast, cast.pupil(DANIIL), algebra(cast))
    seen = {}
    for days in (8, 7, 0, -1):
        with clock.frozen_at(clock.at(DUE - timedelta(days=days), 9)):
            seen[days] = [one.state.value for one in reminders_of(cast.user("krylova"))]
            assert reminders_of(cast.user("gromov")) == []
    assert seen == {8: [], 7: ["soon"], 0: ["soon"], -1: ["overdue"]}


def test_a_deferral_is_withdrawn_with_a_reason_but_not_in_a_closed_class(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    fill(cast, own, but={(pupil.pk, course.pk)})
    row = deferred(cast, pupil, course)
    deputy = cast.user("zavuch")
    with pytest.raises(FinalRefused, match="почему"):
        actions.withdraw_deferral(deputy, deferral=row, reason=" ", base=row.version)
    with clock.frozen_at(AFTER):
        actions.close_class_period(deputy, school_class=own, period=quarter_of(own))
        with pytest.raises(FinalRefused, match="7Б: закрыто"):
            actions.withdraw_deferral(deputy, deferral=row, reason="Ошибка", base=row.version)
    assert Deferral.objects.get(pk=row.pk).withdrawn_at is None
    with clock.frozen_at(AFTER):
        actions.reopen_class_period(
            cast.user("director"), school_class=own, period=quarter_of(own), reason="Ошибочный приказ"
        )
        actions.withdraw_deferral(deputy, deferral=row, reason="Ошибка", base=row.version)
    assert AuditEntry.objects.get(code="finals.deferral.withdrawn").reason == "Ошибка"


def test_the_second_of_two_writers_is_told(cast: Cast) -> None:
    row = deferred(cast, cast.pupil(DANIIL), algebra(cast))
    deputy, seen = cast.user("zavuch"), row.version
    actions.change_deferral(deputy, deferral=row, fields=fields(due_on=date(2027, 1, 30)), base=seen)
    with pytest.raises(DeferralChanged):
        actions.change_deferral(deputy, deferral=row, fields=fields(), base=seen)
    assert Deferral.objects.get(pk=row.pk).due_on == date(2027, 1, 30)


def test_the_family_reads_the_term_and_no_draft(cast: Cast) -> None:
    own, pupil, course = seventh(cast), cast.pupil(DANIIL), algebra(cast)
    period = quarter_of(own)
    draft = cast.course("7Б", "Физика")
    deferred(cast, pupil, course)
    deferred(cast, pupil, draft, **DRAFT)
    assert family_deferrals(pupil, own.year) == {(course.subject_id, period.pk): "отсрочка до 23\u00a0января"}


def test_the_register_is_read_by_those_it_concerns(cast: Cast) -> None:
    deferred(cast, cast.pupil(DANIIL), algebra(cast))
    year = seventh(cast).year
    readers = {"zavuch", "admin", "director", "gruppa", "krylova"}
    for login in [*readers, "gromov", "sekretar"]:
        lines = deferrals_of_year(cast.user(login), year)
        assert len(lines) == (1 if login in readers else 0), login
