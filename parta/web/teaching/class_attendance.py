"""Attendance of a class over a period, to be read and printed; the class teacher's checks."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parta.domain.journal import actions, queries
from parta.domain.journal.choices import CheckKind
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import class_for, period_on, periods_of
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.teaching.my_class import READERS, day_of

DONE = {
    CheckKind.ATTENDANCE: "Посещаемость дня проверена.",
    CheckKind.PERSONAL_DATA: "Данные учеников сверены.",
    CheckKind.TIMETABLE: "Схема расписания согласована.",
}


@require_GET
@never_cache
def class_attendance(request: PartaRequest, class_id: int) -> HttpResponse:
    """The report between `from` and `to`, by default the grading period that goes on."""
    row = class_for(request.user, class_id, readers=READERS, day=clock.today())
    first, last = _span(request, row)
    view = queries.class_period(row, first, last)
    health = queries.sign_book().health
    read = {one.student_id for one in view.pupils if health & one.by_sign.keys()}
    if read:
        actions.note_health_read(request.user, read)
    context = {
        "row": row,
        "view": view,
        "periods": periods_of(row.year, row.grade_level),
        "now": clock.local(clock.now()),
    }
    return page(request, "web/teaching/class_attendance.html", context)


@require_POST
def class_check(request: PartaRequest, class_id: int, check: str) -> HttpResponse:
    """The class teacher has looked."""
    row = class_for(request.user, class_id, readers=READERS, day=clock.today())
    if check not in CheckKind.values:
        raise NoSuchThing("Такой проверки нет.")
    day = day_of(request.POST.get("day", ""))
    actions.confirm_check(request.user, school_class=row, kind=CheckKind(check), day=day)
    messages.success(request, DONE[CheckKind(check)])
    return redirect(f"{reverse('my_class', args=[class_id])}?day={day.isoformat()}")


def _span(request: PartaRequest, row: SchoolClass) -> tuple[date, date]:
    """The days asked for, in order and within the year, never past today."""
    today = clock.today()
    period = period_on(row.year, row.grade_level, today)
    usual = (period.starts_on, period.ends_on) if period else (row.year.starts_on, row.year.ends_on)
    first = day_of(request.GET["from"]) if request.GET.get("from") else usual[0]
    last = day_of(request.GET["to"]) if request.GET.get("to") else usual[1]
    first, last = min(first, last), max(first, last)
    return max(first, row.year.starts_on), min(last, row.year.ends_on, today)


urlpatterns = [
    path("classes/<int:class_id>/attendance/", class_attendance, name="class_attendance"),
    path("classes/<int:class_id>/checks/<str:check>/", class_check, name="class_check"),
]
