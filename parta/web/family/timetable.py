"""The pupil's own timetable of a week, with every change, and who teaches the pupil."""

from django.http import HttpResponse
from django.urls import path

from parta.domain.diary.queries import teachers_of
from parta.domain.school.models import Student
from parta.domain.timetable.queries import week_of
from parta.lib import clock
from parta.lib.dates import monday_of
from parta.web.family.child import about, asked_week, page_of_child
from parta.web.http import PartaRequest, page


@page_of_child
def student_timetable(request: PartaRequest, student: Student) -> HttpResponse:
    """Dated lessons of the class and of the pupil's groups."""
    monday, teachers = asked_week(request), teachers_of(student)
    context = about(request, student) | {
        "week": week_of(student, monday),
        "is_current": monday == monday_of(clock.today()),
        "school_class": teachers.school_class,
        "teachers": teachers,
        "address": "student_timetable",
    }
    return page(request, "web/family/timetable.html", context)


urlpatterns = [path("students/<int:student_id>/timetable/", student_timetable, name="student_timetable")]
