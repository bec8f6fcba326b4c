"""Signing in: the one form open to strangers."""

from django import forms
from django.contrib.auth import login as open_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme

from parta.domain.access import actions as access
from parta.domain.access.errors import SignInRefused
from parta.domain.access.models import User
from parta.lib import clock
from parta.web.http import page
from parta.web.middleware import public

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(forms.Form):
    """Login and password as typed; neither is trimmed of anything but spaces around the login."""

    login = forms.CharField(label="Логин", max_length=60, error_messages={"required": "Введите логин."})
    password = forms.CharField(
        label="Пароль",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": "Введите пароль."},
    )


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; with the right pair open a session and go where the person was going."""
    going = safe_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(going or "home")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = access.sign_in(
                login=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                address=str(request.META.get("REMOTE_ADDR", "")),
            )
        except SignInRefused as refused:
            form.add_error(None, refused.message)
        else:
            start_session(request, user)
            return redirect(going or "home")
    return page(request, "web/account/sign_in.html", {"form": form, "next": going}, status=422 if form.errors else 200)


def start_session(request: HttpRequest, user: User) -> None:
    """A fresh session key, and the moment the limits are counted from."""
    open_session(request, user, backend=BACKEND)
    request.session["started"] = request.session["seen"] = int(clock.real_now().timestamp())


def safe_address(request: HttpRequest, address: str) -> str:
    """An address of this very site, else «»."""
    here = {request.get_host()}
    return address if url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure()) else ""


urlpatterns = [path("sign-in/", sign_in, name="sign_in")]
