"""The room's one write: the reader has looked."""

from datetime import datetime

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.diary.models import DiaryVisit
from parta.domain.diary.queries import ONE_VISIT, diary_for
from parta.lib import clock


@transaction.atomic
def mark_seen(actor: User, *, student_id: int, at: datetime | None = None, done: bool = False) -> DiaryVisit:
    """Remember that the reader has looked. Raises DiaryNotFound for a diary of somebody else.

    at: when the page was made, so that what was entered while it was being read stays new; default now.
    done: the reader has dismissed the news, nothing of it is new any more.
    Not audited: reading one's own diary changes nothing; the visit itself is the record (S4-2.10.3a).
    """
    student = diary_for(actor, student_id)
    now = clock.now()
    looked = min(at, now) if at else now
    visit, created = DiaryVisit.objects.select_for_update().get_or_create(
        reader=actor, student=student, defaults={"at": looked, "previous_at": looked if done else None}
    )
    if created:
        return visit
    if looked - visit.at >= ONE_VISIT:
        visit.previous_at = visit.at
    visit.at = max(visit.at, looked)
    if done:
        visit.previous_at = visit.at
    visit.save(update_fields=["at", "previous_at"])
    return visit
