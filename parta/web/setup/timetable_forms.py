"""Forms of the weekly timetable editor and of the generation of lessons."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.school.models import AcademicYear, Room, StaffMember
from parta.domain.timetable.choices import WeekParity
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.domain.timetable.queries import PlacedHours
from parta.lib.dates import WEEKDAYS, day_title
from parta.lib.russian import decimal_comma
from parta.web.setup.forms import DayField, TextField, WholeNumber

CHOOSE = {"required": "Выберите из списка.", "invalid_choice": "Выберите из списка."}


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    """What may stand at a place of a class: its courses with hours, staff, rooms. Loaded once for all forms of it."""

    hours: list[PlacedHours]
    staff: list[StaffMember]
    rooms: list[Room]


class PlaceForm(forms.Form):
    """A line of the timetable: what, who, where, which weeks. Rows are given, so that no form asks the database."""

    course = forms.TypedChoiceField(label="Предмет", coerce=int, error_messages=CHOOSE)
    teacher = forms.TypedChoiceField(label="Учитель", coerce=int, required=False, empty_value=None)
    room = forms.TypedChoiceField(label="Кабинет", coerce=int, required=False, empty_value=None)
    week = forms.ChoiceField(label="Недели", choices=WeekParity.choices)

    def __init__(
        self,
        choices: PlaceChoices,
        entry: TimetableEntry | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if entry:
            kwargs["initial"] = {
                "course": entry.course_id,
                "teacher": entry.teacher_id,
                "room": entry.room_id,
                "week": entry.week,
            }
        super().__init__(*args, **kwargs)
        self.entry = entry
        self._courses = {row.course.pk: row.course for row in choices.hours}
        self._staff = {one.pk: one for one in choices.staff}
        self._rooms = {one.pk: one for one in choices.rooms}
        self._set("course", [("", "Выберите"), *[(row.course.pk, course_label(row)) for row in choices.hours]])
        self._set("teacher", [("", "по нагрузке"), *[(one.pk, one.user.short_name) for one in choices.staff]])
        self._set("room", [("", "не указан"), *[(one.pk, one.name) for one in choices.rooms]])

    def _set(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def line(self) -> dict[str, Any]:
        """Rows chosen, for the action."""
        data = self.cleaned_data
        return {
            "course": self._courses[data["course"]],
            "teacher": self._staff.get(data["teacher"]),
            "room": self._rooms.get(data["room"]),
            "week": data["week"],
        }


class MoveForm(forms.Form):
    """Another place of the week for everything that stands here."""

    weekday = forms.TypedChoiceField(
        label="День", coerce=int, choices=list(enumerate(WEEKDAYS[:6], start=1)), error_messages=CHOOSE
    )
    number = WholeNumber(label="Урок", min_value=0, max_value=20)


class NewVersionForm(forms.Form):
    """A version of the timetable."""

    valid_from = DayField(
        label="Действует с", help_text="Прежнее расписание кончится накануне, когда вы опубликуете это."
    )
    title = TextField(label="Название", max_length=120, required=False, help_text="Пусто — «Расписание с 12 января».")
    copy_of = forms.ModelChoiceField(
        Timetable.objects.none(),
        label="Начать с копии",
        required=False,
        empty_label="Нет, с пустой сетки",
        error_messages=CHOOSE,
    )

    def __init__(self, tables: QuerySet[Timetable], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["copy_of"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = tables


class LessonsForm(forms.Form):
    """Which days to make lessons for."""

    first = DayField(label="С какого дня", required=False)
    last = DayField(label="По какой день", required=False)
    include_past = forms.BooleanField(
        label="И за прошедшие дни",
        required=False,
        help_text="Добавит недостающие уроки с начала года. Время, кабинеты и учителя прошедших уроков не изменятся.",
    )

    def span(self, year: AcademicYear) -> str:
        """«с 12 января по 26 мая» for the button and the notice."""
        first = self.cleaned_data.get("first") or year.starts_on
        last = self.cleaned_data.get("last") or year.ends_on
        return f"с {day_title(first)} по {day_title(last)}"


def course_label(row: PlacedHours) -> str:
    """«Алгебра · осталось 1 из 3 ч»; a group is named."""
    course: Course = row.course
    name = course.subject.name if course.school_class_id else f"{course.subject.name} ({course.unit_name})"
    if row.required is None or row.left is None:
        return name
    if row.left <= 0:
        return f"{name} · все {_number(row.required)} ч стоят"
    return f"{name} · осталось {_number(row.left)} из {_number(row.required)} ч"


def _number(value: Any) -> str:
    return decimal_comma(format(value.normalize(), "f"))
