"""One's own page: roles, contacts, password, keys of programs, recent sign-ins."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parta.domain.access import actions as access
from parta.domain.access.actions import IssuedToken
from parta.domain.access.choices import Role, Scope
from parta.domain.access.errors import TokenNotIssued, WeakPassword
from parta.domain.access.queries import appointments_of, live_tokens_of, sign_ins_of, token_of
from parta.lib import clock
from parta.web.account.key_form import KeyForm, offered
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
    return _show(request, form=form)


@require_POST
@never_cache
def token_issue(request: PartaRequest) -> HttpResponse:
    """Make a key for a program and show it, this once: the answer to the form is the only page it ever stands on."""
    form = KeyForm(request.POST, offered(request.roles))
    issued = None
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            access.confirm_password(request.user, password=wanted["password"])
            scopes = [Scope(value) for value in wanted["scopes"]]
            issued = access.issue_token(
                request.user, request.user, name=wanted["name"], scopes=scopes, days=int(wanted["days"])
            )
        except (TokenNotIssued, WeakPassword) as refused:
            form.add_error(refused.field, refused.message)
    return _show(request, key_form=None if issued else form, issued=issued)


@require_POST
def token_revoke(request: PartaRequest, token_id: int) -> HttpResponse:
    """End a key of one's own at once."""
    token = access.revoke_token(request.user, token_of(request.user, token_id))
    messages.success(request, f"Ключ «{token.name}» отозван: программа больше не войдёт.")
    return redirect("profile")


def _show(
    request: PartaRequest,
    *,
    form: ContactsForm | None = None,
    key_form: KeyForm | None = None,
    issued: IssuedToken | None = None,
) -> HttpResponse:
    user, scopes = request.user, offered(request.roles)
    context = {
        "form": form or ContactsForm(initial={"phone": user.phone, "email": user.email}),
        "roles": [role.label for role in Role if role in request.roles],
        "appointments": appointments_of(user),
        "sign_ins": sign_ins_of(user)[:10],
        "today": clock.today(),
        "keys": live_tokens_of(user),
        "key_form": key_form or (KeyForm(None, scopes) if scopes else None),
        "issued": issued,
    }
    faulty = bool((form and form.errors) or (key_form and key_form.errors))
    return page(request, "web/account/profile.html", context, status=422 if faulty else 200)


urlpatterns = [
    path("profile/", profile, name="profile"),
    path("profile/keys/", token_issue, name="token_issue"),
    path("profile/keys/<int:token_id>/revoke/", token_revoke, name="token_revoke"),
]
