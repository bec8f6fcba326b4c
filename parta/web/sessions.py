"""The session and the person signed in, read in one statement.

Nothing is remembered between requests: a blocked person, a new password or an ended sign-in is seen by the next one.
"""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from config.sessions import PatientSessionStore
from parta.domain.access.models import Session, User
from parta.lib.prepared import prepared


@prepared
def _sessions(key: str, moment: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=moment).select_related("user")


class SessionStore(PatientSessionStore):
    """Django's sessions in the database, with the person beside the data."""

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Our table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _sessions(str(self.session_key), timezone.localtime())
        if not found:
            self._session_key = None
            return None
        self.person = found[0].user
        return found[0]

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save."""
        row = cast(Session, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row


class Authentication(AuthenticationMiddleware):
    """The person of the session; where the session and its person disagree, Django's own check decides."""

    def process_request(self, request: HttpRequest) -> None:
        """Nothing is read until somebody asks."""
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]  # as Django does


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    session = cast(SessionStore, request.session)
    hash_then = session.get(HASH_SESSION_KEY, "")
    person = session.person
    if person is None or not person.is_active or str(person.pk) != session.get(SESSION_KEY):
        return get_user(request)
    if not constant_time_compare(hash_then, person.get_session_auth_hash()):
        return get_user(request)
    return person
