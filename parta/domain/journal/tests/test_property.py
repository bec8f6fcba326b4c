"""Any order of anybody's operations, retries and stale versions: the database equals a model written apart from it.

PARTA_DEEP=1 tries many more and other sequences than the run of every day.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from parta.domain.access.models import User
from parta.domain.audit.models import AuditEntry
from parta.domain.audit.queries import verify_chain
from parta.domain.curriculum import actions as curriculum
from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.domain.journal.rules import Operation
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast

DEEP = bool(os.environ.get("PARTA_DEEP"))
PROFILE = settings(
    max_examples=400 if DEEP else 16,
    stateful_step_count=60 if DEEP else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Place = tuple[str, int, int, int]
"""What an operation is about: table, lesson, pupil, slot (0 where there is none)."""


@dataclass
class Stored:
    """What the model holds of one row: the text people see, the comment, the version, and which one the text is of."""

    value: str = ""
    comment: str = ""
    version: int = 0
    roll: bool = False
    at: int = 0


@dataclass
class Model:
    """A journal in twenty lines: who may write where, what is there, which operations were done by whom."""

    writers: dict[int, set[str]]
    pupils: dict[int, set[int]]
    rows: dict[Place, Stored] = field(default_factory=dict)
    done: dict[uuid.UUID, tuple[str, int]] = field(default_factory=dict)

    def deliver(self, login: str, one: Operation) -> tuple[str, int]:
        """Expected status and version."""
        about_lesson = one.student is None
        if one.id in self.done:
            author, version = self.done[one.id]
            if author == login:
                return "repeated", version
            allowed = about_lesson or login in self.writers[one.lesson]
            return ("invalid" if allowed else "refused"), 0
        if login not in self.writers[one.lesson]:
            return "refused", 0
        if not about_lesson and one.student not in self.pupils[one.lesson]:
            return "invalid", 0
        return self._lesson(login, one) if about_lesson else self._pupil(login, one)

    def _pupil(self, login: str, one: Operation) -> tuple[str, int]:
        row = self.rows.get(place_of(one), Stored())
        wanted = (one.value, (row.comment if one.comment is None else one.comment) if one.value else "")
        if one.kind == OperationKind.COMMENT:
            if not row.value:
                return "invalid", 0
            wanted = (row.value, one.value)
        if wanted == (row.value, row.comment):
            return "applied", row.version
        if one.base != row.version:
            return ("conflict", row.version) if row.version else ("invalid", 0)
        return self._write(login, one, Stored(*wanted, row.version + 1))

    def _lesson(self, login: str, one: Operation) -> tuple[str, int]:
        row = self.rows.get(place_of(one), Stored())
        if one.kind == OperationKind.ROLL_CALL:
            if row.roll:
                return "applied", row.version
            return self._write(login, one, Stored(row.value, "", row.version + 1, roll=True, at=row.at))
        if one.value == row.value and row.version:
            return "applied", row.version
        if one.base != row.version and (row.value or row.at > one.base):
            return "conflict", row.version
        return self._write(login, one, Stored(one.value, "", row.version + 1, roll=row.roll, at=row.version + 1))

    def _write(self, login: str, one: Operation, row: Stored) -> tuple[str, int]:
        self.rows[place_of(one)] = row
        self.done[one.id] = (login, row.version)
        return "applied", row.version


def place_of(one: Operation) -> Place:
    """The row an operation is about."""
    if one.kind in (OperationKind.TOPIC, OperationKind.ROLL_CALL):
        return "record", one.lesson, 0, 0
    if one.kind == OperationKind.HOMEWORK:
        return "homework", one.lesson, 0, 0
    if one.kind == OperationKind.ATTENDANCE or one.slot == 0:
        return "attendance", one.lesson, one.student or 0, 0
    return "mark", one.lesson, one.student or 0, one.slot


@dataclass
class Scene:
    """Lessons of today with the people around them."""

    writers: dict[int, set[str]]
    pupils: dict[int, set[int]]
    everybody: list[int]
    logins: list[str]
    users: dict[str, User]


LOGIN, LESSON, PUPIL = st.integers(0, 5), st.integers(0, 1), st.integers(0, 2)
WHERE = st.tuples(LESSON, PUPIL)
TEXT = st.sampled_from(["", "Углы", "Окружность"])
BASE = st.sampled_from(["now", "now", "now", "before", "nothing", "future"])
ABOUT_LESSON = st.sampled_from([OperationKind.TOPIC, OperationKind.HOMEWORK, OperationKind.ROLL_CALL])


class Journal(RuleBasedStateMachine):
    """Actors, lessons and pupils go by number; `scene` says who they are."""

    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.model = Model(self.scene.writers, self.scene.pupils)
        self.made: list[Operation] = []

    def teardown(self) -> None:
        try:
            assert not self.model.done or verify_chain().broken is None
        finally:
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def prepare(self, kind: OperationKind, lesson: int, base: str, *, pupil: int | None = None, **more: Any) -> None:
        """Make an operation, to be sent by `send` now or later."""
        pk = list(self.scene.writers)[lesson]
        student = None if pupil is None else self.scene.everybody[pupil]
        one = Operation(id=uuid.uuid4(), kind=kind, lesson=pk, student=student, **more)
        now = self.model.rows.get(place_of(one), Stored()).version
        known = {"now": now, "before": max(0, now - 1), "nothing": 0, "future": now + 5}[base]
        self.made.append(replace(one, base=known))

    def send(self, actor: int, *operations: Operation) -> None:
        """To the model and to the journal; each is answered the same by both."""
        login = self.scene.logins[actor % len(self.scene.logins)]
        expected = [self.model.deliver(login, one) for one in operations]
        results = apply_operations(self.scene.users[login], list(operations))
        assert [(one.status.value, one.version) for one in results] == expected

    @rule(actor=LOGIN, where=WHERE, slot=st.sampled_from([1, 2]), base=BASE, value=st.sampled_from(["", "3", "4", "5"]),
          comment=st.sampled_from([None, "", "Верно"]))  # fmt: skip
    def mark(
        self, *, actor: int, where: tuple[int, int], slot: int, base: str, value: str, comment: str | None
    ) -> None:
        lesson, pupil = where
        self.prepare(OperationKind.MARK, lesson, base, pupil=pupil, slot=slot, value=value, comment=comment)
        self.send(actor, self.made[-1])

    @rule(where=WHERE, base=BASE, value=st.sampled_from(["", "4", "5"]))
    def mark_without_a_network(self, where: tuple[int, int], base: str, value: str) -> None:
        lesson, pupil = where
        self.prepare(OperationKind.MARK, lesson, base, pupil=pupil, slot=1, value=value)

    @rule(actor=LOGIN, where=WHERE, base=BASE, value=st.sampled_from(["", "н", "б", "оп"]))
    def attendance(self, actor: int, where: tuple[int, int], base: str, value: str) -> None:
        lesson, pupil = where
        self.prepare(OperationKind.ATTENDANCE, lesson, base, pupil=pupil, value=value)
        self.send(actor, self.made[-1])

    @rule(actor=LOGIN, where=WHERE, slot=st.sampled_from([0, 1, 2]), base=BASE, value=TEXT)
    def comment(self, *, actor: int, where: tuple[int, int], slot: int, base: str, value: str) -> None:
        lesson, pupil = where
        self.prepare(OperationKind.COMMENT, lesson, base, pupil=pupil, slot=slot, value=value)
        self.send(actor, self.made[-1])

    @rule(actor=LOGIN, lesson=LESSON, base=BASE, value=TEXT, kind=ABOUT_LESSON)
    def about_lesson(self, *, actor: int, lesson: int, base: str, value: str, kind: OperationKind) -> None:
        self.prepare(kind, lesson, base, value=value)
        self.send(actor, self.made[-1])

    @rule(actor=LOGIN, picks=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    def late_or_again(self, actor: int, picks: list[int]) -> None:
        """Made earlier, by this person or another: sent now for the first time or once more, in any order."""
        if self.made:
            self.send(actor, *[self.made[pick % len(self.made)] for pick in picks])

    @invariant()
    def the_database_is_the_model(self) -> None:
        """Every row, and every operation that was applied, by whom and as which version."""
        known = {place: (row.value, row.comment, row.version) for place, row in self.model.rows.items()}
        assert dict(stored(self.scene)) == known
        done = AuditEntry.objects.filter(operation__in=[one.id for one in self.made])
        assert {row.operation: (row.actor.login, row.version) for row in done.select_related("actor")} == (
            self.model.done
        )


def stored(scene: Scene) -> Iterator[tuple[Place, tuple[str, str, int]]]:
    """Rows of the scene's lessons as the model names them."""
    lessons = list(scene.writers)
    for mark in Mark.objects.filter(lesson__in=lessons):
        yield ("mark", mark.lesson_id, mark.student_id, mark.slot), (mark.value, mark.comment, mark.version)
    for absence in AttendanceEntry.objects.filter(lesson__in=lessons):
        place = ("attendance", absence.lesson_id, absence.student_id, 0)
        yield place, (absence.code, absence.comment, absence.version)
    for record in LessonRecord.objects.filter(lesson__in=lessons):
        yield ("record", record.lesson_id, 0, 0), (record.topic, "", record.version)
    for task in Homework.objects.filter(lesson__in=lessons):
        yield ("homework", task.lesson_id, 0, 0), (task.text, "", task.version)


@pytest.fixture
def scene(cast: Cast) -> Iterator[Scene]:
    """A substituted lesson, a lesson of two teachers, a group's lesson; a deputy and a parent who may not write."""
    with clock.frozen_at(clock.at(cast.today, 14, 30)):
        given = cast.school.staff["zamena"].substitutions.select_related("lesson__teacher__user").get().lesson
        courses = cast.school.courses.items()
        shared = next(
            lesson
            for (unit, _), (course, *_more) in courses
            if unit == "7Б" and course.group_id is None
            for lesson in Lesson.objects.filter(course=course, day=cast.today).select_related("teacher__user", "course")
            if lesson.course_id != given.course_id and lesson.teacher_id
        )
        second = cast.school.staff["gruppa"]
        curriculum.assign_teacher(cast.user("admin"), course=shared.course, staff=second, valid_from=cast.today)
        main = str(shared.teacher and shared.teacher.user.login)
        regular = str(given.course.assignments.select_related("staff__user").get().staff.user.login)
        inside = [one.pk for one in cast.school.pupils["7Б"][:2]]
        stranger = cast.school.pupils["1А"][0].pk
        writers = {given.pk: {"zamena", regular}, shared.pk: {main, "gruppa"}}
        logins = sorted({"zamena", "gruppa", "zavuch", "kovaleva", regular, main})
        users = {login: cast.user(login) for login in logins}
        yield Scene(writers, {lesson: set(inside) for lesson in writers}, [*inside, stranger], logins, users)


def test_the_journal_is_what_a_simple_model_says(scene: Scene) -> None:
    Journal.scene = scene
    run_state_machine_as_test(Journal, settings=PROFILE)
