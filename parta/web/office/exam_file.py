"""Results of an examination from a table: what was held and the file, what will be written, the writing."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parta.domain.access.errors import RightMissing
from parta.domain.school.models import AcademicYear
from parta.domain.school.queries import current_year
from parta.exchange import apply, uploads
from parta.exchange.apply.exams import ExamAsked
from parta.exchange.errors import UnreadableFile
from parta.exchange.preview import ImportKind, ImportOptions, Sign
from parta.exchange.uploads import Upload
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.office.exam_forms import ENTERING, KEEPERS, ExamChoice, ExamForm, exam_start

MAX_BYTES = 20 * 1024 * 1024
SHOWN = 400


class ExamFileForm(ExamForm):
    """The same conditions as of the hand entry, and the table."""

    file = forms.FileField(
        label="Файл",
        help_text="XLSX, ODS, XLS или CSV: ФИО и «Отметка», «Балл» или оба; класс — если их несколько. До 20\u00a0МБ.",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.ods,.xls,.csv"}),
        error_messages={"required": "Выберите файл.", "empty": "Файл пуст. Проверьте, тот ли файл выбран."},
    )

    def clean_file(self) -> Any:
        """A file too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Файл больше 20\u00a0МБ. Оставьте в нём только нужную таблицу.")
        return file

    def asked(self, year: AcademicYear) -> ExamAsked:
        """The conditions as they lie beside the kept file."""
        held, unit = self.held(year), self.cleaned_data["unit"]
        course = self.choice.course(unit)
        classes = tuple(self.choice.class_ids(unit))
        return ExamAsked(
            year.pk, held.kind, held.subject.pk, held.held_on, held.received_at, classes, course.pk if course else None
        )


def _require_entering(request: PartaRequest) -> None:
    if not request.roles & ENTERING:
        raise RightMissing("Результаты экзаменов записывает завуч, администратор ЭЖ или учитель этого предмета.")


@require_http_methods(["GET", "POST"])
@never_cache
def exam_file(request: PartaRequest) -> HttpResponse:
    """Take the conditions and a table; a broken one gets its sentence and leaves nothing behind."""
    _require_entering(request)
    year = current_year()
    if year is None:
        raise NotFound("Учебного года ещё нет")
    choice = ExamChoice.of(request, year, keeper=bool(request.roles & KEEPERS))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExamFileForm(choice, *sent, initial=exam_start(request.GET.get("for", "")))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        body, options = file.read(), ImportOptions(answers=form.asked(year).as_answers())
        try:
            apply.read_file(ImportKind.EXAMS, body, file.name, options)
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return redirect(
                "exam_file_check", uploads.keep(request.user, ImportKind.EXAMS, file.name, body, options).key
            )
    return page(request, "web/office/exam_file.html", {"form": form}, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def exam_file_check(request: PartaRequest, key: str) -> HttpResponse:
    """What the table would write; POST answers a question, writes what was seen, or forgets the file."""
    _require_entering(request)
    one = uploads.find(request.user, key)
    if one.kind is not ImportKind.EXAMS:
        raise NotFound("Такого файла нет.")
    if request.method == "POST":
        return _answered(request, one)
    parsed = apply.read_file(one.kind, one.data(), one.file_name, one.options)
    seen = apply.plan_changes(one.kind, parsed, one.options, one.file_name)
    context = {
        "upload": one, "preview": seen, "lines": seen.lines[:SHOWN], "more": max(0, len(seen.lines) - SHOWN),
        "same": seen.count(Sign.SAME), "seen": seen.fingerprint(),
    }  # fmt: skip
    return page(request, "web/office/exam_file_check.html", context)


def _answered(request: PartaRequest, one: Upload) -> HttpResponse:
    act = request.POST.get("do", "")
    if act == "cancel":
        uploads.drop(one)
        messages.success(request, f"Файл «{one.file_name}» отменён, ничего не записано.")
        return redirect("exams")
    if act == "answer":
        answers = {name: str(value) for name, value in request.POST.items() if name.startswith("q")}
        uploads.choose(one, replace(one.options, answers={**one.options.answers, **answers}))
        return redirect("exam_file_check", one.key)
    seen = request.POST.get("seen", "") or "-"
    try:
        result = apply.commit_file(request.user, one.kind, one.data(), one.file_name, one.options, fingerprint=seen)
    except PermissionDenied:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("exam_file_check", one.key)
    uploads.drop(one)
    messages.success(
        request, f"«{one.file_name}» записан: {result.summary}. Ученики и родители уже видят их в дневнике."
    )
    for note in result.notes:
        messages.info(request, note)
    return redirect(reverse("exams"))


urlpatterns = [
    path("exams/file/", exam_file, name="exam_file"),
    path("exams/file/<slug:key>/", exam_file_check, name="exam_file_check"),
]
