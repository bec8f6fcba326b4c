"""The calendar of the pupil's year: grading periods, vacations, days off."""

from django.http import HttpResponse
from django.urls import path

from parta.domain.diary.queries import student_calendar as calendar_of
from parta.domain.school.models import Student
from parta.web.family.child import about, page_of_child
from parta.web.http import PartaRequest, page


@page_of_child
def student_calendar(request: PartaRequest, student: Student) -> HttpResponse:
    """Dates of the year for the pupil's grade."""
    year = calendar_of(student)
    context = about(request, student) | {"year": year, "school_class": year.school_class}
    return page(request, "web/family/calendar.html", context)


urlpatterns = [path("students/<int:student_id>/calendar/", student_calendar, name="student_calendar")]
