"""Pages of the journal and pupils as plain values: who is counted where on the day of the lists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.school.models import AcademicYear, Enrollment, GroupMembership, SchoolClass, TeachingGroup
from parta.lib.russian import short_name


class Page(NamedTuple):
    """A course. unit: «7Б» or the group's name."""

    course_id: int
    subject_id: int
    subject: str
    subject_sort: str
    short: str
    class_id: int | None
    group_id: int | None
    unit: str
    grade: int
    is_active: bool
    has_marks: bool


def pages_of(year: AcademicYear, *, courses: Iterable[int] | None = None, class_id: int | None = None) -> list[Page]:
    """Courses of the year, of a class (with those of its groups), or named ones; by subject. One statement."""
    rows = Course.objects.filter(year=year)
    if courses is not None:
        rows = rows.filter(pk__in=list(courses))
    if class_id is not None:
        groups = TeachingGroup.classes.through.objects.filter(schoolclass_id=class_id).values("teachinggroup_id")
        rows = rows.filter(Q(school_class_id=class_id) | Q(group_id__in=groups))
    found = rows.order_by("subject__sort_name", "id").values_list(
        "id", "subject_id", "subject__name", "subject__sort_name", "subject__short_name", "school_class_id", "group_id",
        "school_class__letter", "group__name", "grade_level", "is_active", "subject__has_marks",
    )  # fmt: skip
    return [
        Page(pk, subject, name, sort, short, unit, group, f"{grade}{letter}" if unit else title, grade, active, marks)
        for pk, subject, name, sort, short, unit, group, letter, title, grade, active, marks in found
    ]


def class_of_pupils(year: AcademicYear, days: dict[int, date]) -> dict[int, int]:
    """By pupil the class, of the lists of each grade's day. One statement."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for grade, day in days.items():
        by_day[day].append(grade)
    where = Q(pk__in=[])
    for day, grades in by_day.items():
        where |= Q(in_force("", day), school_class__grade_level__in=grades)
    rows = Enrollment.objects.filter(where, school_class__year=year)
    return dict(rows.order_by().values_list("student_id", "school_class_id"))


def groups_of_pupils(year: AcademicYear, day: date, students: Iterable[int] | None = None) -> dict[int, list[int]]:
    """By pupil the groups of the day. One statement."""
    rows = GroupMembership.objects.filter(in_force("", day), group__year=year)
    if students is not None:
        rows = rows.filter(student_id__in=list(students))
    found: dict[int, list[int]] = defaultdict(list)
    for student, group in rows.order_by().values_list("student_id", "group_id"):
        found[student].append(group)
    return found


def teachers_of(year: AcademicYear, day: date) -> dict[int, list[tuple[int, str]]]:
    """By course those who teach it on the day: staff id and «Крылова Е. А.». One statement."""
    rows = TeachingAssignment.objects.filter(in_force("", day), course__year=year)
    names = ("staff__user__last_name", "staff__user__first_name", "staff__user__middle_name")
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for course, staff, *name in rows.order_by("staff__user__sort_name").values_list("course_id", "staff_id", *names):
        found[course].append((staff, short_name(*name)))
    return found


@dataclass(frozen=True, slots=True)
class Unit:
    """A class."""

    class_id: int
    grade: int
    letter: str

    @property
    def name(self) -> str:
        """«7Б»."""
        return f"{self.grade}{self.letter}"


def classes_of(year: AcademicYear) -> dict[int, Unit]:
    """Every class of the year by id, in order. One statement."""
    rows = SchoolClass.objects.filter(year=year).order_by("grade_level", "sort_name")
    return {pk: Unit(pk, grade, letter) for pk, grade, letter in rows.values_list("id", "grade_level", "letter")}
