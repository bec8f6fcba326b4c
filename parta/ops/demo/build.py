"""The whole demo: school, teaching, the day's changes, and where its clock stands."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.diary.actions import mark_seen
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.school import YEAR, DemoSchool, build_school
from parta.ops.demo.teaching import teach

TODAY = date(YEAR, 12, 10)
NOW = (10, 40)
"""A Thursday of the second quarter, in the middle of the third lesson."""


@transaction.atomic
def build_demo(progress: Callable[[date], None] | None = None) -> DemoSchool:
    """Build everything in one transaction: an interrupted build leaves nothing behind."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        built = build_school()
    _changes(built)
    teach(clock.at(TODAY, *NOW), progress)
    for login, hours in (("kovaleva", 15), ("daniil", 40), ("lebedeva", 60)):
        _visit(login, hours)
    return built


def _changes(built: DemoSchool) -> None:
    """A cancelled lesson, a moved one, and substitutions: one of today, one of tomorrow."""
    deputy = built.staff["zavuch"].user
    with clock.frozen_at(clock.at(TODAY - timedelta(days=1), 15)):
        today = _last_lesson(built, TODAY)
        timetable.substitute_lesson(
            deputy, lesson=today, teacher=built.staff["zamena"], reason="Курсы повышения квалификации",
            order_number="318", order_date=TODAY - timedelta(days=1),
        )  # fmt: skip
        tomorrow = _last_lesson(built, TODAY + timedelta(days=1))
        timetable.cancel_lesson(deputy, lesson=tomorrow, reason="Спектакль в театре юного зрителя")


def _last_lesson(built: DemoSchool, day: date) -> Lesson:
    found = (
        Lesson.objects.filter(course__school_class=built.classes["7Б"], day=day)
        .exclude(teacher__user__login="krylova")
        .select_related("course__year", "course__subject", "course__school_class", "course__group", "entry__room")
        .order_by("-number")
    )
    return found[0]


def _visit(login: str, hours: int) -> None:
    reader = User.objects.get(login=login)
    with clock.frozen_at(clock.at(TODAY, *NOW) - timedelta(hours=hours)):
        pupils = [reader.student.pk] if hasattr(reader, "student") else _children(reader)
        for student_id in pupils:
            mark_seen(reader, student_id=student_id)


def _children(reader: User) -> list[int]:
    return list(reader.guardian.guardianships.values_list("student_id", flat=True))
