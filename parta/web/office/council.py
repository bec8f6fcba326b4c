"""«Решение педсовета»: the whole class in one form at the end of a year; debts and how they are made up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.domain.access.choices import JOURNAL_READERS, Role
from parta.domain.access.errors import RightMissing
from parta.domain.finals import actions
from parta.domain.finals.actions import Protocol, Wanted
from parta.domain.finals.choices import Decision
from parta.domain.finals.models import AcademicDebt
from parta.domain.finals.permissions import CLOSERS
from parta.domain.finals.queries.council import ClassCouncil, class_council, debts
from parta.domain.finals.rules.proposal import PASS_FAIL
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.errors import NoSuchThing
from parta.domain.school.queries import class_for, year_on
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.shared.forms import DayField, TextField, saved, status_of

READERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.WORKING_GROUP)


class CouncilForm(forms.Form):
    """Protocol and, for every pupil, a decision and a note: `d-12`, `n-12`, `b-12` (the version seen)."""

    protocol = TextField(label="Протокол педсовета №", max_length=40)
    day = DayField(label="От")
    debts_until = DayField(
        label="Несданное ликвидировать до", required=False, help_text="Нужно, если кто-то переведён условно."
    )

    def __init__(self, council: ClassCouncil, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        choices = [("", "не решено"), *Decision.choices]
        for line in council.lines:
            now = line.row.decision if line.row else line.proposal.value if line.proposal else ""
            note, version = (line.row.note, line.row.version) if line.row else ("", 0)
            pk = line.student_id
            self.fields[f"d-{pk}"] = forms.ChoiceField(
                label=f"Решение: {line.name}", choices=choices, required=False, initial=now,
                widget=forms.Select({"class": "inp", "aria-label": f"Решение: {line.name}"}),
            )  # fmt: skip
            self.fields[f"n-{pk}"] = TextField(
                label="Пояснение", max_length=300, required=False, initial=note,
                widget=forms.TextInput({"class": "inp", "aria-label": f"Пояснение: {line.name}"}),
            )  # fmt: skip
            self.fields[f"b-{pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=version)

    @property
    def lines(self) -> list[tuple[Any, Any, Any, Any]]:
        """Pupils with their fields."""
        return [
            (line, self[f"d-{line.student_id}"], self[f"n-{line.student_id}"], self[f"b-{line.student_id}"])
            for line in self.council.lines
        ]

    @property
    def head(self) -> list[Any]:
        """Fields of the protocol."""
        return [self["protocol"], self["day"], self["debts_until"]]

    def wanted(self) -> dict[int, Wanted]:
        """Decisions chosen."""
        data = self.cleaned_data
        return {
            line.student_id: Wanted(Decision(chosen), data[f"n-{line.student_id}"], data[f"b-{line.student_id}"])
            for line in self.council.lines
            if (chosen := data[f"d-{line.student_id}"])
        }


class SettleForm(forms.Form):
    """How a debt ended."""

    result = forms.ChoiceField(label="Отметка")
    result_on = DayField(label="Когда сдано")
    protocol = TextField(label="Протокол комиссии №", max_length=40)
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, debt: AcademicDebt, *args: Any, **kwargs: Any) -> None:
        initial = {"base": debt.version, "result_on": clock.today(), "protocol": debt.protocol}
        super().__init__(*args, **{"initial": initial, **kwargs})
        values = (*rulebook_for(debt.year.year).rulebook.marks.mark_values, *PASS_FAIL)
        field = self.fields["result"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "выберите"), *((one, one) for one in values)]


class TermForm(forms.Form):
    """Another day by which a debt is made up."""

    due_on = DayField(label="Ликвидировать до")
    reason = TextField(label="Почему", max_length=300)
    base = forms.IntegerField(widget=forms.HiddenInput)


@never_cache
def council(request: PartaRequest, class_id: int) -> HttpResponse:
    """Proposals from the marks of the year; the deputy writes the protocol."""
    own = class_for(request.user, class_id, readers=READERS, day=clock.today())
    found = class_council(own)
    said = found.protocol
    initial = {"protocol": said.protocol, "day": said.protocol_date} if said else {}
    may_write = bool(request.roles & set(CLOSERS))
    form = CouncilForm(found, request.POST or None, initial=initial)
    if request.method == "POST" and not may_write:
        raise RightMissing("Решения педсовета записывают завуч и администратор ЭЖ.")

    def write() -> None:
        data = form.cleaned_data
        protocol = Protocol(data["protocol"], data["day"], data["debts_until"])
        actions.decide(request.user, school_class=own, protocol=protocol, wanted=form.wanted())

    if saved(request, form, write):
        messages.success(request, f"{own.name}: решения педсовета записаны.")
        return redirect("council", own.pk)
    context = {"row": own, "council": found, "form": form, "may_write": may_write}
    return page(request, "web/office/council.html", context, status_of(form))


@require_GET
@never_cache
def debt_list(request: PartaRequest) -> HttpResponse:
    """Debts of all years, those to be made up first."""
    if not request.roles & (JOURNAL_READERS | {Role.ADMINISTRATOR}):
        raise RightMissing("Задолженности видят завуч, директор и администратор ЭЖ.")
    context = {"lines": debts(), "year": year_on(clock.today()), "may_write": bool(request.roles & set(CLOSERS))}
    return page(request, "web/office/debts.html", context)


@never_cache
def debt_settle(request: PartaRequest, debt_id: int) -> HttpResponse:
    """The result of the commission."""
    if not request.roles & set(CLOSERS):
        raise RightMissing("Результат ликвидации записывают завуч и администратор ЭЖ.")
    debt = _debt(debt_id)
    form = SettleForm(debt, request.POST or None)
    if saved(request, form, lambda: actions.settle_debt(request.user, debt=debt, **form.cleaned_data)):
        messages.success(request, f"{debt.student.user.list_name}: результат записан.")
        return redirect("debt_list")
    return page(request, "web/office/debt_settle.html", {"debt": debt, "form": form}, status_of(form))


@never_cache
def debt_term(request: PartaRequest, debt_id: int) -> HttpResponse:
    """Another term of a debt, with a reason."""
    if not request.roles & set(CLOSERS):
        raise RightMissing("Срок ликвидации меняют завуч и администратор ЭЖ.")
    debt = _debt(debt_id)
    form = TermForm(request.POST or None, initial={"due_on": debt.due_on, "base": debt.version})
    if saved(request, form, lambda: actions.change_debt_term(request.user, debt=debt, **form.cleaned_data)):
        messages.success(request, f"{debt.student.user.list_name}: срок изменён. Причина осталась в истории.")
        return redirect("debt_list")
    return page(request, "web/office/debt_term.html", {"debt": debt, "form": form}, status_of(form))


def _debt(debt_id: int) -> AcademicDebt:
    debt = AcademicDebt.objects.select_related("student__user", "subject", "year").filter(pk=debt_id).first()
    if debt is None:
        raise NoSuchThing("Такой задолженности нет.")
    return debt


urlpatterns = [
    path("classes/<int:class_id>/council/", council, name="council"),
    path("debts/", debt_list, name="debt_list"),
    path("debts/<int:debt_id>/", debt_settle, name="debt_settle"),
    path("debts/<int:debt_id>/term/", debt_term, name="debt_term"),
]
