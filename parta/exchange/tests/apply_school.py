"""A small school for the tests of imports: files built in memory, the school counted before and after."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from parta.domain.access.actions import NewPerson
from parta.domain.access.queries import system_user
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, StaffMember
from parta.exchange import apply
from parta.exchange.people.parsed import ParsedRoster, ParsedStaff, ParsedStaffList, ParsedStudent, PersonName
from parta.exchange.preview import ImportKind, ImportOptions, ImportPreview, ImportResult
from parta.exchange.timetable.parsed import ParsedLesson, ParsedTimetable
from parta.lib import clock

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NOW = datetime(2025, 12, 8, 9, 0, tzinfo=clock.zone())
TODAY = date(2025, 12, 8)


def real_file(path: str) -> bytes:
    """A real file of the shared folder; the test is skipped where that folder is not beside the project."""
    file = DATA / path
    if not file.exists():
        pytest.skip(f"нет файла shared/data/{path}: тест сверяет загрузку с настоящим файлом")
    return file.read_bytes()


def open_year() -> AcademicYear:
    """The academic year of the tests."""
    return school.create_year(system_user(), year=2025)


def hire(full_name: str, position: str = "Учитель") -> StaffMember:
    """Somebody who works at the school since September."""
    person = NewPerson(*full_name.split())
    return school.hire_staff(system_user(), school.NewStaff(date(2025, 9, 1), position, person=person))


def pupil(full_name: str, class_name: str = "5А", **more: Any) -> ParsedStudent:
    """A row of a class list."""
    last, first, middle = [*full_name.split(), "", ""][:3]
    more.setdefault("place", f"строка {full_name}")
    return ParsedStudent(PersonName(last, first, middle), class_name, **more)


def roster(*students: ParsedStudent, **more: Any) -> ParsedRoster:
    """A class list of these pupils."""
    classes = list(dict.fromkeys(one.class_name for one in students))
    return ParsedRoster("список.xlsx", students=list(students), classes=classes, **more)


def teacher(full_name: str, **more: Any) -> ParsedStaff:
    """A row of a staff list."""
    last, first, middle = [*full_name.split(), "", ""][:3]
    return ParsedStaff(PersonName(last, first, middle), f"строка {full_name}", **more)


def staff_list(*people: ParsedStaff) -> ParsedStaffList:
    """A staff list of these people."""
    return ParsedStaffList("учителя.xlsx", staff=list(people))


def lesson(text: str, **more: Any) -> ParsedLesson:
    """«5А пн 2 Математика» as a lesson of a timetable."""
    name, day, number, subject = text.split(" ", 3)
    weekday = ("пн", "вт", "ср", "чт", "пт", "сб", "вс").index(day) + 1
    more.setdefault("place", f"{name}, {day}, урок {number}")
    return ParsedLesson(weekday, int(number), tuple(name.split("+")), subject, **more)


def timetable(*lessons: ParsedLesson, **more: Any) -> ParsedTimetable:
    """A timetable of these lessons."""
    classes = list(dict.fromkeys(name for one in lessons for name in one.classes))
    return ParsedTimetable("nika", classes=classes, lessons=list(lessons), **more)


def look(kind: ImportKind, parsed: Any, **options: Any) -> ImportPreview:
    """What writing would do."""
    return apply.plan_changes(kind, parsed, ImportOptions(**options), "файл.xlsx")


def load(kind: ImportKind, parsed: Any, **options: Any) -> ImportResult:
    """Write it as the keeper of the machine does."""
    return apply.commit(system_user(), look(kind, parsed, **options))


def texts(preview: ImportPreview) -> list[str]:
    """What will be written, a sentence a line: «change pupil Ким София: класс 5А → 5Б»."""
    return [
        " ".join(f"{line.sign} {line.thing} {line.title}: {line.text} {line.before} → {line.after}".split())
        for line in preview.lines
        if line.writes
    ]


def counts() -> dict[str, int]:
    """Rows of every table: equal before and after a refused import."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
