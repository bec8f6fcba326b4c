"""Signing out: of this browser, or of all of them."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.access import actions as access
from parta.web.http import PartaRequest
from parta.web.middleware import before_password_change


@require_POST
@before_password_change
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("sign_in")


@require_POST
def sign_out_everywhere(request: PartaRequest) -> HttpResponse:
    """End every session of the person, this one too."""
    access.sign_out_everywhere(request.user, request.user)
    logout(request)
    messages.success(request, "Все входы закончены. Войдите снова.")
    return redirect("sign_in")


urlpatterns = [
    path("sign-out/", sign_out, name="sign_out"),
    path("sign-out/everywhere/", sign_out_everywhere, name="sign_out_everywhere"),
]
