"""Which classes are closed for a period or the year, and whose final marks therefore stand as on paper."""

from collections.abc import Sequence

from django.db.models import QuerySet

from parta.domain.finals.models import ClassClosing
from parta.domain.school.models import AcademicYear, GradingPeriod, SchoolClass


def standing_closings() -> QuerySet[ClassClosing]:
    """Closings of periods that stand now; for the journal below, which locks its entries by them."""
    return ClassClosing.objects.filter(reopened_at=None, period__isnull=False)


def closed_classes(period: GradingPeriod | None, year: AcademicYear) -> set[int]:
    """Ids of the classes closed for the period, or for the year (None). One statement."""
    rows = ClassClosing.objects.filter(period=period, year=year, reopened_at=None)
    return set(rows.values_list("school_class_id", flat=True))


def is_closed(school_class: SchoolClass, period: GradingPeriod | None) -> bool:
    """Is the class closed, alone or with its whole grade? Needs `school_class.year`."""
    if school_class.year.is_closed or (period is not None and period.closed_at is not None):
        return True
    rows = ClassClosing.objects.filter(school_class=school_class, period=period, reopened_at=None)
    return rows.exists()


def fixed_periods(ids: Sequence[int]) -> set[int]:
    """Of these periods, those for which a class is closed: their days stay as they are."""
    return set(standing_closings().filter(period__in=list(ids)).values_list("period_id", flat=True))
