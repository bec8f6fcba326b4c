"""Final marks of the demo: earlier periods given by every teacher, the second quarter of grade 7 half done."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.finals import actions as finals
from parta.domain.finals.queries.desk import FinalDesk, load_desk
from parta.domain.finals.queries.places import FinalPlace, places_of
from parta.domain.finals.queries.windows import window_of
from parta.domain.finals.rules.operations import FinalOperation
from parta.domain.journal.choices import OperationStatus
from parta.domain.regulation.queries import begin_request, end_request
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.lib import clock
from parta.ops.demo.school import DemoSchool

SEED = 17
GRADE = 7
"""Its second quarter is marked early, by an order: the children go to a camp before the New Year."""
DONE = 0.4
"""Share of the pupils of a page of grade 7 that have their mark of the second quarter already."""
LOWER = ("Слабее к концу четверти", "Не сдана обязательная работа")
HIGHER = ("Рост к концу четверти", "Пересдана слабая работа")
NO_MARKS = "Текущих отметок нет: зачёт по материалу четверти"


@dataclass(frozen=True, slots=True)
class Habits:
    """How teachers of the demo decide: deviate, the share of marks near a boundary moved over it; share of pupils."""

    random: Random
    deviate: float = 0.16
    share: float = 1


def give_earlier(year: AcademicYear, today: date) -> None:
    """Every period that is over, on each page with marks, by its teacher inside the window."""
    habits = Habits(Random(SEED))  # noqa: S311  the same marks every time
    begin_request()
    for actor, course in _pages(year):
        for place in places_of(course):
            if place.period and place.last < today:
                _give(actor, course, place, _last_day(course, place), habits)
    end_request()


def show_finals(built: DemoSchool, today: date) -> None:
    """The demo's own: earlier periods, then grade 7 in the middle of its second quarter."""
    give_earlier(built.year, today)
    habits = Habits(Random(SEED + 1), share=DONE)  # noqa: S311
    periods = list(GradingPeriod.objects.filter(year=built.year, grade_level=GRADE, number=2).select_related("year"))
    with clock.frozen_at(clock.at(today - timedelta(days=7), 12)):
        order = finals.DatesOrder(today - timedelta(days=2), today + timedelta(days=8), "318", clock.today())
        finals.set_final_dates(built.administrator, periods=periods, order=order)
    for actor, course in _pages(built.year):
        if course.grade_level == GRADE and course.subject.name != "Геометрия":
            place = next(one for one in places_of(course) if one.period in periods)
            _give(actor, course, place, clock.at(today, 8, 5), habits)


def _pages(year: AcademicYear) -> Iterable[tuple[User, Course]]:
    """Pages with marks and who teaches them, in a fixed order."""
    rows = TeachingAssignment.objects.filter(course__year=year, course__subject__has_marks=True)
    parts = ("course__subject", "course__school_class", "course__group", "course__year", "staff__user")
    found: dict[int, tuple[User, Course]] = {}
    for one in rows.exclude(course__grade_level=1).select_related(*parts).order_by("course_id", "id"):
        found.setdefault(one.course_id, (one.staff.user, one.course))
    return list(found.values())


def _last_day(course: Course, place: FinalPlace) -> datetime:
    """An hour of the last day on which marks of the place are in time."""
    closes = window_of(course, place).span.closes
    return clock.local(closes).replace(hour=14, minute=30, second=0) if closes else clock.at(place.last, 14)


def _give(actor: User, course: Course, place: FinalPlace, moment: datetime, habits: Habits) -> None:
    with clock.frozen_at(moment):
        desk = load_desk(course, place)
        operations = [_decision(desk, line.student_id, habits) for line in desk.lines]
        chosen = [one for one in operations if one.student not in desk.deferrals][
            : round(len(operations) * habits.share)
        ]
        for result in finals.set_final_marks(actor, chosen):
            if result.status != OperationStatus.APPLIED:
                raise RuntimeError(f"the demo teacher was refused: {result.message}")


def _decision(desk: FinalDesk, student: int, habits: Habits) -> FinalOperation:
    proposal, random = desk.proposal(student), habits.random
    value, reason = proposal.value, ""
    if not value:
        value, reason = "4" if random.random() < 0.4 else "3", NO_MARKS
    elif proposal.is_near and proposal.mean and proposal.threshold and random.random() < habits.deviate:
        up = proposal.mean < proposal.threshold
        moved = int(value) + (1 if up else -1)
        if 2 <= moved <= 5:
            value, reason = str(moved), random.choice(HIGHER if up else LOWER)
    made = uuid.UUID(int=random.getrandbits(128), version=4)
    return FinalOperation(made, desk.course.pk, desk.place.code, student, value, reason=reason)


__all__ = ["give_earlier", "show_finals"]
