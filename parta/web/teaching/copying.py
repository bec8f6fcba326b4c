"""Homework of a lesson for the teacher's other classes: where, to what day, what became of it. Page and fragment."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.domain.journal import actions, queries
from parta.domain.journal.actions import Copied, CopyKey
from parta.domain.journal.actions.lesson import MAX_MINUTES
from parta.domain.timetable.models import Lesson
from parta.web.http import PartaRequest, page
from parta.web.teaching.lesson_forms import iso_day, whole


@require_http_methods(["GET", "POST"])
@never_cache
def homework_copy(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Other classes of the subject with their next lessons; then what was written where."""
    lesson = queries.lesson_for(request.user, lesson_id)
    if request.method == "GET":
        return answer(request, lesson, targets=queries.copy_targets(request.user, lesson))
    chosen = [whole(request.POST.get(f"lesson-{course}")) for course in request.POST.getlist("course")]
    topic = request.POST.get("topic") == "yes"
    done = actions.copy_homework(request.user, lesson=lesson, places=chosen, with_topic=topic)
    if not done:
        targets = queries.copy_targets(request.user, lesson)
        return answer(request, lesson, targets=targets, error="Отметьте хотя бы один класс")
    return answer(request, lesson, done=done)


@require_GET
@never_cache
def homework_load(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """All homework of the class for a day, with this lesson's as it is being typed: `due_on`, `minutes`."""
    lesson = queries.lesson_for(request.user, lesson_id)
    due = iso_day(request.GET.get("due_on", ""))
    minutes = min(whole(request.GET.get("minutes")), MAX_MINUTES)
    load = queries.homework_load(lesson, due, minutes or None) if due else None
    return page(request, "web/teaching/_homework_load.html", {"load": load})


@require_POST
def homework_copy_undo(request: PartaRequest, lesson_id: int) -> HttpResponse:
    """Take the copies back: one button."""
    lesson = queries.lesson_for(request.user, lesson_id)
    copies = [CopyKey.read(text) for text in request.POST.getlist("copy")]
    return answer(request, lesson, done=actions.undo_copying(request.user, lesson=lesson, copies=copies), undone=True)


def answer(request: PartaRequest, lesson: Lesson, *, done: list[Copied] | None = None, **more: Any) -> HttpResponse:
    """The page, or the part of it the journal shows beside the register."""
    fragment = request.headers.get("X-Fragment") == "yes"
    template = "web/teaching/_homework_copy.html" if fragment else "web/teaching/homework_copy.html"
    record = getattr(lesson, "record", None)
    context = {"lesson": lesson, "homework": getattr(lesson, "homework", None), "topic": record.topic if record else ""}
    return page(request, template, {**context, "fragment": fragment, "done": done, **more})


urlpatterns = [
    path("lessons/<int:lesson_id>/copy/", homework_copy, name="homework_copy"),
    path("lessons/<int:lesson_id>/load/", homework_load, name="homework_load"),
    path("lessons/<int:lesson_id>/copy/undo/", homework_copy_undo, name="homework_copy_undo"),
]
