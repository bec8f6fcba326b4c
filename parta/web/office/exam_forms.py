"""Forms of examination results: what was held and when, the two cells of each pupil, a correction, a removal."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from parta.domain.access.choices import Role
from parta.domain.curriculum.models import Course, Subject
from parta.domain.curriculum.queries import courses_taught_by, subjects
from parta.domain.finals import actions
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult
from parta.domain.finals.queries.exams import Candidate, candidates, exam_values
from parta.domain.finals.rules.exams import MOST_POINTS, Score, read_score
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.lib import clock
from parta.web.http import PartaRequest
from parta.web.shared.forms import DayField, TextField

KEEPERS = frozenset({Role.DEPUTY, Role.ADMINISTRATOR})
ENTERING = KEEPERS | {Role.TEACHER}
HOUR = {"required": "Впишите время.", "invalid": "Время пишут так: 15:30."}
UNIT = "Выберите, кто сдавал."


@dataclass
class ExamChoice:
    """What may be chosen: by the deputy a class or a whole grade and any subject, by a teacher the own page."""

    keeper: bool
    classes: list[SchoolClass] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)

    @classmethod
    def of(cls, request: PartaRequest, year: AcademicYear, *, keeper: bool) -> "ExamChoice":
        """For the person."""
        if keeper:
            classes = list(SchoolClass.objects.filter(year=year).order_by("grade_level", "letter"))
            return cls(keeper, classes=classes, subjects=list(subjects()))
        taught = courses_taught_by(request.user, clock.today()).filter(year=year)
        return cls(keeper, courses=list(taught.order_by("grade_level", "subject__sort_name", "id")))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """A teacher enters intermediate attestation only."""
        return [(one.value, str(one.label)) for one in ExamKind if self.keeper or one is ExamKind.INTERMEDIATE]

    @property
    def units(self) -> list[tuple[str, str]]:
        """«c12» a class, «g9» a grade, «p34» a page of the journal."""
        if not self.keeper:
            return [(f"p{one.pk}", one.title) for one in self.courses]
        grades = sorted({one.grade_level for one in self.classes})
        return [(f"c{one.pk}", one.name) for one in self.classes] + [(f"g{one}", f"все {one} классы") for one in grades]

    def course(self, unit: str) -> Course | None:
        """The page meant."""
        return next((one for one in self.courses if f"p{one.pk}" == unit), None)

    def class_ids(self, unit: str) -> list[int]:
        """The classes meant."""
        return [one.pk for one in self.classes if unit in (f"c{one.pk}", f"g{one.grade_level}")]


class ExamForm(forms.Form):
    """What was held, for whom, when, and when the school received the results."""

    kind = forms.ChoiceField(label="Что сдавали")
    unit = forms.ChoiceField(label="Кто сдавал", error_messages={"required": UNIT})
    subject = forms.ChoiceField(label="Предмет", error_messages={"required": "Выберите предмет."})
    held_on = DayField(label="День экзамена")
    received_on = DayField(label="Результаты пришли в школу: день")
    received_at = forms.TimeField(
        label="и время",
        input_formats=["%H:%M"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=HOUR,
    )

    def __init__(self, choice: ExamChoice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self._choose("kind", choice.kinds)
        self._choose("unit", [("", "Выберите"), *choice.units])
        if choice.keeper:
            self._choose("subject", [("", "Выберите"), *((str(one.pk), one.name) for one in choice.subjects)])
        else:
            del self.fields["subject"]

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        found = self.fields[name]
        if isinstance(found, forms.ChoiceField):
            found.choices = options

    def held(self, year: AcademicYear) -> actions.ExamHeld:
        """What the action needs, of clean data."""
        data = self.cleaned_data
        received = datetime.combine(data["received_on"], data["received_at"], tzinfo=clock.zone())
        kind = next(one for one in ExamKind if one.value == data["kind"])
        return actions.ExamHeld(year, kind, self.chosen_subject, data["held_on"], received)

    @property
    def chosen_subject(self) -> Subject:
        """Chosen, or that of the page."""
        course = self.choice.course(self.cleaned_data["unit"])
        if course:
            return course.subject
        return next(one for one in self.choice.subjects if str(one.pk) == self.cleaned_data["subject"])


def exam_start(unit: str) -> dict[str, Any]:
    """An empty form: yesterday's attestation, received now; a page of the journal when the person came from it."""
    now = clock.now()
    return {
        "kind": ExamKind.INTERMEDIATE.value, "unit": unit, "held_on": now.date() - timedelta(days=1),
        "received_on": now.date(), "received_at": now.time(),
    }  # fmt: skip


@dataclass(slots=True)
class SheetRow:
    """A pupil with the two cells as they were typed, and what is wrong with them."""

    pupil: Candidate
    value: str = ""
    points: str = ""
    problem: str = ""
    score: Score = field(default_factory=Score)


def sheet(form: ExamForm, year: AcademicYear, data: QueryDict | None) -> list[SheetRow]:
    """Rows of the chosen pupils, read from what was sent. The form is clean."""
    unit = form.cleaned_data["unit"]
    held = form.held(year)
    exam = ExamResult(subject=held.subject, kind=held.kind.value, held_on=held.held_on)
    course = form.choice.course(unit)
    found = candidates(year, classes=form.choice.class_ids(unit), course=course, exam=exam)
    allowed = exam_values(year)
    return [_row(one, data, allowed) for one in found]


def _row(pupil: Candidate, data: QueryDict | None, allowed: tuple[str, ...]) -> SheetRow:
    if data is None:
        return SheetRow(pupil)
    pk = pupil.student.pk
    row = SheetRow(pupil, data.get(f"value-{pk}", "")[:20], data.get(f"points-{pk}", "")[:20])
    try:
        row.score = read_score(row.value, row.points, allowed)
    except ValueError as wrong:
        row.problem = str(wrong)
    return row


class CorrectionForm(forms.Form):
    """The right result and why the first one was wrong."""

    value = TextField(label="Отметка", max_length=8, required=False)
    points = TextField(label="Балл", max_length=4, required=False)
    reason = TextField(
        label="Почему",
        max_length=300,
        help_text="Семья увидит прежний результат, новый и эту причину.",
        error_messages={"required": "Напишите, почему результат исправлен."},
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, allowed: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed
        self.fields["points"].widget.attrs |= {"inputmode": "numeric"}
        self.fields["points"].help_text = f"От 0 до {MOST_POINTS}, если результат в баллах."

    def clean(self) -> dict[str, Any]:
        """The score, of both cells."""
        data = super().clean() or {}
        try:
            data["score"] = read_score(data.get("value", ""), data.get("points", ""), self.allowed)
        except ValueError as wrong:
            self.add_error(None, f"{wrong}.")
        return data


class RemovalForm(forms.Form):
    """Why there was no such result."""

    reason = TextField(
        label="Почему удаляете",
        max_length=300,
        help_text="Запись останется в истории действий. Из дневника результат исчезнет сразу.",
        error_messages={"required": "Напишите, почему результат удалён."},
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
