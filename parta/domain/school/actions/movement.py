"""Pupils: enrolled, moved between classes, gone; with orders and dates, leaving the history behind (S3-4.1.7b, c)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access import actions as access
from parta.domain.access.actions import NewPerson
from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.actions.watching import after_movement
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import LeaveKind
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue, NotEnrolled
from parta.domain.school.models import Enrollment, GroupMembership, SchoolClass, Student
from parta.domain.school.permissions import require_keeping
from parta.lib import dates


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A pupil to be enrolled: somebody new (`person`) or known already (`student`)."""

    school_class: SchoolClass
    valid_from: date
    person: NewPerson | None = None
    student: Student | None = None
    birth_date: date | None = None
    gender: str = ""
    file_number: str = ""
    joined_order: str = ""
    joined_order_date: date | None = None
    came_from: str = ""


def enroll_student(actor: User, row: NewPupil) -> Enrollment:
    """Enroll one pupil; see `enroll_students`."""
    return enroll_students(actor, [row])[0]


@transaction.atomic
def enroll_students(actor: User, rows: Sequence[NewPupil]) -> list[Enrollment]:
    """Enroll pupils into their classes, creating the people who are new. Order is kept; queries do not grow with the
    list. Refused whole when a known pupil is in a class already, or a day does not fit the class's year."""
    require_keeping(actor, "зачислять учеников")
    _check_rows(rows)
    students = _students_of(actor, rows)
    enrollments = [
        Enrollment(
            student=student,
            school_class=row.school_class,
            valid_from=row.valid_from,
            joined_order=row.joined_order.strip()[:40],
            joined_order_date=row.joined_order_date,
            came_from=row.came_from.strip()[:200],
        )
        for row, student in zip(rows, students, strict=True)
    ]
    Enrollment.objects.bulk_create(enrollments, batch_size=200)
    entries = [
        Entry(one, title=one.student.user.full_name, person=one.student.user, after=_joined(one)) for one in enrollments
    ]
    audit.record_many(actor, "school.student.enrolled", entries)
    after_movement(one.student_id for one in enrollments)
    return enrollments


def _check_rows(rows: Sequence[NewPupil]) -> None:
    for year in {row.school_class.year for row in rows}:
        require_open(year)
    for row in rows:
        year = row.school_class.year
        if not date(year.year, 6, 1) <= row.valid_from <= year.ends_on:
            day = dates.day_title_with_year(row.valid_from)
            raise BadDates(f"{row.school_class.name} {year}: зачислить с {day} нельзя, это не тот учебный год.")
        if row.person is None and row.student is None:
            raise BadValue("Не сказано, кого зачислить.")
    known = [row.student.pk for row in rows if row.student]
    open_row = (
        Enrollment.objects.filter(student_id__in=known, valid_to=None)
        .select_related("student__user", "school_class")
        .first()
    )
    if open_row:
        name, where = open_row.student.user.list_name, open_row.school_class.name
        raise AlreadyThere(f"{name} уже учится в {where}. Переведите ученика, а не зачисляйте заново.")


def _students_of(actor: User, rows: Sequence[NewPupil]) -> list[Student]:
    users = iter(access.create_people(actor, [row.person for row in rows if row.student is None and row.person]))
    students = [row.student or _new_student(next(users), row) for row in rows]
    Student.objects.bulk_create([one for one in students if one.pk is None], batch_size=200)
    return students


def _new_student(user: User, row: NewPupil) -> Student:
    return Student(user=user, birth_date=row.birth_date, gender=row.gender, file_number=row.file_number.strip()[:40])


def _joined(row: Enrollment) -> dict[str, Any]:
    order = {"joined_order": row.joined_order} if row.joined_order else {}
    return {"school_class": row.school_class.name, "valid_from": row.valid_from.isoformat(), **order}


@transaction.atomic
def change_student(actor: User, student: Student, **changes: Any) -> Student:
    """Change `birth_date`, `gender` or `file_number`."""
    require_keeping(actor, "менять данные учеников")
    allowed = {name: value for name, value in changes.items() if name in {"birth_date", "gender", "file_number"}}
    before = {name: getattr(student, name) for name, value in allowed.items() if getattr(student, name) != value}
    if not before:
        return student
    for name in before:
        setattr(student, name, allowed[name])
    student.save(update_fields=list(before))
    user = student.user
    audit.record(
        actor,
        "school.student.changed",
        subject=student,
        title=user.full_name,
        person=user,
        before=_plain(before),
        after=_plain({name: allowed[name] for name in before}),
    )
    return student


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@transaction.atomic
def move_students(
    actor: User,
    students: Sequence[Student],
    *,
    to_class: SchoolClass,
    day: date,
    order_number: str = "",
    order_date: date | None = None,
) -> list[Enrollment]:
    """Move pupils to another class of the same year from a day; they leave the groups of the old class on the eve."""
    require_keeping(actor, "переводить учеников")
    require_open(to_class.year)
    old = _open_enrollments(students)
    for row in old:
        if row.school_class_id == to_class.pk:
            raise AlreadyThere(f"{row.student.user.list_name} уже учится в {to_class.name}.")
        if row.school_class.year_id != to_class.year_id:
            raise BadDates("Перевести можно в класс того же учебного года.")
    _leave(
        old, last_day=day - timedelta(days=1), kind=LeaveKind.MOVED, order_number=order_number, order_date=order_date
    )
    fresh = [
        Enrollment(
            student=row.student,
            school_class=to_class,
            valid_from=day,
            joined_order=order_number.strip()[:40],
            joined_order_date=order_date,
        )
        for row in old
    ]
    Enrollment.objects.bulk_create(fresh, batch_size=200)
    _leave_groups(old, last_day=day - timedelta(days=1), except_of=to_class)
    entries = [
        Entry(
            new,
            title=new.student.user.full_name,
            person=new.student.user,
            before={"school_class": row.school_class.name},
            after=_joined(new),
        )
        for row, new in zip(old, fresh, strict=True)
    ]
    audit.record_many(actor, "school.student.moved", entries)
    after_movement(one.student_id for one in fresh)
    return fresh


@transaction.atomic
def withdraw_students(
    actor: User,
    students: Sequence[Student],
    *,
    last_day: date,
    order_number: str = "",
    order_date: date | None = None,
    went_to: str = "",
    kind: LeaveKind = LeaveKind.LEFT,
) -> list[Enrollment]:
    """Let pupils go: left or graduated. The enrollment, marks and groups stay with their last day."""
    require_keeping(actor, "отчислять учеников")
    rows = _open_enrollments(students)
    _leave(rows, last_day=last_day, kind=kind, order_number=order_number, order_date=order_date, went_to=went_to)
    _leave_groups(rows, last_day=last_day)
    order = {"left_order": order_number.strip()} if order_number.strip() else {}
    after = {"valid_to": last_day.isoformat(), "leave_kind": str(kind), **order}
    entries = [
        Entry(
            row,
            title=row.student.user.full_name,
            person=row.student.user,
            before={"school_class": row.school_class.name},
            after=after,
        )
        for row in rows
    ]
    audit.record_many(actor, "school.student.withdrawn", entries)
    return rows


def _open_enrollments(students: Sequence[Student]) -> list[Enrollment]:
    rows = Enrollment.objects.filter(student__in=list(students), valid_to=None).select_related(
        "student__user", "school_class__year"
    )
    by_student = {row.student_id: row for row in rows}
    missing = next((one for one in students if one.pk not in by_student), None)
    if missing:
        raise NotEnrolled(f"{missing.user.list_name} сейчас ни в одном классе не учится.")
    for year in {row.school_class.year for row in by_student.values()}:
        require_open(year)
    return [by_student[one.pk] for one in students]


def _leave(
    rows: Sequence[Enrollment],
    *,
    last_day: date,
    kind: LeaveKind,
    order_number: str,
    order_date: date | None,
    went_to: str = "",
) -> None:
    for row in rows:
        if last_day < row.valid_from:
            name, since = row.student.user.list_name, dates.day_title_with_year(row.valid_from)
            raise BadDates(f"{name} в {row.school_class.name} только с {since}: выберите день позже.")
        row.valid_to, row.leave_kind = last_day, kind
        row.left_order, row.left_order_date = order_number.strip()[:40], order_date
        row.went_to = went_to.strip()[:200]
    fields = ["valid_to", "leave_kind", "left_order", "left_order_date", "went_to"]
    Enrollment.objects.bulk_update(rows, fields, batch_size=200)


def _leave_groups(rows: Sequence[Enrollment], *, last_day: date, except_of: SchoolClass | None = None) -> None:
    """End memberships in groups; a stream that the new class belongs to is kept. One not begun yet never will."""
    memberships = GroupMembership.objects.filter(student_id__in=[row.student_id for row in rows], valid_to=None)
    if except_of:
        memberships = memberships.exclude(group__classes=except_of)
    memberships.filter(valid_from__gt=last_day).delete()
    memberships.update(valid_to=last_day)
