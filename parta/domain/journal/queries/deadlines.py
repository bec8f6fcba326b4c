"""What is due when: each thing a lesson asks for, with its deadline from the rulebook of its year, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from parta.domain.journal.models import Homework, LessonRecord
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.regulation.rules import homework_deadline, in_time, lesson_entry_deadline, not_before_setup
from parta.domain.school.models import TeachingGroup
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title, time_text
from parta.lib.prepared import prepared

SOON = timedelta(hours=1)
PREFETCHED_CLASS = "group_class_ids"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do at a lesson. state: done, open, soon (under an hour), late."""

    key: str
    title: str
    text: str
    state: str
    clause: str
    deadline: datetime

    @property
    def is_done(self) -> bool:
        """Entered."""
        return self.state == "done"


def due_items(lesson: Lesson, last_end: datetime, *, homework_allowed: bool) -> list[DueItem]:
    """Attendance, topic and homework of a lesson. `lesson` comes with record, homework and course.year loaded."""
    current = rulebook_for(lesson.day)
    record: LessonRecord | None = getattr(lesson, "record", None)
    entry = not_before_setup(lesson_entry_deadline(lesson.ends, current.rulebook), current.rulebook)
    items = [
        _item("roll_call", "Посещаемость", record.roll_called_at if record else None, entry, current),
        _item("topic", "Тема", record.topic_entered_at if record else None, entry, current),
    ]
    if homework_allowed:
        given: Homework | None = getattr(lesson, "homework", None)
        entered = given.made_at if given and (given.text or given.not_set) else None
        deadline = not_before_setup(homework_deadline(last_end, current.rulebook), current.rulebook)
        items.append(_item("homework", "Домашнее задание", entered, deadline, current))
    return items


def _item(key: str, title: str, done_at: datetime | None, deadline: datetime, current: CurrentRulebook) -> DueItem:
    setting = "homework_entry_deadline" if key == "homework" else "lesson_entry_deadline"
    clause = current.source_text(setting)
    now = clock.now()
    if done_at is not None:
        return DueItem(key, title, _moment_text(clock.local(done_at), now.date()), "done", clause, deadline)
    if not in_time(now, deadline):
        text = f"срок прошёл {_moment_text(deadline, now.date(), at='в ')}"
        return DueItem(key, title, text, "late", clause, deadline)
    state = "soon" if deadline - now <= SOON else "open"
    return DueItem(key, title, f"до {_moment_text(deadline, now.date())}", state, clause, deadline)


def _moment_text(moment: datetime, today: date, at: str = "") -> str:
    text = f"{at}{time_text(moment)}"
    return text if moment.date() == today else f"{day_title(moment.date())} {text}"


def last_lesson_ends(lessons: Iterable[Lesson]) -> dict[int, datetime]:
    """By lesson id: when the class's last lesson of that day ends; for a stream, the latest of its classes."""
    lessons = list(lessons)
    units = _classes_of(lessons)
    ends = _ends_by_class({lesson.day for lesson in lessons}, {one for ids in units.values() for one in ids})
    found = {}
    for lesson in lessons:
        latest = [ends[key] for one in units[lesson.course_id] if (key := (one, lesson.day)) in ends]
        found[lesson.pk] = datetime.combine(lesson.day, max([*latest, lesson.ends_at]), tzinfo=clock.zone())
    return found


def _classes_of(lessons: list[Lesson]) -> dict[int, list[int]]:
    groups = {lesson.course.group_id for lesson in lessons if lesson.course.group_id}
    by_group: dict[int, list[int]] = {}
    if groups:
        through = TeachingGroup.classes.through.objects.filter(teachinggroup_id__in=groups)
        for group_id, class_id in through.values_list("teachinggroup_id", "schoolclass_id"):
            by_group.setdefault(group_id, []).append(class_id)
    return {
        lesson.course_id: [lesson.course.school_class_id]
        if lesson.course.school_class_id
        else by_group.get(lesson.course.group_id or 0, [])
        for lesson in lessons
    }


def _ends_by_class(days: set[date], classes: set[int]) -> dict[tuple[int, date], time]:
    if not days or not classes:
        return {}
    ends: dict[tuple[int, date], time] = {}
    for class_id, day, last in _last_ends(sorted(classes), min(days), max(days)):
        ends[class_id, day] = max(last, ends.get((class_id, day), last))
    return ends


@prepared
def _last_ends(classes: list[int], first: date, last: date) -> QuerySet[Lesson, tuple[Any, ...]]:
    """A class has lessons of its own and lessons of its streams: a row of each for a day."""
    held = Lesson.objects.filter(day__gte=first, day__lte=last).exclude(status=LessonStatus.CANCELLED)
    own, streams = (
        held.filter(**{f"{path}__in": classes}).order_by().values_list(path, "day").annotate(last=Max("ends_at"))
        for path in ("course__school_class", "course__group__classes")
    )
    return own.union(streams, all=True)
