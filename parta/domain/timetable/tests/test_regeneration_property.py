"""Whatever is done to the timetable, lessons made again lose no mark, absence, topic or homework."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parta.domain.journal.models import AttendanceEntry, Homework, LessonRecord, Mark
from parta.domain.timetable import actions
from parta.domain.timetable.models import Lesson, Substitution, TimetableEntry
from parta.domain.timetable.queries import GenerationReport
from parta.domain.timetable.tests.conftest import Drawn
from parta.lib import clock
from parta.lib.errors import DomainError

FIRST, LAST = date(2025, 12, 15), date(2025, 12, 26)
PLACE = st.tuples(st.integers(1, 5), st.integers(1, 7))
ENTRIES = (Mark, AttendanceEntry, LessonRecord, Homework, Substitution)
STEP = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(["algebra", "physics"]), PLACE),
    st.tuples(st.just("drop"), st.integers(0, 9), PLACE),
    st.tuples(st.just("shift"), st.integers(0, 9), PLACE),
    st.tuples(st.just("version"), st.integers(0, 9), PLACE),
    st.tuples(st.just("move"), st.integers(0, 30), PLACE),
    st.tuples(st.just("cancel"), st.integers(0, 30), PLACE),
    st.tuples(st.just("substitute"), st.integers(0, 30), PLACE),
)


def nth(rows: Any, number: int) -> Any:
    found = list(rows)
    return found[number % len(found)] if found else None


def enter(drawn: Drawn, lesson: Lesson, student: Any) -> None:
    """Something of every kind on the lesson."""
    by = {"entered_by": drawn.school.administrator, "entered_at": clock.now()}
    Mark.objects.create(lesson=lesson, student=student, value="4", **by)
    AttendanceEntry.objects.create(lesson=lesson, student=student, code="н", **by)
    LessonRecord.objects.create(lesson=lesson, topic=f"Тема {lesson.pk}", **by)
    Homework.objects.create(lesson=lesson, text="§ 5", **by)


def step(drawn: Drawn, name: str, what: Any, place: tuple[int, int]) -> None:
    """One change of the week or of a day; what the rules refuse is no change."""
    weekday, number = place
    deputy, administrator = drawn.school.deputy, drawn.school.administrator
    entry: Any = nth(TimetableEntry.objects.order_by("id"), what) if isinstance(what, int) else None
    lesson: Any = nth(Lesson.objects.order_by("id"), what) if isinstance(what, int) else None
    acts: dict[str, Callable[[], object]] = {
        "put": lambda: actions.set_entry(
            administrator, timetable=drawn.timetable, course=getattr(drawn, what), weekday=weekday, number=number
        ),
        "drop": lambda: actions.remove_entry(administrator, entry=entry),
        "shift": lambda: actions.move_entries(administrator, entries=[entry], weekday=weekday, number=number),
        "version": lambda: actions.create_timetable(
            administrator, year=drawn.school.year, valid_from=FIRST + timedelta(days=what % 10),
            copy_of=drawn.timetable if what % 2 else None,
        ),
        "move": lambda: actions.move_lesson(
            deputy, lesson=lesson, day=FIRST + timedelta(days=weekday - 1), number=number, anyway=True
        ),
        "cancel": lambda: actions.cancel_lesson(deputy, lesson=lesson, reason="мороз"),
        "substitute": lambda: actions.substitute_lesson(deputy, lesson=lesson, teacher=drawn.gromova, anyway=True),
    }  # fmt: skip
    if (entry is None and name in {"drop", "shift"}) or (lesson is None and name in {"move", "cancel", "substitute"}):
        return
    try:
        acts[name]()
    except DomainError:
        return


def held() -> dict[str, set[tuple[int, int, int]]]:
    """Every entry with its lesson and the lesson's course: what must be the same afterwards."""
    return {
        model.__name__: set(model._default_manager.values_list("pk", "lesson_id", "lesson__course_id"))
        for model in ENTRIES
    }


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=6), filled=st.sets(st.integers(0, 20), max_size=4))
def test_lessons_made_again_after_any_changes_lose_nothing(
    drawn: Drawn, steps: list[tuple[str, Any, tuple[int, int]]], filled: set[int]
) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        pupil = drawn.school.student("Ковалёв", drawn.seven)
        generate(drawn)
        for number in sorted(filled):
            lesson = nth(Lesson.objects.filter(record__isnull=True).order_by("id"), number)
            if lesson:
                enter(drawn, lesson, pupil)
        for one in steps:
            step(drawn, *one)
            before = held()
            generate(drawn)
            assert held() == before
        again = generate(drawn)
        assert again.touches == 0
        transaction.savepoint_rollback(point)


def generate(drawn: Drawn) -> GenerationReport:
    return actions.generate_lessons(drawn.school.administrator, year=drawn.school.year, first=FIRST, last=LAST)
