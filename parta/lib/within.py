"""What a web request has read already: small dictionaries asked for at every mark of a page.

The cache hands out a new copy at each call, made by unpickling; within a request one copy is enough. Outside a request
nothing is remembered here. Never for rights: they are read where they are needed.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.core.signals import request_finished, request_started

Value = TypeVar("Value")
_known: ContextVar[dict[str, Any] | None] = ContextVar("within_request", default=None)


def once(key: str, make: Callable[[], Value]) -> Value:
    """The value of the key, made at most once a request. Callers do not change it."""
    known = _known.get()
    if known is None:
        return make()
    if key not in known:
        known[key] = make()
    return cast(Value, known[key])


def forget(*keys: str) -> None:
    """After a change: the rest of the request reads anew."""
    known = _known.get() or {}
    for key in keys:
        known.pop(key, None)


def begin_request(**_: object) -> None:
    """From here on values are remembered."""
    _known.set({})


def end_request(**_: object) -> None:
    """Forget all."""
    _known.set(None)


request_started.connect(begin_request, dispatch_uid="lib.within.begin")
request_finished.connect(end_request, dispatch_uid="lib.within.end")
