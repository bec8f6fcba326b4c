"""Closing a grading period: its journal no longer changes, for anybody, until it is opened again with a reason."""

from django.db import transaction

from parta.domain.access.choices import Role
from parta.domain.access.models import User
from parta.domain.access.permissions import require_role
from parta.domain.audit import actions as audit
from parta.domain.school.actions.watching import after_reopening, before_closing
from parta.domain.school.actions.year import require_open
from parta.domain.school.errors import BadValue, PeriodClosed
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.domain.school.rules import grades_in_words
from parta.lib import clock

CLOSERS = (Role.ADMINISTRATOR, Role.DEPUTY)
REOPENERS = (Role.DIRECTOR,)
"""What is closed is as on paper: opening it again is the head's own decision."""


@transaction.atomic
def close_periods(actor: User, *, year: AcademicYear, number: int, grades: list[int]) -> list[GradingPeriod]:
    """Close the period of the number for several grades; those closed already stay as they are.

    Raises PeriodClosed for a period that is not over, RightMissing, and what the rooms above say of a grade that lacks
    final marks. Source: S3R-1.13b: entries are as on paper.
    """
    require_role(actor, *CLOSERS, act="закрывать учебный период")
    require_open(year)
    rows = _rows(year, number, grades)
    early = [row for row in rows if row.ends_on >= clock.today()]
    if early:
        raise PeriodClosed("Период ещё идёт: его закрывают после последнего дня.")
    fresh = [row for row in rows if row.closed_at is None]
    before_closing(actor, fresh)
    for row in fresh:
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
    if fresh:
        audit.record(actor, "school.period.closed", subject=fresh[0], title=_title(fresh))
    return rows


@transaction.atomic
def reopen_periods(
    actor: User, *, year: AcademicYear, number: int, grades: list[int], reason: str
) -> list[GradingPeriod]:
    """Open closed periods of whole grades again; the reason stays in the log. A closed year stays closed."""
    require_role(actor, *REOPENERS, act="открывать закрытый период")
    require_open(year)
    if not reason.strip():
        raise BadValue("Напишите, почему период открывают снова: причина останется в истории.")
    rows = [row for row in _rows(year, number, grades) if row.closed_at is not None]
    for row in rows:
        row.closed_at = None
        row.save(update_fields=["closed_at"])
    if rows:
        audit.record(actor, "school.period.reopened", subject=rows[0], title=_title(rows), reason=reason.strip())
        after_reopening(actor, rows, reason.strip())
    return rows


@transaction.atomic
def reopen_grade(actor: User, period: GradingPeriod, *, reason: str) -> GradingPeriod:
    """Take the lock off the grade's period while its classes are closed one by one; whoever calls opens the class."""
    require_role(actor, *REOPENERS, act="открывать закрытый период")
    require_open(period.year)
    period.closed_at = None
    period.save(update_fields=["closed_at"])
    audit.record(actor, "school.period.reopened", subject=period, title=_title([period]), reason=reason)
    return period


def _rows(year: AcademicYear, number: int, grades: list[int]) -> list[GradingPeriod]:
    rows = GradingPeriod.objects.filter(year=year, number=number, grade_level__in=grades)
    found = list(rows.order_by("grade_level"))
    if not found:
        raise BadValue("Такого учебного периода нет.")
    return found


def _title(rows: list[GradingPeriod]) -> str:
    return f"{rows[0]}, {grades_in_words([row.grade_level for row in rows])}"
