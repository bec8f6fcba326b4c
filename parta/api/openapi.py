"""The OpenAPI document: made once a process from the types of the resources, the same for everybody."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI

from parta.api import changes, courses, diary, files, journal, me
from parta.api.answers import as_json, conditional
from parta.api.errors import install
from parta.api.requests import operations_schemas

PREFIX = "api/v1/"
VERSION = "1.0.0"
ABOUT = (
    "Журнал и дневник школы для других программ. Ключ — на странице «Мой профиль» или командой `parta user token`; "
    "он делает не больше, чем его человек, и в пределах своих прав. Правила и слова отказов те же, что на страницах."
)


MEANINGS = {
    "200": "Ответ",
    "304": "С прошлого раза ничего не изменилось (If-None-Match)",
    "400": "Запрос не читается: не JSON",
    "401": "Нет ключа, ключ не подходит, кончился или отозван, вход человека закрыт",
    "403": "Ключу или человеку это не разрешено",
    "404": "Такого нет или это не ваше: снаружи не различить",
    "409": "Курсор из другой истории журнала",
    "413": "Запрос больше 5 МБ",
    "422": "Параметр или содержание запроса не подходит",
    "429": "Слишком часто: повторите через Retry-After секунд",
    "503": "База данных сейчас не отвечает, ничего не записано: повторите через Retry-After секунд",
    "507": "На сервере кончилось место на диске, ничего не записано: повторите позже",
}


def build_api() -> NinjaAPI:
    """The resources under one roof. Documentation pages of the framework are off: they load scripts from outside."""
    api = NinjaAPI(title="Парта", version=VERSION, description=ABOUT, openapi_url=None, docs_url=None)
    for resource in (me, courses, journal, diary, files, changes):
        api.add_router("", resource.router)
    install(api)
    return api


api = build_api()


@cache
def document() -> dict[str, Any]:
    """The whole document as plain values."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    found["components"]["schemas"].update(operations_schemas())
    for address in found["paths"].values():
        for call in address.values():
            for status, answer in call["responses"].items():
                answer["description"] = MEANINGS[str(status)]
    return found


def openapi(request: HttpRequest) -> HttpResponseBase:
    """GET /api/v1/openapi.json, open to all: it says nothing of the school."""
    return conditional(request, as_json(document()), "public, no-cache")
