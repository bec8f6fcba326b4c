"""Which families of a class know the forecast of this month, and who has not been told in time (S0-7b)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from parta.domain.finals.choices import InformedBy
from parta.domain.finals.models import FamilyInformed
from parta.domain.regulation.choices import Every, Obligation
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import SchoolClass, Student
from parta.domain.school.queries import students_of
from parta.lib import clock


@dataclass(slots=True)
class FamilyLine:
    """A pupil, and by what ways the family learned, each with its first moment."""

    student: Student
    ways: dict[InformedBy, date] = field(default_factory=dict)

    @property
    def informed(self) -> bool:
        """By any way."""
        return bool(self.ways)

    @property
    def words(self) -> list[str]:
        """«видели в дневнике»."""
        return [str(way.label) for way in self.ways]


@dataclass(frozen=True, slots=True)
class ClassInformed:
    """The page. breach: the month before ended and these were not told, where the rulebook makes it a duty."""

    month: date
    lines: list[FamilyLine]
    mandatory: bool
    source: str
    breaches: list[FamilyLine]
    before: date

    @property
    def missing(self) -> list[FamilyLine]:
        """Not told this month yet."""
        return [one for one in self.lines if not one.informed]


def informed_of(school_class: SchoolClass) -> ClassInformed:
    """Families of the class this month and the month before. Two statements."""
    today = clock.today()
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    current = rulebook_for(today)
    students = list(students_of(school_class, today))
    ways: dict[tuple[int, date], dict[InformedBy, date]] = defaultdict(dict)
    rows = FamilyInformed.objects.filter(student__in=students, month__in=[before, month]).order_by("at")
    for student, of_month, channel, at in rows.values_list("student_id", "month", "channel", "at"):
        ways[student, of_month].setdefault(InformedBy(channel), clock.local(at).date())
    mandatory = is_duty(current)
    late = [FamilyLine(one) for one in students if not ways[one.pk, before]] if mandatory else []
    return ClassInformed(
        month=month,
        lines=[FamilyLine(one, ways[one.pk, month]) for one in students],
        mandatory=mandatory,
        source=current.source_text("forecast_min_frequency"),
        breaches=late if before >= school_class.year.starts_on.replace(day=1) else [],
        before=before,
    )


def is_duty(current: CurrentRulebook) -> bool:
    """Mandatory, and at least once a month."""
    informing = current.rulebook.informing
    often = informing.forecast_min_frequency.every is Every.MONTH
    return often and informing.forecast_obligation is Obligation.MANDATORY
