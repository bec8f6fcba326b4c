"""Pupils who for some days do not study with the class: at home, by an own plan, in a sanatorium; by an order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.school.actions.year import require_open
from parta.domain.school.choices import ArrangementKind
from parta.domain.school.errors import AlreadyThere, BadDates, BadValue, NotEnrolled
from parta.domain.school.models import Enrollment, Student, StudyArrangement
from parta.domain.school.permissions import require_keeping
from parta.lib import dates


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order says. subjects: ids of the subjects studied apart, none for every lesson of the class."""

    kind: ArrangementKind
    valid_from: date
    valid_to: date | None = None
    place: str = ""
    order_number: str = ""
    order_date: date | None = None
    subjects: Sequence[int] = ()


@transaction.atomic
def begin_arrangement(actor: User, student: Student, terms: Terms) -> StudyArrangement:
    """Record the order. The pupil stays in the class list; class lessons of these days no longer expect him."""
    require_keeping(actor, "записывать особый порядок обучения")
    row = StudyArrangement(student=student, **_checked(student, terms))
    row.save()
    _record(actor, "school.arrangement.begun", row, after=_values(row))
    return row


@transaction.atomic
def change_arrangement(
    actor: User, arrangement: StudyArrangement, terms: Terms, *, reason: str = ""
) -> StudyArrangement:
    """End it by a day, prolong it or put right what was written wrongly; the log keeps what stood there."""
    require_keeping(actor, "менять особый порядок обучения")
    values = _checked(arrangement.student, terms, arrangement)
    before = _values(arrangement)
    for name, value in values.items():
        setattr(arrangement, name, value)
    if before != _values(arrangement):
        arrangement.save()
        _record(
            actor, "school.arrangement.changed", arrangement, before=before, after=_values(arrangement), reason=reason
        )
    return arrangement


@transaction.atomic
def remove_arrangement(actor: User, arrangement: StudyArrangement, *, reason: str) -> None:
    """Take back an order written to the wrong pupil."""
    require_keeping(actor, "убирать особый порядок обучения")
    if not reason.strip():
        raise BadValue("Напишите, почему запись убирается.")
    _record(actor, "school.arrangement.removed", arrangement, before=_values(arrangement), reason=reason)
    arrangement.delete()


def _checked(student: Student, terms: Terms, own: StudyArrangement | None = None) -> dict[str, Any]:
    terms = replace(terms, place=terms.place.strip()[:200], order_number=terms.order_number.strip()[:40])
    if terms.valid_to and terms.valid_to < terms.valid_from:
        raise BadDates("Последний день раньше первого.")
    if terms.kind in (ArrangementKind.SANATORIUM, ArrangementKind.ELSEWHERE) and not terms.place:
        raise BadValue("Напишите, где ученик учится в эти дни: санаторий, больница, другая школа.")
    enrolled = Enrollment.objects.filter(student=student, valid_from__lte=terms.valid_from).filter(
        Q(valid_to=None) | Q(valid_to__gte=terms.valid_from)
    )
    inside = enrolled.select_related("school_class__year").first()
    if inside is None:
        raise NotEnrolled(f"{student.user.list_name} {dates.day_input(terms.valid_from)} не учится в школе.")
    require_open(inside.school_class.year)
    others = StudyArrangement.objects.filter(student=student)
    if own:
        others = others.exclude(pk=own.pk)
    overlap = others.filter(Q(valid_to=None) | Q(valid_to__gte=terms.valid_from))
    if terms.valid_to:
        overlap = overlap.filter(valid_from__lte=terms.valid_to)
    other = next((one for one in overlap if not (one.subjects or terms.subjects)), None)
    if other:
        since = dates.day_title_with_year(other.valid_from)
        raise AlreadyThere(f"На эти дни уже записано: {other.get_kind_display()}, с {since}. Сначала закончите его.")
    return {
        "kind": terms.kind,
        "place": terms.place,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "order_number": terms.order_number,
        "order_date": terms.order_date,
        "subjects": list(terms.subjects),
    }


def _values(row: StudyArrangement) -> dict[str, Any]:
    values = {
        "kind": str(ArrangementKind(row.kind).label),
        "valid_from": dates.day_input(row.valid_from),
        "valid_to": dates.day_input(row.valid_to) if row.valid_to else None,
        "place": row.place,
        "order_number": row.order_number,
        "subjects": list(row.subjects),
    }
    return {name: value for name, value in values.items() if value}


def _record(actor: User, code: str, row: StudyArrangement, **details: Any) -> None:
    user = row.student.user
    audit.record(actor, code, subject=row, title=user.full_name, person=user, **details)
