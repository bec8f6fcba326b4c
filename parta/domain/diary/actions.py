"""The room's one write: the reader has looked."""

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.diary.models import DiaryVisit
from parta.domain.diary.queries import diary_for
from parta.lib import clock


@transaction.atomic
def mark_seen(actor: User, *, student_id: int) -> DiaryVisit:
    """Remember that the reader has seen the diary now. Raises DiaryNotFound for a diary of somebody else.

    Not audited: reading one's own diary changes nothing; the visit itself is the record (S4-2.10.3a).
    """
    student = diary_for(actor, student_id)
    visit, created = DiaryVisit.objects.select_for_update().get_or_create(
        reader=actor, student=student, defaults={"at": clock.now()}
    )
    if not created:
        visit.previous_at, visit.at = visit.at, clock.now()
        visit.save(update_fields=["previous_at", "at"])
    return visit
