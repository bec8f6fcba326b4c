"""Who is asking: the bearer key in the Authorization header, and nothing else. Cookies open nothing here."""

from typing import cast

from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from parta.api import limits
from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.access.errors import ScopeMissing, TokenRefused
from parta.domain.access.models import ApiToken, User
from parta.domain.access.queries import token_for
from parta.domain.audit import actions as audit

NO_KEY = "Нужен ключ программы в заголовке: Authorization: Bearer parta_…"


class ProgramRequest(HttpRequest):
    """A request whose key has been checked: `ProgramKey` puts the key and its person on it."""

    auth: ApiToken
    user: User


class ProgramKey(HttpAuthBase):
    """Lets in a good key with one of the scopes; any good key when none is named."""

    openapi_scheme = "bearer"
    openapi_description = (
        "Ключ программы: страница «Мой профиль» или `parta user token ЛОГИН`. Ключ делает не больше, чем его человек."
    )

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = frozenset(scope.value for scope in scopes)

    def __call__(self, request: HttpRequest) -> ApiToken:
        """The key, with its use counted and noted. Raises TokenRefused, ScopeMissing, TooMany."""
        token = known_token(request)
        limits.count_request(token.pk)
        if self.scopes and not self.scopes & set(token.scopes):
            wanted = " или ".join(f"«{Scope(value).label}»" for value in sorted(self.scopes))
            raise ScopeMissing(f"Ключу «{token.name}» это не разрешено: нужно {wanted}. Сделайте ключ с этим правом.")
        access.note_use(token)
        program = cast(ProgramRequest, request)
        program.user = token.user
        audit.origin.set(f"{_address(request)} · ключ № {token.pk}")
        return token


def known_token(request: HttpRequest) -> ApiToken:
    """The key of the request, whatever its scopes. The header is never written to a log."""
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not raw.strip():
        raise TokenRefused(NO_KEY)
    try:
        return token_for(raw.strip())
    except TokenRefused:
        limits.count_wrong_key(_address(request))
        raise


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
