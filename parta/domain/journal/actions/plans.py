"""A plan placed on the lessons of a course, and the order of its topics changed to catch up (S3-4.4.7a, b)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum import rules
from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.errors import HoursDiffer, PlanChanged, PlanStage
from parta.domain.curriculum.models import Course, ThematicPlan
from parta.domain.curriculum.permissions import keeps_plans, require_attach
from parta.domain.curriculum.queries import HoursCheck, checks_by_course, hours_clause, hours_must_agree, topic_counts
from parta.domain.curriculum.rules import Placed, Step, StepKind
from parta.domain.journal.models import TopicPlacement
from parta.domain.journal.queries.plan import CoursePlan, course_plan, course_plans
from parta.lib import russian
from parta.lib.errors import DomainError, InvalidInput

MANY = 500
HOURS = ("час", "часа", "часов")
WORDS = {
    StepKind.JOIN: "объединены",
    StepKind.SHORTEN: "сокращены",
    StepKind.MOVE: "перенесён резерв",
    StepKind.PART: "разделены",
}


@dataclass(slots=True)
class Placing:
    """What came of placing: courses whose topics have their days now, and why the others have not."""

    placed: list[Course] = field(default_factory=list)
    refused: list[tuple[Course, DomainError]] = field(default_factory=list)


@transaction.atomic
def place_plan(actor: User, *, course: Course) -> Course:
    """Give every topic of the course's plan a lesson. Raises PlanStage, HoursDiffer with the reason."""
    done = place_plans(actor, courses=[course])
    if done.refused:
        raise done.refused[0][1]
    return course


@transaction.atomic
def place_plans(actor: User, *, courses: Iterable[Course]) -> Placing:
    """Place the plans of many courses: a dozen statements for all, and inserts of many rows each.

    Placed are approved plans whose hours equal the study plan, where the rulebook asks it (S3-4.4.7b), on courses that
    have lessons. A plan placed before is placed anew: topics given keep their planned lesson, the rest takes the
    lessons it falls on now. Courses with subject, class or group, year loaded.
    """
    rows = list(courses)
    if not keeps_plans(actor):
        for course in rows:
            require_attach(actor, course)
    return _place(actor, rows)


def follow_plans(actor: User, courses: Sequence[Course]) -> None:
    """Courses have got another plan or another version: place it if it is ready, else forget the old places."""
    TopicPlacement.objects.filter(course__in=courses).exclude(
        topic__plan__in={course.plan_id for course in courses if course.plan_id}
    ).delete()
    _place(actor, [course for course in courses if course.plan_id])


def _place(actor: User, courses: Sequence[Course]) -> Placing:
    result = Placing()
    plans = course_plans(courses)
    stages = dict(
        ThematicPlan.objects.filter(pk__in={course.plan_id for course in courses}).values_list("pk", "status")
    )
    checks = checks_by_course(courses, topic_counts(course.plan_id for course in courses if course.plan_id))
    clauses = {year: hours_clause(year) for year in {course.year.year for course in courses} if hours_must_agree(year)}
    made: list[TopicPlacement] = []
    entries: list[audit.Entry] = []
    for course in courses:
        stage, check = stages.get(course.plan_id or 0, ""), checks.get(course.pk)
        fault = _fault(course, stage, check, plans.get(course.pk), clauses.get(course.year.year))
        if fault:
            result.refused.append((course, fault))
            continue
        plan = plans[course.pk]
        order = rules.place_again(list(plan.lines), plan.placed, plan.held)
        made += [_row(course, position, one) for position, one in enumerate(order, start=1)]
        dated = sum(one.planned is not None for one in order)
        after = {"plan": course.plan_id, "topics": len(order), "without_lesson": len(order) - dated}
        entries.append(audit.Entry(course, title=course.title, after=after))
        result.placed.append(course)
    TopicPlacement.objects.filter(course__in=result.placed).delete()
    TopicPlacement.objects.bulk_create(made, batch_size=MANY)
    audit.record_many(actor, "journal.plan.placed", entries)
    return result


def _fault(
    course: Course, stage: str, check: HoursCheck | None, plan: CoursePlan | None, clause: str | None
) -> DomainError | None:
    """Why the plan of the course is not placed; None when nothing is in the way. clause: what demands equal hours."""
    if plan is None or not plan.lines:
        return PlanStage(f"{course.title}: к странице журнала не приложен план с темами.")
    if stage != PlanStatus.APPROVED:
        return PlanStage(f"{course.title}: план ещё не утверждён, размещать его рано.")
    if clause is not None and not (check and check.agrees):
        return HoursDiffer(_hours_sentence(course, check), clause=clause)
    if not plan.held:
        return PlanStage(f"{course.title}: уроков в расписании нет. Сначала создайте уроки года.")
    return None


def _hours_sentence(course: Course, check: HoursCheck | None) -> str:
    if check is None or check.required is None:
        return f"{course.title}: в учебном плане нет часов этого предмета. Впишите их, и план можно будет разместить."
    return (
        f"{course.title}: в КТП {russian.counted(check.planned, *HOURS)}, "
        f"в учебном плане {russian.counted(check.required, *HOURS)}. План не размещён, пока часы не равны."
    )


def _row(course: Course, position: int, one: Placed) -> TopicPlacement:
    day, number = one.planned or (None, None)
    return TopicPlacement(
        course=course,
        topic_id=one.topic,
        position=position,
        joined=one.joined,
        planned_on=day,
        planned_number=number,
    )


@transaction.atomic
def rearrange_topics(actor: User, *, course: Course, steps: Sequence[Step], base: str) -> CoursePlan:
    """Join, shorten or move topics of the course as proposed, or part joined ones again. Returns the plan after it.

    base: `CoursePlan.version` of what the person saw. Raises PlanChanged when the order is another one now, PlanStage
    when the plan is not placed, InvalidInput when nothing is chosen. No topic is dropped, none already given is moved.
    """
    require_attach(actor, course)
    list(TopicPlacement.objects.select_for_update().filter(course=course).values_list("pk", flat=True))
    plan = course_plan(course)
    if plan is None or not plan.is_placed:
        raise PlanStage("План ещё не размещён по расписанию.")
    if not steps:
        raise InvalidInput("Ничего не выбрано: отметьте, что сделать.")
    offered = {idea.step for idea in plan.ideas}
    try:
        if base != plan.version or any(step not in offered and step.kind is not StepKind.PART for step in steps):
            raise ValueError(base)
        after = plan.after(steps)
    except ValueError:
        raise PlanChanged(
            "Пока вы смотрели, темы переставили или урок записали. Проверьте предложения заново."
        ) from None
    _write_order(course, plan, after)
    moved = plan.moved(after)
    audit.record(
        actor,
        "journal.plan.rearranged",
        subject=course,
        title=course.title,
        before={"lag": plan.coverage.lag, "days": _days(moved, "before")},
        after={"lag": after.coverage.lag, "days": _days(moved, "after"), "steps": [_told(plan, one) for one in steps]},
    )
    return after


def _write_order(course: Course, before: CoursePlan, after: CoursePlan) -> None:
    old = {one.topic: (number, one.joined) for number, one in enumerate(before.placed, start=1)}
    new = {one.topic: (number, one.joined) for number, one in enumerate(after.placed, start=1)}
    changed = [topic for topic in new if old[topic] != new[topic]]
    rows = list(TopicPlacement.objects.filter(course=course, topic__in=changed))
    for row in rows:
        row.position, row.joined = new[row.topic_id]
    TopicPlacement.objects.bulk_update(rows, ["position", "joined"], batch_size=200)


def _days(moved: Iterable[Any], which: str) -> dict[str, str]:
    """Days of the first topics that moved, for the log: the rest follows from them."""
    return {str(one.line.number): day.isoformat() if (day := getattr(one, which)) else "" for one in list(moved)[:40]}


def _told(plan: CoursePlan, step: Step) -> str:
    """«объединены № 39 и № 40»."""
    numbers = [plan.lines[topic].number for topic in (step.to, step.topic) if topic in plan.lines]
    return f"{WORDS[step.kind]} {' и '.join(f'№ {number}' for number in numbers)}"


__all__ = ["Placing", "follow_plans", "place_plan", "place_plans", "rearrange_topics"]
