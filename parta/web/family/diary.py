"""The diary: one pupil's week, and the note that the reader has seen it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.dateparse import parse_datetime

from parta.domain.diary.actions import mark_seen
from parta.domain.diary.queries import diary_week
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.dates import monday_of
from parta.web.family.child import about, asked_week, of_child, page_of_child
from parta.web.family.days import week_days
from parta.web.http import PartaRequest, page


@page_of_child
def diary(request: PartaRequest, student: Student) -> HttpResponse:
    """The week: it opens at today."""
    monday, today = asked_week(request), clock.today()
    week = diary_week(request.user, student, today if monday == monday_of(today) else monday)
    context = about(request, student) | {"week": week, "school_class": week.school_class, "address": "diary"}
    context["days"] = week_days(week)
    return page(request, "web/family/diary.html", context)


@of_child("POST")
def diary_seen(request: PartaRequest, student: Student) -> HttpResponse:
    """The page was shown; with `done` the reader has put the news away."""
    done = "done" in request.POST
    mark_seen(request.user, student_id=student.pk, at=_moment(request.POST.get("at", "")), done=done)
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("diary", student.pk)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


urlpatterns = [
    path("students/<int:student_id>/diary/", diary, name="diary"),
    path("students/<int:student_id>/diary/seen/", diary_seen, name="diary_seen"),
]
