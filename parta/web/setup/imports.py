"""Files into the school: choose, check what will change, write it whole or not at all. The administrator's."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from parta.domain.access.permissions import require_administrator
from parta.domain.audit import queries as audit
from parta.exchange import apply, uploads
from parta.exchange.errors import UnreadableFile
from parta.exchange.preview import KIND_TITLES, ImportKind, ImportOptions, ImportPreview, Line, Sign
from parta.exchange.uploads import Upload
from parta.lib import russian
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.setup.import_forms import CARDS, MAX_BYTES, OptionsForm, UploadForm, card_of, initial_of
from parta.web.upload_limits import takes_files

_PLACE = re.compile(r"(?:[Лл]ист «(?P<sheet>.+?)», )?строка (?P<row>\d+)")
LINES_A_PAGE = 100
HISTORY = 30
TILES = (
    (Sign.ADD, "Создать", "ok", "нового нет"),
    (Sign.CHANGE, "Изменить", "", "менять нечего"),
    (Sign.SAME, "Без изменений", "", "не трогаем"),
    (Sign.ERROR, "С ошибками", "bad", "ошибок нет"),
    (Sign.GONE, "Нет в файле", "", "таких нет"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure above the diff; its address filters the lines."""

    sign: Sign
    label: str
    count: int
    tone: str
    text: str


def imports(request: PartaRequest) -> HttpResponse:
    """What can be loaded, and what has been."""
    require_administrator(request.user, "загружать файлы")
    rows = [_past(row) for row in audit.search(code=apply.AUDIT_CODE)[:HISTORY]]
    return page(request, "web/setup/imports.html", {"cards": CARDS, "past": rows})


@takes_files(lambda: (MAX_BYTES, MAX_BYTES))
def upload(request: PartaRequest, kind: str) -> HttpResponse:
    """Take a file; a broken one gets its sentence beside the field and leaves nothing behind."""
    require_administrator(request.user, "загружать файлы")
    card = card_of(_kind(kind))
    form = UploadForm(card.kind, *sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            options = form.options({})
            data = file.read()
            apply.read_file(card.kind, data, file.name, options)
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            kept = uploads.keep(request.user, card.kind, file.name, data, options)
            return redirect("import_preview", kept.key)
    return page(request, "web/setup/import_upload.html", {"card": card, "form": form}, 422 if form.errors else 200)


def preview(request: PartaRequest, key: str) -> HttpResponse:
    """What the file would do, before it does it; choices and answers are kept and looked at again."""
    require_administrator(request.user, "загружать файлы")
    one = uploads.find(request.user, key)
    form = OptionsForm(one.kind, *sent(request), initial=initial_of(one.options))
    if request.method == "POST" and form.is_valid():
        uploads.choose(one, _chosen(request, one, form))
        return redirect("import_preview", key)
    context: dict[str, Any] = {"upload": one, "form": form, "title": KIND_TITLES[one.kind]}
    try:
        seen = _plan(one)
    except UnreadableFile as error:
        return page(request, "web/setup/import_preview.html", context | {"unreadable": str(error)}, 422)
    if one.kind is ImportKind.TIMETABLE:
        form.initial["valid_from"] = seen.work.valid_from
    return page(request, "web/setup/import_preview.html", context | _shown(request, seen))


@require_POST
def commit(request: PartaRequest, key: str) -> HttpResponse:
    """Write exactly what was seen. A refusal of any step undoes all of them and comes back to the preview."""
    require_administrator(request.user, "загружать файлы")
    one = uploads.find(request.user, key)
    data, seen = one.data(), request.POST.get("seen", "") or "-"
    try:
        result = apply.commit_file(request.user, one.kind, data, one.file_name, one.options, fingerprint=seen)
    except PermissionDenied:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("import_preview", key)
    uploads.drop(one)
    messages.success(request, f"«{one.file_name}» записан: {result.summary}.")
    for note in result.notes:
        messages.info(request, note)
    return redirect("imports")


@require_POST
def cancel(request: PartaRequest, key: str) -> HttpResponse:
    """Forget the file; nothing was written."""
    require_administrator(request.user, "загружать файлы")
    one = uploads.find(request.user, key)
    uploads.drop(one)
    messages.success(request, f"Загрузка «{one.file_name}» отменена, в школе ничего не изменилось.")
    return redirect("imports")


def sent(request: PartaRequest) -> tuple[QueryDict | None, Any]:
    """What a form was sent with; nothing for a page that is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _kind(word: str) -> ImportKind:
    if word not in {card.kind.value for card in CARDS}:
        raise NotFound("Такой загрузки нет.")
    return ImportKind(word)


def _plan(one: Upload) -> ImportPreview:
    parsed = apply.read_file(one.kind, one.data(), one.file_name, one.options)
    return apply.plan_changes(one.kind, parsed, one.options, one.file_name)


def _chosen(request: PartaRequest, one: Upload, form: OptionsForm) -> ImportOptions:
    """Fields of the form where they were sent, answers beside those given before."""
    answers = {name: str(value) for name, value in request.POST.items() if name.startswith("q")}
    if answers:
        return replace(one.options, answers={**one.options.answers, **answers})
    was = one.options
    return replace(form.options(was.answers), given_by=was.given_by, given_on=was.given_on)


def _shown(request: PartaRequest, seen: ImportPreview) -> dict[str, Any]:
    show = request.GET.get("show", "")
    lines = _lines(seen, show, request.GET.get("page", "1"))
    rows = [(line, _row(line.place, _sheets(seen) > 1)) for line in lines]
    return {
        "preview": seen,
        "tiles": [_tile(seen, *tile) for tile in TILES],
        "lines": lines,
        "rows": rows,
        "by_rows": any(row != line.place for line, row in rows),
        "show": show,
        "problems": sorted(seen.problems, key=lambda one: not one.blocking),
        "waits": _waits(seen),
        "seen": seen.fingerprint(),
    }


def _tile(seen: ImportPreview, sign: Sign, label: str, tone: str, nothing: str) -> Tile:
    count = seen.count(sign)
    untouched = sign is Sign.GONE and not any(line.writes for line in seen.lines if line.sign is sign)
    text = "не трогаем" if untouched and count else seen.summary(sign) or nothing
    return Tile(sign, label, count, tone if count else "", text)


def _lines(seen: ImportPreview, show: str, number: str) -> "Page[Line]":
    """Differences by default; «=» only when asked for. Errors stand first."""
    wanted = [line for line in seen.lines if (line.sign == show if show else line.sign is not Sign.SAME)]
    wanted.sort(key=lambda line: line.sign is not Sign.ERROR)
    return Paginator(wanted, LINES_A_PAGE).get_page(number)


def _sheets(seen: ImportPreview) -> int:
    """How many sheets of the workbook the lines come from."""
    return len({found["sheet"] for line in seen.lines if (found := _PLACE.fullmatch(line.place))})


def _row(place: str, many_sheets: bool) -> str:
    """«18» for «лист «Педагоги», строка 18»; with the sheet when there are several."""
    found = _PLACE.fullmatch(place)
    if not found:
        return place
    return f"{found['sheet']}: {found['row']}" if many_sheets and found["sheet"] else found["row"]


def _waits(seen: ImportPreview) -> str:
    """Why the button does nothing yet; «» when it may be pressed."""
    if seen.blocking:
        count = russian.counted(len(seen.blocking), "замечание", "замечания", "замечаний")
        return f"Сначала решите {count}: исправьте файл или уточните выбор"
    if seen.waiting:
        count = russian.counted(len(seen.waiting), "вопрос", "вопроса", "вопросов")
        return f"Сначала ответьте на {count}"
    return "" if seen.changes else "Всё уже записано: изменений нет"


def _past(row: Any) -> dict[str, Any]:
    told = row.after or {}
    kind = told.get("kind", "")
    title = KIND_TITLES[ImportKind(kind)] if kind in {one.value for one in ImportKind} else ""
    return {
        "at": row.at, "actor": row.actor, "file": row.subject_title, "kind": title, "text": told.get("summary", ""),
        "given_by": row.person, "given_on": date.fromisoformat(told["given_on"]) if told.get("given_on") else None,
    }  # fmt: skip


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/<slug:kind>/", upload, name="import_upload"),
    path("imports/files/<slug:key>/", preview, name="import_preview"),
    path("imports/files/<slug:key>/commit/", commit, name="import_commit"),
    path("imports/files/<slug:key>/cancel/", cancel, name="import_cancel"),
]
