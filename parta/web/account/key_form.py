"""The form by which a person makes a key for a program."""

from typing import Any

from django import forms

from parta.domain.access.choices import SCOPE_ROLES, Role, Scope
from parta.domain.access.errors import RightMissing

TERMS = [("7", "неделю"), ("30", "месяц"), ("90", "три месяца"), ("366", "год")]


def offered(roles: frozenset[Role]) -> list[Scope]:
    """What a key of a person with these roles could be good for."""
    return [scope for scope in Scope if roles & SCOPE_ROLES[scope]]


class KeyForm(forms.Form):
    """For which program, what it may do, how long; and the password, so that an open screen makes no keys."""

    name = forms.CharField(
        label="Для какой программы",
        max_length=60,
        help_text="Например, «Экран в холле»: по названию вы узнаете ключ в списке.",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Назовите программу."},
    )
    days = forms.ChoiceField(label="Сколько действует", choices=TERMS, initial="90")
    password = forms.CharField(
        label="Ваш пароль",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Наберите свой пароль: ключ заменяет вход."},
    )

    def __init__(self, data: Any, scopes: list[Scope]) -> None:
        super().__init__(data, auto_id="key_%s")
        if not scopes:
            raise RightMissing("Ключи программ нужны тем, кто ведёт журнал или читает дневник.")
        self.fields["scopes"] = _choice_of(scopes)
        self.order_fields(["name", "scopes", "days", "password"])


def _choice_of(scopes: list[Scope]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Что ей можно",
        choices=[(scope.value, str(scope.label)[:1].upper() + str(scope.label)[1:]) for scope in scopes],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Отметьте хотя бы одно.",
            "invalid_choice": "Такого права у ключа не бывает. Отметьте из списка.",
        },
    )
