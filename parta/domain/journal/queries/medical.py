"""Who may see a pupil's medical group, and what they see. Reading is logged by `actions.note_health_read`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet

from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.journal.errors import MedicalForbidden
from parta.domain.journal.models import MedicalGroup
from parta.domain.journal.rules.medical import MedicalSpan
from parta.domain.regulation.choices import MedicalGroupRule
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import ClassTeacher, Enrollment, GroupMembership, SchoolClass, Student
from parta.domain.school.permissions import may_keep
from parta.lib import clock
from parta.lib.json_rows import JsonRows
from parta.lib.prepared import prepared

TITLE = "По медицинской группе: оценивается теория"


def leads_class(user: User, school_class: SchoolClass) -> bool:
    """Is the person the class teacher today?"""
    today = clock.today()
    return ClassTeacher.objects.filter(in_force("", today), staff__user=user, school_class=school_class).exists()


def may_enter_medical(user: User, school_class: SchoolClass) -> bool:
    """The class teacher, the secretary and the administrator take the paper."""
    return user.is_system or may_keep(user) or leads_class(user, school_class)


def physical_pupils(user: User) -> set[int]:
    """Ids of pupils the person teaches physical education today. At most three statements."""
    today = clock.today()
    rows = TeachingAssignment.objects.filter(in_force("", today), staff__user=user).select_related("course")
    courses = [row.course for row in rows.filter(course__subject__is_physical_education=True)]
    if not courses:
        return set()
    classes = [course.school_class_id for course in courses if course.school_class_id]
    groups = [course.group_id for course in courses if course.group_id]
    in_class = Enrollment.objects.filter(in_force("", today), school_class_id__in=classes)
    in_group = GroupMembership.objects.filter(in_force("", today), group_id__in=groups)
    return set(in_class.values_list("student_id", flat=True)) | set(in_group.values_list("student_id", flat=True))


def medical_pupil(user: User, student_id: int) -> tuple[Student, SchoolClass]:
    """The pupil and the class of today, for those who need it: class teacher, keepers of lists, the PE teacher.

    Raises MedicalForbidden for everybody else, whether there is such a pupil or not.
    """
    seats = Enrollment.objects.filter(in_force("", clock.today()), student_id=student_id)
    seat = seats.select_related("student__user", "school_class__year").first()
    if seat is None or not (may_enter_medical(user, seat.school_class) or student_id in physical_pupils(user)):
        raise MedicalForbidden("Такого ученика нет.")
    return seat.student, seat.school_class


def medical_groups(students: Iterable[int]) -> list[MedicalGroup]:
    """Groups in force of some pupils, the latest first. One statement."""
    return _groups(sorted(students))


@prepared
def _groups(students: list[int]) -> QuerySet[MedicalGroup]:
    return MedicalGroup.objects.filter(student_id__in=students, withdrawn_at=None)


def medical_group_on(student: Student, day: date) -> MedicalGroup | None:
    """The group of one pupil on a day: what the own family reads."""
    return next((row for row in medical_groups([student.pk]) if row.span.covers(day)), None)


def medical_beside() -> JsonRows:
    """Groups in force, the latest first, beside rows of a pupil: for `medical_among`."""
    rows = MedicalGroup.objects.filter(student_id=OuterRef("student_id"), withdrawn_at=None)
    return JsonRows(rows, kind="kind", first_day="first_day", last_day="last_day")


def medical_among(found: Iterable[Mapping[str, Any]], day: date) -> MedicalGroup | None:
    """As `medical_group_on`, of what `medical_beside` has read: the kind and its days."""
    spans = (
        MedicalSpan(
            one["kind"],
            date.fromisoformat(one["first_day"]),
            date.fromisoformat(one["last_day"]) if one["last_day"] else None,
        )
        for one in found
    )
    span = next((one for one in spans if one.covers(day)), None)
    return MedicalGroup(kind=span.kind, first_day=span.first_day, last_day=span.last_day) if span else None


def _led(user: User, students: Iterable[int]) -> list[int]:
    """Those of the pupils whose class teacher the person is today."""
    today = clock.today()
    classes = ClassTeacher.objects.filter(in_force("", today), staff__user=user).values("school_class_id")
    seats = Enrollment.objects.filter(in_force("", today), school_class_id__in=classes, student_id__in=list(students))
    return list(seats.values_list("student_id", flat=True))


def theory_signs(user: User, course: Course, students: Iterable[int], day: date, *, writes: bool) -> dict[int, str]:
    """Pupils of a page of physical education assessed on theory on the day: by id, what is said at the name (S3-5.3d).

    writes: the person fills the page. A class teacher who does not is shown the own pupils, nobody else anything. Empty
    where the rulebook assesses such pupils as all others.
    """
    if not course.subject.is_physical_education:
        return {}
    current = rulebook_for(day)
    if current.rulebook.marks.pe_medical_group_rule != MedicalGroupRule.THEORY_POSITIVE:
        return {}
    title = f"{TITLE} ({current.source_text('pe_medical_group_rule')})"
    rows = medical_groups(students if writes else _led(user, students))
    return {row.student_id: title for row in rows if row.span.is_theory and row.span.covers(day)}
