"""A file of a lesson, given out to those who may read it: as a download that can do nothing in this site's name."""

from django.http import FileResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parta.api.downloads import download
from parta.domain.access.models import User
from parta.domain.diary.queries import diary_attachment
from parta.domain.journal import queries
from parta.domain.journal.errors import AttachmentNotFound
from parta.domain.journal.models import Attachment
from parta.web.http import PartaRequest


@require_GET
@never_cache
def attachment(request: PartaRequest, attachment_id: int) -> FileResponse:
    """For readers of the journal page, and for pupils and guardians whose diary shows it; 404 for all others."""
    row = attachment_of(request.user, attachment_id)
    if not row.stored:
        raise AttachmentNotFound("Это ссылка, а не файл")
    return download(queries.contents(row), row.title, row.content_type)


def attachment_of(user: User, attachment_id: int) -> Attachment:
    """By the journal or by the diary."""
    try:
        return queries.attachment_for(user, attachment_id)
    except AttachmentNotFound:
        return diary_attachment(user, attachment_id)


urlpatterns = [path("files/<int:attachment_id>/", attachment, name="attachment")]
