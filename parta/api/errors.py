"""Every refusal as one shape with the right status: {"error": {"message", "clause", "place"?}}."""

import uuid
from http import HTTPStatus

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from parta.api.answers import as_json
from parta.domain.access.errors import TokenRefused
from parta.domain.journal.errors import Unreadable
from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied, RuleViolation, StaleEdit
from parta.lib.russian import NBSP
from parta.lib.storage import trouble_of

log = structlog.get_logger()
STATUS: dict[type[DomainError], int] = {
    Unreadable: 400,
    TokenRefused: 401,
    PermissionDenied: 403,
    NotFound: 404,
    StaleEdit: 409,
    RuleViolation: 422,
    InvalidInput: 422,
}
SENTENCES = {
    400: "Запрос не читается.",
    404: "Такого адреса нет. Все адреса: /api/v1/openapi.json",
    405: "Этот адрес так не вызывают. Все вызовы: /api/v1/openapi.json",
    413: f"Запрос больше 5{NBSP}МБ. Разделите его на части.",
}
FRAMEWORK: list[tuple[type[Exception], int]] = [
    (RequestDataTooBig, 413),
    (SuspiciousOperation, 400),
    (UnreadablePostError, 400),
    (Http404, 404),
]


class TooMany(DomainError):
    """The limit of requests is reached. `wait`: seconds until the next one is taken. HTTP 429."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class UnknownAddress(NotFound):
    """Nothing lives at this address of the API."""


class BadParameter(InvalidInput):
    """A parameter of the address cannot be understood. `place`: its name."""

    def __init__(self, message: str, *, place: str) -> None:
        super().__init__(message)
        self.place = place


def install(api: NinjaAPI) -> None:
    """Hand every kind of failure to one function."""
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, answer_failure)


def reply(status: int, message: str = "", *, clause: str = "", place: str = "") -> HttpResponse:
    """An answer of the one shape. place: the parameter that is wrong, left out when there is none."""
    fault = {"message": message or SENTENCES.get(status, HTTPStatus(status).phrase), "clause": clause}
    response = as_json({"error": fault | ({"place": place} if place else {})}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def answer_failure(request: HttpRequest, failure: Exception | type[Exception]) -> HttpResponse:
    """What any failure of a request is answered with; a fault of the server also goes to the log, with its number."""
    error = failure if isinstance(failure, Exception) else failure()
    if isinstance(error, DomainError):
        return _refusal(error)
    if isinstance(error, ValidationError):
        return _bad_parameter(error)
    if isinstance(error, HttpError):
        return reply(error.status_code)
    for kind, status in FRAMEWORK:
        if isinstance(error, kind):
            return reply(status)
    trouble = trouble_of(error)
    if trouble:
        log.error("storage_trouble", trouble=trouble.code, path=request.path)
        response = reply(trouble.status, trouble.message)
        response["Retry-After"] = "5"
        return response
    number = uuid.uuid4().hex[:8]
    log.error("server_error", number=number, path=request.path, exc_info=error)
    return reply(500, f"Ошибка на сервере. Скажите администратору журнала её номер: {number}.")


def _refusal(error: DomainError) -> HttpResponse:
    if isinstance(error, TooMany):
        response = reply(429, error.message)
        response["Retry-After"] = str(error.wait)
        return response
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    response = reply(status, error.message, clause=error.clause, place=getattr(error, "place", ""))
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _bad_parameter(error: ValidationError) -> HttpResponse:
    """The first fault of the address: our own validators speak Russian, the framework's words are never shown."""
    fault = error.errors[0]
    place = str(fault["loc"][-1])
    own = fault.get("ctx", {}).get("error", "") if fault["type"] == "value_error" else ""
    return reply(422, own or f"Параметр {place} не подходит.", place=place)
