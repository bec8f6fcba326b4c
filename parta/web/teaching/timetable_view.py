"""The timetable for the staff: a week of a class, a teacher or a room, with substitutions, moves and cancellations."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import STAFF_ROLES
from parta.domain.access.errors import RightMissing
from parta.domain.school.models import ClassTeacher, Room, SchoolClass, StaffMember
from parta.domain.school.queries import current_year, staff_on
from parta.domain.timetable import queries
from parta.domain.timetable.permissions import can_change_lessons
from parta.lib import clock
from parta.lib.dates import monday_of
from parta.web.http import PartaRequest, page

KINDS = [("class", "Классы"), ("teacher", "Учителя"), ("room", "Кабинеты")]


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose week: kind and id of the unit, and its name in the list."""

    kind: str
    key: int
    title: str


def require_staff(request: PartaRequest) -> None:
    """Everyone who works at the school; families have the timetable of their child."""
    if not request.roles & STAFF_ROLES:
        raise RightMissing("Расписание всей школы открыто её сотрудникам. Расписание ребёнка — в его дневнике.")


@require_GET
@never_cache
def timetable(request: PartaRequest) -> HttpResponse:
    """The week; without a choice: one's own for a teacher, else the first class."""
    require_staff(request)
    kind = request.GET.get("by", "")
    kind = kind if kind in dict(KINDS) else default_kind(request)
    choices = choices_of(kind)
    chosen = chosen_of(request, kind, choices)
    monday = monday_of(week_day(request.GET.get("week", "")))
    unit = unit_of(chosen) if chosen else None
    this_monday = monday_of(clock.today())
    context = {
        "kinds": KINDS,
        "kind": kind,
        "choices": choices,
        "chosen": chosen,
        "week": queries.week_of(unit, monday) if unit else None,
        "this_monday": this_monday,
        "may_change": can_change_lessons(request.user),
    }
    return page(request, "web/teaching/timetable_view.html", context)


def default_kind(request: PartaRequest) -> str:
    """A teacher looks at the own week first."""
    return "teacher" if StaffMember.objects.filter(user=request.user, entries__isnull=False).exists() else "class"


def choices_of(kind: str) -> list[Choice]:
    """Everything of the kind, in order."""
    if kind == "teacher":
        return [Choice(kind, one.pk, one.user.short_name) for one in staff_on(clock.today())]
    if kind == "room":
        return [Choice(kind, one.pk, one.name) for one in Room.objects.filter(is_active=True)]
    year = current_year()
    return [Choice(kind, one.pk, one.name) for one in SchoolClass.objects.filter(year=year)]


def chosen_of(request: PartaRequest, kind: str, choices: list[Choice]) -> Choice | None:
    """The one of the address, else one's own, else the first."""
    text = request.GET.get("id", "")
    own = own_key(request, kind)
    wanted = int(text) if text.isdecimal() else own
    return next((one for one in choices if one.key == wanted), choices[0] if choices else None)


def own_key(request: PartaRequest, kind: str) -> int | None:
    """Own line of the list: oneself, or the class one leads."""
    if kind == "teacher":
        return StaffMember.objects.filter(user=request.user).values_list("pk", flat=True).first()
    if kind == "class":
        leads = ClassTeacher.objects.filter(staff__user=request.user, valid_to__isnull=True)
        return leads.values_list("school_class_id", flat=True).first()
    return None


def unit_of(choice: Choice) -> queries.Unit | None:
    """The row behind a choice."""
    if choice.kind == "teacher":
        return StaffMember.objects.select_related("user").filter(pk=choice.key).first()
    if choice.kind == "room":
        return Room.objects.filter(pk=choice.key).first()
    return SchoolClass.objects.filter(pk=choice.key).first()


def week_day(text: str) -> date:
    """A day of the week to show; today when the address says nothing sensible."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


urlpatterns = [path("timetable/", timetable, name="timetable")]
