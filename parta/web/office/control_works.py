"""«График контрольных работ»: works of a grade by class and day, and where a new one fits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import STAFF_ROLES, Role
from parta.domain.access.errors import RightMissing
from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import courses, courses_taught_by, grades_of
from parta.domain.journal import actions
from parta.domain.journal.errors import ControlWorkRefused
from parta.domain.journal.queries import control_works as queries
from parta.domain.journal.queries.control_works import PlannedWork
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.domain.school.queries import current_year
from parta.domain.timetable.queries import lesson_for
from parta.lib import clock
from parta.web.http import PartaRequest, page

AHEAD = timedelta(days=42)
PLANNERS = frozenset({Role.DEPUTY, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the schedule: works of each class, in the order of the columns."""

    day: date
    cells: list[list[PlannedWork]]


@require_GET
@never_cache
def control_works(request: PartaRequest) -> HttpResponse:
    """The schedule of a grade for its reporting period; with a course, its coming lessons and what each would break."""
    if not request.roles & STAFF_ROLES:
        raise RightMissing("График контрольных школы открыт её сотрудникам. Работы ребёнка — в его дневнике.")
    year = current_year()
    if year is None:
        return page(request, "web/office/control_works.html", {"year": None})
    mine = _courses(request, year)
    course = next((one for one in mine if str(one.pk) == request.GET.get("course")), None)
    grades = grades_of(year)
    grade = course.grade_level if course else _grade(request, grades, mine)
    first, last = queries.period_of_schedule(year, grade)
    works = queries.schedule(year, grade, first, last)
    classes = list(SchoolClass.objects.filter(year=year, grade_level=grade))
    today = clock.today()
    context = {
        "year": year,
        "grades": grades,
        "grade": grade,
        "first": first,
        "last": last,
        "classes": classes,
        "rows": _rows(works, classes),
        "faulty": [one for one in works if one.faults],
        "count": len(works),
        "mine": [one for one in mine if one.grade_level == grade or not course],
        "course": course,
        "slots": queries.slots_for(course, today, today + AHEAD) if course else [],
        "today": today,
    }
    return page(request, "web/office/control_works.html", context)


@require_POST
def control_work_plan(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Put a work at the lesson, or take it off; the limits it passes are told."""
    lesson = lesson_for(request.user, lesson_id)
    kind = "lesson" if "remove" in request.POST else "control"
    try:
        faults = actions.plan_control_work(request.user, lesson=lesson, kind=kind)
    except ControlWorkRefused as refused:
        messages.error(request, f"Не записано. {refused.message}")
    else:
        for fault in faults:
            messages.warning(request, fault)
        messages.success(request, "Контрольная снята с графика." if kind == "lesson" else "Контрольная в графике.")
    return redirect(f"{reverse('control_works')}?course={lesson.course_id}#plan")


def _courses(request: PartaRequest, year: AcademicYear) -> list[Course]:
    """Pages whose works this person plans: all of the school for the deputy, the own ones for a teacher."""
    if request.roles & PLANNERS:
        return list(courses(year))
    return list(courses_taught_by(request.user, clock.today()).order_by("grade_level", "id"))


def _grade(request: PartaRequest, grades: list[int], mine: list[Course]) -> int:
    text = request.GET.get("grade", "")
    if text.isdecimal() and int(text) in grades:
        return int(text)
    own = [] if request.roles & PLANNERS else [one.grade_level for one in mine]
    return max(own, default=next((one for one in grades if one > 4), grades[0]))


def _rows(works: list[PlannedWork], classes: list[SchoolClass]) -> list[Row]:
    by_day: dict[date, dict[int, list[PlannedWork]]] = defaultdict(lambda: defaultdict(list))
    for one in works:
        for class_id in one.work.classes:
            by_day[one.work.day][class_id].append(one)
    return [Row(day, [by_day[day][one.pk] for one in classes]) for day in sorted(by_day)]


urlpatterns = [
    path("control-works/", control_works, name="control_works"),
    path("control-works/lessons/<int:lesson_id>/", control_work_plan, name="control_work_plan"),
]
