"""«Знаки отсутствия»: the letters of the journal and what each means; the built-in ones are fixed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.journal import actions
from parta.domain.journal.models import AbsenceSign
from parta.domain.journal.permissions import require_signs
from parta.domain.journal.rules.signs import FREE_KEYS
from parta.web.http import PartaRequest, page
from parta.web.setup.forms import TextField, saved, status_of
from parta.web.setup.loading import found

ACT = "настраивать знаки отсутствия"


class SignForm(forms.Form):
    """What an own sign means."""

    name = TextField(label="Что значит", max_length=60, help_text="Например: карантин, соревнования. Семья это увидит.")
    missed = forms.BooleanField(
        label="Урок пропущен", required=False, initial=True, help_text="Опоздание пропуском не считается."
    )
    excused = forms.BooleanField(label="Причина уважительная", required=False, initial=True)
    health = forms.BooleanField(
        label="Говорит о здоровье", required=False, help_text="Кому виден такой знак, решает регламент."
    )
    key = forms.ChoiceField(
        label="Клавиша в журнале",
        required=False,
        choices=[("", "без клавиши"), *((one, one.upper()) for one in FREE_KEYS)],
        help_text="Одна буква ставит знак в ячейку. Занятых журналом букв здесь нет.",
    )


class NewSignForm(SignForm):
    """A new one: with its letters."""

    code = TextField(label="Знак", max_length=4, help_text="До четырёх русских букв: к, сор.")
    field_order = ("code",)


class ChangeSignForm(SignForm):
    """An old one: in use or not. base: the version that was shown."""

    is_active = forms.BooleanField(label="Используется", required=False, initial=True)
    base = forms.IntegerField(widget=forms.HiddenInput)


def absence_signs(request: PartaRequest) -> HttpResponse:
    """All signs; the form beside adds one."""
    require_signs(request.user, ACT)
    form = NewSignForm(request.POST or None)
    if saved(request, form, lambda: actions.add_sign(request.user, sign=actions.SignFields(**form.cleaned_data))):
        messages.success(
            request, f"Знак «{form.cleaned_data['code'].casefold()}» добавлен: через полминуты его увидят все учителя."
        )
        return redirect("absence_signs")
    context = {"form": form, "rows": AbsenceSign.objects.all()}
    return page(request, "web/setup/absence_signs.html", context, status_of(form))


def absence_sign(request: PartaRequest, sign_id: int) -> HttpResponse:
    """One own sign."""
    require_signs(request.user, ACT)
    row = found(AbsenceSign, sign_id)
    names = ("name", "missed", "excused", "health", "key", "is_active")
    initial = {name: getattr(row, name) for name in names} | {"base": row.version}
    form = ChangeSignForm(request.POST or None, initial=initial)

    def change() -> None:
        typed = {name: form.cleaned_data[name] for name in names}
        sign = actions.SignFields(code=row.code, **typed)
        actions.change_sign(request.user, row=row, base=form.cleaned_data["base"], sign=sign)

    if saved(request, form, change):
        messages.success(request, "Знак записан.")
        return redirect("absence_signs")
    return page(request, "web/setup/absence_sign.html", {"row": row, "form": form}, status_of(form))


urlpatterns = [
    path("absence-signs/", absence_signs, name="absence_signs"),
    path("absence-signs/<int:sign_id>/", absence_sign, name="absence_sign"),
]
