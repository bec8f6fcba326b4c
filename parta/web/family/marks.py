"""Marks of one pupil by subject, and the absences of the period."""

from django.http import HttpResponse
from django.urls import path

from parta.domain.diary.queries import student_marks as marks_of
from parta.domain.school.models import Student
from parta.web.family.child import about, page_of_child
from parta.web.family.signs import row_of_chips, stories
from parta.web.http import PartaRequest, page


@page_of_child
def student_marks(request: PartaRequest, student: Student) -> HttpResponse:
    """A grading period (`?period=3`), or the whole year (`?period=year`)."""
    asked = request.GET.get("period", "")
    period_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    marks = marks_of(student, period_id, whole_year=asked == "year")
    lines = [(line, row_of_chips(line), stories(line)) for line in marks.subjects]
    context = about(request, student) | {"marks": marks, "lines": lines, "school_class": marks.school_class}
    return page(request, "web/family/marks.html", context)


urlpatterns = [path("students/<int:student_id>/marks/", student_marks, name="student_marks")]
