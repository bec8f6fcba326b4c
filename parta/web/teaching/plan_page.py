"""What the page of a thematic plan shows: rows with the days of a course, hours by section, the lag and its cure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from parta.domain.access.choices import Role
from parta.domain.curriculum import permissions, queries
from parta.domain.curriculum.choices import PlanStatus, TopicKind
from parta.domain.curriculum.models import PlanTopic, ThematicPlan
from parta.domain.curriculum.rules import Step, StepKind
from parta.domain.journal.queries import CoursePlan, course_plan, idea_text
from parta.domain.school.queries import calendar_of, current_year
from parta.lib import clock
from parta.web.http import PartaRequest

KEEPERS = {Role.ADMINISTRATOR, Role.DEPUTY}
LOSSES = 6
SHORT_KINDS = {
    TopicKind.CONTROL.value: "к/р",
    TopicKind.TEST.value: "с/р",
    TopicKind.LABORATORY.value: "л/р",
    TopicKind.PRACTICAL.value: "п/р",
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A topic in the table: the day it was meant for, the day it was given or falls on now."""

    topic: PlanTopic
    index: int
    section: int
    planned: date | None = None
    actual: date | None = None
    state: str = ""
    with_number: int | None = None
    parts: str = ""

    @property
    def is_late(self) -> bool:
        """Falls on a later day than it was meant for."""
        return self.state != "past" and bool(self.planned and (self.actual is None or self.actual > self.planned))

    @property
    def kind(self) -> str:
        """«к/р», «» for an ordinary lesson."""
        return SHORT_KINDS.get(self.topic.kind, "")


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A section with its rows and hours."""

    title: str
    index: int
    rows: list[PlanRow]
    hours: int | None = None

    @property
    def given(self) -> int:
        """How many topics have been given."""
        return sum(row.state == "past" for row in self.rows)

    @property
    def difference(self) -> int:
        """Hours above the programme; 0 where it does not say."""
        return 0 if self.hours is None else len(self.rows) - self.hours


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as the side panel shows it."""

    key: str
    title: str
    text: str
    wanted: bool


def parts_of(topics: Sequence[PlanTopic], course: CoursePlan | None) -> list[PlanPart]:
    """Sections with rows, dated by the course."""
    facts = _CourseRows(course) if course else None
    parts: list[PlanPart] = []
    for index, topic in enumerate(topics):
        title = topic.unit.title if topic.unit else ""
        if not parts or parts[-1].title != title:
            parts.append(PlanPart(title, len(parts), [], topic.unit.hours if topic.unit else None))
        section = parts[-1].index
        parts[-1].rows.append(facts.row(topic, index, section) if facts else PlanRow(topic, index, section))
    return parts


class _CourseRows:
    """Rows of one course; the first topic not given is «now»."""

    def __init__(self, course: CoursePlan) -> None:
        self.course = course
        self.planned = {one.topic: one.planned[0] if one.planned else None for one in course.placed}
        self.given = {topic for block in course.layout.given for topic in block.ids}
        ahead = [*course.layout.assumed, *course.layout.ahead]
        self.now = ahead[0].ids[0] if ahead else 0
        self.offered = {topic for idea in course.ideas for topic in (idea.step.topic, idea.step.to)}
        self.joined = {
            one.topic: before.topic for before, one in zip(course.placed, course.placed[1:], strict=False) if one.joined
        }

    def row(self, topic: PlanTopic, index: int, section: int) -> PlanRow:
        """The row of a topic."""
        key = topic.pk or 0
        other = self.joined.get(key)
        line = self.course.lines.get(other or 0)
        may_part = line is not None and key not in self.given
        return PlanRow(
            topic,
            index,
            section,
            planned=self.planned.get(key),
            actual=self.course.day_of(key),
            state=self._state(key),
            with_number=line.number if line else None,
            parts=Step(StepKind.PART, key).key if may_part else "",
        )

    def _state(self, topic: int) -> str:
        if topic in self.given:
            return "past"
        if topic == self.now:
            return "now"
        return "prop" if topic in self.offered else ""


def context_of(
    request: PartaRequest,
    plan: ThematicPlan,
    topics: Sequence[PlanTopic],
    typed: Sequence[PlanTopic] | None = None,
    wanted: int | None = None,
) -> dict[str, Any]:
    """Everything the template names. typed: lines that could not be saved, shown instead of the stored ones."""
    year = current_year()
    keeps = bool(request.roles & KEEPERS)
    fitting = queries.fitting_courses(plan, year, request.user, clock.today()) if year else []
    learned = plan.revises_id or plan.pk
    attached = [course for course in fitting if course.plan_id == learned]
    course = next((one for one in attached if one.pk == wanted), attached[0] if attached else None)
    dated = course_plan(course, topics) if course and not plan.revises_id else None
    shown = list(topics) if typed is None else list(typed)
    parts = parts_of(shown, dated)
    own = any(getattr(one, "is_own", False) for one in fitting)
    return {
        "plan": plan,
        "parts": parts,
        **_hours(plan, parts),
        "count": len(shown),
        "kinds": [(value, SHORT_KINDS.get(value, label)) for value, label in TopicKind.choices],
        "course": course,
        "dated": dated,
        "attached": attached,
        "fitting": [] if plan.revises_id else [one for one in fitting if keeps or getattr(one, "is_own", False)],
        "check": queries.hours_check(plan, course, len(shown), year),
        "clause": queries.hours_clause(year) if year else "",
        **_stage(request, plan, keeps),
        "may_copy": keeps or own or queries.teaches_subject(request.user, plan.subject, clock.today()),
        "may_arrange": bool(dated) and (keeps or getattr(course, "is_own", False)),
        **_lag(dated),
    }


def _stage(request: PartaRequest, plan: ThematicPlan, keeps: bool) -> dict[str, Any]:
    approved = plan.status == PlanStatus.APPROVED
    is_open = plan.status in permissions.OPEN
    return {
        "may_edit": is_open and (keeps or plan.author_id == request.user.pk),
        "may_withdraw": plan.status == PlanStatus.SENT
        and (plan.author_id == request.user.pk or Role.DEPUTY in request.roles),
        "may_approve": Role.DEPUTY in request.roles,
        "draft": queries.draft_of(plan) if approved else None,
        "versions": queries.versions_of(plan) if approved else [],
    }


def _hours(plan: ThematicPlan, parts: Iterable[PlanPart]) -> dict[str, Any]:
    """Hours by section against the programme: sections that differ, and those that agree taken together."""
    parts = list(parts)
    rows = [row for part in parts for row in part.rows]
    titles = {part.index: part.title for part in parts}
    hours = {part.title: part.hours for part in parts}
    found = queries.sections_check(
        plan.subject.name,
        plan.grade_level,
        [titles[row.section] for row in rows],
        hours,
        [row.state == "past" for row in rows],
    )
    shown = found.differing if found.source else found.sections
    agreed = [one for one in found.sections if one not in shown]
    return {
        "shown_sections": shown,
        "agreed": len(agreed),
        "agreed_hours": sum(one.planned for one in agreed),
        "programme": found.source,
    }


def _lag(dated: CoursePlan | None) -> dict[str, Any]:
    if dated is None or not dated.is_placed:
        return {"offers": [], "losses": []}
    need = dated.coverage.to_repair
    offers = [Offer(idea.step.key, *idea_text(dated, idea), number < need) for number, idea in enumerate(dated.ideas)]
    losses = dated.losses(calendar_of(dated.course.year))[:LOSSES] if dated.coverage.lag else []
    return {"offers": offers, "losses": losses}


__all__ = ["Offer", "PlanPart", "PlanRow", "context_of", "parts_of"]
