"""Fixtures of page tests."""

from collections.abc import Callable

import pytest
from django.test import Client

from parta.domain.access.models import User
from parta.lib import clock

Enter = Callable[[User], Client]


@pytest.fixture
def enter() -> Enter:
    """A browser signed in as the person, without the cost of a password hash."""

    def _enter(user: User) -> Client:
        client = Client(headers={"accept": "text/html"})
        client.force_login(user)
        session = client.session
        session["started"] = session["seen"] = int(clock.real_now().timestamp())
        session.save()
        return client

    return _enter
