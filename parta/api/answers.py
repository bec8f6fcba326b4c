"""JSON answers: Cyrillic as it is, no spaces, and for reads an ETag, so that what has not changed is not sent again."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

CONTENT_TYPE = "application/json; charset=utf-8"


def dump(value: Any) -> bytes:
    """Plain values as compact JSON in UTF-8. Half a surrogate, which no text may hold, becomes «?»."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def as_json(value: Any, status: int = 200) -> HttpResponse:
    """An answer as it is."""
    return HttpResponse(dump(value), status=status, content_type=CONTENT_TYPE)


def read(request: HttpRequest, value: Any) -> HttpResponseBase:
    """An answer to a GET: 304 when the program has it already (If-None-Match). Kept by nobody but the program."""
    return conditional(request, as_json(value), "private, no-cache")


def conditional(request: HttpRequest, response: HttpResponse, cache: str) -> HttpResponseBase:
    """Add the ETag of the content and compare it with what the program has."""
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = cache
    return get_conditional_response(request, etag=etag, response=response) or response
