"""Fields and forms shared by the pages of this desk: days, lists of grades, refusals beside the fields."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest

from parta.domain.access.actions import NewPerson
from parta.domain.school.choices import Gender
from parta.lib.errors import DomainError, NotFound, PermissionDenied

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
REQUIRED = {"required": "Заполните это поле."}


class DayField(forms.DateField):
    """A day: the browser's own calendar, or typed as 11.12.2025."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("error_messages", {**REQUIRED, "invalid": "День пишут так: 11.12.2025."})
        super().__init__(input_formats=DAY_FORMATS, **options)


class TextField(forms.CharField):
    """A line of text with a Russian word about an empty one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages", {**REQUIRED, "max_length": "Слишком длинно: не больше %(limit_value)d знаков."}
        )
        super().__init__(**options)


class WholeNumber(forms.IntegerField):
    """A whole number with Russian words about a wrong one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {**REQUIRED, "invalid": "Нужно целое число."})
        super().__init__(**options)


class PersonForm(forms.Form):
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


class PupilFields(forms.Form):
    """What a pupil has besides the name."""

    birth_date = DayField(label="Дата рождения", required=False)
    gender = forms.ChoiceField(label="Пол", choices=Gender.choices, required=False)
    file_number = TextField(label="№ личного дела", max_length=40, required=False)


class OrderFields(forms.Form):
    """An order: its number and day."""

    order_number = TextField(label="Приказ №", max_length=40, required=False)
    order_date = DayField(label="Дата приказа", required=False)


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Run an action; a refusal becomes the form's own error. Missing rights and things go on to their pages."""
    try:
        act()
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        clause = f" ({refused.clause})" if refused.clause else ""
        form.add_error(None, f"{refused.message}{clause}")
        return False
    return True


def saved(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """Was the form sent, understood, and the action done?"""
    return request.method == "POST" and form.is_valid() and attempt(form, act)


def status_of(form: forms.BaseForm) -> int:
    """422 for a form with errors."""
    return 422 if form.errors else 200


def grade_choices(grades: Iterable[int] = range(1, 12)) -> list[tuple[int, str]]:
    """Grades as choices."""
    return [(grade, str(grade)) for grade in grades]
