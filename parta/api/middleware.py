"""The API hears no cookies at all: a browser's session neither opens it nor is kept alive by it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoCookies:
    """Stands before the session's middleware and drops the cookies of requests to /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/api/"):
            request.COOKIES = {}
        return self.get_response(request)
