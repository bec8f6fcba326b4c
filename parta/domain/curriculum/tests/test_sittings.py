"""A draft that keeps itself: one entry of the log for a sitting, whoever ends it, and nothing lost from the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.actions.sittings import LENGTH
from parta.domain.curriculum.errors import PlanApproved
from parta.domain.curriculum.models import PlanSitting, PlanTopic, ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.curriculum.tests import small_school
from parta.domain.curriculum.tests.small_school import SmallSchool
from parta.lib import clock

pytestmark = pytest.mark.django_db
TEN = clock.at(date(2025, 12, 11), 10)
LINES = [PlanLine("Степень", "А"), PlanLine("Свойства", "А"), PlanLine("Многочлен", "Б")]


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with clock.frozen_at(TEN):
        yield


@pytest.fixture
def school() -> SmallSchool:
    return small_school.make()


@pytest.fixture
def author(school: SmallSchool) -> User:
    teacher = school.teacher("Крылова")
    school.course("Алгебра", school.school_class("7Б"), teacher)
    return teacher.user


@pytest.fixture
def plan(school: SmallSchool, author: User) -> ThematicPlan:
    return actions.create_plan(author, subject=school.subject("Алгебра"), grade_level=7, topics=LINES)


def typed(actor: User, plan: ThematicPlan, at: int, title: str, moment: datetime = TEN) -> None:
    """The editor's own save with one title changed."""
    topics = queries.plan_topics(plan)
    lines = queries.plan_lines(topics)
    lines[at] = replace(lines[at], title=title)
    with clock.frozen_at(moment):
        actions.keep_plan_draft(actor, plan=plan, topics=lines, base=queries.plan_version(topics))


def edits() -> list[tuple[User, list[str], list[str]]]:
    """Entries of the log: who, titles before, titles after."""
    rows = AuditEntry.objects.filter(code="curriculum.plan.edited").select_related("actor").order_by("sequence")
    return [(row.actor, _titles(row.before), _titles(row.after)) for row in rows]


def _titles(side: dict[str, Any] | None) -> list[str]:
    return [str(one["title"]) for one in (side or {})["topics"]]


def test_a_sitting_is_one_entry_from_its_beginning_to_the_button(author: User, plan: ThematicPlan) -> None:
    for number, title in enumerate(["Степ", "Степень ч", "Степень числа"]):
        typed(author, plan, 0, title, TEN + timedelta(seconds=5 * number))
    assert edits() == []
    actions.edit_plan_topics(author, plan=plan, topics=queries.plan_lines(queries.plan_topics(plan)))
    assert edits() == [(author, ["Степень"], ["Степень числа"])]
    assert not PlanSitting.objects.exists()
    assert verify_chain().broken is None


def test_a_long_sitting_is_written_every_ten_minutes(author: User, plan: ThematicPlan) -> None:
    typed(author, plan, 0, "Степень числа")
    typed(author, plan, 1, "Свойства степени", TEN + LENGTH - timedelta(seconds=1))
    assert edits() == []
    typed(author, plan, 2, "Многочлены", TEN + LENGTH)
    assert edits() == [(author, ["Степень", "Свойства"], ["Степень числа", "Свойства степени"])]


def test_what_was_left_without_a_word_is_written_by_the_job(author: User, plan: ThematicPlan) -> None:
    typed(author, plan, 0, "Степень числа")
    with clock.frozen_at(TEN + LENGTH - timedelta(seconds=1)):
        assert actions.end_idle_sittings() == 0
    with clock.frozen_at(TEN + LENGTH):
        assert actions.end_idle_sittings() == 1
        assert actions.end_idle_sittings() == 0
    assert edits() == [(author, ["Степень"], ["Степень числа"])]


def test_another_writer_ends_the_sitting_and_each_answers_for_own_lines(
    school: SmallSchool, author: User, plan: ThematicPlan
) -> None:
    typed(author, plan, 0, "Степень числа")
    typed(school.deputy, plan, 2, "Многочлены")
    lines = queries.plan_lines(queries.plan_topics(plan))
    actions.edit_plan_topics(author, plan=plan, topics=[*lines, PlanLine("Итоги", "Б")])
    assert edits() == [
        (author, ["Степень"], ["Степень числа"]),
        (school.deputy, ["Многочлен"], ["Многочлены"]),
        (author, [], ["Итоги"]),
    ]


def test_sending_writes_the_entry_first_and_nothing_is_kept_after_it(author: User, plan: ThematicPlan) -> None:
    typed(author, plan, 0, "Степень числа")
    actions.send_plan(author, plan=plan)
    codes = list(AuditEntry.objects.order_by("sequence").values_list("code", flat=True))
    assert codes[-2:] == ["curriculum.plan.edited", "curriculum.plan.sent"]
    with pytest.raises(PlanApproved):
        typed(author, plan, 0, "Другое")


def test_what_was_undone_leaves_no_entry(author: User, plan: ThematicPlan) -> None:
    typed(author, plan, 0, "Степень числа")
    typed(author, plan, 0, "Степень")
    with clock.frozen_at(TEN + LENGTH):
        actions.end_idle_sittings()
    assert edits() == []


def test_a_draft_version_keeps_itself_and_the_approved_plan_stands(
    school: SmallSchool, author: User, plan: ThematicPlan
) -> None:
    actions.send_plan(author, plan=plan)
    actions.approve_plan(school.deputy, plan=plan)
    ids = [topic.pk for topic in queries.plan_topics(plan)]
    draft = actions.revise_plan(author, plan=plan)
    typed(author, draft, 0, "Степень числа")
    assert [topic.title for topic in queries.plan_topics(plan)] == ["Степень", "Свойства", "Многочлен"]

    lines = queries.plan_lines(queries.plan_topics(draft))
    actions.keep_plan_draft(author, plan=draft, topics=[lines[0], lines[2]], base=_sign(draft))
    back = queries.plan_lines(queries.plan_topics(draft))
    back.insert(1, PlanLine("Свойства", "А"))
    actions.keep_plan_draft(author, plan=draft, topics=back, base=_sign(draft))
    origins = PlanTopic.objects.filter(plan=draft).order_by("position").values_list("origin", flat=True)
    assert list(origins) == ids, "убранная и возвращённая тема — та же тема утверждённого плана"


def _sign(plan: ThematicPlan) -> str:
    return queries.plan_version(queries.plan_topics(plan))
