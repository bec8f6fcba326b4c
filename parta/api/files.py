"""Files and links of lessons for programs: how an answer names them, and the file itself."""

from collections.abc import Iterable

from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import Router

from parta.api.auth import ProgramKey, ProgramRequest
from parta.api.downloads import download
from parta.api.schemas import FileOut, answers
from parta.domain.access.choices import Scope
from parta.domain.diary.queries import diary_attachment
from parta.domain.journal import queries
from parta.domain.journal.errors import AttachmentNotFound
from parta.domain.journal.models import Attachment
from parta.domain.journal.queries import AttachmentLine

JOURNAL = {Scope.READ_JOURNAL.value, Scope.WRITE_JOURNAL.value}
BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
router = Router(tags=["Файлы"])


def files_out(lines: Iterable[AttachmentLine]) -> list[FileOut]:
    """As answers name them: a link by its own address, a file by its address here."""
    return [
        {
            "purpose": one.purpose.value,
            "title": one.title,
            "url": one.url or reverse("api_file", args=[one.id]),
            "link": one.is_link,
            "size": one.size,
        }
        for one in lines
    ]


@router.get(
    "/files/{int:attachment_id}",
    auth=ProgramKey(*Scope),
    response=answers(None, 404, kept=False),
    url_name="api_file",
    operation_id="file",
    summary="Файл урока",
    openapi_extra={"responses": {200: {"description": "Файл", "content": BYTES}}},
)
def file(request: ProgramRequest, attachment_id: int) -> HttpResponseBase:
    """Сам файл. Право: read_journal или write_journal — из своих журналов, read_diary — из дневника."""
    row = _found(request, attachment_id)
    if not row.stored:
        raise AttachmentNotFound("Это ссылка, а не файл")
    return download(queries.contents(row), row.title, "application/octet-stream")


def _found(request: ProgramRequest, attachment_id: int) -> Attachment:
    scopes = set(request.auth.scopes)
    if scopes & JOURNAL:
        try:
            return queries.attachment_for(request.user, attachment_id)
        except AttachmentNotFound:
            if Scope.READ_DIARY.value not in scopes:
                raise
    return diary_attachment(request.user, attachment_id)
