"""Which lessons lie in a closed period: of the whole grade, of the class alone, of one of the classes of a stream."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from parta.domain.school.models import Enrollment, GradingPeriod, TeachingGroup
from parta.domain.timetable.models import Lesson

Closings = Callable[[], QuerySet[Any]]
_sources: list[Closings] = []
LINKS = TeachingGroup.classes.through


def register_closed_classes(source: Closings) -> None:
    """A room above keeps the classes closed one by one: rows with `school_class` and `period` that stand now."""
    if source not in _sources:
        _sources.append(source)


def with_closed_periods(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons that say by `in_closed_period` whether their period is closed; no statement more.

    `partly_closed`: of a stream, one of its classes is closed and its pupils take nothing more.
    """
    grade = GradingPeriod.objects.filter(
        year_id=OuterRef("course__year_id"),
        grade_level=OuterRef("course__grade_level"),
        starts_on__lte=OuterRef("day"),
        ends_on__gte=OuterRef("day"),
        closed_at__isnull=False,
    )
    closed, partly = Q(Exists(grade)), Q(pk__in=[])
    for source in _sources:
        day = {"period__starts_on__lte": OuterRef("day"), "period__ends_on__gte": OuterRef("day")}
        closed |= Q(Exists(source().filter(school_class_id=OuterRef("course__school_class_id"), **day)))
        above = {name: OuterRef(OuterRef("day")) for name in day}
        shut = Exists(source().filter(school_class_id=OuterRef("schoolclass_id"), **above))
        of_group = LINKS.objects.filter(teachinggroup_id=OuterRef("course__group_id"))
        partly |= Q(Exists(of_group.filter(shut)))
        closed |= Q(Exists(of_group.filter(shut))) & ~Q(Exists(of_group.exclude(shut)))
    return lessons.annotate(in_closed_period=closed, partly_closed=partly)


def closed_pupils(lesson: Lesson, students: Iterable[int]) -> set[int]:
    """Of these pupils of a stream, those whose own class is closed on the day. No statement unless a class is.

    `lesson` comes from `with_closed_periods`.
    """
    if not getattr(lesson, "partly_closed", False):
        return set()
    found: set[int] = set()
    for source in _sources:
        shut = source().filter(period__starts_on__lte=lesson.day, period__ends_on__gte=lesson.day)
        rows = Enrollment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=lesson.day), valid_from__lte=lesson.day,
            student_id__in=list(students), school_class_id__in=shut.values("school_class_id"),
        )  # fmt: skip
        found |= set(rows.values_list("student_id", flat=True))
    return found
