"""«Итоги»: marks of periods, the year, the exam and the overall ones, deferrals, exams, absences of one pupil."""

from django.http import HttpResponse
from django.urls import path

from parta.domain.diary.queries import last_visit
from parta.domain.finals.queries.exams import exams_of_student
from parta.domain.finals.queries.pupil_results import pupil_results
from parta.domain.school.models import AcademicYear, Student
from parta.domain.school.queries import current_year
from parta.web.family.child import about, page_of_child
from parta.web.http import PartaRequest, page
from parta.web.shared.tabs import Tab


@page_of_child
def student_results(request: PartaRequest, student: Student) -> HttpResponse:
    """This year, or an earlier one of the pupil: `?year=2025`."""
    years = list(AcademicYear.objects.filter(classes__enrollments__student=student).distinct())
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one.year) == asked), None) or current_year()
    results = pupil_results(student, year) if year else None
    context = about(request, student) | {
        "results": results,
        "exams": exams_of_student(student, last_visit(request.user, student), year) if year else [],
        "year": year,
        "years": [Tab(str(one), f"?year={one.year}", one == year) for one in reversed(years)],
        "school_class": results.school_class if results else None,
    }
    return page(request, "web/family/results.html", context)


urlpatterns = [path("students/<int:student_id>/results/", student_results, name="student_results")]
