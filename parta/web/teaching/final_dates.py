"""«Сроки итоговых отметок»: the days an order of the school sets instead of those of the act."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parta.domain.access.choices import JOURNAL_READERS
from parta.domain.finals import actions
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.permissions import require_final_dates
from parta.domain.finals.queries.dates import act_dates, dates_lines, deviations, open_periods
from parta.domain.finals.rules.kinds import kind_of, kind_title
from parta.domain.school.models import GradingPeriod
from parta.domain.school.queries import current_year
from parta.lib import clock
from parta.web.http import PartaRequest, page

DAY = {"required": "Выберите день.", "invalid": "День пишут так: 11.12.2025."}


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


class DatesForm(forms.Form):
    """Which period of which grades, the first and the last day, the order."""

    period = forms.ChoiceField(label="За что", error_messages={"required": "Выберите период."})
    grades = forms.MultipleChoiceField(
        label="Классы",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы один класс."},
    )
    opens_on = _day("Ставят с")
    closes_on = _day("Ставят по")
    order_number = forms.CharField(
        label="Приказ №", max_length=40, error_messages={"required": "Напишите номер приказа."}
    )
    order_date = _day("От")

    def __init__(self, periods: list[GradingPeriod], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods
        titles = {f"{one.kind}-{one.number}": kind_title(kind_of(one.kind), one.number) for one in periods}
        grades = sorted({one.grade_level for one in periods})
        for name, choices in (
            ("period", list(titles.items())),
            ("grades", [(str(grade), str(grade)) for grade in grades]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def act(self, request: PartaRequest) -> int:
        """Write; how many grades it is about. Raises FinalRefused."""
        data = self.cleaned_data
        chosen = [
            one for one in self.periods
            if f"{one.kind}-{one.number}" == data["period"] and str(one.grade_level) in data["grades"]
        ]  # fmt: skip
        if not chosen:
            raise FinalRefused("У этих классов такого периода нет: у них другое деление года.")
        order = actions.DatesOrder(data["opens_on"], data["closes_on"], data["order_number"], data["order_date"])
        return len(actions.set_final_dates(request.user, periods=chosen, order=order))


@require_http_methods(["GET", "POST"])
@never_cache
def final_dates(request: PartaRequest) -> HttpResponse:
    """Orders of the year and the form of a new one; another order about the same period replaces the dates."""
    require_final_dates(request.user)
    year = current_year()
    if year is None:
        return page(request, "web/teaching/final_dates.html", {"year": None})
    periods = open_periods(year)
    form = DatesForm(periods, initial=_now(periods))
    if request.method == "POST":
        form = DatesForm(periods, request.POST)
        if form.is_valid():
            try:
                form.act(request)
            except FinalRefused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, "Сроки записаны. Учителя увидят их в журнале и в «Моём дне».")
                return redirect("final_dates")
    text, clause = act_dates(year)
    context = {"year": year, "form": form, "lines": dates_lines(year), "act_text": text, "act_clause": clause}
    context |= {"deviations": deviations(year), "may_open": bool(request.roles & JOURNAL_READERS)}
    return page(request, "web/teaching/final_dates.html", context, 422 if form.errors else 200)


def _now(periods: list[GradingPeriod]) -> dict[str, str]:
    """The period that goes on in most grades is chosen already."""
    going = Counter(f"{one.kind}-{one.number}" for one in periods if one.covers(clock.today()))
    return {"period": going.most_common(1)[0][0]} if going else {}


urlpatterns = [path("finals/dates/", final_dates, name="final_dates")]
