"""Pages of the journal and teaching load: filtered lists, bulk opening and assigning, one page with its teachers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.actions import NewAssignment, NewCourse
from parta.domain.curriculum.models import Course, StudyPlanLine, Subject
from parta.domain.curriculum.permissions import require_setup
from parta.domain.school.models import SchoolClass
from parta.domain.school.queries import staff_on
from parta.lib import clock, russian
from parta.web.http import PartaRequest, page
from parta.web.setup.course_forms import AssignForm, NewCourseForm
from parta.web.setup.forms import attempt, status_of
from parta.web.setup.loading import found
from parta.web.setup.work_year import work_year

LINES = 60
PAGES = ("страница", "страницы", "страниц")


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A page of the journal in the list."""

    course: Course
    teachers: str
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list is filtered by; ids, None for all."""

    school_class: int | None
    staff: int | None
    subject: int | None
    closed: bool

    @property
    def is_any(self) -> bool:
        """Is anything chosen?"""
        return bool(self.school_class or self.staff or self.subject or self.closed)


@require_GET
def course_list(request: PartaRequest) -> HttpResponse:
    """Pages of the journal by class, teacher, subject, with what may be done to many at once."""
    require_setup(request.user, "настраивать страницы журнала")
    return _list(request, AssignForm(staff_on(clock.today())))


def _list(request: PartaRequest, form: AssignForm) -> HttpResponse:
    year, choice = work_year(), choice_of(request)
    rows = queries.courses(
        year,
        school_class=choice.school_class,
        staff=choice.staff,
        subject=choice.subject,
        active=not choice.closed,
    )
    chosen_class = SchoolClass.objects.filter(pk=choice.school_class or 0, year=year).first()
    lines = Paginator(rows, LINES).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "choice": choice,
        "page": lines,
        "rows": course_rows(lines.object_list),
        "classes": SchoolClass.objects.filter(year=year),
        "staff": staff_on(clock.today()),
        "subjects": Subject.objects.order_by("sort_name"),
        "chosen_class": chosen_class,
        "missing": queries.missing_courses(year, chosen_class) if chosen_class else [],
        "form": form,
    }
    return page(request, "web/setup/course_list.html", context, status_of(form))


def course_rows(courses: Iterable[Course]) -> list[CourseRow]:
    """Lines of the list: teachers in words, hours by the study plan."""
    rows = list(courses)
    lines = queries.hours_by_course(rows)
    return [CourseRow(row, teachers_of(row), _hours(lines.get(row.pk))) for row in rows]


def teachers_of(course: Course) -> str:
    """«Крылова Е. А., Громова Л. Ю.»; needs `queries.courses`."""
    open_now = getattr(course, "open_assignments", [])
    return ", ".join(row.staff.user.short_name for row in open_now)


def _hours(line: StudyPlanLine | None) -> Decimal | None:
    return line.hours_per_week if line else None


def choice_of(request: PartaRequest) -> Choice:
    """Filters of the address; what is no number is no filter."""
    numbers = {name: request.GET.get(name, "") for name in ("class", "staff", "subject")}
    chosen = {name: int(text) if text.isdecimal() else None for name, text in numbers.items()}
    return Choice(chosen["class"], chosen["staff"], chosen["subject"], request.GET.get("closed") == "1")


@require_POST
def courses_assign(request: PartaRequest) -> HttpResponse:
    """Give the ticked pages a teacher from a day."""
    require_setup(request.user, "распределять нагрузку")
    form = AssignForm(staff_on(clock.today()), request.POST)
    ticked = [int(text) for text in request.POST.getlist("courses") if text.isdecimal()]
    courses = list(queries.courses(work_year()).filter(pk__in=ticked))
    if not courses:
        form.add_error(None, "Отметьте страницы, которым назначаете учителя.")
    if form.is_valid() and attempt(form, lambda: _assign(request, form, courses)):
        words = russian.counted(len(courses), *PAGES)
        messages.success(request, f"{form.cleaned_data['staff'].user.short_name}: {words} журнала.")
        return redirect(back_to_list(request))
    return _list(request, form)


def _assign(request: PartaRequest, form: AssignForm, courses: list[Course]) -> None:
    staff, day = form.cleaned_data["staff"], form.cleaned_data["valid_from"]
    actions.assign_teachers(request.user, assignments=[NewAssignment(course, staff, day) for course in courses])


@require_POST
def courses_open(request: PartaRequest) -> HttpResponse:
    """Open pages of a class for the ticked subjects of its study plan."""
    require_setup(request.user, "открывать страницы журнала")
    school_class = found(SchoolClass, int(request.POST.get("class", "0") or 0))
    ticked = [int(text) for text in request.POST.getlist("subjects") if text.isdecimal()]
    subjects = Subject.objects.filter(pk__in=ticked)
    opened = actions.open_courses(
        request.user, year=school_class.year, courses=[NewCourse(subject, school_class) for subject in subjects]
    )
    words = russian.counted(len(opened), *PAGES)
    messages.success(request, f"{school_class}: открыто {words} журнала.")
    return redirect(f"{reverse('course_list')}?class={school_class.pk}")


def course_new(request: PartaRequest) -> HttpResponse:
    """Open one page for a class or a group."""
    require_setup(request.user, "открывать страницы журнала")
    year = work_year()
    form = NewCourseForm(year, request.POST or None)
    posted = request.method == "POST" and form.is_valid()
    if posted and attempt(form, lambda: actions.open_course(request.user, year=year, **form.cleaned_data)):
        messages.success(request, "Страница журнала открыта. Назначьте ей учителя.")
        return redirect("course_list")
    return page(request, "web/setup/course_new.html", {"form": form}, status_of(form))


@require_GET
def course_load(request: PartaRequest) -> HttpResponse:
    """Who teaches what and how many hours a week; pages without a teacher apart."""
    require_setup(request.user, "смотреть нагрузку")
    year = work_year()
    idle = queries.courses(year).exclude(pk__in=_taught(year.pk))
    context = {"year": year, "load": queries.load_by_teacher(year, clock.today()), "idle": list(idle)}
    return page(request, "web/setup/course_load.html", context)


def _taught(year_id: int) -> list[int]:
    rows = Course.objects.filter(year=year_id, assignments__valid_to__isnull=True, assignments__isnull=False)
    return list(rows.values_list("pk", flat=True))


def back_to_list(request: PartaRequest) -> str:
    """The list with the filters it was sent from."""
    choice = request.POST.get("back", "")
    return f"{reverse('course_list')}?{choice}" if choice and "/" not in choice else reverse("course_list")


urlpatterns = [
    path("courses/", course_list, name="course_list"),
    path("courses/assign/", courses_assign, name="courses_assign"),
    path("courses/open/", courses_open, name="courses_open"),
    path("courses/new/", course_new, name="course_new"),
    path("courses/load/", course_load, name="course_load"),
]
