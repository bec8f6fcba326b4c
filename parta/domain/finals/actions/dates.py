"""Dates of final marks by an order of the school."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import FinalDates
from parta.domain.finals.permissions import require_final_dates
from parta.domain.school.models import GradingPeriod
from parta.lib import clock

MAX_NUMBER = 40


@dataclass(frozen=True, slots=True)
class DatesOrder:
    """What an order says: the first and the last day on which final marks are given, its number and date."""

    opens_on: date
    closes_on: date
    number: str
    day: date


@transaction.atomic
def set_final_dates(actor: User, *, periods: Sequence[GradingPeriod], order: DatesOrder) -> list[FinalDates]:
    """Final marks of these periods (one a grade) are given on the days of the order, both included (S3-4.4.6b).

    Raises RightMissing, FinalRefused: days out of order or outside the period, an order without a number, a closed one.
    """
    require_final_dates(actor)
    order = replace(order, number=order.number.strip()[:MAX_NUMBER])
    if not order.number:
        raise FinalRefused("Напишите номер приказа: сроки итоговых отметок задаёт приказ.")
    if order.closes_on < order.opens_on:
        raise FinalRefused("Последний день стоит раньше первого: поменяйте дни местами.")
    for period in periods:
        if period.closed_at or period.year.is_closed:
            raise FinalRefused("Период закрыт: его сроки больше не меняются.")
        if not (period.starts_on <= order.opens_on and order.closes_on <= period.ends_on):
            raise FinalRefused("Отметки за период ставят в его дни: выберите дни внутри периода.")
    return [_put(actor, one, order) for one in periods]


def _put(actor: User, period: GradingPeriod, order: DatesOrder) -> FinalDates:
    row = FinalDates.objects.filter(period=period).first() or FinalDates(period=period, version=0)
    before = _json(row) if row.version else None
    row.opens_on, row.closes_on = order.opens_on, order.closes_on
    row.order_number, row.order_date = order.number, order.day
    row.version += 1
    row.entered_by, row.entered_at = actor, clock.now()
    row.save()
    title = f"{period}, {period.grade_level} классы"
    audit.record(actor, "finals.dates.set", subject=row, title=title, before=before, after=_json(row))
    return row


def _json(row: FinalDates) -> dict[str, str]:
    return {
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "order": f"№ {row.order_number} от {row.order_date:%d.%m.%Y}",
    }
