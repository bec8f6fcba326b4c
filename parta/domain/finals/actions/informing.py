"""How families learn of the forecast: a look into the diary is remembered, paper and letters are ticked by hand."""

from collections.abc import Sequence
from datetime import date

from django.db import DatabaseError, transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.finals.choices import InformedBy
from parta.domain.finals.errors import FinalRefused
from parta.domain.finals.models import FamilyInformed
from parta.domain.finals.permissions import require_informing
from parta.domain.school.models import SchoolClass, Student
from parta.domain.school.queries import students_of
from parta.lib import clock


def month_of(day: date) -> date:
    """Its first day: how a month is kept."""
    return day.replace(day=1)


def seen_in_diary(reader: User, student: Student) -> bool:
    """The forecast of this month was on the reader's screen: one row a month, reader and pupil, however often.

    Returns whether it is kept. A look never fails because of it: a busy or read-only database keeps no row and the next
    look does. Not audited: the row itself is the record, as a visit of the diary is.
    """
    row = FamilyInformed(
        student=student, month=month_of(clock.today()), channel=InformedBy.DIARY, at=clock.now(), by=reader
    )
    try:
        with transaction.atomic():
            FamilyInformed.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError:
        return False
    return True


@transaction.atomic
def tell_families(
    actor: User, school_class: SchoolClass, students: Sequence[int], channel: InformedBy
) -> list[FamilyInformed]:
    """The class teacher says that families of the class were sent the forecast or given it on paper this month.

    Raises RightMissing for others, FinalRefused without pupils of the class. Repeated, it changes nothing.
    """
    require_informing(actor, school_class)
    if channel not in {InformedBy.SENT, InformedBy.PRINTED}:
        raise FinalRefused("Отметьте, как семья узнала о прогнозе: отправлено или выдано на бумаге.")
    own = list(students_of(school_class, clock.today()).filter(pk__in=list(students)))
    if not own:
        raise FinalRefused("Выберите учеников, семьям которых вы сообщили прогноз.")
    month = month_of(clock.today())
    told = FamilyInformed.objects.filter(student__in=own, month=month, channel=channel)
    known = set(told.values_list("student_id", flat=True))
    made = [
        FamilyInformed(student=student, month=month, channel=channel, at=clock.now(), by=actor)
        for student in own
        if student.pk not in known
    ]
    rows = FamilyInformed.objects.bulk_create(made)
    values = {"month": month.isoformat(), "channel": str(channel.label)}
    entries = [audit.Entry(row, person_id=row.student.user_id, after=values) for row in rows]
    audit.record_many(actor, "finals.informed", entries)
    return rows
