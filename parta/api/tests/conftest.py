"""Programs with keys of the demo school's people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from parta.domain.access import actions as access
from parta.domain.access.choices import Scope
from parta.domain.access.models import User

Program = Callable[..., Client]


def client_with(user: User, *scopes: Scope, name: str = "Программа") -> Client:
    """A client that sends a fresh key of the person; all scopes by default. It keeps no cookies."""
    issued = access.issue_token(user, user, name=name, scopes=scopes or tuple(Scope))
    return Client(headers={"authorization": f"Bearer {issued.raw}"}, raise_request_exception=False)


@pytest.fixture
def program(cast: Any) -> Program:
    """`program("guseva", Scope.READ_JOURNAL)`: one program of a person of the cast."""

    def make(login: str, *scopes: Scope, name: str = "Программа") -> Client:
        return client_with(cast.user(login), *scopes, name=name)

    return make
