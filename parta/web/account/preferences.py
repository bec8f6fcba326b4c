"""How the pages look: theme, low-vision version, density. Kept in cookies, so that the sign-in page follows too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.web.account.sign_in import safe_address
from parta.web.middleware import before_password_change, public
from parta.web.templatetags.parta import VI_GROUPS

YEAR_SECONDS = 365 * 24 * 3600
CHOICES = {
    "theme": {"light", "dark"},
    "density": {"all", "compact", "regular", "roomy"},
    "vi": {word for group in VI_GROUPS for word in group},
}


@require_POST
@public
@before_password_change
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and return to the page; an empty value means the default look."""
    response = redirect(safe_address(request, request.POST.get("next", "")) or "home")
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value is None or not set(value.split()) <= allowed:
            continue
        cookie = f"parta_{name}"
        if value:
            response.set_cookie(cookie, value, max_age=YEAR_SECONDS, samesite="Lax", secure=settings.HTTPS)
        else:
            response.delete_cookie(cookie, samesite="Lax")
    return response


urlpatterns = [path("preferences/", preferences, name="preferences")]
