"""Final marks for the tests: written as rows, whoever may write them."""

from datetime import date

from parta.domain.curriculum.models import Course
from parta.domain.finals.models import Deferral, DeferredCourse, FinalMark
from parta.domain.school.models import AcademicYear, GradingPeriod, Student
from parta.ops.cast import Cast


def period(cast: Cast, grade: int, number: int = 1) -> GradingPeriod:
    return GradingPeriod.objects.get(year=cast.school.year, grade_level=grade, number=number)


def give(cast: Cast, course: Course, student: Student, value: str, of: GradingPeriod | None, **more: str) -> FinalMark:
    """A mark of a period, or of the year."""
    kind = of.kind if of else "year"
    return FinalMark.objects.create(
        course=course, student=student, value=value, kind=more.pop("kind", kind), period=of,
        entered_by=cast.school.system, entered_at=cast.now, **more,
    )  # fmt: skip


def defer(cast: Cast, course: Course, student: Student, of: GradingPeriod | None) -> Deferral:
    """By order № 301 until 12 January."""
    year: AcademicYear = cast.school.year
    row = Deferral.objects.create(
        student=student, year=year, period=of, reason="illness", makeup_form="credit", order_number="301",
        order_date=date(2026, 10, 23), due_on=date(2027, 1, 12), entered_by=cast.school.system, entered_at=cast.now,
    )  # fmt: skip
    DeferredCourse.objects.create(deferral=row, course=course)
    return row
