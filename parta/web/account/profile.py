"""One's own page: roles, contacts, password, recent sign-ins."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access import actions as access
from parta.domain.access.choices import Role
from parta.domain.access.queries import appointments_of, sign_ins_of
from parta.lib import clock
from parta.web.http import PartaRequest, page


class ContactsForm(forms.Form):
    """What a person may change without the secretary."""

    phone = forms.CharField(
        label="Телефон", max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel", "type": "tel"})
    )
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Это не похоже на адрес почты. Пример: krylova@example.ru"},
    )


def profile(request: PartaRequest) -> HttpResponse:
    """Show the profile; save contacts."""
    user = request.user
    form = ContactsForm(request.POST or None, initial={"phone": user.phone, "email": user.email})
    if request.method == "POST" and form.is_valid():
        access.change_person(user, user, **form.cleaned_data)
        messages.success(request, "Контакты записаны.")
        return redirect("profile")
    context = {
        "form": form,
        "roles": [role.label for role in Role if role in request.roles],
        "appointments": appointments_of(user),
        "sign_ins": sign_ins_of(user)[:10],
        "today": clock.today(),
    }
    return page(request, "web/account/profile.html", context, status=422 if form.errors else 200)


urlpatterns = [path("profile/", profile, name="profile")]
