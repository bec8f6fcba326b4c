"""Dates of final marks by orders, and the periods an order may be about."""

from dataclasses import dataclass
from itertools import groupby

from parta.domain.finals.models import FinalDates
from parta.domain.finals.rules.kinds import kind_of, kind_title
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.domain.school.rules import grades_in_words


@dataclass(frozen=True, slots=True)
class DatesLine:
    """An order: which periods of which grades it is about."""

    title: str
    grades: str
    dates: FinalDates


def open_periods(year: AcademicYear) -> list[GradingPeriod]:
    """Periods that are not closed, by number and grade. One statement."""
    rows = GradingPeriod.objects.filter(year=year, closed_at__isnull=True).select_related("year")
    return list(rows.order_by("number", "kind", "grade_level"))


def dates_lines(year: AcademicYear) -> list[DatesLine]:
    """Orders of the year, the latest first; grades of one order stand together. One statement."""
    rows = FinalDates.objects.filter(period__year=year).select_related("period", "entered_by")
    ordered = sorted(rows.order_by("period__grade_level"), key=lambda one: (one.order_date, _same(one)), reverse=True)
    found = []
    for _, group in groupby(ordered, key=_same):
        alike = sorted(group, key=lambda one: one.period.grade_level)
        first = alike[0]
        title = kind_title(kind_of(first.period.kind), first.period.number)
        found.append(DatesLine(title, grades_in_words([one.period.grade_level for one in alike]), first))
    return found


def act_dates(year: AcademicYear) -> tuple[str, str]:
    """What the act says without an order, and its clause."""
    current: CurrentRulebook = rulebook_for(year.year)
    return current.value_text("final_marks_deadline"), current.source_text("final_marks_deadline")


def _same(one: FinalDates) -> tuple[str, int, str, str, str]:
    return (one.period.kind, one.period.number, one.order_number, str(one.opens_on), str(one.closes_on))
