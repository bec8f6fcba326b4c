"""Subjects and the hours of the study plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.errors import SubjectExists
from parta.domain.curriculum.models import StudyPlanLine, Subject
from parta.domain.curriculum.permissions import require_setup
from parta.domain.curriculum.queries import find_subject
from parta.domain.curriculum.rules.physical import is_physical_by_name
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.lib import russian
from parta.lib.errors import InvalidInput

MAX_HOURS_A_WEEK = Decimal(40)
Cell = tuple[int, int]
"""A cell of the study plan: (grade level, id of the subject)."""


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject to be added."""

    name: str
    short_name: str = ""
    area: str = ""
    has_marks: bool = True
    is_physical_education: bool | None = None
    """None: as its name says."""

    @property
    def is_physical(self) -> bool:
        """Do medical groups apply to it (S3-5.3d)?"""
        said = self.is_physical_education
        return is_physical_by_name(self.name) if said is None else said


@transaction.atomic
def add_subject(
    actor: User,
    *,
    name: str,
    short_name: str = "",
    area: str = "",
    has_marks: bool = True,
    is_physical_education: bool | None = None,
) -> Subject:
    """Add a subject. Raises SubjectExists when the name is taken (ё = е, case aside).

    is_physical_education: None for what the name says.
    """
    require_setup(actor, "добавлять предметы")
    name = _clean_name(name, None)
    new = NewSubject(name, short_name.strip(), area.strip(), has_marks, is_physical_education)
    return _create(actor, [new])[0]


@transaction.atomic
def add_subjects(actor: User, *, subjects: Iterable[NewSubject]) -> list[Subject]:
    """Add those subjects that are not there yet and return one row for every item, in its order (imports)."""
    require_setup(actor, "добавлять предметы")
    known = {russian.search_form(row.name): row for row in Subject.objects.all()}
    items = list(subjects)
    fresh: dict[str, NewSubject] = {}
    for item in items:
        fresh.setdefault(russian.search_form(item.name), item)
    missing = [item for form, item in fresh.items() if form and form not in known]
    known.update({russian.search_form(row.name): row for row in _create(actor, missing)})
    return [known[russian.search_form(item.name)] for item in items]


@transaction.atomic
def change_subject(
    actor: User,
    *,
    subject: Subject,
    name: str,
    short_name: str = "",
    area: str = "",
    has_marks: bool = True,
    is_physical_education: bool | None = None,
) -> Subject:
    """Change the names of a subject, whether it is marked, whether it is physical education (None: as it was)."""
    require_setup(actor, "менять предметы")
    before = _plain(subject)
    subject.name = _clean_name(name, subject)
    subject.short_name, subject.area, subject.has_marks = short_name.strip(), area.strip(), has_marks
    if is_physical_education is not None:
        subject.is_physical_education = is_physical_education
    after = _plain(subject)
    if before != after:
        subject.save()
        audit.record(
            actor, "curriculum.subject.changed", subject=subject, title=subject.name, before=before, after=after
        )
    return subject


@transaction.atomic
def set_study_plan_hours(actor: User, *, year: AcademicYear, hours: Mapping[Cell, Decimal | None]) -> int:
    """Set hours a week of many cells at once; None or 0 empties a cell. Cells not named stay as they are.

    Returns the number of cells that changed. Each change leaves its own audit row (D23, S3-4.4.7b).
    """
    require_setup(actor, "менять учебный план")
    subjects = Subject.objects.in_bulk({subject_id for _, subject_id in hours})
    present = {
        (line.grade_level, line.subject_id): line
        for line in StudyPlanLine.objects.filter(year=year, school_class__isnull=True)
    }
    entries = []
    for (grade, subject_id), value in hours.items():
        entry = _set_hours(year, grade, subjects[subject_id], present.get((grade, subject_id)), value)
        entries += [entry] if entry else []
    audit.record_many(actor, "curriculum.hours.set", entries)
    return len(entries)


@transaction.atomic
def set_class_hours(
    actor: User, *, school_class: SchoolClass, subject: Subject, hours: Decimal | None
) -> StudyPlanLine | None:
    """Give one class hours of its own (a profile class); None returns it to the hours of its grade."""
    require_setup(actor, "менять учебный план")
    _check_hours(hours)
    line = StudyPlanLine.objects.filter(school_class=school_class, subject=subject).first()
    before, after = _hours(line.hours_per_week if line else None), _hours(hours)
    if before == after:
        return line
    row = line or StudyPlanLine(
        year=school_class.year, grade_level=school_class.grade_level, school_class=school_class, subject=subject
    )
    if hours is not None:
        row.hours_per_week = hours
        row.save()
    audit.record(
        actor, "curriculum.hours.set", subject=row, title=f"{school_class}, {subject}", before=before, after=after
    )
    if hours is None:
        row.delete()
        return None
    return row


def _set_hours(
    year: AcademicYear, grade: int, subject: Subject, line: StudyPlanLine | None, value: Decimal | None
) -> audit.Entry | None:
    """Write one cell and describe the change, or None when there is none."""
    _check_hours(value)
    old = line.hours_per_week if line else None
    new = value or None
    if old == new:
        return None
    title = f"{grade} класс, {subject.name}"
    before, after = _hours(old), _hours(new)
    if new is None and line:
        entry = audit.Entry(line, title=title, before=before, after=after)
        line.delete()
        return entry
    if line is None:
        line = StudyPlanLine(year=year, grade_level=grade, subject=subject)
    line.hours_per_week = new or Decimal(0)
    line.save()
    return audit.Entry(line, title=title, before=before, after=after)


def _check_hours(value: Decimal | None) -> None:
    if value is not None and not 0 <= value <= MAX_HOURS_A_WEEK:
        raise InvalidInput(f"Часов в неделю может быть от 0 до {MAX_HOURS_A_WEEK}, а записано {value}.")


def _hours(value: Decimal | None) -> dict[str, Any] | None:
    return None if value is None else {"hours": format(value.normalize(), "f")}


def _create(actor: User, items: list[NewSubject]) -> list[Subject]:
    rows = [
        Subject(
            name=" ".join(item.name.split()),
            short_name=item.short_name,
            area=item.area,
            has_marks=item.has_marks,
            is_physical_education=item.is_physical,
            sort_name=russian.sort_key(item.name),
        )
        for item in items
    ]
    Subject.objects.bulk_create(rows)
    entries = [audit.Entry(row, title=row.name, after=_plain(row)) for row in rows]
    audit.record_many(actor, "curriculum.subject.created", entries)
    return rows


def _clean_name(name: str, own: Subject | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("Впишите название предмета.")
    same = find_subject(name)
    if same and (own is None or same.pk != own.pk):
        raise SubjectExists(f"Предмет «{same.name}» уже есть.")
    return name


def _plain(subject: Subject) -> dict[str, Any]:
    return {
        "name": subject.name,
        "short_name": subject.short_name,
        "area": subject.area,
        "has_marks": subject.has_marks,
        "is_physical_education": subject.is_physical_education,
    }
