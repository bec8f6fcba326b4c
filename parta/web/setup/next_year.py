"""Next year from this one: shown first, then made with one press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.curriculum import actions as curriculum
from parta.domain.school import permissions
from parta.domain.school.models import AcademicYear
from parta.lib import russian
from parta.web.http import PartaRequest, page
from parta.web.setup.loading import found


def next_year(request: PartaRequest, year_id: int) -> HttpResponse:
    """What the next year will get from this one; POST makes it."""
    permissions.require_setting_up(request.user, "готовить следующий учебный год")
    year = found(AcademicYear, year_id)
    if request.method == "POST":
        done = curriculum.roll_over(request.user, year=year)
        made = russian.counted(done.made, "запись", "записи", "записей")
        messages.success(request, f"{done.next_title}: добавлено {made}. Отметки этого года не тронуты.")
        return redirect("next_year", year.pk)
    context = {"year": year, "plan": curriculum.preview_next_year(request.user, year=year)}
    return page(request, "web/setup/next_year.html", context)


urlpatterns = [path("setup/years/<int:year_id>/next/", next_year, name="next_year")]
