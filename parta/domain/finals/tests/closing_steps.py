"""What the tests of closing share: a class whose final marks are all given, moments after the quarter, a deferral."""

from datetime import date, datetime
from typing import Any

from parta.domain.curriculum.models import Course, TeachingAssignment
from parta.domain.finals import actions
from parta.domain.finals.models import Deferral, FinalMark
from parta.domain.finals.queries.required import Required, marks_of_period
from parta.domain.regulation.choices import DeferralReason, MakeupForm
from parta.domain.school.models import GradingPeriod, SchoolClass, Student
from parta.lib import clock
from parta.ops.cast import Cast

PERIOD_KINDS = {"quarter", "trimester", "half_year"}
AFTER = clock.at(date(2027, 1, 11), 9)
"""The first Monday after the second quarter and the holidays."""
DUE = date(2027, 1, 23)


def seventh(cast: Cast) -> SchoolClass:
    return SchoolClass.objects.select_related("year").get(pk=cast.school.classes["7Б"].pk)


def quarter_of(school_class: SchoolClass, number: int = 2) -> GradingPeriod:
    rows = GradingPeriod.objects.select_related("year")
    return rows.get(year=school_class.year, grade_level=school_class.grade_level, number=number)


def asked(school_class: SchoolClass, number: int = 2) -> Required:
    period = quarter_of(school_class, number)
    return marks_of_period(school_class.year, [school_class], {period.grade_level: period})


def fill(cast: Cast, school_class: SchoolClass, number: int = 2, *, but: set[tuple[int, int]] | None = None) -> None:
    """A final mark for everybody on every page, but those (pupil, page)."""
    period, teacher = quarter_of(school_class, number), cast.user("krylova")
    FinalMark.objects.bulk_create(
        FinalMark(
            course_id=course, student_id=student, kind=kind.value, period=period, value="4", entered_by=teacher,
            entered_at=cast.now,
        )
        for student, course, kind in asked(school_class, number).missing
        if (student, course) not in (but or set())
    )  # fmt: skip


def fields(**values: Any) -> actions.DeferralFields:
    given: dict[str, Any] = {
        "reason": DeferralReason.ILLNESS, "makeup_form": MakeupForm.CREDIT, "due_on": DUE, "order_number": "331",
        "order_date": date(2026, 12, 9),
    }  # fmt: skip
    return actions.DeferralFields(**(given | values))


def deferred(
    cast: Cast, student: Student, *courses: Course, login: str = "zavuch", moment: datetime | None = None, **values: Any
) -> Deferral:
    """Deferred by an order for the second quarter, at the time of the cast."""
    school_class = seventh(cast)
    with clock.frozen_at(moment or cast.now):
        return actions.defer(
            cast.user(login), student=student, year=school_class.year, period=quarter_of(school_class),
            courses=list(courses), fields=fields(**values),
        )  # fmt: skip


def teacher_login(course: Course) -> str:
    return str(TeachingAssignment.objects.filter(course=course)[0].staff.user.login)
