"""Forms of the import pages: the file, and the little a file may not say by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from parta.domain.access.choices import Role
from parta.domain.access.queries import holders_of
from parta.domain.curriculum import queries as curriculum
from parta.exchange.preview import ImportKind, ImportOptions
from parta.lib import clock
from parta.lib.dates import day_input
from parta.web.upload_limits import size_check

GIVERS = (Role.DEPUTY, Role.SECRETARY, Role.DIRECTOR)
MAX_BYTES = 20 * 1024 * 1024
DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]


@dataclass(frozen=True, slots=True)
class KindCard:
    """How a kind of file is offered on the first page."""

    kind: ImportKind
    title: str
    button: str
    icon: str
    accepts: str
    gives: str
    extensions: str


CARDS = (
    KindCard(
        ImportKind.TIMETABLE,
        "Расписание",
        "Загрузить расписание",
        "calendar-days",
        "НИКА (файл для сайта: JSON или JS), aSc Timetables (XML), таблица Excel (XLSX) с сеткой недели.",
        "Классы, предметы, кабинеты, учителя, страницы журнала, звонки, неделя и уроки до конца года; замены из НИКИ.",
        ".json,.js,.xml,.xlsx,.xls,.ods",
    ),
    KindCard(
        ImportKind.ROSTER,
        "Списки классов",
        "Загрузить список класса",
        "users",
        "XLSX, ODS, XLS или CSV: один класс или вся школа, имя в одном столбце или в трёх.",
        "Ученики, родители, прибытие и выбытие, состав групп. Кого в файле нет, того не трогаем.",
        ".xlsx,.ods,.xls,.csv",
    ),
    KindCard(
        ImportKind.STAFF,
        "Сотрудники",
        "Загрузить сотрудников",
        "briefcase",
        "XLSX, ODS, XLS или CSV со столбцом «ФИО» или «Фамилия», «Имя», «Отчество».",
        "Люди, должности, почта и телефон, классное руководство. Инициалы из расписания станут полными именами.",
        ".xlsx,.ods,.xls,.csv",
    ),
    KindCard(
        ImportKind.PLAN,
        "КТП",
        "Загрузить КТП",
        "list-ordered",
        "XLSX, ODS, CSV, таблица Word (DOCX) или федеральная рабочая программа (JSON).",
        "План в базе школы: разделы, темы, задания. Приложится к страницам журнала, где плана ещё нет.",
        ".xlsx,.ods,.xls,.csv,.docx,.json",
    ),
)


def card_of(kind: ImportKind) -> KindCard:
    """The card of a kind."""
    return next(card for card in CARDS if card.kind is kind)


class OptionsForm(forms.Form):
    """What the person chooses beside the file; the fields depend on the kind."""

    def __init__(self, kind: ImportKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields.update(_fields(kind))

    def options(self, answers: Mapping[str, str]) -> ImportOptions:
        """The choice as the importers take it."""
        data = self.cleaned_data
        return ImportOptions(
            class_name=data.get("class_name", ""),
            subject=data.get("subject", ""),
            grade=int(data["grade"]) if data.get("grade") else None,
            valid_from=data.get("valid_from"),
            given_by=int(data["given_by"]) if data.get("given_by") else None,
            given_on=data.get("given_on") or clock.today(),
            answers=answers,
        )


class UploadForm(OptionsForm):
    """The file itself, and the same choices."""

    def __init__(self, kind: ImportKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        widget = forms.ClearableFileInput({"accept": card_of(kind).extensions, **size_check(MAX_BYTES)})
        missing = {"required": "Выберите файл.", "empty": "Файл пуст. Проверьте, тот ли файл выбран."}
        self.fields["file"] = forms.FileField(
            label="Файл", widget=widget, error_messages=missing, help_text=f"{card_of(kind).accepts} До 20\u00a0МБ."
        )
        self.fields.update(_handover())
        self.order_fields(["file"])

    def clean_file(self) -> Any:
        """A file too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Файл больше 20\u00a0МБ. Оставьте в нём только нужную таблицу.")
        return file


def _fields(kind: ImportKind) -> dict[str, forms.Field]:
    if kind is ImportKind.ROSTER:
        text = "Если в файле он не назван. Например, 5А."
        return {"class_name": forms.CharField(label="Класс", required=False, max_length=20, help_text=text)}
    if kind is ImportKind.TIMETABLE:
        text = "Например, 24.11.2026. Пусто — предложим сами."
        field = forms.DateField(
            label="Действует с",
            required=False,
            input_formats=DATE_FORMATS,
            help_text=text,
            widget=forms.DateInput(format="%d.%m.%Y"),
            error_messages={"invalid": "День запишите так: 24.11.2026."},
        )
        return {"valid_from": field}
    return _plan_fields() if kind is ImportKind.PLAN else {}


def _handover() -> dict[str, forms.Field]:
    """From whom the administrator has the data, and since when (S3-4.1.5a, S3-4.5.1)."""
    people = sorted(holders_of(GIVERS, clock.today()), key=lambda one: one.sort_name)
    return {
        "given_by": forms.ChoiceField(
            label="Кто передал сведения",
            required=False,
            choices=[("", "никто, они у администратора"), *((str(one.pk), one.short_name) for one in people)],
            help_text="Завуч, секретарь или директор: это останется в истории загрузок.",
        ),
        "given_on": forms.DateField(
            label="Когда",
            required=False,
            input_formats=DATE_FORMATS,
            help_text="Пусто — сегодня.",
            widget=forms.DateInput(format="%d.%m.%Y"),
            error_messages={"invalid": "День запишите так: 24.11.2026."},
        ),
    }


def _plan_fields() -> dict[str, forms.Field]:
    names = [row.name for row in curriculum.subjects()]
    grades = [(str(grade), f"{grade} класс") for grade in range(1, 12)]
    subject = forms.ChoiceField(
        label="Предмет", required=False, choices=[("", "как в файле"), *((name, name) for name in names)]
    )
    grade = forms.ChoiceField(label="Параллель", required=False, choices=[("", "как в файле"), *grades])
    return {"subject": subject, "grade": grade}


def initial_of(options: ImportOptions) -> dict[str, Any]:
    """The choice made so far, for the form."""
    return {
        "class_name": options.class_name,
        "subject": options.subject,
        "grade": str(options.grade or ""),
        "valid_from": day_input(options.valid_from) if options.valid_from else "",
    }


__all__ = ["CARDS", "KindCard", "OptionsForm", "UploadForm", "card_of", "initial_of"]
