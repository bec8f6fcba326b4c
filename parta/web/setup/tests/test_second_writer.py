"""Two people fill the same form of setup: the second is told what the first wrote, and loses nothing typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parta.domain.access import actions as access
from parta.domain.curriculum import actions as curriculum
from parta.domain.curriculum.actions import NewCourse
from parta.domain.curriculum.models import StudyPlanLine, Subject
from parta.domain.journal.models import WorkType
from parta.domain.school import actions as school
from parta.domain.school.choices import GroupKind
from parta.domain.school.models import AcademicYear, GradingPeriod, Room, School, SchoolClass, TeachingGroup, Vacation
from parta.domain.timetable import actions as timetable
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import BellSchedule
from parta.web.conftest import Enter
from parta.web.setup.tests.conftest import Cast

pytestmark = pytest.mark.django_db
TOLD = "эти данные изменил другой человек"


@dataclass(frozen=True)
class Case:
    """A form: its address, what the first person does meanwhile, what the second one types, and what stands then."""

    address: str
    meanwhile: Callable[[], object]
    typed: dict[str, Any]
    stands: Callable[[], object]


def room(cast: Cast) -> Case:
    row = school.add_rooms(cast.admin, names=["214"])[0]
    return Case(
        reverse("room", args=[row.pk]),
        lambda: Room.objects.filter(pk=row.pk).update(title="Кабинет физики"),
        {"title": "Лаборатория"},
        lambda: Room.objects.get(pk=row.pk).title,
    )


def subject(cast: Cast) -> Case:
    row = Subject.objects.create(name="Физика")
    return Case(
        reverse("subject", args=[row.pk]),
        lambda: Subject.objects.filter(pk=row.pk).update(short_name="Физ."),
        {"area": "Естественные науки"},
        lambda: Subject.objects.get(pk=row.pk).short_name,
    )


def person(cast: Cast) -> Case:
    user = cast.pupils[0].user
    return Case(
        reverse("person_change", args=[user.pk]),
        lambda: access.change_person(cast.secretary, user, phone="8 900 000-00-00"),
        {"middle_name": "Олегович"},
        lambda: type(user).objects.get(pk=user.pk).middle_name,
    )


def student(cast: Cast) -> Case:
    row = cast.pupils[0]
    return Case(
        reverse("student_change", args=[row.user_id]),
        lambda: type(row).objects.filter(pk=row.pk).update(file_number="12"),
        {"birth_date": "2012-05-06"},
        lambda: type(row).objects.get(pk=row.pk).birth_date,
    )


def klass(cast: Cast) -> Case:
    row = cast.class_7a
    return Case(
        reverse("class_change", args=[row.pk]),
        lambda: SchoolClass.objects.filter(pk=row.pk).update(profile="математический"),
        {"profile": "гуманитарный"},
        lambda: SchoolClass.objects.get(pk=row.pk).profile,
    )


def year(cast: Cast) -> Case:
    return Case(
        reverse("school_year", args=[cast.year.pk]),
        lambda: AcademicYear.objects.filter(pk=cast.year.pk).update(ends_on=date(2026, 5, 29)),
        {"ends_on": "2026-05-25"},
        lambda: AcademicYear.objects.get(pk=cast.year.pk).ends_on,
    )


def vacation(cast: Cast) -> Case:
    row = Vacation.objects.filter(year=cast.year).order_by("starts_on")[0]
    return Case(
        reverse("vacation", args=[row.pk]),
        lambda: Vacation.objects.filter(pk=row.pk).update(title="Осенний отдых"),
        {"title": "Осенние дни"},
        lambda: Vacation.objects.get(pk=row.pk).title,
    )


def grading(cast: Cast) -> Case:
    first = GradingPeriod.objects.filter(year=cast.year, grade_level=5, number=1)
    return Case(
        f"{reverse('periods', args=[cast.year.pk])}?kind=quarter&grades=5",
        lambda: first.update(starts_on=date(2025, 9, 2)),
        {},
        lambda: first.get().starts_on,
    )


def bells(cast: Cast) -> Case:
    row = timetable.set_bell_schedule(
        cast.admin, year=cast.year, shift=1, weekday=None, valid_from=cast.year.starts_on, title="",
        slots=[SlotTimes(1, time(8, 30), time(9, 15))],
    )  # fmt: skip
    return Case(
        f"{reverse('bells')}?edit={row.pk}",
        lambda: row.slots.update(starts_at=time(8, 0)),
        {"title": "Обычные звонки"},
        lambda: BellSchedule.objects.get().title,
    )


def kind(cast: Cast) -> Case:
    row = WorkType.objects.get(code="quiz")
    return Case(
        reverse("work_type", args=[row.pk]),
        lambda: WorkType.objects.filter(pk=row.pk).update(short_name="т"),
        {"name": "Тест на время"},
        lambda: WorkType.objects.get(pk=row.pk).name,
    )


def own_school(cast: Cast) -> Case:
    return Case(
        reverse("school_settings"),
        lambda: School.objects.update(phone="8 800"),
        {"address": "ул. Садовая, 1"},
        lambda: School.objects.get().address,
    )


def members(cast: Cast) -> Case:
    row = school.create_group(
        cast.admin, year=cast.year, name="7Б, 1", kind=GroupKind.SUBGROUP, classes=[cast.class_7b]
    )
    return Case(
        reverse("group", args=[row.pk]),
        lambda: school.set_group_members(
            cast.admin, group=row, students=cast.pupils[:1], day=date(2025, 12, 11), reason="Список"
        ),
        {"student": [str(cast.pupils[1].pk)]},
        lambda: sorted(TeachingGroup.objects.get(pk=row.pk).memberships.values_list("student_id", flat=True)),
    )


def hours(cast: Cast) -> Case:
    row = Subject.objects.create(name="Физика")
    curriculum.open_courses(cast.admin, year=cast.year, courses=[NewCourse(row, cast.class_7a)])
    course = cast.class_7a.courses.get(subject=row)
    return Case(
        reverse("course", args=[course.pk]),
        lambda: curriculum.set_class_hours(cast.admin, school_class=cast.class_7a, subject=row, hours=Decimal(3)),
        {"hours": "2"},
        lambda: StudyPlanLine.objects.get(school_class=cast.class_7a).hours_per_week,
    )


def plan(cast: Cast) -> Case:
    row = Subject.objects.create(name="Физика")
    return Case(
        reverse("study_plan"),
        lambda: curriculum.set_study_plan_hours(cast.admin, year=cast.year, hours={(8, row.pk): Decimal(2)}),
        {f"h-7-{row.pk}": "3"},
        lambda: sorted(StudyPlanLine.objects.values_list("grade_level", flat=True)),
    )


CASES = [
    room, subject, person, student, klass, year, vacation, grading, bells, kind, own_school, members, hours, plan,
]  # fmt: skip


def form_of(text: str) -> tuple[dict[str, Any], str]:
    """Fields of the form with the mark of what was seen, as a browser would send them, and where to."""
    found = next(one for one in re.findall(r"<form.*?</form>", text, re.S) if 'name="seen"' in one)
    action = re.search(r'<form[^>]*\baction="([^"]+)"', found)
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", found):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or (re.search('type="(checkbox|radio)"', tag) and "checked" not in tag):
            continue
        fields.setdefault(name[1], []).append(value[1] if value else "on" if "checked" in tag else "")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', found, re.S):
        fields[name] = re.findall(r'<option value="([^"]*)"[^>]*\bselected', body)
    fields.pop("csrfmiddlewaretoken", None)
    return fields, action[1] if action else ""


@pytest.fixture
def office(cast: Cast, enter: Enter) -> Client:
    return enter(cast.admin)


@pytest.mark.parametrize("make", CASES)
def test_the_second_writer_is_told_and_may_write_after_looking(
    cast: Cast, office: Client, make: Callable[[Cast], Case]
) -> None:
    case = make(cast)
    fields, action = form_of(office.get(case.address).content.decode())
    case.meanwhile()
    before = case.stands()
    sent = fields | case.typed
    refused = office.post(action or case.address, sent)
    text = refused.content.decode()
    assert (refused.status_code, TOLD in text) == (422, True)
    assert case.stands() == before, "ничего не записано поверх чужого"
    for value in case.typed.values():
        assert str(value if isinstance(value, str) else value[0]) in text, "набранное остаётся в форме"
    again, action = form_of(text)
    assert again["seen"] != sent["seen"]
    assert office.post(action or case.address, sent | {"seen": again["seen"]}).status_code == 302


@pytest.mark.parametrize("make", CASES)
def test_nobody_is_told_of_anything_when_nothing_was_changed(
    cast: Cast, office: Client, make: Callable[[Cast], Case]
) -> None:
    case = make(cast)
    fields, action = form_of(office.get(case.address).content.decode())
    assert office.post(action or case.address, fields | case.typed).status_code == 302


def test_what_the_first_one_wrote_is_named_by_its_field(cast: Cast, office: Client) -> None:
    case = room(cast)
    fields, _ = form_of(office.get(case.address).content.decode())
    case.meanwhile()
    text = office.post(case.address, fields | case.typed).content.decode()
    assert "Сейчас записано: Название — «Кабинет физики»." in text


def test_after_another_mistake_the_form_still_remembers_what_was_seen_first(cast: Cast, office: Client) -> None:
    case = room(cast)
    fields, _ = form_of(office.get(case.address).content.decode())
    case.meanwhile()
    wrong, _ = form_of(office.post(case.address, fields | {"name": ""}).content.decode())
    assert wrong["seen"] == fields["seen"]
    assert TOLD in office.post(case.address, wrong | {"name": "214"}).content.decode()
