"""The school of `bench.finals`: rows only, marks of one quarter; and what is asked of it. Runs inside the product."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from django.db import connection, transaction

from bench import finals_marks
from bench.cases import _plain
from bench.floor import Statement
from parta.domain.access.models import User
from parta.domain.access.queries import system_user
from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.results import results_of
from parta.domain.finals.queries.school_summary import school_sheet
from parta.domain.finals.queries.slices import slices_of
from parta.domain.finals.queries.summary import school_sheets
from parta.domain.school import actions as school
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass, StaffMember, Student
from parta.lib import clock

YEAR = 2026
TODAY = date(YEAR + 1, 5, 31)
CLASSES, PUPILS, SUBJECTS, TEACHERS = 40, 25, 12, 60
Act = Callable[[], Any]


@transaction.atomic
def build() -> None:
    """1,000 pupils, four quarters and the year."""
    random = Random(1000)  # the same school every time
    system = system_user()
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        school.create_school(system, name="Школа № 1000", short_name="Школа № 1000")
        year = school.create_year(system, year=YEAR)
    names = [(2 + number % 10, "АБВГ"[number // 10]) for number in range(CLASSES)]
    with clock.frozen_at(clock.at(date(YEAR, 8, 28), 9)):
        classes = school.create_classes(system, year=year, names=names)
    for grade in range(2, 12):
        if not GradingPeriod.objects.filter(year=year, grade_level=grade, kind="quarter").exists():
            GradingPeriod.objects.filter(year=year, grade_level=grade).delete()
            _quarters(year, grade)
    subjects = [Subject.objects.create(name=f"Предмет {number:02d}") for number in range(SUBJECTS)]
    staff = _staff(year)
    pupils = _pupils(classes, year)
    rows = []
    courses = []
    for at, (school_class, mine) in enumerate(zip(classes, pupils, strict=True)):
        for number, subject in enumerate(subjects):
            course = Course.objects.create(
                year=year, subject=subject, school_class=school_class, grade_level=school_class.grade_level
            )
            teacher = staff[(at * SUBJECTS + number) % TEACHERS]
            TeachingAssignment.objects.create(course=course, staff=teacher, valid_from=year.starts_on)
            rows += _marks(course, mine, system, random)
            courses.append((course, mine))
    FinalMark.objects.bulk_create(rows, batch_size=2000)
    finals_marks.fill(year, courses, system, random)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _quarters(year: AcademicYear, grade: int) -> None:
    days = [(9, 1, 10, 25), (11, 2, 12, 28), (1, 11, 3, 21), (3, 29, 5, 26)]
    for number, (month, day, last_month, last_day) in enumerate(days, start=1):
        shift = 0 if month > 8 else 1
        GradingPeriod.objects.create(
            year=year, grade_level=grade, kind="quarter", number=number,
            starts_on=date(YEAR + shift, month, day), ends_on=date(YEAR + shift, last_month, last_day),
        )  # fmt: skip


def _people(prefix: str, count: int) -> list[User]:
    """bulk_create does not call save: sort names are given here."""
    rows = [
        User(last_name=f"{prefix}{number:04d}", first_name="Имя", sort_name=f"{prefix}{number:04d}")
        for number in range(count)
    ]
    return User.objects.bulk_create(rows, batch_size=500)


def _staff(year: AcademicYear) -> list[StaffMember]:
    rows = [StaffMember(user=user, valid_from=year.starts_on) for user in _people("Учитель", TEACHERS)]
    return StaffMember.objects.bulk_create(rows)


def _pupils(classes: list[SchoolClass], year: AcademicYear) -> list[list[Student]]:
    people = _people("Ученик", CLASSES * PUPILS)
    students = Student.objects.bulk_create([Student(user=user) for user in people])
    found = [students[at * PUPILS : (at + 1) * PUPILS] for at in range(CLASSES)]
    Enrollment.objects.bulk_create(
        Enrollment(student=student, school_class=school_class, valid_from=year.starts_on)
        for school_class, mine in zip(classes, found, strict=True)
        for student in mine
    )
    return found


def _marks(course: Course, pupils: list[Student], by: User, random: Random) -> list[FinalMark]:
    periods = list(GradingPeriod.objects.filter(year=course.year, grade_level=course.grade_level).order_by("number"))
    given = {"course": course, "entered_by": by, "entered_at": clock.at(TODAY, 12)}
    rows = []
    for student in pupils:
        for period in [*periods, None]:
            value = random.choices("5432", (25, 40, 32, 3))[0]
            kind = period.kind if period else "year"
            rows.append(FinalMark(student=student, period=period, kind=kind, value=value, **given))
    return rows


def cases() -> dict[str, Act]:
    """What is measured, by its title."""
    year = AcademicYear.objects.order_by("-year")[0]
    classes = SchoolClass.objects.filter(year=year).count()
    chosen = slices_of(year).chosen("quarter-1")

    def figures() -> object:
        results = results_of(year, chosen)
        found = [results.figures_by(lambda unit: unit.class_id), results.figures_by(lambda unit: unit.grade)]
        return [*found, results.grouped(lambda unit, page: [page.subject_id]), results.grouped(lambda unit, page: [0])]

    def sheets(at: str) -> Act:
        return lambda: school_sheets(year, at)

    return {
        "Показатели школы за четверть": figures,
        "Страница итогов школы, с прошлой четвертью": lambda: school_sheet(year, "quarter-2"),
        f"Ведомости {classes} классов за четверть": sheets("quarter-1"),
        f"Ведомости {classes} классов за год": sheets("year"),
        **finals_marks.cases(year),
    }


def statements_of(act: Act) -> list[Statement]:
    """What the act asks the database; the second time counts, when the process remembers what it remembers."""
    asked: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((_plain(sql), list(params or ())))
        return execute(sql, params, many, context)

    act()
    with connection.execute_wrapper(note):
        act()
    return asked
