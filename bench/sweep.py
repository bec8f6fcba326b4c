"""`python -m bench.sweep`: every page of the table of rights by somebody who may see it, on the school of the bench.

Statements and processor time of each; ends with 1 when a page has more than its ceiling of statements (ten, or `MORE`).
What a page would write is taken back.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from bench.__main__ import prepare
from bench.processes import ROOT

CEILING = 10
MORE = {
    "health": 14,
    "audit_verify": 14,  # the state of everything
    "person": 23,
    "school_class": 16,
    "my_class": 12,
    "class_change": 11,
    "course": 11,  # a card: lists of several rooms
    "school_home": 18,
    "people": 14,
    "course_list": 12,
    "work_type": 11,  # lists with the counts of their neighbours
    "lesson": 14,
    "timetable_edit": 14,
    "lesson_generation": 11,  # one page for several works
    "final_marks": 17,
    "final_offers": 15,
    "my_day_finals": 22,
    "council": 12,
    "student_results": 16,
    "pupil_results": 16,  # the year: marks, proposals, deferrals, exams, absences, orders
    "lesson_statistics": 12,
    "forecast_class": 12,
    "control_works": 11,
    "summary_class": 13,
    "summary_print": 16,
    "summary_school": 20,
    "forecast_school": 16,
    "class_closing": 37,
    "school_closing": 24,
    "results_terms": 72,  # everything that keeps a period open
}
"""Pages with more parts than one, as counted on the school of 1,000: the ceiling keeps them from growing unseen.
`results_terms` reads every kind of period (quarters, half-years, year) by itself.
"""
SEATS = (
    ("deputy", "zavuch"), ("administrator", "admin"), ("teacher", "teacher1"), ("guardian", "parent1"),
    ("student", "pupil1"),
)  # fmt: skip
HEAD = ("Страница", "кто", "SQL", "ЦП, мс", "КБ", "ответ")
GOOD = {200, 302, 304, 404}
"""404: the page is not about what was found for it, such as an own position of a pupil."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one person saw it; `status` 0: nothing in the school to show on it."""

    name: str
    seat: str
    statements: int
    cpu_ms: float
    size: int
    status: int

    @property
    def is_heavy(self) -> bool:
        """More statements than a page may have."""
        return self.statements > MORE.get(self.name, CEILING)

    def cells(self) -> list[str]:
        """A row of the table."""
        time_text = f"{self.cpu_ms:.1f}".replace(".", ",")
        return [self.name, self.seat, str(self.statements), time_text, f"{self.size / 1024:.0f}", str(self.status)]


def things() -> dict[str, Callable[[], Any]]:
    """For each parameter of an address a way to find something it may mean, seen by `teacher1` or `parent1`."""
    from django.apps import apps  # noqa: PLC0415  models load after django.setup

    from parta.lib import clock  # noqa: PLC0415

    def first(label: str, **which: Any) -> Callable[[], Any]:
        return lambda: apps.get_model(label).objects.filter(**which).values_list("pk", flat=True).first()

    lessons = apps.get_model("timetable.Lesson").objects
    lesson = {"teacher__user__login": "teacher1", "day__lte": clock.today()}
    pupil = {"guardianships__guardian__user__login": "parent1"}
    return {
        "student_id": first("school.Student", **pupil), "pupil_id": first("school.Student", **pupil),
        "user_id": first("access.User", login="pupil1"),
        "course_id": lambda: lessons.filter(**lesson)[0].course_id,
        "lesson_id": lambda: lessons.filter(**lesson).order_by("-day")[0].pk,
        "class_id": first("school.SchoolClass", grade_level=7), "year_id": first("school.AcademicYear"),
        "vacation_id": first("school.Vacation"), "day_id": first("school.CalendarException"),
        "room_id": first("school.Room"), "group_id": first("school.TeachingGroup"),
        "division_id": first("school.Division"), "appointment_id": first("access.Appointment"),
        "tie_id": first("school.Guardianship"), "setting": lambda: "homework_entry_deadline",
        "subject_id": first("curriculum.Subject"), "assignment_id": first("curriculum.TeachingAssignment"),
        "schedule_id": first("timetable.BellSchedule"), "timetable_id": first("timetable.Timetable"),
        "entry_id": first("timetable.TimetableEntry"), "plan_id": first("curriculum.ThematicPlan"),
        "absence_id": first("timetable.StaffAbsence"), "substitution_id": first("timetable.Substitution"),
        "work_type_id": first("journal.WorkType"), "opening_id": first("journal.Opening"),
        "rule_id": first("journal.WorkTypeWeight"), "kind": lambda: "roster",
    }  # fmt: skip


def sweep() -> list[Visit]:
    """Every GET of the table by the first of the seats that may."""
    from django.db import transaction  # noqa: PLC0415

    from tests.matrix.table import LINES  # noqa: PLC0415

    with transaction.atomic():
        found = [visit for line in LINES if line.method == "GET" for visit in _visits(line.name, line.allowed)]
        transaction.set_rollback(True)
    return found


def _visits(name: str, allowed: frozenset[str]) -> list[Visit]:
    from tests.matrix.world import patterns  # noqa: PLC0415

    pattern = patterns()[name]
    seat = next(((role, login) for role, login in SEATS if role in allowed), None)
    if seat is None or str(pattern.callback.__module__).startswith(("parta.api", "ninja")):
        return []
    known = things()
    values = {key: known[key]() if key in known else None for key in pattern.pattern.converters}
    if None in values.values():
        return [Visit(name, seat[0], 0, 0.0, 0, 0)]
    return [_visit(name, *seat, values)]


def _visit(name: str, role: str, login: str, values: dict[str, Any]) -> Visit:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from bench.cases import signed_in  # noqa: PLC0415
    from parta.domain.access.models import User  # noqa: PLC0415

    headers = {name.lower(): one for name, one in signed_in(User.objects.get(login=login)).items()}
    client, address = Client(headers=headers, raise_request_exception=False), reverse(name, kwargs=values)
    for _ in range(2):  # what a process remembers, and what the session keeps for its frame
        client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
        statements = [one for one in counted.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    started = time.process_time()
    response = client.get(address)
    spent = 1000 * (time.process_time() - started)
    size = 0 if response.streaming else len(response.content)
    return Visit(name, role, len(statements), spent, size, response.status_code)


def main() -> int:
    """0 when every page is within its ceiling and answers."""
    parser = argparse.ArgumentParser(prog="python -m bench.sweep", description="Все страницы на школе в 1000 учеников")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "big", help="папка школы; нет её — построить")
    parser.add_argument("--write", type=Path, help="вписать таблицу между отметками страницы: docs/performance.md")
    chosen = parser.parse_args()
    prepare(chosen.data)
    found = sorted(sweep(), key=lambda one: -one.cpu_ms)
    seen = [one for one in found if one.status]
    lines = [one.cells() for one in seen]
    print(report.table(lines, HEAD))
    faults = [one for one in seen if one.is_heavy or one.status not in GOOD]
    nothing = ", ".join(sorted(one.name for one in found if not one.status))
    notes = [
        f"Страниц: {len(seen)}; медленнее 50 мс: {sum(one.cpu_ms > 50 for one in seen)}; с замечанием: {len(faults)}",
        f"Нечего показать в этой школе: {nothing or 'нет таких'}",
    ]
    print("\n" + "\n".join(notes))
    for one in faults:
        print(f"Замечание: {one.name} — запросов {one.statements}, ответ {one.status}")
    if chosen.write:
        report.write(chosen.write, "sweep", report.markdown(lines[:25], HEAD), notes)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
