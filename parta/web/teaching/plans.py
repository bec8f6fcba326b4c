"""Thematic plans (КТП): the school's base, one plan as an editable table with dates of a course, approval, courses."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from parta.domain.access.choices import Role
from parta.domain.curriculum import actions, permissions, queries
from parta.domain.curriculum.choices import TopicKind
from parta.domain.curriculum.models import Course, PlanTopic, PlanUnit, Subject, ThematicPlan
from parta.domain.curriculum.rules import PlanLine
from parta.domain.journal.models import LessonRecord
from parta.domain.school.queries import current_year
from parta.domain.timetable.queries import lesson_days
from parta.lib import clock
from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching import plan_lines
from parta.web.teaching.timetable_view import require_staff

HEADS = {Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP}
READERS = frozenset({*HEADS, Role.TEACHER, Role.CLASS_TEACHER})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A topic in the table: its place, the day it falls on by the timetable, the day it was given."""

    topic: PlanTopic
    index: int
    section: int
    planned: date | None
    given: date | None
    state: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A section with its rows; `given` of them are given."""

    title: str
    index: int
    rows: list[PlanRow]

    @property
    def given(self) -> int:
        """How many topics have been given."""
        return sum(row.given is not None for row in self.rows)


def require_reader(request: PartaRequest) -> None:
    """The base is common to all who teach and to the heads (S3-2.2a); others have no business in it."""
    require_staff(request)
    if not request.roles & READERS:
        raise PermissionDenied("КТП открыты учителям, завучам и администратору ЭЖ.")


class NewPlanForm(forms.Form):
    """A plan to begin: subject, grade, title, and topics pasted from a spreadsheet."""

    subject = forms.ModelChoiceField(
        Subject.objects.none(),
        label="Предмет",
        empty_label="Выберите",
        error_messages={"required": "Выберите предмет.", "invalid_choice": "Выберите предмет из списка."},
    )
    grade_level = forms.TypedChoiceField(
        label="Класс", coerce=int, choices=[(grade, f"{grade} класс") for grade in range(1, 12)]
    )
    title = forms.CharField(label="Название", max_length=200, required=False, help_text="Пусто — «Алгебра, 7 класс».")
    text = forms.CharField(
        label="Темы",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Строка — урок. Из таблицы вставляйте два столбца: тема и задание. Строка «Раздел …» — раздел.",
    )

    def __init__(self, request: PartaRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        if isinstance(field, forms.ModelChoiceField):
            own = queries.subjects_taught_by(request.user, clock.today())
            field.queryset = Subject.objects.all() if permissions.keeps_plans(request.user) else own


def plan_list(request: PartaRequest) -> HttpResponse:
    """Plans of the base, filtered; the form beside begins a new one."""
    require_reader(request)
    form = NewPlanForm(request, request.POST or None)
    made: list[ThematicPlan] = []
    if request.method == "POST" and form.is_valid() and _attempt(form, lambda: made.append(_create(request, form))):
        messages.success(request, "План создан. Правьте темы и приложите его к своим классам.")
        return redirect("plan", made[0].pk)
    mine = request.GET.get("mine") == "1"
    subject, grade = (_number(request.GET.get(name, "")) for name in ("subject", "grade"))
    context = {
        "form": form,
        "rows": queries.plans(subject=subject, grade_level=grade, author=request.user if mine else None),
        "subjects": Subject.objects.filter(plans__isnull=False).distinct(),
        "mine": mine,
        "subject": subject,
        "grade": grade,
        "grades": range(1, 12),
    }
    return page(request, "web/teaching/plan_list.html", context, 422 if form.errors else 200)


def _create(request: PartaRequest, form: forms.Form) -> ThematicPlan:
    data = form.cleaned_data
    return actions.create_plan(
        request.user,
        subject=data["subject"],
        grade_level=data["grade_level"],
        title=data["title"],
        topics=plan_lines.pasted_lines(data["text"]),
    )


def _attempt(form: forms.Form, act: Any) -> bool:
    try:
        act()
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    return True


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


@require_GET
def plan(request: PartaRequest, plan_id: int) -> HttpResponse:
    """The plan as a table; with a course, on which days its topics fall and which are given."""
    require_reader(request)
    return show(request, queries.plan_for(plan_id))


def show(
    request: PartaRequest, row: ThematicPlan, *, typed: list[Any] | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    """Draw the page. typed: lines that could not be saved, kept on the screen with the `error`."""
    topics = queries.plan_topics(row)
    year = current_year()
    fitting = queries.courses_for_plan(row, year, None, clock.today()) if year else []
    attached = [course for course in fitting if course.plan_id == row.pk]
    course = _course_of(request, attached)
    keeps = permissions.keeps_plans(request.user)
    own = set(queries.courses_taught_by(request.user, clock.today()).values_list("pk", flat=True))
    context = {
        "plan": row,
        "parts": parts_of(typed or topics, course),
        "count": len(typed or topics),
        "version": request.POST.get("base") if typed else queries.plan_version(topics),
        "kinds": TopicKind.choices,
        "course": course,
        "attached": attached,
        "fitting": [one for one in fitting if keeps or one.pk in own],
        "check": queries.hours_check(row, course, len(topics), year),
        "may_edit": permissions.can_edit_plan(request.user, row),
        "may_approve": permissions.can_approve_plans(request.user),
        "may_copy": keeps or queries.teaches_subject(request.user, row.subject, clock.today()),
        "at": _number(request.GET.get("at", "")),
        "error": error,
    }
    return page(request, "web/teaching/plan.html", context, status)


def _course_of(request: PartaRequest, attached: list[Course]) -> Course | None:
    """The course whose dates are shown: of the address, else the first one attached."""
    wanted = _number(request.GET.get("course", "") or request.POST.get("course", ""))
    return next((one for one in attached if one.pk == wanted), attached[0] if attached else None)


def parts_of(topics: list[PlanTopic], course: Course | None) -> list[PlanPart]:
    """Sections with rows, dated by the course."""
    days = [day for _, day, _ in lesson_days(course)] if course else []
    given = _given(course)
    parts: list[PlanPart] = []
    now_found = False
    for index, topic in enumerate(topics):
        title = topic.unit.title if topic.unit else ""
        if not parts or parts[-1].title != title:
            parts.append(PlanPart(title, len(parts), []))
        planned = days[index] if index < len(days) else None
        done = given.get(topic.pk)
        is_now = bool(course) and not done and not now_found
        now_found = now_found or is_now
        state = "past" if done else "now" if is_now else _late(planned)
        parts[-1].rows.append(PlanRow(topic, index, parts[-1].index, planned, done, state))
    return parts


def _late(planned: date | None) -> str:
    return "late" if planned and planned < clock.today() else ""


def _given(course: Course | None) -> dict[int, date]:
    """The last day each topic was recorded on in the course."""
    if course is None:
        return {}
    rows = LessonRecord.objects.filter(lesson__course=course, plan_topic__isnull=False).order_by("lesson__day")
    return {topic: day for topic, day in rows.values_list("plan_topic_id", "lesson__day") if topic}


@require_POST
def plan_edit(request: PartaRequest, plan_id: int) -> HttpResponse:
    """Save the whole table, with one act of a row or pasted lines done on the way."""
    require_reader(request)
    row = queries.plan_for(plan_id)
    act = request.POST.get("do", "save")
    lines, at = plan_lines.apply(plan_lines.read_lines(request.POST), act)
    if act == "append":
        lines += plan_lines.pasted_lines(request.POST.get("more", ""), lines[-1].unit if lines else "")
        at = len(lines) - 1
    try:
        actions.edit_plan_topics(request.user, plan=row, topics=lines, base=request.POST.get("base", ""))
    except InvalidInput as refused:
        return show(request, row, typed=[_typed(line) for line in lines], error=refused.message, status=422)
    if act in {"save", "append"}:
        messages.success(request, "План записан.")
    return redirect(_address(request, row, at))


def _typed(line: PlanLine) -> PlanTopic:
    """A line that was not saved, in the shape the table prints."""
    topic = PlanTopic(pk=line.id, title=line.title, homework=line.homework, kind=line.kind)
    topic.unit = PlanUnit(title=line.unit) if line.unit else None
    return topic


def _address(request: PartaRequest, row: ThematicPlan, at: int | None = None) -> str:
    """The plan with the same course, at the line just changed: its field takes the focus, so no #place is needed."""
    course = request.POST.get("course", "")
    choice = f"?course={course}" if course.isdecimal() else "?"
    place = f"&at={at}" if at is not None else ""
    return f"{reverse('plan', args=[row.pk])}{choice}{place}"


urlpatterns = [
    path("plans/", plan_list, name="plan_list"),
    path("plans/<int:plan_id>/", plan, name="plan"),
    path("plans/<int:plan_id>/edit/", plan_edit, name="plan_edit"),
]
