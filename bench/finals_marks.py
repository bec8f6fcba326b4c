"""Lessons and marks of a quarter for the school of `bench.finals`, and the forecast of the whole school over them."""

from collections.abc import Callable
from datetime import date, time
from random import Random
from typing import Any

from parta.domain.access.models import User
from parta.domain.curriculum.models import Course
from parta.domain.finals.queries.class_forecast import forecasts, gather, make
from parta.domain.finals.queries.forecast import REMEMBERED, reading_keys
from parta.domain.journal.models import Mark
from parta.domain.school.models import AcademicYear, SchoolClass, Student
from parta.domain.timetable.models import Lesson
from parta.lib import clock

FIRST, LAST = (11, 2), (12, 28)
TODAY = (12, 11)
ASKED = 0.4
"""How often a pupil gets a mark at a lesson."""
SHARES = (25, 40, 30, 5)
Act = Callable[[], Any]


def fill(year: AcademicYear, courses: list[tuple[Course, list[Student]]], by: User, random: Random) -> None:
    """Two lessons a week of each course in the second quarter, marks at those held."""
    today = date(year.year, *TODAY)
    days = list(clock.days_between(date(year.year, *FIRST), date(year.year, *LAST)))
    rows = [
        Lesson(course=course, day=day, number=1 + at % 7, starts_at=time(9), ends_at=time(9, 45))
        for at, (course, _) in enumerate(courses)
        for day in days
        if day.isoweekday() in (1 + at % 3, 3 + at % 3)
    ]
    pupils = {course.pk: students for course, students in courses}
    at = clock.at(today, 12)
    Mark.objects.bulk_create(
        (
            Mark(lesson=lesson, student=one, value=random.choices("5432", SHARES)[0], entered_by=by, entered_at=at)
            for lesson in Lesson.objects.bulk_create(rows, batch_size=2000)
            if lesson.day <= today
            for one in pupils[lesson.course_id]
            if random.random() < ASKED
        ),
        batch_size=5000,
    )  # fmt: skip


def cases(year: AcademicYear) -> dict[str, Act]:
    """Reads and method; reads alone; the method alone over what has been read, courses read anew each time; and with
    courses remembered, as a page finds them after the background work."""
    classes = list(SchoolClass.objects.filter(year=year, grade_level__gt=1).select_related("year"))
    moment = clock.at(date(year.year, *TODAY), 15)

    def on_that_day(act: Act) -> Act:
        def timed() -> object:
            with clock.frozen_at(moment):
                return act()

        return timed

    with clock.frozen_at(moment):
        gathered = gather(classes)

    def forget() -> None:
        for (first, _), courses in gathered.spans.items():
            REMEMBERED.forget(reading_keys(courses, (first, gathered.today), gathered.scale))

    def whole() -> object:
        forget()
        return forecasts(classes)

    def method() -> object:
        forget()
        return make(gathered)

    count = sum(len(pupils) for pupils in gathered.pupils.values())
    return {
        f"Прогноз школы, {count} учеников: чтение": on_that_day(lambda: gather(classes)),
        "Прогноз школы: чтение и метод": on_that_day(whole),
        "Прогноз школы: только метод": on_that_day(method),
        "Прогноз школы: метод, курсы уже прочитаны": on_that_day(lambda: make(gathered)),
    }
