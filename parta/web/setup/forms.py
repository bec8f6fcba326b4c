"""Fields and forms shared by the pages of this desk: days, lists of grades, refusals beside the fields."""

from collections.abc import Iterable

from django import forms

from parta.domain.access.actions import NewPerson
from parta.domain.school.choices import Gender
from parta.web.shared.forms import (
    DAY_FORMATS,
    REQUIRED,
    DayField,
    TextField,
    WholeNumber,
    attempt,
    saved,
    status_of,
)
from parta.web.shared.seen import WatchedForm


class PersonForm(WatchedForm):
    """Names and contacts of a person."""

    last_name = TextField(label="Фамилия", max_length=80)
    first_name = TextField(label="Имя", max_length=80)
    middle_name = TextField(label="Отчество", max_length=80, required=False)
    phone = TextField(label="Телефон", max_length=40, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        error_messages={"invalid": "Это не похоже на адрес почты. Пример: krylova@example.ru"},
    )

    def person(self) -> NewPerson:
        """What was typed, for the action."""
        return NewPerson(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class PupilFields(WatchedForm):
    """What a pupil has besides the name."""

    birth_date = DayField(label="Дата рождения", required=False)
    gender = forms.ChoiceField(label="Пол", choices=Gender.choices, required=False)
    file_number = TextField(label="№ личного дела", max_length=40, required=False)


class OrderFields(forms.Form):
    """An order: its number and day."""

    order_number = TextField(label="Приказ №", max_length=40, required=False)
    order_date = DayField(label="Дата приказа", required=False)


def grade_choices(grades: Iterable[int] = range(1, 12)) -> list[tuple[int, str]]:
    """Grades as choices."""
    return [(grade, str(grade)) for grade in grades]


__all__ = [
    "DAY_FORMATS",
    "REQUIRED",
    "DayField",
    "OrderFields",
    "PersonForm",
    "PupilFields",
    "TextField",
    "WatchedForm",
    "WholeNumber",
    "attempt",
    "grade_choices",
    "saved",
    "status_of",
]
