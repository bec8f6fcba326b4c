"""Files and links of a lesson: put to it and taken back, from the journal's panel, the phone page and a plain form."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from parta.domain.journal import actions, queries
from parta.domain.journal.choices import Purpose
from parta.domain.journal.errors import AttachmentRefused
from parta.domain.timetable.models import Lesson
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.lib.storage import trouble_of
from parta.web.http import PartaRequest, page, status_of
from parta.web.upload_limits import takes_files


@takes_files(lambda: (settings.FILE_BYTES, settings.LESSON_BYTES))
@require_POST
def attachment_add(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """`purpose`, any number of `file`, `url` with `title`. What could be taken is taken, the rest is told in words."""
    lesson = queries.lesson_for(request.user, lesson_id)
    purpose = Purpose.RESOURCE if request.POST.get("purpose") == Purpose.RESOURCE else Purpose.HOMEWORK
    url = request.POST.get("url", "").strip()
    title = request.POST.get("title", "")
    files = request.FILES.getlist("file")
    acts = [_putting(request, lesson, purpose, file) for file in files]
    if url:
        acts.append(lambda: actions.attach_link(request.user, lesson=lesson, purpose=purpose, url=url, title=title))
    if not acts:
        acts.append(_nothing_chosen)
    faults = [fault for fault in map(_tried, acts) if fault]
    return _answer(request, lesson, faults, "Приложено.")


@require_POST
def attachment_remove(request: PartaRequest, lesson_id: int, attachment_id: int) -> HttpResponse:
    """Take one back."""
    lesson = queries.lesson_for(request.user, lesson_id)
    fault = _tried(lambda: actions.remove_attachment(request.user, lesson=lesson, attachment_id=attachment_id))
    return _answer(request, lesson, [fault] if fault else [], "Убрано: семьи этого больше не видят.")


STORAGE = 500
"""From here on a status tells of the server, not of what was sent."""
Fault = tuple[str, int]
"""What went wrong, in words, and its HTTP status."""


def _putting(
    request: PartaRequest, lesson: Lesson, purpose: Purpose, file: "UploadedFile[bytes]"
) -> Callable[[], object]:
    def act() -> object:
        size = file.size or 0
        sent = actions.Sent(file.name or "", b"" if actions.is_too_big(size) else file.read(), size)
        return actions.attach_file(request.user, lesson=lesson, purpose=purpose, file=sent)

    return act


def _nothing_chosen() -> None:
    raise AttachmentRefused("Выберите файл или вставьте ссылку.")


def _tried(act: Callable[[], object]) -> Fault | None:
    try:
        act()
    except (NotFound, PermissionDenied):
        raise
    except DomainError as refused:
        return f"{refused.message} ({refused.clause})" if refused.clause else refused.message, status_of(refused)
    except OSError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        return trouble.message, trouble.status
    return None


def _answer(request: PartaRequest, lesson: Lesson, faults: list[Fault], done: str) -> HttpResponse:
    """The section anew for the page's script, with what was refused said in it; for a plain form, messages."""
    if request.headers.get("X-Fragment") == "yes":
        panel = queries.lesson_panel(request.user, queries.lesson_for(request.user, lesson.pk))
        context = {"panel": panel, "faults": [words for words, _ in faults], "unfolded": True}
        status = next((status for _, status in faults if status >= STORAGE), 200)
        return page(request, "web/teaching/_lesson_files.html", context, status)
    for words, _ in faults:
        messages.error(request, words)
    if not faults:
        messages.success(request, done)
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return redirect(asked)
    return redirect(f"{reverse('lesson', args=[lesson.pk])}?tab=record#files")


urlpatterns = [
    path("lessons/<int:lesson_id>/files/", attachment_add, name="attachment_add"),
    path("lessons/<int:lesson_id>/files/<int:attachment_id>/remove/", attachment_remove, name="attachment_remove"),
]
