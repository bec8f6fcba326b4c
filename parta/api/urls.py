"""Addresses of the API. None asks for a session: what opens them is the key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from parta.api.auth import ProgramKey
from parta.api.errors import UnknownAddress, answer_failure, reply
from parta.api.openapi import api, openapi
from parta.lib.errors import DomainError

View = Callable[..., HttpResponseBase]


def for_programs(view: View) -> View:
    """No redirect to sign-in, no CSRF (no cookie is listened to), and a wrong method in the shape of all refusals."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        refused = reply(405)
        refused["Allow"] = response.headers["Allow"]
        return refused

    answer.login_required = False  # type: ignore[attr-defined]
    return csrf_exempt(answer)


def unknown(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Anything else under /api/: 401 without a key, 404 with one."""
    try:
        ProgramKey()(request)
        raise UnknownAddress("")
    except DomainError as error:
        return answer_failure(request, error)


def _resources() -> list[URLPattern]:
    found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [path(f"v1/{one.pattern}", for_programs(one.callback), name=one.name) for one in found]


urlpatterns = [
    path("v1/openapi.json", for_programs(openapi), name="api_openapi"),
    *_resources(),
    path("<path:rest>", for_programs(unknown), name="api_unknown"),
]
