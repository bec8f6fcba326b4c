"""Subjects and their hours, courses and who teaches them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.queries import in_force
from parta.domain.curriculum import rules
from parta.domain.curriculum.errors import CourseNotFound
from parta.domain.curriculum.models import Course, StudyPlanLine, Subject, TeachingAssignment
from parta.domain.school.models import AcademicYear, SchoolClass, StaffMember
from parta.lib import russian


@dataclass(frozen=True, slots=True)
class StudyPlanRow:
    """A subject with its hours a week by grade, in the order of `StudyPlanGrid.grades`; None is an empty cell."""

    subject: Subject
    hours: list[Decimal | None]


@dataclass(frozen=True, slots=True)
class StudyPlanGrid:
    """The study plan of a year: subjects down, grades across, totals a week below."""

    grades: list[int]
    rows: list[StudyPlanRow]
    totals: list[Decimal]


@dataclass(frozen=True, slots=True)
class TeacherLoad:
    """One teacher's courses on a day. `hours`: a week by the study plan; `without_hours`: courses it does not name."""

    staff: StaffMember
    courses: list[Course]
    hours: Decimal
    without_hours: int


def courses_taught_by(user: User, day: date) -> QuerySet[Course]:
    """Courses the person teaches on the day."""
    ids = TeachingAssignment.objects.filter(in_force("", day), staff__user=user).values("course_id")
    return Course.objects.filter(id__in=ids).select_related("subject", "school_class", "group", "year")


def roles_from_teaching(user_id: int, day: date) -> dict[Role, QuerySet[Any]]:
    """Role source of the room: subject teacher by an assignment in force."""
    return {Role.TEACHER: TeachingAssignment.objects.filter(in_force("", day), staff__user_id=user_id)}


def group_teachers(groups: Sequence[int], day: date) -> dict[int, list[User]]:
    """Who teaches the groups on the day, each person once a group; for the room of the school. One statement."""
    rows = TeachingAssignment.objects.filter(in_force("", day), course__group_id__in=groups, course__is_active=True)
    found: dict[int, dict[int, User]] = {}
    for row in rows.select_related("staff__user", "course").order_by("id"):
        found.setdefault(row.course.group_id or 0, {}).setdefault(row.staff.user_id, row.staff.user)
    return {group: list(people.values()) for group, people in found.items()}


def groups_taught(user: User, day: date) -> list[int]:
    """Ids of the groups whose pages the person leads on the day."""
    rows = TeachingAssignment.objects.filter(in_force("", day), staff__user=user, course__group__isnull=False)
    return list(rows.values_list("course__group_id", flat=True).distinct())


def teaches_subject(user: User, subject: Subject, day: date) -> bool:
    """Does the person teach the subject to anybody on the day?"""
    return TeachingAssignment.objects.filter(
        in_force("", day), staff__user=user, course__subject=subject, course__is_active=True
    ).exists()


def subjects(text: str = "") -> QuerySet[Subject]:
    """Subjects by the alphabet with the number of active courses (`course_count`)."""
    rows = Subject.objects.annotate(course_count=Count("courses", filter=Q(courses__is_active=True), distinct=True))
    if text:
        form = russian.search_form(text)
        ids = [row.pk for row in Subject.objects.all() if form in russian.search_form(f"{row.name} {row.short_name}")]
        rows = rows.filter(id__in=ids)
    return rows.order_by("sort_name", "id")


def find_subject(name: str) -> Subject | None:
    """The subject with this name, case and ё aside; names are few, so they are compared here, not in the database."""
    wanted = russian.search_form(name)
    return next((row for row in Subject.objects.all() if russian.search_form(row.name) == wanted), None)


def subjects_taught_by(user: User, day: date) -> QuerySet[Subject]:
    """Subjects the person teaches on the day, by the alphabet."""
    ids = courses_taught_by(user, day).filter(is_active=True).values("subject_id")
    return Subject.objects.filter(id__in=ids)


def grades_of(year: AcademicYear) -> list[int]:
    """Grades that have classes in the year; before there are classes, grades of the study plan, else 1–11."""
    grades = SchoolClass.objects.filter(year=year).values_list("grade_level", flat=True).distinct()
    planned = StudyPlanLine.objects.filter(year=year).values_list("grade_level", flat=True).distinct()
    return sorted({*grades, *planned}) or list(range(1, 12))


def study_plan_grid(year: AcademicYear) -> StudyPlanGrid:
    """Every subject against every grade of the year. Lines of single classes are not in the grid."""
    grades = grades_of(year)
    lines = StudyPlanLine.objects.filter(year=year, school_class__isnull=True)
    hours = {(line.subject_id, line.grade_level): line.hours_per_week for line in lines}
    rows = [
        StudyPlanRow(subject, [hours.get((subject.pk, grade)) for grade in grades])
        for subject in Subject.objects.order_by("sort_name", "id")
    ]
    totals = [sum((row.hours[place] or Decimal(0) for row in rows), Decimal(0)) for place in range(len(grades))]
    return StudyPlanGrid(grades, rows, totals)


def hours_by_course(courses: Iterable[Course]) -> dict[int, StudyPlanLine]:
    """The study plan's line of every course that has one: the class's own line beats the grade's. One query."""
    courses = list(courses)
    lines = StudyPlanLine.objects.filter(year_id__in={course.year_id for course in courses})
    by_class = {(line.school_class_id, line.subject_id): line for line in lines if line.school_class_id}
    by_grade = {(line.year_id, line.grade_level, line.subject_id): line for line in lines if not line.school_class_id}
    found = {}
    for course in courses:
        own = by_class.get((course.school_class_id, course.subject_id)) if course.school_class_id else None
        line = own or by_grade.get((course.year_id, course.grade_level, course.subject_id))
        if line:
            found[course.pk] = line
    return found


def yearly_hours(line: StudyPlanLine) -> int:
    """Hours a year: as written, else hours a week times the weeks of the grade."""
    return line.hours_per_year or rules.yearly_hours(line.hours_per_week, line.grade_level)


def courses(
    year: AcademicYear,
    *,
    school_class: int | None = None,
    staff: int | None = None,
    subject: int | None = None,
    active: bool | None = True,
) -> QuerySet[Course]:
    """Pages of the journal with subject, class or group, plan, and `open_assignments` (teachers without an end date).

    school_class, staff, subject: ids to filter by; courses of groups count for every class of the group.
    """
    current = TeachingAssignment.objects.filter(valid_to__isnull=True).select_related("staff__user")
    rows = Course.objects.filter(year=year).select_related("subject", "school_class", "group", "plan", "year")
    if active is not None:
        rows = rows.filter(is_active=active)
    if school_class:
        groups = SchoolClass.groups.through.objects.filter(schoolclass_id=school_class).values("teachinggroup_id")
        rows = rows.filter(Q(school_class_id=school_class) | Q(group_id__in=groups))
    if staff:
        rows = rows.filter(id__in=TeachingAssignment.objects.filter(staff=staff, valid_to=None).values("course_id"))
    if subject:
        rows = rows.filter(subject_id=subject)
    prefetch = Prefetch("assignments", queryset=current.order_by("staff__user__sort_name"), to_attr="open_assignments")
    return rows.prefetch_related(prefetch).order_by(
        "grade_level",
        F("school_class__sort_name").asc(nulls_last=True),
        "group__sort_name",
        "subject__sort_name",
        "id",
    )


def courses_of_unit(course: Course) -> QuerySet[Course]:
    """Pages in use of the same class or the same group, by subject: what may be taught instead. One query."""
    rows = Course.objects.filter(
        year=course.year_id, school_class=course.school_class_id, group=course.group_id, is_active=True
    )
    return rows.select_related("subject", "school_class", "group").order_by("subject__sort_name", "id")


def course_for_setup(course_id: int) -> Course:
    """A page of the journal for those who set the school up."""
    course = (
        Course.objects.select_related("subject", "school_class", "group", "year", "plan").filter(pk=course_id).first()
    )
    if course is None:
        raise CourseNotFound("Такой страницы журнала нет.")
    return course


def load_by_teacher(year: AcademicYear, day: date) -> list[TeacherLoad]:
    """Who teaches what on the day, teachers by the alphabet. A fixed number of queries."""
    rows = (
        TeachingAssignment.objects.filter(in_force("", day), course__year=year, course__is_active=True)
        .select_related("staff__user", "course__subject", "course__school_class", "course__group")
        .order_by("staff__user__sort_name", "course__grade_level", "course__subject__sort_name", "id")
    )
    by_staff: dict[int, list[TeachingAssignment]] = defaultdict(list)
    for row in rows:
        by_staff[row.staff_id].append(row)
    lines = hours_by_course(row.course for row in rows)
    return [_load(own, lines) for own in by_staff.values()]


def _load(rows: list[TeachingAssignment], lines: dict[int, StudyPlanLine]) -> TeacherLoad:
    taught = [row.course for row in rows]
    hours = sum((lines[course.pk].hours_per_week for course in taught if course.pk in lines), Decimal(0))
    return TeacherLoad(rows[0].staff, taught, hours, sum(course.pk not in lines for course in taught))


def missing_courses(year: AcademicYear, school_class: SchoolClass) -> list[Subject]:
    """Subjects of the study plan that the class has no page for, neither of its own nor of a group."""
    lines = StudyPlanLine.objects.filter(
        Q(school_class=school_class) | Q(school_class__isnull=True, grade_level=school_class.grade_level),
        year=year,
        hours_per_week__gt=0,
    )
    taken = courses(year, school_class=school_class.pk, active=None).values("subject_id")
    return list(Subject.objects.filter(id__in=lines.values("subject_id")).exclude(id__in=taken).order_by("sort_name"))
