"""Whose page it is. Every address of the desk begins here: a foreign child is 404 before anything else is looked at."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.http import HttpResponse, HttpResponseNotAllowed

from parta.domain.diary.queries import diary_for
from parta.domain.school.models import Student
from parta.lib import clock
from parta.lib.dates import monday_of
from parta.web.http import PartaRequest

ChildView = Callable[[PartaRequest, Student], HttpResponse]
View = Callable[..., HttpResponse]


def of_child(*methods: str) -> Callable[[ChildView], View]:
    """A page of one pupil, for the pupil and the guardians; 404 for anybody else whatever the method."""

    def wrap(view: ChildView) -> View:
        @wraps(view)
        def opened(request: PartaRequest, student_id: int) -> HttpResponse:
            student = diary_for(request.user, student_id)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, student)

        return opened

    return wrap


page_of_child = of_child("GET", "HEAD")
"""A page that only shows."""


def about(request: PartaRequest, student: Student) -> dict[str, object]:
    """What every page of the desk says: whose it is, and whether the reader is the pupil («ты») or an adult («вы»)."""
    return {"student": student, "own": student.user_id == request.user.pk}


def asked_week(request: PartaRequest) -> date:
    """The Monday asked for by `?week=2025-12-08` (any day of the week will do), else today's."""
    today = clock.today()
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return monday_of(today)
    near = abs(asked.year - today.year) <= 12
    return monday_of(asked if near else today)
