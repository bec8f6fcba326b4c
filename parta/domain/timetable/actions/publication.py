"""A draft of the weekly timetable becomes the one in force, with its lessons; or is thrown away."""

from django.db import transaction

from parta.domain.access.models import User
from parta.domain.audit import actions as audit
from parta.domain.timetable.actions.generation import generate_lessons
from parta.domain.timetable.actions.weekly import put_in_force
from parta.domain.timetable.errors import DraftChanged, NotPublishable
from parta.domain.timetable.models import Timetable
from parta.domain.timetable.permissions import require_weekly
from parta.domain.timetable.queries import GenerationReport
from parta.domain.timetable.queries.drafts import refusal_of, version_sign
from parta.domain.timetable.queries.weekly import conflicts
from parta.lib import russian

CONFLICTS = ("конфликт", "конфликта", "конфликтов")


@transaction.atomic
def publish_timetable(
    actor: User, *, timetable: Timetable, seen: str | None = None, despite: str = ""
) -> GenerationReport:
    """From its first day the draft is the timetable: lessons follow in the same transaction (S3-4.1.5f).

    seen: `queries.version_sign` of what was previewed, None without a check. A person in two places forbids it unless
    `despite` says why it is meant so (a joint lesson, a stream); the reason is recorded. Raises DraftChanged,
    NotPublishable, BellsMissing, TimetableClash.
    """
    require_weekly(actor, "публиковать расписание")
    draft = _locked_draft(timetable)
    if seen is not None and seen != version_sign(draft):
        raise DraftChanged("Пока вы смотрели, черновик изменили. Посмотрите изменения ещё раз: он не опубликован.")
    refusal = refusal_of(draft)
    if refusal:
        raise NotPublishable(refusal)
    blocking = [one for one in conflicts(draft) if one.blocks]
    despite = " ".join(despite.split())[:300]
    if blocking and not despite:
        count = russian.counted(len(blocking), *CONFLICTS)
        raise NotPublishable(f"В черновике {count}, первый: {blocking[0].text}. Устраните их или напишите, почему так.")
    put_in_force(actor, draft)
    report = generate_lessons(actor, year=draft.year, first=draft.valid_from)
    after = {"from": draft.valid_from.isoformat(), "lessons": report.touches, "conflicts": len(blocking)}
    reason = despite if blocking else ""
    audit.record(actor, "timetable.version.published", subject=draft, title=draft.title, after=after, reason=reason)
    return report


@transaction.atomic
def drop_timetable_draft(actor: User, *, timetable: Timetable) -> None:
    """Throw the draft away: nobody has seen it and no lesson was made by it."""
    require_weekly(actor, "удалять черновик расписания")
    draft = _locked_draft(timetable)
    before = {"from": draft.valid_from.isoformat(), "lines": draft.entries.count()}
    audit.record(actor, "timetable.version.dropped", subject=draft, title=draft.title, before=before)
    draft.delete()


def _locked_draft(timetable: Timetable) -> Timetable:
    draft = Timetable.objects.select_for_update(of=("self",)).select_related("year").get(pk=timetable.pk)
    if not draft.is_draft:
        raise NotPublishable(f"«{draft.title}» уже опубликовано.")
    return draft
