"""Forms of the pages about journal pages and load."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet

from parta.domain.curriculum.models import Course, Subject
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember, TeachingGroup
from parta.lib import clock
from parta.web.setup.forms import DayField, WatchedForm

CHOOSE = {"required": "Выберите из списка.", "invalid_choice": "Выберите из списка."}


if TYPE_CHECKING:
    StaffChoice = forms.ModelChoiceField[StaffMember]
else:
    StaffChoice = forms.ModelChoiceField  # the class takes no parameter at run time


class StaffField(StaffChoice):
    """A member of staff, named as staff are: «Крылова Е. А.»."""

    def __init__(self, label: str = "Учитель", **options: Any) -> None:
        rows = StaffMember.objects.none()
        super().__init__(queryset=rows, label=label, error_messages=CHOOSE, empty_label="Выберите", **options)

    def label_from_instance(self, obj: StaffMember) -> str:
        return obj.user.short_name


class AssignForm(forms.Form):
    """A teacher from a day."""

    staff = StaffField()
    valid_from = DayField(label="С какого дня")

    def __init__(self, staff: QuerySet[StaffMember], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_staff(self.fields["staff"], staff)
        self.fields["valid_from"].initial = clock.today


class ReplaceForm(forms.Form):
    """Another teacher instead of one, from a day."""

    old = StaffField("Кого")
    new = StaffField("На кого")
    valid_from = DayField(label="С какого дня", help_text="Уроки с этого дня перейдут к новому учителю сами.")

    def __init__(self, course: Course, staff: QuerySet[StaffMember], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teaching = course.assignments.filter(valid_to__isnull=True).values("staff_id")
        _set_staff(self.fields["old"], StaffMember.objects.filter(pk__in=teaching).select_related("user"))
        _set_staff(self.fields["new"], staff)


class EndForm(forms.Form):
    """The last day of a load."""

    last_day = DayField(label="Последний день")


class HoursForm(WatchedForm):
    """Hours of one class that differ from those of its grade."""

    hours = forms.DecimalField(
        label="Часов в неделю",
        required=False,
        localize=True,
        max_digits=4,
        decimal_places=2,
        min_value=0,
        max_value=40,
        help_text="Пусто — как у всей параллели.",
        error_messages={
            "invalid": "Нужно число: 3 или 1,5.",
            "min_value": "Часов не может быть меньше нуля.",
            "max_value": "Больше 40 часов в неделю не бывает.",
        },
    )


class NewCourseForm(forms.Form):
    """A page of the journal for a class or a group."""

    subject = forms.ModelChoiceField(
        Subject.objects.none(), label="Предмет", error_messages=CHOOSE, empty_label="Выберите"
    )
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.none(), label="Класс", required=False, empty_label="Нет, это группа"
    )
    group = forms.ModelChoiceField(
        TeachingGroup.objects.none(), label="Группа", required=False, empty_label="Нет, это класс"
    )

    def __init__(self, year: AcademicYear, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "subject": Subject.objects.order_by("sort_name"),
            "school_class": SchoolClass.objects.filter(year=year),
            "group": TeachingGroup.objects.filter(year=year).prefetch_related("classes"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset


def _set_staff(field: forms.Field, staff: QuerySet[StaffMember]) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = staff
