"""«Мой день»: a teacher's lessons with their fill state, and what is past its deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from parta.domain.access.models import User
from parta.domain.journal.models import Mark, WorkType
from parta.domain.journal.queries.access import with_right, write_rights
from parta.domain.journal.queries.closed import with_closed_periods
from parta.domain.journal.queries.deadlines import OWN_TERM, DueItem, due_items, last_lesson_ends
from parta.domain.journal.queries.grid import kind_of, lesson_note
from parta.domain.journal.queries.locks import DeadlineBook
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.queries.plan import suggested_topics
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, work_types
from parta.domain.journal.queries.works import Progress, works_progress
from parta.domain.school.models import StaffMember
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson, Substitution
from parta.lib import clock
from parta.lib.dates import day_title, time_text
from parta.lib.prepared import prepared

LOOK_BACK_DAYS = 14
MISSING = {
    "roll_call": "не отмечена посещаемость",
    "topic": "нет темы урока",
    "work_topic": "нет темы работы",
    "homework": "нет домашнего задания",
    "marks": "стоят не все отметки за работу",
}


@dataclass(frozen=True, slots=True)
class DayLesson:
    """A lesson of the day as the teacher sees it. `gap_before` says a free hour precedes it."""

    lesson_id: int
    course_id: int
    number: int
    time_text: str
    ends_text: str
    title: str
    room: str
    topic: str
    topic_is_suggested: bool
    items: list[DueItem]
    mark_count: int
    kind_short: str
    note: str
    is_now: bool
    is_over: bool
    is_cancelled: bool
    may_write: bool
    gap_before: str

    @property
    def is_done(self) -> bool:
        """Everything the lesson asks for is there."""
        return all(item.is_done for item in self.items)


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something past its deadline, or due today from an earlier day."""

    lesson_id: int
    course_id: int
    key: str
    title: str
    what: str
    when: str
    due_text: str
    clause: str
    plan_topic_id: int | None
    plan_topic_title: str
    record_version: int
    state: str = "late"
    hint: str = ""

    @property
    def is_locked(self) -> bool:
        """Nothing may be entered any more until somebody opens it."""
        return self.state == "locked"


@dataclass(frozen=True, slots=True)
class TeacherDay:
    """The page."""

    day: date
    now: datetime
    lessons: list[DayLesson]
    overdue: list[Overdue]

    @property
    def done_count(self) -> int:
        """Lessons filled completely."""
        return sum(1 for lesson in self.lessons if lesson.is_done and not lesson.is_cancelled)

    @property
    def held_count(self) -> int:
        """Lessons that take place."""
        return sum(1 for lesson in self.lessons if not lesson.is_cancelled)


def lessons_of(user: User, first: date, last: date) -> list[Lesson]:
    """Lessons the person gives between two days: the own ones not given to a substitute, and the substituted ones.

    One statement.
    """
    return _lessons(user.pk, first, last)


@prepared
def _lessons(user_id: int, first: date, last: date) -> QuerySet[Lesson]:
    return _given(user_id, first, last)


@prepared
def _of_teacher(user_id: int, first: date, last: date) -> QuerySet[Lesson]:
    return with_right(_given(user_id, first, last), user_id, last)


@prepared
def _mark_counts(lessons: list[int]) -> QuerySet[Mark, tuple[Any, ...]]:
    rows = Mark.objects.filter(lesson_id__in=lessons).exclude(value="").values_list("lesson_id")
    return rows.annotate(n=Count("id")).order_by()


def _given(user_id: int, first: date, last: date) -> QuerySet[Lesson]:
    """Each half by its own index: a condition on joined tables would read the lessons of the whole school."""
    me = StaffMember.objects.filter(user_id=user_id).values("id")
    given = Substitution.objects.filter(teacher__user_id=user_id).values("lesson_id")
    mine = Q(id__in=given)
    own = Q(teacher_id__in=me) & (Q(substitution__isnull=True) | Q(substitution__teacher__user_id=user_id))
    return (
        with_closed_periods(Lesson.objects.filter(own | mine, day__gte=first, day__lte=last))
        .select_related(
            "course__subject", "course__school_class", "course__group", "course__year", "room", "record", "homework",
            "substitution__teacher__user", "substitution__room", "teacher__user",
        )
        .order_by("day", "number", "course_id")
    )  # fmt: skip


def teacher_day(user: User, day: date) -> TeacherDay:
    """The day of a teacher and the unfinished of the last two weeks, in a bounded number of statements."""
    rights = write_rights(user)
    lessons = _of_teacher(user.pk, day - timedelta(days=LOOK_BACK_DAYS), day)
    kinds = work_types()
    today = [lesson for lesson in lessons if lesson.day == day]
    past = [lesson for lesson in lessons if lesson.day < day and lesson.is_held and rights.may_write(lesson)]
    items = _items_of(lessons, kinds)
    lacking = [lesson for lesson in past if any(not item.is_done for item in items[lesson.pk])]
    topics = suggested_topics([*today, *lacking])
    counts = dict(_mark_counts([lesson.pk for lesson in today]))
    shown: list[DayLesson] = []
    for lesson, before in zip(today, [None, *today], strict=False):
        topic = topics.get(lesson.pk)
        record = getattr(lesson, "record", None)
        written = record.topic if record else ""
        shown.append(
            DayLesson(
                lesson_id=lesson.pk,
                course_id=lesson.course_id,
                number=lesson.number,
                time_text=time_text(lesson.starts),
                ends_text=time_text(lesson.ends),
                title=f"{lesson.course.unit_name} · {lesson.course.subject.name}",
                room=_room(lesson),
                topic=written or (topic.title if topic else ""),
                topic_is_suggested=not written and topic is not None,
                items=items[lesson.pk],
                mark_count=counts.get(lesson.pk, 0),
                kind_short=kind_of(lesson, kinds).short_name,
                note=lesson_note(lesson),
                is_now=lesson.starts <= clock.now() <= lesson.ends,
                is_over=lesson.ends < clock.now(),
                is_cancelled=not lesson.is_held,
                may_write=rights.may_write(lesson),
                gap_before=_gap(before, lesson),
            )
        )
    overdue = [one for lesson in lacking for one in _overdue(lesson, items[lesson.pk], topics.get(lesson.pk))]
    return TeacherDay(day, clock.now(), shown, sorted(overdue, key=lambda one: one.is_locked))


def _items_of(lessons: list[Lesson], kinds: dict[int, WorkType]) -> dict[int, list[DueItem]]:
    """By lesson id: what it asks for."""
    ends, book = last_lesson_ends(lessons), DeadlineBook(open_times=OpenTimes.shown())
    of_lesson = {one.pk: kind_of(one, kinds) for one in lessons}
    classes = {pk: kind.deadline_class for pk, kind in of_lesson.items()}
    works = works_progress([pk for pk, work in classes.items() if work in OWN_TERM])
    policies = {one.course_id: course_policy(one.course) for one in {one.course_id: one for one in lessons}.values()}
    return {
        one.pk: _items(one, ends[one.pk], book, of_lesson[one.pk], (works.get(one.pk), policies[one.course_id]))
        for one in lessons
    }


def _items(
    lesson: Lesson, ends: datetime, book: DeadlineBook, kind: WorkType, course: tuple[Progress | None, CoursePolicy]
) -> list[DueItem]:
    if lesson.status == LessonStatus.CANCELLED:
        return []
    progress, policy = course
    counted = progress if policy.marks_allowed else None
    return due_items(
        lesson, ends, book, homework_allowed=policy.homework_allowed, work=kind.deadline_class, progress=counted,
        work_topic=(policy.work_topic(kind), policy.work_topics_clause),
    )  # fmt: skip


def _overdue(lesson: Lesson, items: Iterable[DueItem], topic: object) -> list[Overdue]:
    record = getattr(lesson, "record", None)
    return [
        Overdue(
            lesson_id=lesson.pk,
            course_id=lesson.course_id,
            key=item.key,
            title=lesson.course.title,
            what=MISSING[item.key],
            when=day_title(lesson.day),
            due_text=item.text,
            clause=item.clause,
            plan_topic_id=getattr(topic, "pk", None),
            plan_topic_title=getattr(topic, "title", ""),
            record_version=record.version if record else 0,
            state=item.state,
            hint=item.hint,
        )
        for item in items
        if not item.is_done
    ]


def _room(lesson: Lesson) -> str:
    substitution = getattr(lesson, "substitution", None)
    room = (substitution.room if substitution and substitution.room_id else None) or lesson.room
    return room.name if room else ""


def _gap(before: Lesson | None, lesson: Lesson) -> str:
    if before is None or lesson.number - before.number <= 1:
        return ""
    return f"Окно до {time_text(lesson.starts)}"
