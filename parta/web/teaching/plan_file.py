"""A teacher's own plan from a file: choose, see what will change, write (DESIGN, КТП: 102 topics in five clicks)."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from parta.domain.access.choices import Role
from parta.domain.curriculum import queries
from parta.domain.curriculum.models import Subject
from parta.exchange import apply, uploads
from parta.exchange.errors import UnreadableFile
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, Sign
from parta.exchange.uploads import Upload
from parta.lib import clock
from parta.lib.errors import DomainError, NotFound, PermissionDenied
from parta.web.http import PartaRequest, page
from parta.web.teaching.plans import MAKERS, require_reader
from parta.web.upload_limits import size_check, takes_files

MAX_BYTES = 20 * 1024 * 1024
SHOWN = 400


class PlanFileForm(forms.Form):
    """The file, its subject and grade."""

    file = forms.FileField(
        label="Файл",
        help_text="XLSX, ODS, CSV, таблица Word (DOCX) или федеральная программа (JSON). До 20\u00a0МБ.",
        widget=forms.ClearableFileInput({"accept": ".xlsx,.ods,.xls,.csv,.docx,.json", **size_check(MAX_BYTES)}),
        error_messages={"required": "Выберите файл.", "empty": "Файл пуст. Проверьте, тот ли файл выбран."},
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(),
        label="Предмет",
        empty_label="Выберите",
        error_messages={"required": "Выберите предмет.", "invalid_choice": "Выберите предмет из списка."},
    )
    grade = forms.TypedChoiceField(
        label="Класс", coerce=int, choices=[(grade, f"{grade} класс") for grade in range(1, 12)]
    )

    def __init__(self, request: PartaRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        keeps = request.roles & {Role.ADMINISTRATOR, Role.DEPUTY}
        if isinstance(field, forms.ModelChoiceField):
            own = queries.subjects_taught_by(request.user, clock.today())
            field.queryset = Subject.objects.all() if keeps else own

    def clean_file(self) -> Any:
        """A file too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Файл больше 20\u00a0МБ. Оставьте в нём только нужную таблицу.")
        return file


def _require_maker(request: PartaRequest) -> None:
    require_reader(request)
    if not request.roles & MAKERS:
        raise PermissionDenied("КТП составляют учителя, завуч и администратор ЭЖ.")


@takes_files(lambda: (MAX_BYTES, MAX_BYTES))
def plan_file(request: PartaRequest) -> HttpResponse:
    """Take a file; a broken one gets its sentence and leaves nothing behind."""
    _require_maker(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PlanFileForm(request, *sent, initial={name: request.GET.get(name) for name in ("subject", "grade")})
    if request.method == "POST" and form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        options = ImportOptions(subject=data["subject"].name, grade=data["grade"])
        body = file.read()
        try:
            apply.read_file(ImportKind.PLAN, body, file.name, options)
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return redirect(
                "plan_file_check", uploads.keep(request.user, ImportKind.PLAN, file.name, body, options).key
            )
    return page(request, "web/teaching/plan_file.html", {"form": form}, 422 if form.errors else 200)


def plan_file_check(request: PartaRequest, key: str) -> HttpResponse:
    """What the file would do; POST answers a question, writes what was seen, or forgets the file."""
    _require_maker(request)
    one = _upload(request, key)
    if request.method == "POST":
        return _answered(request, one)
    parsed = apply.read_file(one.kind, one.data(), one.file_name, one.options)
    seen = apply.plan_changes(one.kind, parsed, one.options, one.file_name)
    lines = [line for line in seen.lines if line.sign is not Sign.SAME]
    context = {
        "upload": one,
        "preview": seen,
        "lines": [(line, _row(line.place)) for line in lines[:SHOWN]],
        "more": max(0, len(lines) - SHOWN),
        "same": seen.count(Sign.SAME),
        "hours": _hours(seen),
        "by_section": _sections(seen),
        "seen": seen.fingerprint(),
    }
    return page(request, "web/teaching/plan_file_check.html", context)


def _row(place: str) -> str:
    """«3» for «лист «КТП», строка 3»."""
    found = re.search(r"строка (\d+)$", place)
    return found[1] if found else place


def _upload(request: PartaRequest, key: str) -> Upload:
    one = uploads.find(request.user, key)
    if one.kind is not ImportKind.PLAN:
        raise NotFound("Такого файла нет.")
    return one


def _hours(seen: ImportPreview) -> Any:
    """Hours of the file against the study plan of the grade."""
    work = seen.work
    if work is None or work.subject is None or work.year.row is None:
        return None
    return queries.hours_of_grade(work.year.row, work.subject, work.grade, len(work.lines))


def _sections(seen: ImportPreview) -> queries.SectionCheck | None:
    """Hours of the file by section against those it names itself, or against the federal programme."""
    work = seen.work
    if work is None or not work.lines:
        return None
    units = [line.unit for line in work.lines]
    return queries.sections_check(work.subject_name, work.grade, units, work.section_hours)


def _answered(request: PartaRequest, one: Upload) -> HttpResponse:
    act = request.POST.get("do", "")
    if act == "cancel":
        uploads.drop(one)
        messages.success(request, f"Загрузка «{one.file_name}» отменена, в плане ничего не изменилось.")
        return redirect("plan_list")
    if act == "answer":
        answers = {name: str(value) for name, value in request.POST.items() if name.startswith("q")}
        uploads.choose(one, replace(one.options, answers={**one.options.answers, **answers}))
        return redirect("plan_file_check", one.key)
    seen = request.POST.get("seen", "") or "-"
    try:
        result = apply.commit_file(request.user, one.kind, one.data(), one.file_name, one.options, fingerprint=seen)
    except PermissionDenied:
        raise
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("plan_file_check", one.key)
    uploads.drop(one)
    messages.success(request, f"«{one.file_name}» записан: {result.summary}.")
    for note in result.notes:
        messages.info(request, note)
    return redirect(f"{reverse('plan_list')}?mine=1")


urlpatterns = [
    path("plans/file/", plan_file, name="plan_file"),
    path("plans/file/<slug:key>/", plan_file_check, name="plan_file_check"),
]
