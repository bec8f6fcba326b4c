"""Courses (pages of the journal) and dated teaching load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.curriculum.errors import AssignmentClash, CourseClosed, CourseMismatch
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.curriculum.permissions import require_setup
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember, TeachingGroup
from parta.lib import dates


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A page to be opened: for a class or for a group, not both. `grade_level` is taken from the class or classes."""

    subject: Subject
    school_class: SchoolClass | None = None
    group: TeachingGroup | None = None


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A teacher of a course from a day."""

    course: Course
    staff: StaffMember
    valid_from: date


@transaction.atomic
def open_course(
    actor: User,
    *,
    year: AcademicYear,
    subject: Subject,
    school_class: SchoolClass | None = None,
    group: TeachingGroup | None = None,
) -> Course:
    """Open the page of a subject for a class or a group; an open one is returned, a closed one is opened again."""
    return open_courses(actor, year=year, courses=[NewCourse(subject, school_class, group)])[0]


@transaction.atomic
def open_courses(actor: User, *, year: AcademicYear, courses: Iterable[NewCourse]) -> list[Course]:
    """Open many pages (imports, a class from its study plan); one row for every item, in its order.

    A page that is there is not doubled; a closed one is opened again.
    """
    require_setup(actor, "открывать страницы журнала")
    items = list(courses)
    known = {_key(row.subject_id, row.school_class_id, row.group_id): row for row in Course.objects.filter(year=year)}
    fresh: dict[tuple[int, int | None, int | None], Course] = {}
    closed: dict[int, Course] = {}
    for item in items:
        key = _key(item.subject.pk, _id(item.school_class), _id(item.group))
        if key not in known and key not in fresh:
            fresh[key] = _new_course(year, item)
        elif key in known and not known[key].is_active:
            closed[known[key].pk] = known[key]
    rows = Course.objects.bulk_create(fresh.values())
    entries = [audit.Entry(row, title=row.title, after=_plain(row)) for row in rows]
    audit.record_many(actor, "curriculum.course.opened", entries)
    for row in closed.values():
        _set_active(actor, row, True)
    known.update(fresh)
    return [known[_key(item.subject.pk, _id(item.school_class), _id(item.group))] for item in items]


@transaction.atomic
def close_course(actor: User, *, course: Course) -> Course:
    """The page takes no new lessons; what was entered stays."""
    require_setup(actor, "закрывать страницы журнала")
    return _set_active(actor, course, False)


@transaction.atomic
def reopen_course(actor: User, *, course: Course) -> Course:
    """Undo `close_course`."""
    require_setup(actor, "открывать страницы журнала")
    return _set_active(actor, course, True)


@transaction.atomic
def assign_teacher(actor: User, *, course: Course, staff: StaffMember, valid_from: date) -> TeachingAssignment:
    """The teacher teaches the course from the day; a second one at the same time is team teaching (S3-4.1.5d)."""
    return assign_teachers(actor, assignments=[NewAssignment(course, staff, valid_from)])[0]


@transaction.atomic
def assign_teachers(actor: User, *, assignments: Sequence[NewAssignment]) -> list[TeachingAssignment]:
    """Give many courses their teachers; an open assignment of the same pair is kept as it is. Order is kept."""
    require_setup(actor, "распределять нагрузку")
    courses = {item.course.pk for item in assignments}
    present = {
        (row.course_id, row.staff_id): row
        for row in TeachingAssignment.objects.filter(course__in=courses, valid_to__isnull=True)
    }
    ended = TeachingAssignment.objects.filter(course__in=courses, valid_to__isnull=False)
    rows = ended.order_by("valid_to").values_list("course_id", "staff_id", "valid_to")
    taught_till = {(course, staff): last for course, staff, last in rows}
    fresh: dict[tuple[int, int], TeachingAssignment] = {}
    for item in assignments:
        key = (item.course.pk, item.staff.pk)
        if key in present or key in fresh:
            continue
        _check_assignment(item, taught_till.get(key))
        fresh[key] = TeachingAssignment(course=item.course, staff=item.staff, valid_from=item.valid_from)
    made = TeachingAssignment.objects.bulk_create(fresh.values())
    entries = [
        audit.Entry(
            row, title=_assignment_title(row), person=row.staff.user, after={"from": row.valid_from.isoformat()}
        )
        for row in made
    ]
    audit.record_many(actor, "curriculum.assignment.made", entries)
    present.update(fresh)
    return [present[(item.course.pk, item.staff.pk)] for item in assignments]


@transaction.atomic
def end_assignment(actor: User, *, assignment: TeachingAssignment, last_day: date) -> TeachingAssignment:
    """The teacher teaches the course up to the day, included. Rows are never deleted."""
    require_setup(actor, "распределять нагрузку")
    if last_day < assignment.valid_from:
        raise AssignmentClash(
            f"Нагрузка началась {dates.day_title_with_year(assignment.valid_from)}: закончиться раньше она не может."
        )
    before = _ends(assignment)
    assignment.valid_to = last_day
    assignment.save(update_fields=["valid_to"])
    audit.record(
        actor,
        "curriculum.assignment.ended",
        subject=assignment,
        title=_assignment_title(assignment),
        person=assignment.staff.user,
        before=before,
        after=_ends(assignment),
    )
    return assignment


@transaction.atomic
def replace_teacher(
    actor: User, *, course: Course, old: StaffMember, new: StaffMember, valid_from: date
) -> TeachingAssignment:
    """From the day the new teacher teaches instead of the old one, whose assignment ends the day before.

    Dated lessons follow by `timetable.actions.change_teacher`, which calls this.
    """
    require_setup(actor, "распределять нагрузку")
    row = TeachingAssignment.objects.filter(course=course, staff=old, valid_to__isnull=True).first()
    if row is None:
        raise AssignmentClash(f"{old.user.short_name} не ведёт страницу «{course.title}».")
    if old.pk == new.pk:
        raise AssignmentClash(f"{old.user.short_name} уже ведёт страницу «{course.title}».")
    end_assignment(actor, assignment=row, last_day=valid_from - timedelta(days=1))
    return assign_teacher(actor, course=course, staff=new, valid_from=valid_from)


def _check_assignment(item: NewAssignment, taught_till: date | None) -> None:
    if not item.course.is_active:
        raise CourseClosed(f"Страница «{item.course.title}» закрыта. Откройте её, потом назначайте учителя.")
    staff = item.staff
    if staff.valid_to and staff.valid_to < item.valid_from:
        raise AssignmentClash(
            f"{staff.user.short_name} работает по {dates.day_title_with_year(staff.valid_to)}, позже нагрузки нет."
        )
    if taught_till and taught_till >= item.valid_from:
        last = dates.day_title_with_year(taught_till)
        raise AssignmentClash(f"{staff.user.short_name} уже ведёт «{item.course.title}» по {last}.")


def _new_course(year: AcademicYear, item: NewCourse) -> Course:
    if (item.school_class is None) == (item.group is None):
        raise CourseMismatch(f"«{item.subject.name}»: укажите класс или группу, что-то одно.")
    unit = item.school_class or item.group
    if unit and unit.year_id != year.pk:
        raise CourseMismatch(f"{unit} — из другого учебного года.")
    return Course(
        year=year,
        subject=item.subject,
        school_class=item.school_class,
        group=item.group,
        grade_level=_grade_of(item),
    )


def _grade_of(item: NewCourse) -> int:
    if item.school_class:
        return item.school_class.grade_level
    levels = [one.grade_level for one in item.group.classes.all()] if item.group else []
    if not levels:
        raise CourseMismatch(f"В группе «{item.group}» нет классов: укажите, из каких классов она собрана.")
    # A stream of two grades follows the programme of the older one; the younger is the exception.
    return max(levels)


def _set_active(actor: User, course: Course, active: bool) -> Course:
    if course.is_active == active:
        return course
    course.is_active = active
    course.save(update_fields=["is_active"])
    code = "curriculum.course.reopened" if active else "curriculum.course.closed"
    audit.record(actor, code, subject=course, title=course.title)
    return course


def _key(subject: int, school_class: int | None, group: int | None) -> tuple[int, int | None, int | None]:
    return (subject, school_class, group)


def _id(row: SchoolClass | TeachingGroup | None) -> int | None:
    return row.pk if row else None


def _plain(course: Course) -> dict[str, Any]:
    return {"subject": course.subject.name, "unit": course.unit_name, "grade": course.grade_level}


def _assignment_title(row: TeachingAssignment) -> str:
    return f"{row.course.title}: {row.staff.user.short_name}"


def _ends(row: TeachingAssignment) -> dict[str, Any]:
    return {"to": row.valid_to.isoformat() if row.valid_to else None}
