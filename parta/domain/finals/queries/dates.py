"""Dates of final marks by orders, and the periods an order may be about."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F

from parta.domain.finals.models import FinalDates, FinalMark
from parta.domain.finals.rules.kinds import for_title, kind_of, kind_title
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.domain.school.rules import grades_in_words

RECENT = 50


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


@dataclass(frozen=True, slots=True)
class Deviation:
    """A final mark decided otherwise than the journal proposed, for the deputy (S3-5.1a)."""

    mark: FinalMark
    place: str
    mean: str


def deviations(year: AcademicYear) -> list[Deviation]:
    """The latest first, at most fifty. One statement."""
    rows = FinalMark.objects.filter(course__year=year).exclude(value="").exclude(value=F("proposed"))
    parts = ("course__subject", "course__school_class", "course__group", "student__user", "period", "entered_by")
    return [
        Deviation(one, for_title(kind_of(one.kind), one.period.number if one.period else 0), _mean(one))
        for one in rows.select_related(*parts).order_by("-entered_at", "-id")[:RECENT]
    ]


def _mean(one: FinalMark) -> str:
    return "" if one.average is None else f"{one.average:.2f}".replace(".", ",")


def act_dates(year: AcademicYear) -> tuple[str, str]:
    """What the act says without an order, and its clause."""
    current: CurrentRulebook = rulebook_for(year.year)
    return current.value_text("final_marks_deadline"), current.source_text("final_marks_deadline")


def _same(one: FinalDates) -> tuple[str, int, str, str, str]:
    return (one.period.kind, one.period.number, one.order_number, str(one.opens_on), str(one.closes_on))
