"""Lessons of the year from the weekly timetable: what will change is shown first, then written."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from parta.domain.curriculum.models import Course
from parta.domain.school.models import AcademicYear
from parta.domain.timetable import actions, queries
from parta.domain.timetable.models import Lesson
from parta.domain.timetable.permissions import require_weekly
from parta.domain.timetable.queries import CourseTouch, GenerationReport
from parta.lib import russian
from parta.lib.errors import DomainError
from parta.web.http import PartaRequest, page
from parta.web.setup.timetable_forms import LessonsForm
from parta.web.setup.work_year import work_year

LESSONS = ("урок", "урока", "уроков")
LEFT_SHOWN = 50


def lesson_generation(request: PartaRequest) -> HttpResponse:
    """GET shows what would change; POST does the same and comes back with what was done."""
    require_weekly(request.user, "создавать уроки")
    year = work_year()
    form = LessonsForm(request.POST if request.method == "POST" else request.GET or None)
    options = form.cleaned_data if form.is_valid() else {}
    if request.method == "POST" and form.is_valid():
        messages.success(request, done(actions.generate_lessons(request.user, year=year, **options)))
        return redirect(reverse("lesson_generation"))
    report, refusal = _preview(year, form, options)
    context = {
        "year": year,
        "form": form,
        "report": report,
        "refusal": refusal,
        "left": _left(report),
        "pages": _pages(report),
        "existing": Lesson.objects.filter(course__year=year).count(),
    }
    return page(request, "web/setup/lesson_generation.html", context, 422 if form.errors else 200)


def _preview(
    year: AcademicYear, form: forms.Form, options: dict[str, object]
) -> tuple[GenerationReport | None, DomainError | None]:
    if form.is_bound and form.errors:
        return None, None
    try:
        return queries.plan_generation(year, **options).report, None  # type: ignore[arg-type]
    except DomainError as refused:
        return None, refused


def _left(report: GenerationReport | None) -> list[Lesson]:
    """Lessons that would stay outside the timetable, named."""
    ids = [one.lesson_id for one in report.left[:LEFT_SHOWN]] if report else []
    rows = Lesson.objects.filter(pk__in=ids).select_related("course__subject", "course__school_class", "course__group")
    return list(rows.order_by("day", "number"))


def _pages(report: GenerationReport | None) -> list[tuple[Course, CourseTouch]]:
    """Pages of the journal that change, by class and subject, each with its counts."""
    touched = {one.course_id: one for one in report.courses} if report else {}
    rows = Course.objects.filter(pk__in=touched).select_related("subject", "school_class", "group")
    ordered = sorted(rows, key=lambda one: (one.grade_level, one.unit_name, one.subject.name))
    return [(one, touched[one.pk]) for one in ordered]


def done(report: GenerationReport) -> str:
    """«Создано 120 уроков, изменено 3 урока, без изменений 40 уроков.»"""
    parts = [
        ("создано", report.created),
        ("изменено", report.changed),
        ("сдвинуто вместе с записями", report.moved),
        ("убрано пустых", report.removed),
        ("без изменений", report.kept),
    ]
    words = [f"{verb} {russian.counted(count, *LESSONS)}" for verb, count in parts if count]
    text = ", ".join(words) or "ничего не изменилось"
    return f"{text[:1].upper()}{text[1:]}."


urlpatterns = [path("setup/timetable/lessons/", lesson_generation, name="lesson_generation")]
