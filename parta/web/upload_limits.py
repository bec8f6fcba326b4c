"""A file too large is refused by its announced size, before it is received; one that lies about it, while it is.

The body of a request is read by the first who asks for the form (the check of its origin), so the limit stands before
that: views that take files say how much with `takes_files`, every other form may be five megabytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from parta.domain.journal.queries.attached import size_text

FORM = 1024 * 1024
"""Fields and borders beside the files."""
Handler = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one file and of all of them."""

    file: int
    whole: int

    @property
    def words(self) -> str:
        """The sentence of a refusal."""
        several = self.whole > self.file
        together = f", а все вместе — до {size_text(self.whole)}" if several else ""
        advice = "Уменьшите файл или дайте ссылку на него." if several else "Уменьшите файл и пришлите снова."
        return f"Файл слишком большой: принимается до {size_text(self.file)}{together}. Ничего не записано. {advice}"


def takes_files(limits: Callable[[], tuple[int, int]]) -> Callable[[View], View]:
    """Decorator of a view that takes files. limits: bytes of one file and of all, asked at every request."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "POST" and request.FILES is not None and getattr(request, "file_too_large", False):
                return too_large(request, limited.upload_limits())  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        limited.upload_limits = lambda: Limits(*limits())  # type: ignore[attr-defined]
        return limited  # type: ignore[return-value]

    return decorate


def size_check(most: int) -> dict[str, object]:
    """Attributes of a file field: its size is checked in the browser too, before anything is sent."""
    return {"data-behaviour": "file-size", "data-most": most}


class UploadLimits:
    """Refuses by Content-Length; lets no single file grow above its limit."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.content_type == "multipart/form-data":
            limits = _limits_of(request.path_info)
            if _announced(request) > limits.whole + FORM:
                return too_large(request, limits)
            request.upload_handlers = [_Stop(request, limits.file), *request.upload_handlers]
        return self.get_response(request)


class _Stop(FileUploadHandler):
    """Counts the bytes of a file and stops the reading of the request at the first one above the limit."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self.limit:
            self.request.file_too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handlers keep the file."""


def too_large(request: HttpRequest, limits: Limits) -> HttpResponse:
    """413: a sentence for a script, a page for a form. Stands on no session: nobody has signed in yet here."""
    asked = request.headers
    if asked.get("X-Fragment") or asked.get("HX-Request") or asked.get("Accept", "").startswith("application/json"):
        return HttpResponse(limits.words, status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(render_to_string("web/errors/too_large.html", {"words": limits.words}), status=413)


def _announced(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _limits_of(path: str) -> Limits:
    try:
        found = getattr(resolve(path).func, "upload_limits", None)
    except Resolver404:
        found = None
    most = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return found() if found else Limits(most, most)
