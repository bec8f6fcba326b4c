"""What happens to every request: a count and a line of the log, session limits, sign-in by default, refusals in words,
origin for the audit log."""

import operator
import time
from collections.abc import Callable
from typing import TypeVar, cast

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required as _login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject, new_method_proxy

from parta.domain.access.choices import TEACHING_ROLES
from parta.domain.access.models import User
from parta.domain.access.queries import roles_of
from parta.domain.audit import actions as audit
from parta.domain.regulation.choices import EntryPlace
from parta.domain.regulation.queries import rulebook_for
from parta.lib import clock, metrics
from parta.lib.errors import DomainError
from parta.lib.storage import trouble_of
from parta.web.http import PartaRequest, refusal, storage_refusal

Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger()
WATCHDOGS = frozenset({"health_live", "health_ready"})
View = TypeVar("View", bound=Callable[..., HttpResponse])
public = _login_not_required
"""Decorator of the few views open to strangers; everything else asks for sign-in."""


def before_password_change(view: View) -> View:
    """Decorator of the views open while a one-time password waits to be replaced."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view


class LazyRoles(SimpleLazyObject):  # type: ignore[type-arg]  # generic in the stubs only
    """A frozenset of roles that costs its queries only when somebody looks."""

    __and__ = new_method_proxy(operator.and_)
    __or__ = new_method_proxy(operator.or_)


class Watch:
    """Counts every answer and writes one line about it: which page, how it ended, how long, whose number.

    No address with its parts, no query string, no name. Probes of watchdogs are counted but not written.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        view = request.resolver_match.view_name if request.resolver_match else "none"
        if view == "none" and request.path.startswith(settings.STATIC_URL):
            return response
        metrics.count_request(view, request.method or "", response.status_code, seconds)
        if view not in WATCHDOGS:
            self._note(request, view, response.status_code, seconds)
        return response

    def _note(self, request: HttpRequest, view: str, status: int, seconds: float) -> None:
        user = getattr(request, "user", None)
        number = user.pk if user is not None and user.is_authenticated else None
        method = request.method if request.method in metrics.METHODS else "OTHER"
        log.info("request", view=view, method=method, status=status, ms=round(seconds * 1000, 1), user=number)


SHARED_IDLE_SECONDS = 20 * 60
"""How long a desk in a place of many stays signed in untouched."""


def _works_at_shared_places(user: User) -> bool:
    """Does the act send those who fill the journal to classrooms and assigned places (`entry_places`, S3-8.3a)?

    Asked only of a session that has been silent for a while.
    """
    places = rulebook_for(clock.today()).rulebook.entry.entry_places
    return EntryPlace.ANYWHERE not in places and bool(roles_of(user) & TEACHING_ROLES)


class SessionLimits:
    """Idle and absolute end of a session, by the school's clock; a password change elsewhere ends it too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest) -> bool:
        user = cast(User, request.user)
        moment = int(clock.real_now().timestamp())
        started = request.session.get("started", 0)
        seen = request.session.get("seen", started)
        if moment - started > settings.SESSION_ABSOLUTE_SECONDS or moment - seen > settings.SESSION_IDLE_SECONDS:
            return True
        if moment - seen > SHARED_IDLE_SECONDS and _works_at_shared_places(user):
            return True
        if not user.is_active or (user.signed_out_at and user.signed_out_at.timestamp() > started):
            return True
        if moment - seen > 60:
            request.session["seen"] = moment
        return False


class SignInRequired:
    """Deny unless a view says it is public; puts the roles of today on the request; names the origin for the audit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            signed_in = cast(PartaRequest, request)
            signed_in.roles = LazyRoles(lambda: roles_of(user))  # type: ignore[assignment]
        token = audit.origin.set(str(request.META.get("REMOTE_ADDR", ""))[:80])
        try:
            response = self.get_response(request)
        finally:
            audit.origin.reset(token)
        if user.is_authenticated and response.headers.get("Content-Type", "").startswith("text/html"):
            response["X-Person"] = str(user.pk)  # whose page it is: a device keeps it for nobody else
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Strangers are sent to sign in; holders of a one-time password, to choose their own."""
        if not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated:
            waits = request.user.must_change_password and not getattr(view, "before_password_change", False)
            return redirect("change_password") if waits else None
        if request.headers.get("HX-Request") or request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse("Вход закончился. Войдите снова.", status=401, content_type="text/plain; charset=utf-8")
        return redirect_to_login(request.get_full_path())


class DomainErrors:
    """A refusal raised anywhere below becomes its sentence with the right status."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything that is neither a DomainError nor a trouble of the storage goes on to the 500 page."""
        if isinstance(exception, DomainError):
            return refusal(request, exception)
        trouble = trouble_of(exception)
        return storage_refusal(request, trouble) if trouble else None
