"""Which topic of the plan comes next, and how far the plan has been taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from parta.domain.curriculum.models import PlanTopic
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Lessons recorded by the plan, and all its topics."""

    taught: int
    total: int


def suggested_topics(lessons: Iterable[Lesson]) -> dict[int, PlanTopic]:
    """By lesson id: the topic the plan gives for it, two statements for all.

    Counted on from the last earlier lesson recorded by the plan, one topic for every held lesson since.
    """
    planned = [lesson for lesson in lessons if lesson.course.plan_id]
    if not planned:
        return {}
    wanted = _positions(planned)
    topics = {
        (topic.plan_id, topic.position): topic
        for topic in _topics(
            sorted({plan for plan, _ in wanted.values()}), sorted({position for _, position in wanted.values()})
        )
    }
    return {lesson_id: topics[place] for lesson_id, place in wanted.items() if place in topics}


def _positions(lessons: list[Lesson]) -> dict[int, tuple[int, int]]:
    plans = {lesson.course_id: lesson.course.plan_id or 0 for lesson in lessons}
    ids = {lesson.pk for lesson in lessons}
    last_day = max(lesson.day for lesson in lessons)
    reached: dict[int, int] = {}
    found: dict[int, tuple[int, int]] = {}
    for course_id, lesson_id, position in _recorded(sorted(plans), last_day):
        expected = reached.get(course_id, 0) + 1
        if lesson_id in ids:
            found[lesson_id] = (plans[course_id], expected)
        reached[course_id] = position or expected
    return found


@prepared
def _recorded(courses: list[int], last: date) -> QuerySet[Lesson, tuple[Any, ...]]:
    rows = Lesson.objects.filter(course_id__in=courses, day__lte=last).exclude(status=LessonStatus.CANCELLED)
    return rows.order_by("course_id", "day", "number").values_list("course_id", "id", "record__plan_topic__position")


@prepared
def _topics(plans: list[int], positions: list[int]) -> QuerySet[PlanTopic]:
    return PlanTopic.objects.filter(plan_id__in=plans, position__in=positions)


def plan_progress(course_id: int, plan_id: int | None) -> PlanProgress | None:
    """How many topics of the plan have been recorded; None without a plan."""
    if plan_id is None:
        return None
    taught = Lesson.objects.filter(course_id=course_id, record__plan_topic__plan_id=plan_id).count()
    return PlanProgress(taught, PlanTopic.objects.filter(plan_id=plan_id).count())
