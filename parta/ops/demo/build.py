"""The whole demo: school, teaching, the day's changes, and where its clock stands."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.diary.actions import mark_seen
from parta.lib import clock
from parta.ops.demo.changes import play_week
from parta.ops.demo.closing import close_first_quarter, show_deferral
from parta.ops.demo.coming_week import draw_coming_week
from parta.ops.demo.deadlines import show_deadlines
from parta.ops.demo.exams import show_exams
from parta.ops.demo.finals import show_finals
from parta.ops.demo.informed import inform_families, tell_of_forecasts
from parta.ops.demo.movement import bring_marks, move_pupils
from parta.ops.demo.reasons import show_reasons
from parta.ops.demo.school import YEAR, DemoSchool, build_school
from parta.ops.demo.teaching import teach
from parta.ops.demo.words import show_words

TODAY = date(YEAR, 12, 10)
NOW = (10, 40)
"""A Thursday of the second quarter, in the middle of the third lesson."""


@transaction.atomic
def build_demo(progress: Callable[[date], None] | None = None) -> DemoSchool:
    """Build everything in one transaction: an interrupted build leaves nothing behind."""
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        built = build_school()
    move_pupils(built)
    play_week(built, TODAY)
    teach(clock.at(TODAY, *NOW), progress)
    show_deadlines(built, TODAY)
    show_reasons(built, TODAY)
    bring_marks(built)
    show_deferral(built, TODAY)
    show_finals(built, TODAY)
    show_exams(built, TODAY)
    tell_of_forecasts(built)
    inform_families(built, TODAY)
    show_words(built, TODAY)
    close_first_quarter(built)
    draw_coming_week(built)
    for login, hours in (("kovaleva", 15), ("daniil", 40), ("lebedeva", 60)):
        _visit(login, hours)
    return built


def _visit(login: str, hours: int) -> None:
    reader = User.objects.get(login=login)
    with clock.frozen_at(clock.at(TODAY, *NOW) - timedelta(hours=hours)):
        pupils = [reader.student.pk] if hasattr(reader, "student") else _children(reader)
        for student_id in pupils:
            mark_seen(reader, student_id=student_id)


def _children(reader: User) -> list[int]:
    return list(reader.guardian.guardianships.values_list("student_id", flat=True))
