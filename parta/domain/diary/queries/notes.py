"""Recommendations, remarks and praise as the family reads them: distinct from marks and lesson comments (S2-2.2i)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef

from parta.domain.journal.choices import NoteKind
from parta.domain.journal.models import PupilNote
from parta.domain.regulation.choices import DiarySection
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import SchoolClass
from parta.lib import clock, russian
from parta.lib.json_rows import JsonRows, moment_of

if TYPE_CHECKING:
    from parta.domain.diary.queries.belonging import Belonging


@dataclass(frozen=True, slots=True)
class DiaryNote:
    """A teacher's word. subject: «» for a general one; changed_at: when it was corrected, None as it was written."""

    kind: NoteKind
    text: str
    subject: str
    day: date
    teacher: str
    at: datetime
    changed_at: datetime | None
    is_new: bool

    @property
    def kind_title(self) -> str:
        """«рекомендация»."""
        return str(self.kind.label)


def notes_beside(first: date, last: date) -> JsonRows:
    """Words that stand, about days between two, both included, beside rows of a pupil."""
    rows = PupilNote.objects.filter(
        student_id=OuterRef("student_id"), withdrawn_at=None, day__gte=first, day__lte=last
    ).order_by("-day", "-pk")
    who = {part: F(f"written_by__{part}_name") for part in ("last", "first", "middle")}
    return JsonRows(
        rows, kind="kind", text="text", day="day", at="written_at", changed="changed_at",
        subject=F("course__subject__name"), **who,
    )  # fmt: skip


def notes_of(belonging: "Belonging", school_class: SchoolClass | None, seen: datetime | None) -> list[DiaryNote]:
    """Newest first; none where the act of the school keeps them out of the diary (`diary_sections`)."""
    if school_class is None or not belonging.notes:
        return []
    sections = rulebook_for(school_class.year.year).rulebook.informing.diary_sections
    return [_note(one, seen) for one in belonging.notes] if DiarySection.RECOMMENDATIONS in sections else []


def _note(one: dict[str, Any], seen: datetime | None) -> DiaryNote:
    at = clock.local(moment_of(one["at"]))
    changed = clock.local(moment_of(one["changed"])) if one["changed"] else None
    return DiaryNote(
        kind=NoteKind(one["kind"]),
        text=one["text"],
        subject=one["subject"] or "",
        day=date.fromisoformat(one["day"]),
        teacher=russian.short_name(one["last"], one["first"], one["middle"]),
        at=at,
        changed_at=changed,
        is_new=seen is not None and (changed or at) > seen,
    )
