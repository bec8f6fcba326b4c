"""«Виды работ»: kinds of work, where they are offered, their weights from a day, ready sets of weights (S3-5.2c)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.curriculum.models import Subject
from parta.domain.journal import actions, queries
from parta.domain.journal.choices import DeadlineClass
from parta.domain.journal.models import WorkType, WorkTypeWeight
from parta.domain.journal.permissions import require_work_types
from parta.domain.journal.rules import PRESETS
from parta.domain.school.models import AcademicYear
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.lib.dates import day_title
from parta.lib.errors import InvalidInput
from parta.lib.russian import plural
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import DayField, TextField, WatchedForm, WholeNumber, saved, status_of
from parta.web.setup.loading import found

NUMBERS = [(1, "одна"), (2, "одна или две (5/4)")]


class WeightField(TextField):
    """A weight as people write it: «1,5»."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="Вес", max_length=6, widget=forms.TextInput({"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Any:
        """The number. Raises ValidationError in words."""
        text = super().clean(value).replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError("Вес — число, например 1,5") from None


class KindForm(WatchedForm):
    """What a kind of work is."""

    name = TextField(label="Название", max_length=80)
    short_name = TextField(label="Коротко", max_length=8, required=False, help_text="Стоит над столбцом: к/р, с/р.")
    deadline_class = forms.ChoiceField(label="Срок отметок", choices=DeadlineClass.choices)
    marks_per_student = forms.TypedChoiceField(label="Отметок ученику", choices=NUMBERS, coerce=int, initial=2)
    first_grade = WholeNumber(label="С класса", min_value=1, max_value=12, initial=1)
    last_grade = WholeNumber(label="По класс", min_value=1, max_value=12, initial=12)
    subjects = forms.ModelMultipleChoiceField(
        label="Только по предметам", queryset=Subject.objects.all(), required=False,
        help_text="Не выбрано — по всем предметам.",
    )  # fmt: skip
    topic_required = forms.BooleanField(
        label="Нужна своя тема", required=False, help_text="Контрольным, лабораторным и практическим работам."
    )
    is_active = forms.BooleanField(label="Используется", required=False, initial=True)

    def kind(self) -> actions.KindFields:
        """What was typed, for the action."""
        typed = {name: self.cleaned_data[name] for name in KindForm.base_fields}
        return actions.KindFields(**typed | {"subjects": tuple(typed["subjects"])})


class NewKindForm(forms.Form):
    """The name and the weight: the rest is set on the kind's own page."""

    name = TextField(label="Название", max_length=80)
    short_name = TextField(label="Коротко", max_length=8, required=False)
    weight = WeightField(initial="1")


class WeightForm(forms.Form):
    """A weight from a day on."""

    weight = WeightField()
    counts = forms.BooleanField(label="Входит в средний балл", required=False, initial=True)
    starts_on = DayField(label="Действует с")
    subject = forms.ModelChoiceField(
        label="По предмету", queryset=Subject.objects.all(), required=False, empty_label="По всем"
    )
    first_grade = WholeNumber(label="С класса", min_value=1, max_value=12, required=False)
    last_grade = WholeNumber(label="По класс", min_value=1, max_value=12, required=False)

    def scope(self) -> actions.Scope:
        """Where the weight applies."""
        return actions.Scope(*(self.cleaned_data[name] for name in ("subject", "first_grade", "last_grade")))


class PresetForm(forms.Form):
    """A ready set of weights."""

    preset = forms.ChoiceField(label="Набор", choices=[(key, title) for key, (title, _) in PRESETS.items()])
    starts_on = DayField(label="Действует с")


def work_types(request: PartaRequest) -> HttpResponse:
    """All kinds with their weights today; the form beside adds one."""
    require_work_types(request.user, "настраивать виды работ")
    form = NewKindForm(request.POST or None)

    def add() -> None:
        kind = actions.KindFields(form.cleaned_data["name"], form.cleaned_data["short_name"])
        actions.add_work_type(request.user, kind=kind, weight=form.cleaned_data["weight"])

    if saved(request, form, add):
        messages.success(request, f"Вид «{form.cleaned_data['name']}» добавлен. Срок и классы — на его странице.")
        return redirect("work_types")
    return _list(request, form, PresetForm(initial={"starts_on": clock.today()}), status_of(form))


@require_POST
def work_type_preset(request: PartaRequest) -> HttpResponse:
    """Put a ready set of weights in force from a day."""
    require_work_types(request.user, "настраивать виды работ")
    form, year = PresetForm(request.POST), _year()
    changed: list[int] = []

    def put() -> None:
        changed.append(actions.apply_preset(request.user, year=year, **form.cleaned_data))

    if saved(request, form, put):
        kinds = plural(changed[0], "вида работ", "видов работ", "видов работ")
        messages.success(request, f"С {day_title(form.cleaned_data['starts_on'])} вес другой у {changed[0]} {kinds}.")
        return redirect("work_types")
    return _list(request, NewKindForm(), form, status_of(form))


def work_type(request: PartaRequest, work_type_id: int) -> HttpResponse:
    """One kind: what it is."""
    require_work_types(request.user, "настраивать виды работ")
    row = found(WorkType, work_type_id)
    form = KindForm.changing(request, lambda: _initial(found(WorkType, work_type_id)))
    if saved(request, form, lambda: actions.change_work_type(request.user, work_type=row, kind=form.kind())):
        messages.success(request, "Вид работы записан.")
        return redirect("work_types")
    return _one(request, row, form, WeightForm(initial={"starts_on": clock.today()}))


@require_POST
def work_type_weight(request: PartaRequest, work_type_id: int) -> HttpResponse:
    """Another weight of the kind from a day on."""
    require_work_types(request.user, "настраивать виды работ")
    row, form, year = found(WorkType, work_type_id), WeightForm(request.POST), _year()
    touched: list[int] = []

    def change() -> None:
        typed = {name: form.cleaned_data[name] for name in ("weight", "counts", "starts_on")}
        touched.append(actions.change_weight(request.user, year=year, work_type=row, scope=form.scope(), **typed))

    if saved(request, form, change):
        tail = f" Пересчитаны средние: отметок с этого дня — {touched[0]}." if touched[0] else ""
        messages.success(request, f"Новый вес действует с {day_title(form.cleaned_data['starts_on'])}.{tail}")
        return redirect("work_type", row.pk)
    return _one(request, row, KindForm(initial=_initial(row)), form)


@require_POST
def work_type_weight_withdraw(request: PartaRequest, rule_id: int) -> HttpResponse:
    """Take back a weight that is not in force yet."""
    require_work_types(request.user, "настраивать виды работ")
    rule = found(WorkTypeWeight.objects.select_related("work_type", "subject"), rule_id)
    kind = rule.work_type_id
    actions.withdraw_weight(request.user, rule=rule)
    messages.success(request, "Будущий вес отменён.")
    return redirect("work_type", kind)


def _initial(row: WorkType) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in KindForm.base_fields if name != "subjects"}
    return plain | {"subjects": row.subject_ids}


def _year() -> AcademicYear:
    year = current_year()
    if year is None:
        raise InvalidInput("Сначала откройте учебный год: вес действует с его дня")
    return year


def _list(request: PartaRequest, form: forms.Form, preset: forms.Form, status: int) -> HttpResponse:
    context = {"form": form, "preset": preset, "lines": queries.kind_lines()}
    return page(request, "web/setup/work_types.html", context, status)


def _one(request: PartaRequest, row: WorkType, form: KindForm, weight: WeightForm) -> HttpResponse:
    line = queries.kind_lines(row)[0]
    context = {"row": row, "line": line, "form": form, "weight_form": weight}
    return page(request, "web/setup/work_type.html", context, max(status_of(form), status_of(weight)))


urlpatterns = [
    path("work-types/", work_types, name="work_types"),
    path("work-types/preset/", work_type_preset, name="work_type_preset"),
    path("work-types/<int:work_type_id>/", work_type, name="work_type"),
    path("work-types/<int:work_type_id>/weights/", work_type_weight, name="work_type_weight"),
    path("work-types/weights/<int:rule_id>/withdraw/", work_type_weight_withdraw, name="work_type_weight_withdraw"),
]
