"""A week as it is lived: a teacher falls ill, a lesson is moved, a class stays at home in the frost."""

from datetime import date, time, timedelta

from django.db.models import QuerySet

from parta.domain.journal.actions import plan_control_work
from parta.domain.school.models import StaffMember
from parta.domain.timetable import actions as timetable
from parta.domain.timetable import queries
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.ops.demo.people import PASSWORD
from parta.ops.demo.school import YEAR, DemoSchool

ILL, ON_COURSES = "guseva", "frolov"
NOON = time(11, 0)
"""What begins before is given already when the demo is opened at 10:40."""


def play_week(built: DemoSchool, today: date) -> None:
    """The changes of the week of `today`, each on the clock of the moment it was made."""
    monday = today - timedelta(days=today.weekday())
    _lost(built)
    _frost(built, monday)
    _order(built, today)
    _illness(built, monday + timedelta(days=1), today)
    _courses(built, today)
    _moved(built, today - timedelta(days=1))
    _control_works(built, today)


def _lost(built: DemoSchool) -> None:
    """Two lessons of algebra fell out in autumn: the plan of 7Б is two hours behind."""
    deputy = built.staff["zavuch"].user
    for month, day, reason in ((10, 14, "День здоровья"), (11, 18, "Педагогический совет")):
        first = date(YEAR, month, day)
        with clock.frozen_at(clock.at(first, 8)):
            rows = Lesson.objects.filter(course__in=built.courses["7Б", "Алгебра"], day__gte=first)
            lesson = rows.select_related("course__year", "course__subject", "course__school_class", "room")[0]
            timetable.cancel_lesson(deputy, lesson=lesson, reason=reason)


def _frost(built: DemoSchool, monday: date) -> None:
    with clock.frozen_at(clock.at(monday, 6, 40)):
        deputy = built.staff["zavuch"].user
        small = [built.classes["1А"]]
        timetable.cancel_day(deputy, year=built.year, day=monday, classes=small, reason="Мороз −27 °C")


def _order(built: DemoSchool, today: date) -> None:
    """A substitution of today by an order, a cancelled lesson of tomorrow."""
    deputy = built.staff["zavuch"].user
    with clock.frozen_at(clock.at(today - timedelta(days=1), 15)):
        timetable.substitute_lesson(
            deputy, lesson=_last_lesson(built, today), teacher=built.staff["zamena"],
            reason="больничный", order_number="318", order_date=today - timedelta(days=1),
        )  # fmt: skip
        tomorrow = _last_lesson(built, today + timedelta(days=1))
        timetable.cancel_lesson(deputy, lesson=tomorrow, reason="Спектакль в театре юного зрителя")


def _illness(built: DemoSchool, tuesday: date, today: date) -> None:
    """The ill teacher's lessons up to today go to the spare one, who signs them in the morning."""
    deputy, ill = built.staff["zavuch"].user, built.staff[ILL]
    with clock.frozen_at(clock.at(tuesday, 7, 20)):
        timetable.record_absence(deputy, staff=ill, first_day=tuesday, last_day=tuesday + timedelta(days=9))
    for day in clock.days_between(tuesday, today):
        for lesson in _lessons(day).filter(teacher=ill, substitution=None):
            _give(built, lesson, "больничный")


def _courses(built: DemoSchool, today: date) -> None:
    """Another one is on courses today: what has begun is given, the rest waits for the deputy on the board."""
    away = built.staff[ON_COURSES]
    with clock.frozen_at(clock.at(today, 7, 30)):
        timetable.record_absence(
            built.staff["zavuch"].user,
            staff=away,
            first_day=today,
            last_day=today,
            reason="courses",
            order_number="324",
        )
    lessons = list(_lessons(today).filter(teacher=away, substitution=None))
    for lesson in lessons[: max(1, len(lessons) - 1)]:
        if lesson.starts_at < NOON:
            _give(built, lesson, "курсы")


def _give(built: DemoSchool, lesson: Lesson, reason: str) -> None:
    """To the best of the free teachers, who signs."""
    with clock.frozen_at(clock.at(lesson.day, 7, 40)):
        board = queries.day_board(lesson.day)
        best = queries.substitutes_for(board, lesson)[0]
        teacher = StaffMember.objects.select_related("user").get(pk=best.staff_id)
        found = timetable.substitute_lesson(built.staff["zavuch"].user, lesson=lesson, teacher=teacher, reason=reason)
    with clock.frozen_at(clock.at(lesson.day, 7, 58)):
        timetable.sign_substitution(teacher.user, row=found, password=PASSWORD)


def _moved(built: DemoSchool, day: date) -> None:
    """A lesson of yesterday stands on the next day, after the others."""
    lesson = _lessons(day).filter(course__school_class=built.classes["5А"]).exclude(teacher=built.staff[ILL]).last()
    target = day + timedelta(days=2)
    if lesson is None:
        raise RuntimeError("the demo class has no lessons to move")
    taken = _lessons(target).filter(course__school_class=lesson.course.school_class)
    number = max(one.number for one in taken) + 1
    with clock.frozen_at(clock.at(day, 8, 5)):
        timetable.move_lesson(
            built.staff["zavuch"].user, lesson=lesson, day=target, number=number, reason="Экскурсия", anyway=True
        )


def _control_works(built: DemoSchool, today: date) -> None:
    """Planned works of the coming two weeks: one in the middle of the day, one at a first lesson with a warning."""
    coming = Lesson.objects.filter(course__school_class=built.classes["7Б"], day__gt=today + timedelta(days=1))
    parts = ("course__year", "course__subject", "course__school_class", "course__group", "teacher__user")
    middle = coming.filter(course__subject__name="Алгебра", number__in=[2, 3, 4])
    edge = coming.filter(course__subject__name__in=["Русский язык", "Литература", "Физика"], number=1)
    with clock.frozen_at(clock.at(today, 9)):
        for rows in (middle, edge):
            lesson = rows.select_related(*parts).order_by("day")[0]
            plan_control_work(built.staff["zavuch"].user, lesson=lesson)


def _last_lesson(built: DemoSchool, day: date) -> Lesson:
    found = _lessons(day).filter(course__school_class=built.classes["7Б"])
    return found.exclude(teacher__user__login="krylova").order_by("-number")[0]


def _lessons(day: date) -> QuerySet[Lesson]:
    parts = ("course__year", "course__subject", "course__school_class", "course__group", "entry__room", "teacher__user")
    return Lesson.objects.filter(day=day).select_related(*parts).order_by("number", "id")
