"""Forms of the board of changes: who is away, what becomes of a lesson, a day without lessons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from parta.domain.curriculum.models import Course
from parta.domain.school.models import Room, SchoolClass, StaffMember
from parta.domain.school.queries import staff_on
from parta.domain.timetable.choices import AbsenceReason
from parta.domain.timetable.models import Lesson, StaffAbsence
from parta.lib import clock
from parta.web.shared.forms import DayField, TextField, WholeNumber

CHOOSE = {"required": "Выберите из списка.", "invalid_choice": "Выберите из списка."}
SAME_SUBJECT = "тот же, по КТП"
WHOLE_DAY_HINT = "Например: мороз −32 °C. Причину увидят учителя и семьи."


class AbsenceForm(forms.Form):
    """Who is away, from when till when, why. The list of staff is read once."""

    staff = forms.TypedChoiceField(label="Кого нет", coerce=int, error_messages=CHOOSE)
    first_day = DayField(label="С какого дня")
    last_day = DayField(label="По какой день", required=False, help_text="Пусто — срок пока не известен.")
    reason = forms.ChoiceField(label="Причина", choices=AbsenceReason.choices)
    order_number = TextField(label="Приказ №", max_length=40, required=False)
    note = TextField(label="Примечание", max_length=200, required=False, help_text="Видят завуч и администратор.")

    def __init__(self, *args: Any, absence: StaffAbsence | None = None, **kwargs: Any) -> None:
        if absence:
            names = ("first_day", "last_day", "reason", "note", "order_number")
            kwargs["initial"] = {name: getattr(absence, name) for name in names}
        super().__init__(*args, **kwargs)
        if absence:
            del self.fields["staff"], self.fields["order_number"]
            return
        self._staff = {one.pk: one for one in staff_on(clock.today())}
        field = self.fields["staff"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Выберите"), *[(key, one.user.short_name) for key, one in self._staff.items()]]

    def clean_staff(self) -> StaffMember:
        """The row of the one chosen."""
        return self._staff[self.cleaned_data["staff"]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a substitution may choose from, loaded once."""

    staff: Sequence[StaffMember]
    courses: Sequence[Course]


class SubstituteForm(forms.Form):
    """Who gives the lesson, which subject, why."""

    teacher = forms.TypedChoiceField(label="Кто ведёт", coerce=int, error_messages=CHOOSE)
    course = forms.TypedChoiceField(
        label="Какой предмет", coerce=int, required=False, empty_value=None, error_messages=CHOOSE,
        help_text="Другой предмет запишется на своей странице журнала.",
    )  # fmt: skip
    reason = TextField(label="Почему", max_length=200, required=False)
    order_number = TextField(label="Приказ №", max_length=40, required=False)
    anyway = forms.BooleanField(label="Записать всё равно", required=False)

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {one.pk: one for one in choices.staff}
        self._courses = {one.pk: one for one in choices.courses}
        for name, rows in (
            ("teacher", [(key, one.user.short_name) for key, one in self._staff.items()]),
            ("course", [("", SAME_SUBJECT), *[(key, one.subject.name) for key, one in self._courses.items()]]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = rows

    def clean_teacher(self) -> StaffMember:
        """The row of the one chosen."""
        return self._staff[self.cleaned_data["teacher"]]

    def clean_course(self) -> Course | None:
        """Another subject of the same class, or None."""
        return self._courses.get(self.cleaned_data["course"])


class JoinForm(forms.Form):
    """With which lesson of the same time: those of the same subject first."""

    other = forms.TypedChoiceField(label="С каким уроком", coerce=int, error_messages=CHOOSE)
    reason = TextField(label="Почему", max_length=200, required=False)

    def __init__(self, lesson: Lesson, lessons: Sequence[Lesson], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lessons = {one.pk: one for one in lessons}
        field = self.fields["other"]
        if isinstance(field, forms.ChoiceField):
            subject = lesson.course.subject_id
            same = [(key, _joinable(one)) for key, one in self._lessons.items() if one.course.subject_id == subject]
            rest = [(key, _joinable(one)) for key, one in self._lessons.items() if one.course.subject_id != subject]
            groups = [("Тот же предмет", same), ("Другие уроки этого часа", rest)]
            field.choices = [("", "Выберите"), *[group for group in groups if group[1]]]

    def clean_other(self) -> Lesson:
        """The row of the one chosen."""
        return self._lessons[self.cleaned_data["other"]]


class MoveForm(forms.Form):
    """Another day or number."""

    day = DayField(label="День")
    number = WholeNumber(label="Урок", min_value=0, max_value=20)
    reason = TextField(label="Почему", max_length=200, required=False)
    anyway = forms.BooleanField(label="Записать всё равно", required=False)


class RoomForm(forms.Form):
    """Another room."""

    room = forms.ModelChoiceField(
        Room.objects.filter(is_active=True), label="Кабинет", empty_label="Выберите", error_messages=CHOOSE
    )
    reason = TextField(label="Почему", max_length=200, required=False)
    anyway = forms.BooleanField(label="Записать всё равно", required=False)


class DistanceForm(forms.Form):
    """The link of a distance lesson."""

    link = TextField(
        label="Ссылка на урок", max_length=300, required=False, widget=forms.URLInput({"placeholder": "https://"}),
        help_text="Начинается с https://. Её увидят ученики и родители. Пусто — урок снова в школе.",
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why there will be no lesson."""

    reason = TextField(label="Почему", max_length=200, help_text="Причину увидят учитель и семьи.")


class WholeDayForm(forms.Form):
    """A day without lessons: for the whole school or some classes."""

    day = DayField(label="День")
    classes = forms.ModelMultipleChoiceField(
        SchoolClass.objects.none(), label="Классы", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Никто не отмечен — вся школа.", error_messages=CHOOSE,
    )  # fmt: skip
    reason = TextField(label="Почему", max_length=200, help_text=WHOLE_DAY_HINT)

    def __init__(self, year_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["classes"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = SchoolClass.objects.filter(year=year_id)


def _joinable(lesson: Lesson) -> str:
    substitution = getattr(lesson, "substitution", None)
    teacher = substitution.teacher if substitution else lesson.teacher
    return f"{lesson.course.title}: {teacher.user.short_name}" if teacher else lesson.course.title
