"""Any order of marks, deferrals, movement, closings and openings by anybody: no closed class holds a pupil with neither
mark nor deferral, and no mark of a closed class changes. The model is written apart from the room's own queries.

PARTA_DEEP=1 tries many more and other sequences than the run of every day.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.finals import actions
from parta.domain.finals.models import ClassClosing, Deferral, DeferredCourse, FinalMark
from parta.domain.finals.tests.closing_steps import fields, quarter_of, seventh
from parta.domain.finals.tests.steps import op
from parta.domain.journal.actions import open_entries
from parta.domain.school import actions as school
from parta.domain.school.models import Enrollment, GradingPeriod, SchoolClass, Student
from parta.lib import clock
from parta.lib.errors import DomainError
from parta.ops.cast import Cast

DEEP = bool(os.environ.get("PARTA_DEEP"))
PROFILE = settings(
    max_examples=150 if DEEP else 12,
    stateful_step_count=50 if DEEP else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
PUPILS = 3
MOMENTS = [clock.at(date(2026, 12, 25), 10), clock.at(date(2026, 12, 31), 9), clock.at(date(2027, 1, 12), 12)]
"""In the window of the marks, on the first day after the quarter, in the next one."""
Place = tuple[int, int]
"""Pupil, page."""


@dataclass
class Scene:
    """A class of three pupils with two pages, and an empty class beside it."""

    own: SchoolClass
    other: SchoolClass
    period: GradingPeriod
    pupils: list[Student]
    courses: list[Course]
    teachers: dict[int, User]
    users: dict[str, User]


class EndOfQuarter(RuleBasedStateMachine):
    """Every act may be refused; whatever is not refused must leave the closed classes whole."""

    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.moment: datetime = MOMENTS[0]
        self.frozen: dict[Place, str] = {}
        self.came = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def attempt(self, act: Callable[[], Any]) -> Any:
        with clock.frozen_at(self.moment):
            try:
                with transaction.atomic():
                    return act()
            except DomainError:
                return None

    @initialize(start=st.sampled_from(["empty", "marked", "closed", "closed", "closed"]))
    def begin(self, start: str) -> None:
        """Most stories begin where the work is done: all marked but one deferred, or closed already."""
        if start == "empty":
            return
        self.defer(pupil=1, course=0, ordered=True)
        self.mark_everybody()
        if start == "closed":
            self.moment = MOMENTS[1]
            self.close(whole=False, login="zavuch")
            assert self.is_closed()

    @rule(moment=st.sampled_from(MOMENTS))
    def time_passes(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)

    @rule(pupil=st.integers(0, PUPILS), course=st.integers(0, 1), value=st.sampled_from(["5", "3", ""]))
    def mark(self, pupil: int, course: int, value: str) -> None:
        student, page = self.student(pupil), self.scene.courses[course]
        row = FinalMark.objects.filter(student=student, course=page, period=self.scene.period).first()
        one = op(page, student, value, base=row.version if row else 0, reason="Проверка")
        self.attempt(lambda: actions.set_final_marks(self.scene.teachers[page.pk], [one]))

    @rule()
    def mark_everybody(self) -> None:
        for page in self.scene.courses:
            for student in Student.objects.filter(enrollments__school_class=self.scene.own).distinct():
                if not FinalMark.objects.filter(student=student, course=page, period=self.scene.period).exists():
                    one = op(page, student, "4", reason="Проверка")
                    self.attempt(partial(actions.set_final_marks, self.scene.teachers[page.pk], [one]))

    @rule(pupil=st.integers(0, PUPILS), course=st.integers(0, 1), ordered=st.booleans())
    def defer(self, pupil: int, course: int, ordered: bool) -> None:
        scene, student = self.scene, self.student(pupil)
        order = {} if ordered else {"order_number": "", "order_date": None}
        self.attempt(
            lambda: actions.defer(
                scene.users["zavuch"], student=student, year=scene.own.year, period=scene.period,
                courses=[scene.courses[course]], fields=fields(**order),
            )
        )  # fmt: skip

    @rule(withdraw=st.booleans())
    def end_of_a_deferral(self, withdraw: bool) -> None:
        row = Deferral.objects.filter(withdrawn_at=None).order_by("id").last()
        if row and withdraw:
            version = row.version
            self.attempt(
                lambda: actions.withdraw_deferral(
                    self.scene.users["zavuch"], deferral=row, reason="Ошибка", base=version
                )
            )
        elif row:
            place = row.courses.select_related("course__subject", "course__year")[0]
            made = self.attempt(
                lambda: actions.enter_result(self.scene.teachers[place.course_id], place=place, value="4")
            )
            if made and self.is_closed():
                self.frozen[row.student_id, place.course_id] = "4"

    @rule(change=st.booleans())
    def order_is_taken_off(self, change: bool) -> None:
        row = Deferral.objects.filter(withdrawn_at=None).order_by("id").last()
        if row:
            order = {"due_on": date(2027, 2, 1)} if change else {"order_number": "", "order_date": None}
            self.attempt(
                lambda: actions.change_deferral(
                    self.scene.users["zavuch"], deferral=row, fields=fields(**order), base=row.version
                )
            )

    @rule(whole=st.booleans(), login=st.sampled_from(["zavuch", "zavuch", "krylova"]))
    def close(self, whole: bool, login: str) -> None:
        scene, user = self.scene, self.scene.users[login]
        was = self.is_closed()
        if whole:
            self.attempt(lambda: school.close_periods(user, year=scene.own.year, number=2, grades=[7]))
        else:
            self.attempt(lambda: actions.close_class_period(user, school_class=scene.own, period=scene.period))
        if self.is_closed() and not was:
            self.frozen = self.marks()

    @rule(login=st.sampled_from(["director", "director", "zavuch"]), whole=st.booleans())
    def reopen(self, login: str, whole: bool) -> None:
        scene, user = self.scene, self.scene.users[login]
        if whole:
            again = {"year": scene.own.year, "number": 2, "grades": [7]}
            self.attempt(lambda: school.reopen_periods(user, **again, reason="Ошибка"))  # type: ignore[arg-type]
        else:
            self.attempt(
                lambda: actions.reopen_class_period(user, school_class=scene.own, period=scene.period, reason="Ошибка")
            )
        if not self.is_closed():
            self.frozen = {}

    @rule(back=st.booleans(), days=st.integers(-20, 20))
    def move(self, back: bool, days: int) -> None:
        scene = self.scene
        student, day = scene.pupils[0], scene.period.ends_on + timedelta(days=days)
        to = scene.own if back else scene.other
        self.attempt(lambda: school.move_students(scene.users["sekretar"], [student], to_class=to, day=day))

    @rule(days=st.integers(-20, 20))
    def arrive(self, days: int) -> None:
        scene = self.scene
        self.came += 1
        person = NewPerson("Новиков", "Пётр", f"{'И' * self.came}ванович")
        row = school.NewPupil(scene.own, scene.period.ends_on + timedelta(days=days), person)
        self.attempt(lambda: school.enroll_student(scene.users["sekretar"], row))

    @rule(pupil=st.integers(0, PUPILS), days=st.integers(-20, 20), leaves=st.booleans())
    def correct(self, pupil: int, days: int, leaves: bool) -> None:
        scene = self.scene
        day = scene.period.ends_on + timedelta(days=days)
        row = Enrollment.objects.filter(student=self.student(pupil)).order_by("-valid_from").first()
        if row is None:
            return
        if leaves:
            self.attempt(lambda: school.withdraw_students(scene.users["sekretar"], [row.student], last_day=day))
            return
        known = school.Movement(row.valid_from, day if row.valid_to else None)
        moved = school.Movement(day, row.valid_to) if days % 2 else known
        self.attempt(lambda: school.correct_enrollment(scene.users["sekretar"], row, moved, reason="Приказ"))

    @rule()
    def entries_are_opened(self) -> None:
        until = self.moment + timedelta(days=20)
        scene = self.scene
        self.attempt(
            lambda: open_entries(scene.users["zavuch"], closes_at=until, reason="Болел", school_class=scene.own)
        )

    @invariant()
    def a_closed_class_is_whole(self) -> None:
        if not self.is_closed():
            return
        scene, last = self.scene, self.scene.period.ends_on
        stood = self.marks()
        for row in Enrollment.objects.filter(school_class=scene.own, valid_from__lte=last):
            if row.valid_to and row.valid_to < last:
                continue
            for page in scene.courses:
                deferral = DeferredCourse.objects.filter(
                    course=page, deferral__student=row.student, deferral__period=scene.period, closed_at=None,
                    deferral__withdrawn_at=None,
                ).exclude(deferral__order_number="")  # fmt: skip
                assert stood.get((row.student_id, page.pk)) or deferral.exists(), "нет ни отметки, ни отсрочки"

    @invariant()
    def marks_of_a_closed_class_stand(self) -> None:
        if self.is_closed():
            assert {key: value for key, value in self.marks().items() if key in self.frozen} == self.frozen
            inside = {key: value for key, value in self.marks().items() if self.was_inside(key[0])}
            assert inside.keys() <= self.frozen.keys(), "в закрытом классе появилась отметка"

    def is_closed(self) -> bool:
        rows = ClassClosing.objects.filter(school_class=self.scene.own, period=self.scene.period, reopened_at=None)
        return rows.exists()

    def marks(self) -> dict[Place, str]:
        rows = FinalMark.objects.filter(period=self.scene.period).exclude(value="")
        return {(student, course): value for student, course, value in rows.values_list("student", "course", "value")}

    def was_inside(self, student: int) -> bool:
        last = self.scene.period.ends_on
        rows = Enrollment.objects.filter(student=student, school_class=self.scene.own, valid_from__lte=last)
        return rows.exclude(valid_to__lt=last).exists()

    def student(self, number: int) -> Student:
        """One of the three, or who came last."""
        if number < PUPILS:
            return self.scene.pupils[number]
        return Student.objects.filter(enrollments__school_class=self.scene.own).order_by("-pk")[0]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    own = seventh(cast)
    pupils = cast.school.pupils["7Б"][:PUPILS]
    Enrollment.objects.filter(school_class=own).exclude(student__in=pupils).delete()
    courses = [cast.course("7Б", "Алгебра"), cast.course("7Б", "Физика")]
    Course.objects.filter(grade_level=7).exclude(pk__in=[one.pk for one in courses]).update(is_active=False)
    other = SchoolClass.objects.create(year=own.year, grade_level=7, letter="Я")
    logins = ("zavuch", "director", "sekretar", "krylova", "gromov")
    users = {login: cast.user(login) for login in logins}
    teachers = {courses[0].pk: users["krylova"], courses[1].pk: users["gromov"]}
    return Scene(own, other, quarter_of(own), pupils, courses, teachers, users)


@pytest.mark.clause("S2-5a")
@pytest.mark.clause("S3R-1.15m")
def test_nothing_gets_round_a_closed_period(scene: Scene) -> None:
    EndOfQuarter.scene = scene
    run_state_machine_as_test(EndOfQuarter, settings=PROFILE)
