"""What is due when: each thing a lesson asks for, with its deadline from the rulebook of its year, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, QuerySet

from parta.domain.journal.choices import DeadlineClass, EntryState, Matter
from parta.domain.journal.models import Homework, LessonRecord
from parta.domain.journal.queries.locks import DeadlineBook, Verdict, closed_words
from parta.domain.journal.queries.works import Progress
from parta.domain.journal.rules.deadlines import SOON
from parta.domain.journal.rules.locks import late_words, passed_words, until_words
from parta.domain.school.models import TeachingGroup
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.dates import day_title, time_text
from parta.lib.prepared import prepared

OWN_TERM = frozenset({DeadlineClass.CONTROL, DeadlineClass.WRITTEN, DeadlineClass.EXTERNAL})
"""Works whose marks have a term of their own and are asked for; of ordinary lessons nobody must give marks."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do at a lesson. state: done, open, soon (under an hour), late (accepted), locked.

    text: by when, or when it was done; hint: what else matters: late but accepted, opened, who opens, half done.
    """

    key: str
    title: str
    text: str
    state: str
    clause: str
    deadline: datetime | None
    hint: str = ""

    @property
    def is_done(self) -> bool:
        """Entered."""
        return self.state == "done"


def due_items(
    lesson: Lesson,
    last_end: datetime,
    book: DeadlineBook,
    *,
    homework_allowed: bool,
    work: DeadlineClass | str = DeadlineClass.LESSON,
    progress: Progress | None = None,
    work_topic: tuple[str, str] = ("", ""),
) -> list[DueItem]:
    """Attendance, topic, homework of a lesson, and marks of a work. `lesson` comes with record, homework, course.year.

    work: the deadline class of the lesson's kind; progress: of such a work, None for an ordinary lesson.
    work_topic: how the topic of the work is called, «» when none is asked, and the clause that asks for it.
    """
    record: LessonRecord | None = getattr(lesson, "record", None)
    now = clock.now()
    shown = _Shown(book, lesson, now)
    items = [
        shown.item("roll_call", "Посещаемость", record.roll_called_at if record else None, Matter.ATTENDANCE),
        shown.item("topic", "Тема", record.topic_entered_at if record else None, Matter.RECORD),
    ]
    if work_topic[0]:
        items.append(shown.work_topic(*work_topic, record))
    if progress is not None and work in OWN_TERM and lesson.day <= now.date():
        items.append(shown.marks(work, progress, record))
    if homework_allowed:
        given: Homework | None = getattr(lesson, "homework", None)
        entered = given.made_at if given and (given.text or given.not_set) else None
        verdict = book.verdict(lesson, Matter.HOMEWORK, now, class_ends=last_end)
        items.append(shown.judged("homework", "Домашнее задание", entered, verdict))
    return items


@dataclass(frozen=True, slots=True)
class _Shown:
    """The items of one lesson as they stand now."""

    book: DeadlineBook
    lesson: Lesson
    now: datetime

    def item(self, key: str, title: str, done_at: datetime | None, matter: Matter) -> DueItem:
        return self.judged(key, title, done_at, self.book.verdict(self.lesson, matter, self.now))

    def work_topic(self, title: str, clause: str, record: LessonRecord | None) -> DueItem:
        verdict = self.book.verdict(self.lesson, Matter.RECORD, self.now)
        if record and record.work_topic:
            return DueItem("work_topic", title, "записана", "done", clause, verdict.deadline)
        return replace(self.judged("work_topic", title, None, verdict), clause=clause)

    def marks(self, work: DeadlineClass | str, progress: Progress, record: LessonRecord | None) -> DueItem:
        verdict = self.book.verdict(self.lesson, Matter.MARK, self.now, work)
        if progress.is_done:
            return DueItem("marks", "Отметки", "поставлены", "done", verdict.clause, verdict.deadline)
        item = self.judged("marks", "Отметки", None, verdict)
        parts = [f"поставлено {progress.marked} из {progress.expected}", item.hint]
        if record and record.checked_on and item.state in {"open", "soon"}:
            parts.append(f"проверка закончена {day_title(record.checked_on)}: поставьте в тот же день")
        return DueItem(
            item.key, item.title, item.text, item.state, item.clause, item.deadline,
            hint="; ".join(part for part in parts if part),
        )  # fmt: skip

    def judged(self, key: str, title: str, done_at: datetime | None, verdict: Verdict) -> DueItem:
        """One item by its verdict of this moment."""
        today, deadline, clause = self.now.date(), verdict.deadline, verdict.clause
        if done_at is not None:
            made = clock.local(done_at)
            late = deadline is not None and made.replace(microsecond=0) > deadline
            text = _moment_text(made, today)
            return DueItem(key, title, text, "done", clause, deadline, hint="после срока" if late else "")
        closed = closed_words(self.lesson)
        if closed:
            return DueItem(key, title, "закрыто", "locked", clause, deadline, hint=closed)
        if deadline is None:
            return DueItem(key, title, "срок пойдёт с получения результатов", "open", clause, None)
        if verdict.state == EntryState.OPEN:
            state = "soon" if deadline - self.now <= SOON else "open"
            return DueItem(key, title, until_words(deadline, today), state, clause, deadline)
        text = passed_words(deadline, self.lesson.day)
        if verdict.opening is not None:
            hint = f"открыто {until_words(clock.local(verdict.opening.closes_at), today)}"
            return DueItem(key, title, text, "late", clause, deadline, hint=hint)
        if verdict.state == EntryState.LOCKED:
            return DueItem(
                key, title, text, "locked", clause, deadline, hint=f"закрыто: открыть может {self.book.openers()}"
            )
        hint = late_words(verdict.accepted_until, today) if verdict.accepted_until else ""
        return DueItem(key, title, text, "late", clause, deadline, hint=hint)


def _moment_text(moment: datetime, today: date) -> str:
    text = time_text(moment)
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
