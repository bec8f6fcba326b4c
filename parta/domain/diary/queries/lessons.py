"""Lessons of one pupil: those of the class and of the groups the pupil belongs to on the lesson's day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.diary.queries.belonging import Belonging, UnitSpan, units_where
from parta.domain.journal.queries import with_attachments
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.queries import with_parts
from parta.lib import clock
from parta.lib.prepared import prepared

NEWS_AHEAD = timedelta(days=14)
"""How far ahead a change of the timetable is news."""


def lessons_of(
    belonging: Belonging,
    first: date,
    last: date,
    *,
    with_moved_away: bool = False,
    changed_since: datetime | None = None,
) -> list[Lesson]:
    """Lessons between two days, both included, in order, with what the diary shows of them.

    with_moved_away: also lessons that stood on one of these days and were moved to another (S2-2.2c).
    changed_since: also those of the coming two weeks that were changed after the moment.
    """
    if changed_since is None:
        return _lessons(*belonging.spans, first, last, with_moved_away)
    today = clock.today()
    return _with_news(*belonging.spans, [first, last], changed_since, [today, today + NEWS_AHEAD])


@prepared
def _lessons(
    classes: list[UnitSpan], groups: list[UnitSpan], first: date, last: date, with_moved_away: bool
) -> QuerySet[Lesson]:
    span = Q(day__range=(first, last))
    if with_moved_away:
        span |= Q(moved_from_day__range=(first, last))
    return _shown(span, classes, groups)


@prepared
def _with_news(
    classes: list[UnitSpan], groups: list[UnitSpan], week: list[date], since: datetime, ahead: list[date]
) -> QuerySet[Lesson]:
    span = Q(day__range=(week[0], week[1])) | Q(moved_from_day__range=(week[0], week[1]))
    span |= Q(day__range=(ahead[0], ahead[1]), changed_at__gt=since)
    return _shown(span, classes, groups)


def _shown(span: Q, classes: list[UnitSpan], groups: list[UnitSpan]) -> QuerySet[Lesson]:
    rows = with_attachments(with_parts(Lesson.objects.filter(span, units_where(classes, groups, "course__", "day"))))
    return rows.select_related("record", "homework").order_by("day", "number", "course_id")


def team_names(lessons: Iterable[Lesson], day: date) -> dict[int, str]:
    """Who teaches the courses whose lessons name no teacher, by course id. One statement, or none."""
    courses = {lesson.course_id for lesson in lessons if lesson.teacher_id is None}
    names: dict[int, list[str]] = defaultdict(list)
    if courses:
        rows = TeachingAssignment.objects.filter(in_force("", day), course_id__in=courses)
        for row in rows.select_related("staff__user").order_by("id"):
            names[row.course_id].append(row.staff.user.short_name)
    return {course: ", ".join(found) for course, found in names.items()}
