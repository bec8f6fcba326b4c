"""Request types, refusals turned into responses once for the whole product, and small page helpers."""

import sys
import uuid
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied, RuleViolation, StaleEdit
from parta.lib.storage import StorageTrouble, trouble_of

log = structlog.get_logger()
STATUS: dict[type[DomainError], int] = {
    RuleViolation: 422,
    InvalidInput: 422,
    StaleEdit: 409,
    PermissionDenied: 403,
    NotFound: 404,
}


class PartaRequest(HttpRequest):
    """A signed-in request: `SignInRequired` guarantees the user, and puts the roles and the seat of today on it."""

    user: User
    htmx: HtmxDetails
    roles: frozenset[Role]


def status_of(error: DomainError) -> int:
    """HTTP status of a refusal; anything unnamed is 422."""
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    return 422


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as a page, or as a notice fragment for htmx."""
    status = status_of(error)
    if status == 404:
        return not_found(request)
    template = "web/errors/_refusal.html" if getattr(request, "htmx", False) else "web/errors/refusal.html"
    return render(request, template, {"error": error, "status": status}, status=status)


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Render a page or a fragment."""
    return render(request, template, context or {}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, also for a missing CSRF token."""
    return render(request, "web/errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form older than its session: says so and keeps no secret of what to do."""
    return render(request, "web/errors/403.html", {"stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent and forbidden look the same."""
    return render(request, "web/errors/404.html", status=404)


def storage_refusal(request: HttpRequest, trouble: StorageTrouble) -> HttpResponse:
    """503 or 507: nothing was written, and here is why. Stands on no database."""
    log.error("storage_trouble", trouble=trouble.code, path=request.path)
    response: HttpResponse
    if request.headers.get("Accept", "").startswith("application/json"):
        response = JsonResponse({"message": trouble.entry}, status=trouble.status)
    elif request.headers.get("HX-Request"):
        words = render_to_string("web/errors/_storage.html", {"error": trouble})
        response = HttpResponse(words, status=trouble.status)
    else:
        response = HttpResponse(render_to_string("web/errors/storage.html", {"error": trouble}), status=trouble.status)
    response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number to tell the administrator; the log holds the same number. Needs no database to be shown.

    Below the views, in a session that cannot be read, the database's own troubles come here too.
    """
    trouble = trouble_of(sys.exc_info()[1])
    if trouble:
        return storage_refusal(request, trouble)
    number = uuid.uuid4().hex[:8]
    log.error("server_error", number=number, path=request.path)
    return HttpResponse(render_to_string("web/errors/500.html", {"number": number}), status=500)
