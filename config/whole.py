"""Answers handed to the server whole: a slow reader then holds a connection, not one of the few threads that think."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http.response import HttpResponseBase

Start = Callable[..., Any]
LARGEST = 8 * 1024 * 1024
"""Bytes of a file still read at once; larger ones, archives of a school, go in pieces."""


class WholeAnswers:
    """A WSGI application around Django's: bodies come as one list of bytes, whatever Django made them of.

    The server sends such a list by itself; a body it has to ask for piece by piece keeps the worker's thread busy
    until the last piece has gone out, which on a phone with a weak line takes minutes.
    """

    def __init__(self, application: Callable[[dict[str, Any], Start], HttpResponseBase]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Closed here, so that the request ends before its answer leaves."""
        response = self.application(environ, start)
        if response.streaming and not 0 < int(response.headers.get("Content-Length", 0)) <= LARGEST:
            return response
        try:
            return [b"".join(response)]
        finally:
            response.close()
