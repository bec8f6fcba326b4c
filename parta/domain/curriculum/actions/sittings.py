"""Who writes a draft now: a sitting goes on while its author does, and ends with one entry of the log (adr/0016)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum import rules
from parta.domain.curriculum.models import PlanSitting, ThematicPlan
from parta.domain.curriculum.queries import plan_lines, plan_topics
from parta.domain.curriculum.rules import PlanLine
from parta.lib import clock

LENGTH = timedelta(minutes=10)
"""A sitting longer than this is written into the log and begun anew: no change waits longer for its entry."""
EDITED = "curriculum.plan.edited"


def go_on(actor: User, plan: ThematicPlan, before: Sequence[PlanLine]) -> None:
    """The author has changed the draft: the sitting goes on, or a new one begins with what stood before."""
    now = clock.now()
    sitting = PlanSitting.objects.filter(plan=plan).select_related("author").first()
    if sitting and sitting.author_id == actor.pk and now - sitting.began_at < LENGTH:
        sitting.changed_at = now
        sitting.save(update_fields=["changed_at"])
        return
    if sitting:
        _write(plan, sitting, before)
    PlanSitting.objects.create(
        plan=plan, author=actor, began_at=now, changed_at=now, lines=[_stored(line) for line in before]
    )


def saved(actor: User, plan: ThematicPlan, before: Sequence[PlanLine], after: Sequence[PlanLine]) -> None:
    """The author has pressed «Записать»: one entry from the beginning of the sitting, nothing when all is as it was."""
    sitting = PlanSitting.objects.filter(plan=plan).select_related("author").first()
    if sitting and sitting.author_id == actor.pk:
        _write(plan, sitting, after)
        return
    if sitting:
        _write(plan, sitting, before)
    _record(actor, plan, before, after)


def end_sitting(plan: ThematicPlan) -> None:
    """The plan goes its way (sent, approved, dropped): what has been written until now gets its entry first."""
    sitting = PlanSitting.objects.filter(plan=plan).select_related("author").first()
    if sitting:
        _write(plan, sitting, plan_lines(plan_topics(plan)))


def end_idle_sittings() -> int:
    """Write the entries of those who left their draft without a word; returns how many. Run by a job."""
    idle = PlanSitting.objects.filter(changed_at__lte=clock.now() - LENGTH).values_list("plan", flat=True)
    ended = 0
    for plan_id in list(idle):
        with transaction.atomic():
            plan = ThematicPlan.objects.select_for_update().filter(pk=plan_id).first()
            if plan:
                end_sitting(plan)
                ended += 1
    return ended


def _write(plan: ThematicPlan, sitting: PlanSitting, after: Sequence[PlanLine]) -> None:
    span = {"since": sitting.began_at.isoformat(), "until": sitting.changed_at.isoformat()}
    _record(sitting.author, plan, [PlanLine(*line) for line in sitting.lines], after, span)
    sitting.delete()


def _record(
    actor: User,
    plan: ThematicPlan,
    before: Sequence[PlanLine],
    after: Sequence[PlanLine],
    span: dict[str, Any] | None = None,
) -> None:
    gone, came = rules.changed_lines(before, after)
    if gone or came:
        audit.record(
            actor,
            EDITED,
            subject=plan,
            title=plan.title,
            before={"topics": gone},
            after={"topics": came, **(span or {})},
        )


def _stored(line: PlanLine) -> list[str]:
    return [line.title, line.unit, line.homework, line.kind]
