"""How all courses of the year stand with their plans: for the deputy's page and the subject's line in the diary."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from parta.domain.curriculum.choices import PlanStatus
from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import HoursCheck, checks_by_course, courses, hours_must_agree, topic_counts
from parta.domain.curriculum.rules import Coverage
from parta.domain.journal.queries.plan import CoursePlan, course_plans
from parta.domain.school.models import AcademicYear


class Fault(StrEnum):
    """What is wrong with a course's plan, the worst first."""

    MISSING = "missing"
    HOURS = "hours"
    STAGE = "stage"
    UNPLACED = "unplaced"
    LAG = "lag"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class CourseCoverage:
    """One course on the deputy's page. `check`, `coverage`: None without a plan."""

    course: Course
    teachers: tuple[str, ...]
    check: HoursCheck | None
    coverage: Coverage | None
    is_placed: bool
    faults: tuple[Fault, ...]

    @property
    def status(self) -> str:
        """The stage of the plan, «» without one."""
        return self.course.plan.status if self.course.plan else ""


def school_coverage(
    year: AcademicYear, *, grade: int | None = None, courses_of: int | None = None
) -> list[CourseCoverage]:
    """Every active course of the year with its plan's hours, stage and coverage. Seven statements for all.

    grade: only this parallel; courses_of: id of a member of staff whose courses are wanted.
    """
    found = courses(year, staff=courses_of)
    rows = list(found.filter(grade_level=grade) if grade else found)
    plans = course_plans(rows)
    checks = checks_by_course(rows, topic_counts(row.plan_id for row in rows if row.plan_id))
    strict = hours_must_agree(year)
    return [_line(row, checks.get(row.pk), plans.get(row.pk), strict=strict) for row in rows]


def _line(course: Course, check: HoursCheck | None, plan: CoursePlan | None, *, strict: bool) -> CourseCoverage:
    from_plan = plan.coverage if plan else None
    is_placed = bool(plan and plan.is_placed)
    teachers = tuple(one.staff.user.short_name for one in getattr(course, "open_assignments", ()))
    faults = tuple(_faults(course, check, from_plan, is_placed, strict=strict))
    return CourseCoverage(course, teachers, check, from_plan, is_placed, faults)


def _faults(
    course: Course, check: HoursCheck | None, coverage: Coverage | None, is_placed: bool, *, strict: bool
) -> Iterable[Fault]:
    if course.plan is None or coverage is None or not coverage.total:
        yield Fault.MISSING
        return
    if strict and not (check and check.agrees):
        yield Fault.HOURS
    if course.plan.status != PlanStatus.APPROVED:
        yield Fault.STAGE
    elif not is_placed:
        yield Fault.UNPLACED
    if coverage.lag:
        yield Fault.LAG
    if is_placed and coverage.short > coverage.lag:
        yield Fault.SHORT


def fault_counts(lines: Sequence[CourseCoverage]) -> Counter[Fault]:
    """How many courses have each fault."""
    return Counter(fault for line in lines for fault in line.faults)
