"""An academic year: its ends, grading periods per grade, vacations, special days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from parta.domain.school import actions as school
from parta.domain.school import permissions, queries, rules
from parta.domain.school.choices import DayKind, PeriodKind
from parta.domain.school.models import AcademicYear, CalendarException, Vacation
from parta.lib import clock, dates
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import (
    DayField,
    TextField,
    WatchedForm,
    WholeNumber,
    attempt,
    grade_choices,
    saved,
    status_of,
)
from parta.web.setup.loading import found, values_of

PERIODS = (1, 2, 3, 4)


class YearForm(forms.Form):
    """Which year to open."""

    year = WholeNumber(label="Первый год", min_value=2000, max_value=2100, help_text="2026 — это 2026/27 учебный год.")


class YearEndsForm(WatchedForm):
    """The first and the last day of study."""

    starts_on = DayField(label="Первый учебный день")
    ends_on = DayField(label="Последний учебный день")


class PeriodsForm(WatchedForm):
    """Grades, the kind of division and the days of up to four periods."""

    grades = forms.TypedMultipleChoiceField(
        label="Параллели",
        coerce=int,
        choices=grade_choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы одну параллель."},
    )
    kind = forms.ChoiceField(label="Делим год на", choices=list(rules.KIND_WORDS.items()), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in PERIODS:
            self.fields[f"first_{number}"] = DayField(label="Первый день", required=number == 1)
            self.fields[f"last_{number}"] = DayField(label="Последний день", required=number == 1)

    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Rows of the table of days."""
        return [(number, self[f"first_{number}"], self[f"last_{number}"]) for number in PERIODS]

    def clean(self) -> None:
        """A period has both days or none."""
        for number in PERIODS:
            first, last = self.cleaned_data.get(f"first_{number}"), self.cleaned_data.get(f"last_{number}")
            if bool(first) != bool(last) and not self.has_error(f"first_{number}"):
                self.add_error(f"last_{number}", f"Период {number}: заполните оба дня или ни одного.")

    def periods(self) -> list[rules.PeriodDates]:
        """What was typed, for the action."""
        data = self.cleaned_data
        rows = [(number, data.get(f"first_{number}"), data.get(f"last_{number}")) for number in PERIODS]
        return [rules.PeriodDates(number, first, last) for number, first, last in rows if first and last]


class VacationForm(WatchedForm):
    """Vacations for all grades or some."""

    title = TextField(label="Название", max_length=80)
    starts_on = DayField(label="Первый день")
    ends_on = DayField(label="Последний день")
    first_grade = WholeNumber(label="С класса", min_value=1, max_value=12, initial=1)
    last_grade = WholeNumber(label="По класс", min_value=1, max_value=12, initial=11)

    def span(self) -> rules.Span:
        """What was typed, for the action."""
        data = self.cleaned_data
        return rules.Span(data["title"], data["starts_on"], data["ends_on"], data["first_grade"], data["last_grade"])


class SpecialDayForm(forms.Form):
    """One day that is not what its weekday says."""

    day = DayField(label="День")
    kind = forms.ChoiceField(label="Что это", choices=DayKind.choices)
    title = TextField(label="Название", max_length=120, required=False)
    as_weekday = forms.TypedChoiceField(
        label="По расписанию дня",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "своего"), *((number + 1, dates.WEEKDAYS[number]) for number in range(6))],
    )


def year_new(request: PartaRequest) -> HttpResponse:
    """Open a year with the proposed calendar."""
    permissions.require_setting_up(request.user, "открывать учебный год")
    latest = AcademicYear.objects.order_by("-year").first()
    proposed = latest.year + 1 if latest else dates.academic_year_of(clock.today())
    form = YearForm(request.POST or None, initial={"year": proposed})
    if saved(request, form, lambda: school.create_year(request.user, year=form.cleaned_data["year"])):
        messages.success(request, "Год открыт. Проверьте предложенные даты: школа утверждает их сама.")
        return redirect("school_year", AcademicYear.objects.get(year=form.cleaned_data["year"]).pk)
    return page(request, "web/setup/year_new.html", {"form": form}, status_of(form))


def school_year(request: PartaRequest, year_id: int) -> HttpResponse:
    """The year with its calendar; changes the ends of the year."""
    permissions.require_setting_up(request.user, "смотреть настройки года")
    year = found(AcademicYear, year_id)
    form = YearEndsForm.changing(request, lambda: values_of(found(AcademicYear, year_id), YearEndsForm))
    if saved(request, form, lambda: school.change_year(request.user, year, **form.cleaned_data)):
        messages.success(request, "Границы года записаны.")
        return redirect("school_year", year.pk)
    context = {
        "year": year,
        "form": form,
        "years": AcademicYear.objects.all(),
        "groups": queries.period_groups(year),
        "vacations": year.vacations.all(),
        "special_days": queries.special_days(year),
        "day_form": SpecialDayForm(),
    }
    return page(request, "web/setup/year.html", context, status_of(form))


def periods(request: PartaRequest, year_id: int) -> HttpResponse:
    """Divide the year for several grades at once. GET with `kind` shows its usual days."""
    permissions.require_setting_up(request.user, "делить учебный год")
    year = found(AcademicYear, year_id)
    form = PeriodsForm(request.POST) if request.method == "POST" else PeriodsForm(initial=_shown(year, request.GET))
    form.watching(request, lambda: {"periods": [str(one) for one in queries.period_groups(year)]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kind = PeriodKind(data["kind"])
        if attempt(
            form,
            lambda: school.set_grading_periods(
                request.user, year=year, grades=data["grades"], kind=kind, periods=form.periods()
            ),
        ):
            messages.success(request, f"Записано: {rules.grades_in_words(data['grades'])}, {rules.KIND_WORDS[kind]}.")
            return redirect("school_year", year.pk)
    kinds = [(value, rules.KIND_WORDS[value]) for value in PeriodKind.values]
    return page(request, "web/setup/periods.html", {"year": year, "form": form, "kinds": kinds}, status_of(form))


def _shown(year: AcademicYear, asked: MultiValueDict[str, str]) -> dict[str, Any]:
    """First values: the present days of the asked grades, or the usual days of the asked kind."""
    grades = [int(grade) for grade in asked.getlist("grades") if grade.isdigit()]
    present = next((one for one in queries.period_groups(year) if set(grades) <= set(one.grades)), None)
    kind = asked.get("kind", "")
    if kind in PeriodKind.values:
        days = school.proposed_periods(year, PeriodKind(kind))
    else:
        kind = present.kind if present else PeriodKind.QUARTER
        days = present.periods if present else school.proposed_periods(year, PeriodKind.QUARTER)
    return {
        "grades": grades,
        "kind": kind,
        **{f"first_{one.number}": one.first for one in days},
        **{f"last_{one.number}": one.last for one in days},
    }


def vacation_new(request: PartaRequest, year_id: int) -> HttpResponse:
    """Add vacations."""
    permissions.require_setting_up(request.user, "менять каникулы")
    year = found(AcademicYear, year_id)
    form = VacationForm(request.POST or None)
    if saved(request, form, lambda: school.add_vacation(request.user, year=year, span=form.span())):
        return redirect("school_year", year.pk)
    return page(request, "web/setup/vacation.html", {"year": year, "form": form}, status_of(form))


def vacation(request: PartaRequest, vacation_id: int) -> HttpResponse:
    """Change vacations."""
    permissions.require_setting_up(request.user, "менять каникулы")
    row = found(Vacation.objects.select_related("year"), vacation_id)
    form = VacationForm.changing(request, lambda: values_of(found(Vacation, vacation_id), VacationForm))
    if saved(request, form, lambda: school.change_vacation(request.user, row, span=form.span())):
        return redirect("school_year", row.year_id)
    return page(request, "web/setup/vacation.html", {"year": row.year, "vacation": row, "form": form}, status_of(form))


@require_POST
def vacation_remove(request: PartaRequest, vacation_id: int) -> HttpResponse:
    """Take vacations away."""
    permissions.require_setting_up(request.user, "менять каникулы")
    row = found(Vacation.objects.select_related("year"), vacation_id)
    school.remove_vacation(request.user, row)
    messages.success(request, f"«{row.title}» убраны. Уроки на эти дни появятся, когда создадите их заново.")
    return redirect("school_year", row.year_id)


@require_POST
def special_day(request: PartaRequest, year_id: int) -> HttpResponse:
    """Decide about one day."""
    permissions.require_setting_up(request.user, "менять календарь")
    year = found(AcademicYear, year_id)
    form = SpecialDayForm(request.POST)
    if form.is_valid() and attempt(form, lambda: school.set_calendar_exception(request.user, **form.cleaned_data)):
        messages.success(request, f"{dates.day_title(form.cleaned_data['day'])}: записано.")
        return redirect(f"{reverse('school_year', args=[year.pk])}#days")
    return page(request, "web/setup/special_day.html", {"year": year, "form": form}, status_of(form))


@require_POST
def special_day_clear(request: PartaRequest, day_id: int) -> HttpResponse:
    """Let a day be ordinary again."""
    permissions.require_setting_up(request.user, "менять календарь")
    row = found(CalendarException, day_id)
    year = queries.year_on(row.day)
    school.clear_calendar_exception(request.user, day=row.day)
    messages.success(request, f"{dates.day_title(row.day)} снова обычный день.")
    return redirect(f"{reverse('school_year', args=[year.pk])}#days") if year else redirect("school_home")


@require_POST
def government_days(request: PartaRequest, year_id: int) -> HttpResponse:
    """Take the government's calendar again."""
    permissions.require_setting_up(request.user, "загружать праздничные дни")
    year = found(AcademicYear, year_id)
    changed = school.import_government_holidays(request.user, year=year)
    messages.success(request, f"Изменено дней: {changed}." if changed else "Календарь уже такой, ничего не изменилось.")
    return redirect(f"{reverse('school_year', args=[year.pk])}#days")


urlpatterns = [
    path("setup/years/new/", year_new, name="year_new"),
    path("setup/years/<int:year_id>/", school_year, name="school_year"),
    path("setup/years/<int:year_id>/periods/", periods, name="periods"),
    path("setup/years/<int:year_id>/vacations/new/", vacation_new, name="vacation_new"),
    path("setup/vacations/<int:vacation_id>/", vacation, name="vacation"),
    path("setup/vacations/<int:vacation_id>/remove/", vacation_remove, name="vacation_remove"),
    path("setup/years/<int:year_id>/days/", special_day, name="special_day"),
    path("setup/days/<int:day_id>/clear/", special_day_clear, name="special_day_clear"),
    path("setup/years/<int:year_id>/government-days/", government_days, name="government_days"),
]
