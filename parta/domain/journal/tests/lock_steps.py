"""What the tests of deadlines share: one operation of each kind, the rulebook changed from the first of September."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from parta.domain.journal.actions import apply_operations
from parta.domain.journal.choices import OperationKind
from parta.domain.journal.models import Mark
from parta.domain.journal.rules import Operation, OperationResult
from parta.domain.regulation.actions import adopt_profile, change_setting
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.cast import Cast
from parta.ops.demo.school import YEAR

SECOND = timedelta(seconds=1)
TEACHER = "krylova"


def op(kind: OperationKind, lesson: Lesson, **values: Any) -> Operation:
    return Operation(id=uuid.uuid4(), kind=kind, lesson=lesson.pk, **values)


def mark(cast: Cast, lesson: Lesson, value: str, **values: Any) -> Operation:
    return op(OperationKind.MARK, lesson, student=cast.pupil("Ковалёв Даниил").pk, value=value, **values)


def absence(cast: Cast, lesson: Lesson, value: str, **values: Any) -> Operation:
    return op(OperationKind.ATTENDANCE, lesson, student=cast.pupil("Ковалёв Даниил").pk, value=value, **values)


def apply_at(cast: Cast, moment: datetime, operation: Operation, login: str = TEACHER) -> OperationResult:
    """One operation on the clock of a moment."""
    with clock.frozen_at(moment):
        return apply_operations(cast.user(login), [operation])[0]


def rule(cast: Cast, name: str, value: object) -> None:
    """The school's own value from the first of September on."""
    with clock.frozen_at(clock.at(date(YEAR, 9, 1))):
        change_setting(cast.user("admin"), year=YEAR, name=name, value=value, reason="Приказ № 1")


def adopt(cast: Cast, slug: str) -> None:
    """A ready-made profile from the first of September on."""
    first = clock.at(date(YEAR, 9, 1))
    with clock.frozen_at(first):
        adopt_profile(cast.user("admin"), year=YEAR, profile=slug, reason="Приказ № 1", effective_from=first)


def the_mark(lesson: Lesson) -> Mark:
    return Mark.objects.get(lesson=lesson)
