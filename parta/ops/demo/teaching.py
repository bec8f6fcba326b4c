"""A term and a half of teaching, entered lesson by lesson through the journal's own operations."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.curriculum.models import PlanTopic
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind, OperationStatus
from parta.domain.journal.queries.roster import RosterLine, roster_of
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.regulation.queries import begin_request, end_request
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.load import COMMENTS, HOMEWORK

SEED = 7
TEST_EVERY = 9
NO_NETWORK = 35 * 60
"""Seconds that the first mathematics lesson of today waited for a network: the history of its cells says so."""
OWN_TOPIC = frozenset({"control", "laboratory", "practical"})
WRITTEN = frozenset({"control", "test", "laboratory", "practical"})
Pupil = int


@dataclass
class Teaching:
    """The state of the story: what pupils are like, who is ill till when, which topic comes next."""

    until: datetime
    marked: tuple[int, int] = (3, 8)
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  the same marks every time
    ability: dict[tuple[Pupil, int], float] = field(default_factory=dict)
    base: dict[Pupil, float] = field(default_factory=dict)
    ill_until: dict[Pupil, date] = field(default_factory=dict)
    topics: dict[int, list[PlanTopic]] = field(default_factory=dict)
    taught: dict[int, int] = field(default_factory=dict)
    pupils: dict[int, list[RosterLine]] = field(default_factory=dict)
    next_days: dict[int, list[date]] = field(default_factory=dict)

    def operations(self, lesson: Lesson, *, homework: bool) -> Iterator[Operation]:
        """Everything a diligent teacher enters about one lesson."""
        kind = yield from self._record(lesson)
        present = []
        for pupil in self._pupils_of(lesson):
            code = self._absence(pupil, lesson.day)
            if code:
                yield self._op(OperationKind.ATTENDANCE, lesson, student=pupil, value=code)
            if code in ("", "оп"):
                present.append(pupil)
        yield self._op(OperationKind.ROLL_CALL, lesson, value="1")
        if lesson.course.grade_level > 1:
            yield from self._marks(lesson, present, kind)
            if homework:
                yield from self._homework(lesson)

    def _record(self, lesson: Lesson) -> Generator[Operation, None, str]:
        number = self.taught.get(lesson.course_id, 0)
        self.taught[lesson.course_id] = number + 1
        plan = self._plan(lesson)
        topic = plan[number] if number < len(plan) else None
        title = topic.title if topic else "Повторение и обобщение"
        yield self._op(OperationKind.TOPIC, lesson, value=title, plan_topic=topic.pk if topic else None)
        kind = topic.kind if topic else "lesson"
        if kind == "lesson" and number % TEST_EVERY == TEST_EVERY - 1 and lesson.course.grade_level > 1:
            kind = "test"
        if kind != "lesson":
            yield self._op(OperationKind.WORK_TYPE, lesson, value=kind, base=1)
        if kind in OWN_TOPIC:
            yield self._op(OperationKind.WORK_TOPIC, lesson, value=title, base=2)
        return kind

    def _marks(self, lesson: Lesson, present: list[Pupil], kind: str) -> Iterator[Operation]:
        written = kind in WRITTEN
        chosen = (
            present if written else self.random.sample(present, min(len(present), self.random.randint(*self.marked)))
        )
        for pupil in chosen:
            value = self._mark(pupil, lesson.course.subject_id)
            comment = self.random.choice(COMMENTS) if self.random.random() < 0.03 else None
            yield self._op(OperationKind.MARK, lesson, student=pupil, value=str(value), comment=comment)
            if not written and self.random.random() < 0.04:
                second = self._mark(pupil, lesson.course.subject_id)
                yield self._op(OperationKind.MARK, lesson, student=pupil, value=str(second), slot=2)

    def _mark(self, pupil: Pupil, subject: int) -> int:
        if pupil not in self.base:
            self.base[pupil] = self.random.gauss(4.2, 0.6)
        key = (pupil, subject)
        if key not in self.ability:
            self.ability[key] = self.base[pupil] + self.random.gauss(0, 0.2)
        return max(2, min(5, round(self.ability[key] + self.random.gauss(0, 0.55))))

    def _absence(self, pupil: Pupil, day: date) -> str:
        if self.ill_until.get(pupil, date.min) >= day:
            return "б"
        chance = self.random.random()
        if chance < 0.0025:
            self.ill_until[pupil] = day + timedelta(days=self.random.randint(2, 6))
            return "б"
        return "н" if chance < 0.007 else "у" if chance < 0.010 else "оп" if chance < 0.014 else ""

    def _homework(self, lesson: Lesson) -> Iterator[Operation]:
        form = HOMEWORK.get(lesson.course.subject.name)
        if form is None:
            yield self._op(OperationKind.HOMEWORK, lesson, not_set=True)
            return
        pick = self.random.randint
        first = pick(10, 400)
        text = form.format(a=2 + self.taught[lesson.course_id] // 2, b=pick(1, 6), n=first, m=first + pick(1, 4))
        yield self._op(
            OperationKind.HOMEWORK, lesson, value=text, due_on=self._next_day(lesson), minutes=(15 + first % 5 * 5)
        )

    def _next_day(self, lesson: Lesson) -> date | None:
        if lesson.course_id not in self.next_days:
            rows = Lesson.objects.filter(course_id=lesson.course_id).order_by("day").values_list("day", flat=True)
            self.next_days[lesson.course_id] = list(rows.distinct())
        return next((day for day in self.next_days[lesson.course_id] if day > lesson.day), None)

    def _plan(self, lesson: Lesson) -> list[PlanTopic]:
        plan = lesson.course.plan_id
        if plan is None:
            return []
        if plan not in self.topics:
            self.topics[plan] = list(PlanTopic.objects.filter(plan_id=plan).order_by("position"))
        return self.topics[plan]

    def _pupils_of(self, lesson: Lesson) -> list[Pupil]:
        course = lesson.course
        if course.pk not in self.pupils:
            year = course.year
            lines = roster_of(course, year.starts_on, year.ends_on)
            self.pupils[course.pk] = sorted(lines, key=lambda line: line.student_id)
        return [line.student_id for line in self.pupils[course.pk] if line.belongs_on(lesson.day)]

    def _op(self, kind: OperationKind, lesson: Lesson, **values: Any) -> Operation:
        made = uuid.UUID(int=self.random.getrandbits(128), version=4)
        return Operation(id=made, kind=kind, lesson=lesson.pk, **values)


def teach(until: datetime, progress: Callable[[date], None] | None = None, marked: tuple[int, int] = (3, 8)) -> None:
    """Enter every lesson that has ended before `until`, each teacher once a day, on the clock of that day.

    Left undone on purpose, so that the pages have something to show: two old topics, the homework of the last hours,
    the lesson that is going on. marked: how many pupils are marked at an ordinary lesson, from and to.
    """
    story = Teaching(until, marked)
    lessons = (
        Lesson.objects.filter(day__lte=until.date(), teacher__isnull=False)
        .exclude(status=LessonStatus.CANCELLED)
        .select_related(
            "course__subject", "course__year", "course__group", "teacher__user", "substitution__teacher__user"
        )
        .order_by("day", "number", "id")
    )
    begin_request()
    for day, of_day in groupby(lessons, key=lambda lesson: lesson.day):
        if progress:
            progress(day)
        by_teacher: dict[User, list[Lesson]] = defaultdict(list)
        for lesson in of_day:
            by_teacher[_giver(lesson)].append(lesson)
        with transaction.atomic():
            for actor, rows in sorted(by_teacher.items(), key=lambda pair: (pair[1][-1].ends, pair[0].pk)):
                _enter_day(story, actor, rows)
    end_request()


def _giver(lesson: Lesson) -> User:
    substitution = getattr(lesson, "substitution", None)
    staff = substitution.teacher if substitution else lesson.teacher
    if staff is None:
        raise RuntimeError("a lesson without a teacher")
    return staff.user


def _enter_day(story: Teaching, actor: User, lessons: list[Lesson]) -> None:
    done = [lesson for lesson in lessons if lesson.ends < story.until and not _forgotten(lesson, story.until)]
    if not done:
        return
    today = done[0].day == story.until.date()
    operations = [
        operation
        for lesson in done
        for operation in story.operations(lesson, homework=not (today and lesson is done[-1]))
    ]
    if today and len(done) > 1 and done[0].course.subject.name == "Математика":
        operations = [replace(one, age=NO_NETWORK) if one.lesson == done[0].pk else one for one in operations]
    moment = min(done[-1].ends + timedelta(minutes=7), story.until)
    with clock.frozen_at(moment):
        _demand_applied(apply_operations(actor, operations, span=(done[0].day, done[0].day)))


def _forgotten(lesson: Lesson, until: datetime) -> bool:
    """Lessons the teacher of mathematics has not filled: of the last days, and of the week that is closed already."""
    days = (until.date() - lesson.day).days
    forgotten = 1 <= days <= 4 or 8 <= days <= 14
    return forgotten and lesson.course.subject.name == "Геометрия" and lesson.course.grade_level == 7


def _demand_applied(results: list[OperationResult]) -> None:
    refused = next((one for one in results if one.status != OperationStatus.APPLIED), None)
    if refused:
        raise RuntimeError(f"the demo teacher was refused: {refused.message}")


__all__ = ["teach"]
