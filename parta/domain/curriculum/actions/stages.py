"""The way of a plan: draft → sent → approved or returned with a reason; a change after approval is a new version."""

from django.db import transaction

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.audit import actions as audit
from parta.domain.curriculum.actions.plans import tell_followers, write_lines
from parta.domain.curriculum.actions.sittings import end_sitting
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.errors import HoursDiffer, PlanEmpty, PlanStage
from parta.domain.curriculum.models import Course, PlanTopic, PlanVersion, ThematicPlan
from parta.domain.curriculum.permissions import require_plan_edit, require_plan_subject
from parta.domain.curriculum.queries import (
    courses,
    draft_of,
    hours_check,
    hours_clause,
    hours_must_agree,
    plan_lines,
    plan_topics,
    units_of,
)
from parta.domain.curriculum.rules import PlanLine
from parta.domain.school.queries import current_year
from parta.lib import clock, russian
from parta.lib.errors import InvalidInput

HOURS = ("час", "часа", "часов")


@transaction.atomic
def send_plan(actor: User, *, plan: ThematicPlan) -> ThematicPlan:
    """The author sends the plan to the deputy. Raises PlanEmpty, HoursDiffer (S3-4.4.7b), PlanStage."""
    plan = _locked(plan)
    if plan.status == PlanStatus.SENT:
        raise PlanStage("План уже на утверждении.")
    require_plan_edit(actor, plan)
    count = PlanTopic.objects.filter(plan=plan).count()
    if not count:
        raise PlanEmpty("В плане нет ни одной темы: отправлять нечего.")
    _require_hours(plan, count)
    return _set_status(actor, plan, PlanStatus.SENT, "curriculum.plan.sent")


@transaction.atomic
def withdraw_plan(actor: User, *, plan: ThematicPlan) -> ThematicPlan:
    """The author takes a sent plan back to go on writing."""
    plan = _locked(plan)
    if plan.status != PlanStatus.SENT:
        raise PlanStage("План не на утверждении: отзывать нечего.")
    if plan.author_id != actor.pk:
        require_role(actor, Role.DEPUTY, act="отзывать чужой КТП")
    return _set_status(actor, plan, PlanStatus.DRAFT, "curriculum.plan.withdrawn")


@transaction.atomic
def return_plan(actor: User, *, plan: ThematicPlan, reason: str) -> ThematicPlan:
    """The deputy returns a sent plan to its author and says why."""
    require_role(actor, Role.DEPUTY, act="возвращать КТП автору")
    plan = _locked(plan)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise InvalidInput("Напишите, почему план возвращён: автор увидит причину.")
    if plan.status != PlanStatus.SENT:
        raise PlanStage("Вернуть можно план, который отправлен на утверждение.")
    return _set_status(actor, plan, PlanStatus.RETURNED, "curriculum.plan.returned", reason)


@transaction.atomic
def approve_plan(actor: User, *, plan: ThematicPlan) -> ThematicPlan:
    """The deputy approves a sent plan; from then on it is not edited. Returns the plan in force.

    A draft version gives its topics to the plan it revises and is gone; topics that stay keep their ids, so courses and
    given lessons keep them. What was approved is kept as a numbered version.
    """
    require_role(actor, Role.DEPUTY, act="утверждать КТП")
    plan = _locked(plan)
    if plan.status != PlanStatus.SENT:
        was = plan.status == PlanStatus.APPROVED
        raise PlanStage("План уже утверждён." if was else "План ещё не отправлен на утверждение.")
    lines = plan_lines(plan_topics(plan))
    if not lines:
        raise PlanEmpty("В плане нет ни одной темы: утверждать нечего.")
    _require_hours(plan, len(lines))
    if plan.revises_id:
        plan = _take_over(plan)
    plan = _set_status(actor, plan, PlanStatus.APPROVED, "curriculum.plan.approved")
    PlanVersion.objects.create(
        plan=plan,
        number=plan.version,
        approved_by=actor,
        approved_at=clock.now(),
        lines=[{"unit": one.unit, "title": one.title, "homework": one.homework, "kind": one.kind} for one in lines],
    )
    rows = Course.objects.filter(plan=plan).select_related("subject", "school_class", "group", "year")
    tell_followers(actor, list(rows))
    return plan


@transaction.atomic
def revise_plan(actor: User, *, plan: ThematicPlan) -> ThematicPlan:
    """Begin a new version of an approved plan, or go on with the one begun. The approved one stays in force."""
    require_plan_subject(actor, plan.subject)
    plan = _locked(plan)
    if plan.status != PlanStatus.APPROVED:
        raise PlanStage("План ещё не утверждён: правьте его самого.")
    present = draft_of(plan)
    if present:
        return present
    topics = plan_topics(plan)
    draft = ThematicPlan.objects.create(
        subject=plan.subject,
        grade_level=plan.grade_level,
        title=plan.title,
        author=actor,
        created_at=clock.now(),
        source=plan.source,
        version=plan.version + 1,
        revises=plan,
    )
    lines = [PlanLine(one.title, one.unit, one.homework, one.kind) for one in plan_lines(topics)]
    write_lines(draft, lines, [None] * len(lines), {unit.title: unit.hours for unit in units_of(plan)})
    copies = list(PlanTopic.objects.filter(plan=draft).order_by("position"))
    for copy, topic in zip(copies, topics, strict=True):
        copy.origin = topic
    PlanTopic.objects.bulk_update(copies, ["origin"], batch_size=400)
    audit.record(actor, "curriculum.plan.revised", subject=plan, title=plan.title, after={"version": draft.version})
    return draft


@transaction.atomic
def drop_draft(actor: User, *, plan: ThematicPlan) -> None:
    """Throw a draft away: one that no course learns by."""
    plan = _locked(plan)
    require_plan_edit(actor, plan)
    if Course.objects.filter(plan=plan).exists():
        raise PlanStage("По этому плану учатся классы. Сначала снимите его с них.")
    kept = {"topics": PlanTopic.objects.filter(plan=plan).count(), "version": plan.version}
    audit.record(actor, "curriculum.plan.dropped", subject=plan, title=plan.title, before=kept)
    plan.delete()


def _locked(plan: ThematicPlan) -> ThematicPlan:
    """The plan for an act of its way; what is being written in it gets its entry of the log first."""
    plan = ThematicPlan.objects.select_for_update(of=("self",)).select_related("subject", "author").get(pk=plan.pk)
    end_sitting(plan)
    return plan


def _require_hours(plan: ThematicPlan, count: int) -> None:
    """Equal to the study plan of the grade and of every class that learns by the plan, where the rulebook asks it."""
    year = current_year()
    if year is None or not hours_must_agree(year):
        return
    taught = [one for one in courses(year, subject=plan.subject_id) if one.plan_id == (plan.revises_id or plan.pk)]
    units: list[Course | None] = [*taught] or [None]
    for course in units:
        check = hours_check(plan, course, count, year)
        if check.required is not None and not check.agrees:
            raise HoursDiffer(
                f"{course.unit_name + ': ' if course else ''}в плане {russian.counted(check.planned, *HOURS)}, "
                f"а в учебном плане {russian.counted(check.required, *HOURS)} в год. Сделайте их равными.",
                clause=hours_clause(year),
            )


def _take_over(draft: ThematicPlan) -> ThematicPlan:
    """The topics of the draft version become those of the plan it revises."""
    plan = (
        ThematicPlan.objects.select_for_update(of=("self",))
        .select_related("subject", "author")
        .get(pk=draft.revises_id or 0)
    )
    topics = plan_topics(draft)
    lines = plan_lines(topics)
    hours = {unit.title: unit.hours for unit in units_of(draft)}
    present = {topic.pk for topic in plan_topics(plan)}
    kept = [topic.origin_id if topic.origin_id in present else None for topic in topics]
    write_lines(plan, lines, kept, hours)
    plan.version, plan.title = draft.version, draft.title
    plan.save(update_fields=["version", "title"])
    draft.delete()
    return plan


def _set_status(actor: User, plan: ThematicPlan, status: PlanStatus, code: str, reason: str = "") -> ThematicPlan:
    plan.status, plan.status_at, plan.status_by, plan.status_reason = status, clock.now(), actor, reason
    plan.save(update_fields=["status", "status_at", "status_by", "status_reason"])
    audit.record(
        actor, code, subject=plan, title=plan.title, person=plan.author, reason=reason, after={"version": plan.version}
    )
    return plan


__all__ = ["approve_plan", "drop_draft", "return_plan", "revise_plan", "send_plan", "withdraw_plan"]
