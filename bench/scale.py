"""Works of a whole school, in this process: what they ask, what they cost, and the same statements by bare sqlite3.

Everything happens in one transaction that is taken back at the end.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench.report import Work
from parta.domain.access.queries import system_user
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.models import Course, ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.journal import actions as journal
from parta.domain.school.models import AcademicYear, StaffMember
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.models import Lesson, StaffAbsence
from parta.domain.timetable.queries import day_board
from parta.lib import clock

PLANS, TOPICS, AWAY = 40, 34, 3
FLOOR = "те же запросы голым sqlite3"
Asked = list[tuple[str, Any, bool]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A work to measure. prepare: what it stands on; act: the work itself; ceiling: of statements."""

    title: str
    ceiling: int
    prepare: Callable[[], Any]
    act: Callable[[Any], object]


def works(database: Path) -> list[Work]:
    """Measure every work on the school of the folder."""
    if not database.exists():
        raise RuntimeError(f"{database}: no school")
    return [measure(one) for one in PLANNED]


def measure(plan: Plan) -> Work:
    """Once to count, once to time, once bare; each from the same state of the database."""
    with transaction.atomic():
        ground = plan.prepare()
        asked: Asked = []
        with connection.execute_wrapper(_noting(asked)):
            _taken_back(lambda: plan.act(ground))
        ours = _taken_back(lambda: plan.act(ground))
        bare = _taken_back(lambda: _ask(asked))
        transaction.set_rollback(True)
    return Work(plan.title, len(asked), plan.ceiling, ours, FLOOR, bare)


def _noting(asked: Asked) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append((sql, list(params) if many else tuple(params or ()), many))
        return execute(sql, params, many, context)

    return note


def _taken_back(act: Callable[[], object]) -> float:
    """Processor milliseconds of the act, which is undone."""
    point = transaction.savepoint()
    started = time.process_time()
    act()
    spent = time.process_time() - started
    transaction.savepoint_rollback(point)
    return 1000 * spent


def _ask(asked: Asked) -> None:
    bare = connection.connection
    for sql, params, many in asked:
        plain = re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")
        if many:
            bare.executemany(plain, params)
        else:
            bare.execute(plain, params).fetchall()


def _courses_with_plans() -> list[Course]:
    """Forty courses, each with an approved plan of as many topics as the study plan has hours."""
    system, year = system_user(), _year()
    rows = Course.objects.filter(year=year, school_class__isnull=False, grade_level__gt=1)
    courses = list(rows.select_related("year", "subject", "school_class", "group")[:PLANS])
    hours = {(one.grade_level, one.subject_id): Decimal(1) for one in courses}
    curriculum.set_study_plan_hours(system, year=year, hours=hours)
    lines = [PlanLine(f"Тема {number}", "Раздел") for number in range(1, TOPICS + 1)]
    for course in courses:
        course.plan = curriculum.create_plan(
            system, subject=course.subject, grade_level=course.grade_level, topics=lines
        )
    ThematicPlan.objects.filter(pk__in=[one.plan_id for one in courses]).update(status="approved")
    Course.objects.bulk_update(courses, ["plan"])
    return courses


def _place(courses: list[Course]) -> None:
    done = journal.place_plans(system_user(), courses=courses)
    if done.refused:
        raise RuntimeError(f"not placed: {done.refused[0][1]}")


def _year() -> AcademicYear:
    return AcademicYear.objects.get(starts_on__lte=clock.today(), ends_on__gte=clock.today())


def _generate(year: AcademicYear) -> None:
    report = timetable.generate_lessons(system_user(), year=year, include_past=True)
    if report.kept < Lesson.objects.filter(course__year=year).count() // 2:
        raise RuntimeError("the year was not matched with its timetable")


def _absent() -> None:
    teachers = StaffMember.objects.filter(lessons__day=clock.today()).distinct()[:AWAY]
    for one in teachers:
        StaffAbsence.objects.create(staff=one, first_day=clock.today())


PLANNED = (
    Plan("Разместить 40 КТП на уроках года", 24, _courses_with_plans, _place),
    Plan("Сверить год школы с расписанием", 24, _year, _generate),
    Plan("День на доске замен, троих нет", 10, _absent, lambda _: day_board(clock.today())),
)
