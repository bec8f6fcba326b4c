"""Figures of results: the school, a grade, a teacher; and the pupils behind any of them."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.finals.queries.access import require_school_figures, teacher_for
from parta.domain.finals.queries.behind import Asked, pupils_behind
from parta.domain.finals.queries.school_summary import Scope, Sheet, school_sheet
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.lib.russian import lower_first
from parta.web.http import PartaRequest, page
from parta.web.shared.tabs import Tab

PARTS = {"grades": "Параллели", "classes": "Классы", "subjects": "Предметы", "teachers": "Учителя", "pages": "Страницы"}
NARROWED_BY = {"classes": "class", "subjects": "subject", "pages": "course"}
"""How an address narrows a figure to a line of the part."""
MARKS = (("n5", "«5»"), ("n4", "«4»"), ("n3", "«3»"), ("n2", "«2»"))


@require_GET
@never_cache
def summary_school(request: PartaRequest) -> HttpResponse:
    """`?at=quarter-1&by=subjects`; `&show=n2&subject=12` tells who is behind the figure."""
    require_school_figures(request.user)
    return _shown(request, Scope(), "Итоги школы")


@require_GET
@never_cache
def summary_grade(request: PartaRequest, grade: int) -> HttpResponse:
    """The same of one grade: its classes and subjects."""
    require_school_figures(request.user)
    return _shown(request, Scope(grade=grade), f"Итоги, {grade} классы")


@require_GET
@never_cache
def summary_teacher(request: PartaRequest, staff_id: int) -> HttpResponse:
    """The pages of a teacher: for the teacher, and for those who read every journal."""
    staff = teacher_for(request.user, staff_id)
    own = staff.user_id == request.user.pk
    title = "Итоги моих классов" if own else f"Итоги, {staff.user.short_name}"
    return _shown(request, Scope(staff=staff.pk), title)


def _shown(request: PartaRequest, scope: Scope, title: str) -> HttpResponse:
    year = current_year()
    if year is None:
        return page(request, "web/office/summary.html", {"title": title})
    sheet = school_sheet(year, request.GET.get("at", ""), scope)
    if scope.grade is not None and scope.grade not in {unit.grade for unit in sheet.results.classes.values()}:
        raise NoSuchThing("Такой параллели в этом году нет.")
    by = request.GET.get("by", "")
    by = by if by in sheet.parts else next(iter(sheet.parts))
    asked = _asked(request)
    context = {
        "title": title,
        "year": year,
        "sheet": sheet,
        "scope": scope,
        "by": by,
        "narrow": NARROWED_BY.get(by, ""),
        "lines": sheet.parts[by],
        "marks": MARKS,
        "periods": _periods(sheet, by),
        "tabs": _parts(sheet, by) if len(sheet.parts) > 1 else [],
        "asked": asked,
        "behind": pupils_behind(sheet.results, scope, asked) if asked.title else [],
        "narrowed": _words(sheet, asked),
        "fallen_subjects": sheet.fallen("subjects"),
        "fallen_classes": sheet.fallen("classes"),
    }
    return page(request, "web/office/summary.html", context)


def _asked(request: PartaRequest) -> Asked:
    numbers = [_number(request.GET.get(name, "")) for name in ("class", "subject", "course")]
    return Asked(request.GET.get("show", ""), *numbers)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _periods(sheet: Sheet, by: str) -> list[Tab]:
    today = clock.today()
    return [
        Tab(one.title, f"?at={one.key}&by={by}", current=one is sheet.chosen)
        for one in sheet.slices.all
        if not one.is_period or one.has_begun(today)
    ]


def _parts(sheet: Sheet, by: str) -> list[Tab]:
    return [
        Tab(PARTS[one], f"?at={sheet.chosen.key}&by={one}", current=one == by, count=len(sheet.parts[one]))
        for one in sheet.parts
    ]


def _words(sheet: Sheet, asked: Asked) -> str:
    """«7Б», «алгебра», «7Б, алгебра»: what the figure is narrowed to."""
    unit = sheet.results.classes.get(asked.class_id or 0)
    course = sheet.results.pages.get(asked.course_id or 0)
    subject = next((one.subject for one in sheet.results.pages.values() if one.subject_id == asked.subject_id), "")
    of_course = f"{course.unit}, {lower_first(course.subject)}" if course else ""
    parts = [unit.name if unit else "", lower_first(subject), of_course]
    return ", ".join(part for part in parts if part)


urlpatterns = [
    path("summary/", summary_school, name="summary_school"),
    path("summary/grades/<int:grade>/", summary_grade, name="summary_grade"),
    path("summary/teachers/<int:staff_id>/", summary_teacher, name="summary_teacher"),
]
