"""Who teaches the child: the class, the groups and streams, an individual plan (S2-2.2e)."""

from dataclasses import dataclass, field

from django.db.models import Q

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import TeachingAssignment
from parta.domain.diary.queries.belonging import belonging_of
from parta.domain.school.models import SchoolClass, Student
from parta.domain.school.queries import class_teacher_of
from parta.lib import clock
from parta.lib.russian import sort_key


@dataclass(slots=True)
class SubjectTeachers:
    """A subject and its teachers by full name. `group`: the teaching group, «» for the whole class."""

    subject: str
    group: str
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChildTeachers:
    """The pupil's class, its homeroom teacher, and the teachers of subjects by the alphabet of subjects."""

    school_class: SchoolClass | None
    class_teacher: str
    subjects: list[SubjectTeachers]


def teachers_of(student: Student) -> ChildTeachers:
    """Teachers of the pupil today. Four statements."""
    today = clock.today()
    belonging = belonging_of(student)
    classes, groups = belonging.units_on(today)
    rows = TeachingAssignment.objects.filter(
        Q(course__school_class_id__in=classes) | Q(course__group_id__in=groups),
        in_force("", today),
        course__is_active=True,
    )
    lines: dict[int, SubjectTeachers] = {}
    for row in rows.select_related("staff__user", "course__subject", "course__group").order_by("id"):
        course = row.course
        line = lines.setdefault(
            course.pk, SubjectTeachers(course.subject.name, course.group.name if course.group else "")
        )
        line.names.append(row.staff.user.full_name)
    school_class = belonging.class_on(today) if belonging.is_enrolled(today) else None
    homeroom = class_teacher_of(school_class, today) if school_class else None
    return ChildTeachers(
        school_class=school_class,
        class_teacher=homeroom.user.full_name if homeroom else "",
        subjects=sorted(lines.values(), key=lambda one: (sort_key(one.subject), one.group)),
    )
