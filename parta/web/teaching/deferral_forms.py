"""Forms of deferrals: what an order says, which pages it is about, a result."""

from datetime import date
from typing import Any

from django import forms

from parta.domain.finals.actions import DeferralFields
from parta.domain.finals.models import Deferral
from parta.domain.finals.queries.deferrals import DeferralPlace
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.domain.regulation.rules import Rulebook
from parta.web.shared.forms import DayField, TextField

REASONS = {one.value: one for one in DeferralReason}
FORMS = {one.value: one for one in MakeupForm}


class DeferralForm(forms.Form):
    """What the order says; the fields of the order itself only for those who enter it."""

    reason = forms.ChoiceField(label="Причина")
    reason_text = TextField(
        label="Пояснение",
        max_length=300,
        required=False,
        help_text="Без диагноза. Нужно, если причина или форма иная: что случилось, как именно сдаёт.",
    )
    makeup_form = forms.ChoiceField(label="Как сдаёт материал")
    due_on = DayField(label="Новый срок", help_text="До какого дня включительно сдаёт.")
    order_number = TextField(label="Приказ №", max_length=40, required=False)
    order_date = DayField(label="Дата приказа", required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, rulebook: Rulebook, *args: Any, may_order: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, allowed in (
            ("reason", rulebook.marks.deferral_reasons),
            ("makeup_form", rulebook.marks.deferral_makeup_forms),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(one.value, one.label) for one in allowed]
        if not may_order:
            del self.fields["order_number"], self.fields["order_date"]
        elif not rulebook.marks.deferral_requires_order:
            self.fields["order_number"].help_text = "По регламенту школы приказ не обязателен."

    def fields_of(self, kept: Deferral | None = None) -> DeferralFields:
        """What was typed, for the action. kept: whose order stays, when the person may not enter one."""
        data = self.cleaned_data
        number: str = data.get("order_number", kept.order_number if kept else "")
        day: date | None = data.get("order_date", kept.order_date if kept else None)
        return DeferralFields(
            reason=REASONS[data["reason"]],
            makeup_form=FORMS[data["makeup_form"]],
            due_on=data["due_on"],
            reason_text=data["reason_text"],
            order_number=number,
            order_date=day,
        )


class NewDeferralForm(DeferralForm):
    """The same with the pages that are deferred."""

    courses = forms.TypedMultipleChoiceField(
        label="Предметы",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы один предмет.", "invalid_choice": "Такого предмета здесь нет."},
    )
    field_order = ["courses", "reason", "reason_text", "makeup_form", "due_on", "order_number", "order_date"]

    def __init__(self, rulebook: Rulebook, place: DeferralPlace, *args: Any, **kwargs: Any) -> None:
        super().__init__(rulebook, *args, **kwargs)
        field = self.fields["courses"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(str(one.page.course_id), one.page.subject) for one in place.lines if one.is_free]
        del self.fields["base"]
