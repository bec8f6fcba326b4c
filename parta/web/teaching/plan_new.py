"""Begin a plan: from a federal programme, a plan of the base (a colleague's, last year's), pasted topics, a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access.choices import Role
from parta.domain.curriculum import actions, queries
from parta.domain.curriculum.models import Subject, ThematicPlan
from parta.domain.curriculum.rules.programmes import programmes_for
from parta.lib import clock, russian
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching import plan_lines
from parta.web.teaching.plans import MAKERS, number_of, require_reader

LESSONS = ("урок", "урока", "уроков")
EMPTY = ("empty", "Пустой план или свои темы")


class NewPlanForm(forms.Form):
    """Where the topics come from, for a subject and grade already chosen."""

    source = forms.ChoiceField(
        label="Откуда взять темы",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, откуда взять темы.", "invalid_choice": "Выберите из списка."},
    )
    title = forms.CharField(label="Название", max_length=200, required=False, help_text="Пусто — «Алгебра, 7 класс».")
    text = forms.CharField(
        label="Темы",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Для своих тем: строка — урок. Из таблицы вставляйте два столбца: тема и задание. "
        "Строка «Раздел …» — раздел.",
    )

    def __init__(self, subject: Subject, grade: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _sources(subject, grade)
        if not self.is_bound:
            self.initial["source"] = _sources(subject, grade)[0][0]


def _sources(subject: Subject, grade: int) -> list[tuple[str, str]]:
    """«frp:ID» programmes of the grade, «plan:ID» plans of the base, «empty»."""
    federal = [
        (f"frp:{one.id}", f"{one.source}: {russian.counted(len(one.lines), *LESSONS)}")
        for one in programmes_for(subject.name, grade)
    ]
    base = [
        (f"plan:{one.pk}", f"План школы «{one.title}», {one.author.short_name}: {_used(one)}")
        for one in queries.plans(subject=subject.pk, grade_level=grade)
    ]
    return [*federal, *base, EMPTY]


def _used(plan: ThematicPlan) -> str:
    count = russian.counted(getattr(plan, "topic_count", 0), *LESSONS)
    years = sorted({f"{course.unit_name} ({course.year})" for course in plan.courses.all()})
    return f"{count}, {', '.join(years)}" if years else count


def plan_new(request: PartaRequest) -> HttpResponse:
    """Choose a subject and grade, then a source; the plan is a draft of one's own."""
    require_reader(request)
    if not request.roles & MAKERS:
        raise PermissionDenied("КТП составляют учителя, завуч и администратор ЭЖ.")
    keeps = bool(request.roles & {Role.ADMINISTRATOR, Role.DEPUTY})
    own = queries.subjects_taught_by(request.user, clock.today())
    subjects = list(Subject.objects.all() if keeps else own)
    sent = request.POST if request.method == "POST" else request.GET
    subject = next((one for one in subjects if one.pk == number_of(sent.get("subject", ""))), None)
    grade = number_of(sent.get("grade", ""))
    form = None
    if subject and grade and grade <= 11:
        form = NewPlanForm(subject, grade, request.POST if request.method == "POST" else None)
        if form.is_valid():
            made = _create(request, form, subject, grade)
            if made:
                messages.success(request, "План создан. Проверьте темы, приложите его к классам и отправьте завучу.")
                return redirect("plan", made.pk)
    context = {"form": form, "subjects": subjects, "subject": subject, "grade": grade, "grades": range(1, 12)}
    return page(request, "web/teaching/plan_new.html", context, 422 if form and form.errors else 200)


def _create(request: PartaRequest, form: NewPlanForm, subject: Subject, grade: int) -> ThematicPlan | None:
    kind, _, key = form.cleaned_data["source"].partition(":")
    title = form.cleaned_data["title"]
    try:
        if kind == "frp":
            return actions.create_plan_from_programme(request.user, subject=subject, programme_id=key, title=title)
        if kind == "plan":
            return actions.copy_plan(request.user, plan=queries.plan_for(int(key)), title=title)
        lines = plan_lines.pasted_lines(form.cleaned_data["text"])
        return actions.create_plan(request.user, subject=subject, grade_level=grade, title=title, topics=lines)
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        form.add_error(None, refused.message)
        return None


urlpatterns = [path("plans/new/", plan_new, name="plan_new")]
