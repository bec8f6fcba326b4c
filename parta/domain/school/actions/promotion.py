"""The turn of the year: pupils go up with their class, the last grade leaves school, groups are made again."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.audit.actions import Entry
from parta.domain.school.actions.divisions import create_division
from parta.domain.school.actions.groups import create_group
from parta.domain.school.actions.movement import withdraw_students
from parta.domain.school.actions.watching import stayers
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import GroupKind, LeaveKind
from parta.domain.school.models import (
    AcademicYear,
    Division,
    Enrollment,
    GroupMembership,
    SchoolClass,
    Student,
    TeachingGroup,
)
from parta.domain.school.permissions import require_setting_up


@transaction.atomic
def promote_class(actor: User, school_class: SchoolClass, to_class: SchoolClass) -> int:
    """Pupils of the class belong to the next one from the first day of its year; how many went up.

    Whom the council left for another year stays in the grade: in the class of the same letter, once there is one.
    Nothing of the old year changes but the last day: the eve of the new one. Who has gone up already is not touched.
    """
    require_setting_up(actor, "переводить классы в следующий год")
    require_open(to_class.year)
    first = to_class.year.starts_on
    rows = list(
        Enrollment.objects.filter(school_class=school_class, valid_to=None, valid_from__lt=first).select_related(
            "student__user"
        )
    )
    rows, into = _destinations(rows, school_class, to_class)
    Enrollment.objects.filter(pk__in=[row.pk for row in rows]).update(
        valid_to=first - timedelta(days=1), leave_kind=LeaveKind.PROMOTED
    )
    fresh = Enrollment.objects.bulk_create(
        Enrollment(student=row.student, school_class=one, valid_from=first) for row, one in zip(rows, into, strict=True)
    )
    _leave_groups([row.student for row in rows], school_class.year, first)
    entries = [
        Entry(
            row, title=row.student.user.full_name, person=row.student.user, before={"school_class": school_class.name},
            after={"school_class": row.school_class.name, "valid_from": first.isoformat()},
        )
        for row in fresh
    ]  # fmt: skip
    audit.record_many(actor, "school.student.promoted", entries)
    return len(fresh)


@transaction.atomic
def graduate_class(actor: User, school_class: SchoolClass) -> int:
    """Pupils of the last grade leave school with the last day of the year; how many."""
    require_setting_up(actor, "выпускать класс")
    rows = Enrollment.objects.filter(school_class=school_class, valid_to=None).select_related("student__user")
    left = stayers([row.student_id for row in rows], school_class.year)
    students = [
        row.student for row in rows if row.valid_from <= school_class.year.ends_on and row.student_id not in left
    ]
    if students:
        withdraw_students(actor, students, last_day=school_class.year.ends_on, kind=LeaveKind.GRADUATED)
    return len(students)


@transaction.atomic
def carry_groups(
    actor: User, year: AcademicYear, classes: Mapping[int, SchoolClass]
) -> tuple[dict[int, TeachingGroup], int]:
    """Groups of the classes once more in the next year, with those of their pupils who went up, as a draft to be
    divided anew. classes: old class id → the next one. Old group id → new group, and how many were made."""
    require_setting_up(actor, "переносить группы")
    rows = TeachingGroup.objects.exclude(kind=GroupKind.INDIVIDUAL).filter(classes__in=classes).distinct()
    target = next(iter(classes.values())).year if classes else year
    present = {group.name: group for group in TeachingGroup.objects.filter(year=target)}
    found: dict[int, TeachingGroup] = {}
    made = 0
    for row in rows.filter(year=year).prefetch_related("classes"):
        old = list(row.classes.all())
        if not all(one.pk in classes for one in old):
            continue
        name = row.name
        for one in old:
            name = name.replace(one.name, classes[one.pk].name)
        if name not in present:
            made += 1
            into = [classes[one.pk] for one in old]
            students = _still_together(row, [one.pk for one in into], target.starts_on)
            present[name] = create_group(
                actor, year=target, name=name, classes=into, kind=GroupKind(row.kind), students=students
            )
        found[row.pk] = present[name]
    for division in Division.objects.filter(year=year).prefetch_related("classes", "groups"):
        _carry_division(actor, division, target, classes, found)
    return found, made


def _destinations(
    rows: list[Enrollment], school_class: SchoolClass, to_class: SchoolClass
) -> tuple[list[Enrollment], list[SchoolClass]]:
    """Who moves on the first day, and where to. A pupil left in the grade waits for a class of it in the new year."""
    left = stayers([row.student_id for row in rows], school_class.year)
    if not left:
        return rows, [to_class] * len(rows)
    same = SchoolClass.objects.filter(year=to_class.year, grade_level=school_class.grade_level)
    again = same.filter(letter=school_class.letter).first() or same.first()
    going = [row for row in rows if row.student_id not in left or again]
    return going, [again if row.student_id in left and again else to_class for row in going]


def _carry_division(
    actor: User,
    division: Division,
    year: AcademicYear,
    classes: Mapping[int, SchoolClass],
    groups: Mapping[int, TeachingGroup],
) -> None:
    into = [classes[one.pk] for one in division.classes.all() if one.pk in classes]
    carried = [groups[one.pk] for one in division.groups.all() if one.pk in groups]
    fresh = [one for one in carried if one.division_id is None]
    if len(into) == division.classes.count() and len(fresh) == len(carried) > 1:
        create_division(actor, year=year, title=division.title, classes=into, groups=carried)


def _still_together(group: TeachingGroup, classes: list[int], first: date) -> list[Student]:
    """Members of the group's last day who are in the new classes."""
    last = first - timedelta(days=1)
    rows = GroupMembership.objects.filter(group=group, valid_to__in=[last]).select_related("student__user")
    inside = Enrollment.objects.filter(school_class__in=classes, valid_from__lte=first, valid_to=None)
    ids = set(inside.values_list("student_id", flat=True))
    return [row.student for row in rows if row.student_id in ids]


def _leave_groups(students: list[Student], year: AcademicYear, first: date) -> None:
    rows = GroupMembership.objects.filter(student__in=students, group__year=year, valid_to=None)
    rows.filter(valid_from__gte=first).delete()
    rows.update(valid_to=first - timedelta(days=1))
