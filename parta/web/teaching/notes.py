"""Recommendations, remarks and praise to one pupil: written from the journal, corrected or withdrawn with a trace."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parta.domain.curriculum.models import Course
from parta.domain.journal import actions, queries
from parta.domain.journal.actions import NoteFields
from parta.domain.journal.actions.notes import MAX_REASON, MAX_TEXT
from parta.domain.journal.choices import NoteKind
from parta.domain.journal.models import PupilNote
from parta.domain.school.queries import class_of
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching.lesson_forms import whole


class NoteForm(forms.Form):
    """What it is and the words themselves."""

    kind = forms.ChoiceField(
        label="Что это",
        choices=[(one.value, one.label.capitalize()) for one in NoteKind],
        initial=NoteKind.RECOMMENDATION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Текст",
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 4, "placeholder": "Например: повтори сложение дробей, § 12, № 301–305"}),
        help_text="Увидят только ученик, его родители и школа.",
        error_messages={"required": "Напишите, что увидят ученик и родители."},
    )

    def fields_of(self) -> NoteFields:
        """For the action."""
        return NoteFields(self.cleaned_data["kind"], self.cleaned_data["text"])


@require_http_methods(["GET", "POST"])
@never_cache
def pupil_notes(request: PartaRequest, course_id: int, pupil_id: int) -> HttpResponse:
    """Words to a pupil of the page, and the form of a new one. `?lesson=`: about which lesson."""
    course = queries.course_for(request.user, course_id)
    found = queries.notes_page(request.user, course, pupil_id, _lesson(request))
    form = NoteForm()
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid() and _written(request, course, found, form):
            return redirect(request.get_full_path())
    context = {"found": found, "form": form, "student": found.student, "course": course, "lesson": found.lesson}
    return page(request, "web/teaching/pupil_notes.html", context, 422 if form.errors else 200)


def _written(request: PartaRequest, course: Course, found: queries.NotesPage, form: NoteForm) -> bool:
    fields = form.fields_of()
    try:
        note = actions.write_note(
            request.user, course=course, student=found.student, fields=fields, lesson=found.lesson
        )  # fmt: skip
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    _say(request, note, "Записано: ученик и родители увидят это в дневнике.")
    return True


def _say(request: PartaRequest, note: PupilNote, done: str) -> None:
    warning = actions.note_warning(note.course, note.text)
    if warning:
        messages.warning(request, warning)
    else:
        messages.success(request, done)


def _lesson(request: PartaRequest) -> Lesson | None:
    asked = whole(request.GET.get("lesson"))
    return queries.lesson_for(request.user, asked) if asked else None


@require_GET
@never_cache
def student_notes(request: PartaRequest, pupil_id: int) -> HttpResponse:
    """Everything teachers wrote to a pupil: for the class teacher, those who look after teaching, the administrator."""
    found = queries.student_notes(request.user, pupil_id)
    context = {"found": found, "student": found.student, "unit": class_of(found.student, clock.today())}
    return page(request, "web/teaching/pupil_notes.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def note_correct(request: PartaRequest, note_id: int) -> HttpResponse:
    """Other words or another kind: the author, the class teacher, the deputy, the administrator."""
    note = queries.note_for(request.user, note_id)
    form = NoteForm(initial={"kind": note.kind, "text": note.text})
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            base = whole(request.POST.get("base"))
            try:
                changed = actions.correct_note(request.user, note=note, base=base, fields=form.fields_of())
            except (PermissionDenied, NotFound):
                raise
            except DomainError as refused:
                form.add_error(None, refused.message)
            else:
                _say(request, changed, "Исправлено: семья увидит пометку «исправлено».")
                return redirect(back_of(request, note))
    context: dict[str, Any] = {"note": note, "form": form, "back": back_of(request, note), "max_reason": MAX_REASON}
    return page(request, "web/teaching/note_correct.html", context, 422 if form.errors else 200)


@require_POST
def note_withdraw(request: PartaRequest, note_id: int) -> HttpResponse:
    """Take a word back, with a reason."""
    note = queries.note_for(request.user, note_id)
    try:
        base = whole(request.POST.get("base"))
        actions.withdraw_note(request.user, note=note, base=base, reason=request.POST.get("reason", ""))
    except (PermissionDenied, NotFound):
        raise
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("note_correct", note.pk)
    messages.success(request, "Отозвано: в дневнике этого больше нет, в истории осталось.")
    return redirect(back_of(request, note))


def back_of(request: PartaRequest, note: PupilNote) -> str:
    """The page of the pupil the person reads: of the course, else the whole one."""
    if note.course_id and queries.reads_course(request.user, note.course_id):
        return reverse("pupil_notes", args=[note.course_id, note.student_id])
    return reverse("student_notes", args=[note.student_id])


urlpatterns = [
    path("courses/<int:course_id>/pupils/<int:pupil_id>/notes/", pupil_notes, name="pupil_notes"),
    path("pupils/<int:pupil_id>/notes/", student_notes, name="student_notes"),
    path("notes/<int:note_id>/", note_correct, name="note_correct"),
    path("notes/<int:note_id>/withdraw/", note_withdraw, name="note_withdraw"),
]
