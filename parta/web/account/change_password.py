"""A new password of one's own choice; after a one-time password it is the first and only page."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from parta.domain.access import actions as access
from parta.domain.access.errors import WeakPassword
from parta.lib import clock
from parta.web.http import PartaRequest, page
from parta.web.middleware import before_password_change


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
        error_messages={"required": "Заполните это поле."},
    )


class ChangePasswordForm(forms.Form):
    """The old password and the new one twice."""

    current = _password("Нынешний пароль", "current-password")
    new = _password("Новый пароль", "new-password", "Не короче 8 знаков. Удобнее всего фраза из нескольких слов.")
    again = _password("Новый пароль ещё раз", "new-password")

    def clean(self) -> None:
        """Both new ones must be the same."""
        if "new" in self.cleaned_data and self.cleaned_data["new"] != self.cleaned_data.get("again"):
            self.add_error("again", "Пароли не совпадают. Наберите новый пароль ещё раз.")


@before_password_change
def change_password(request: PartaRequest) -> HttpResponse:
    """Change the password; every other session of the person ends."""
    form = ChangePasswordForm(request.POST or None)
    first_time = request.user.must_change_password
    if request.method == "POST" and form.is_valid():
        try:
            access.change_password(request.user, current=form.cleaned_data["current"], new=form.cleaned_data["new"])
        except WeakPassword as weak:
            form.add_error(weak.field, weak.message)
        else:
            update_session_auth_hash(request, request.user)
            request.session["started"] = request.session["seen"] = int(clock.real_now().timestamp())
            messages.success(request, "Новый пароль записан. На других устройствах вход закончен.")
            return redirect("home" if first_time else "profile")
    context = {"form": form, "first_time": first_time}
    return page(request, "web/account/change_password.html", context, status=422 if form.errors else 200)


urlpatterns = [path("profile/password/", change_password, name="change_password")]
