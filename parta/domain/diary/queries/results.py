"""New results of one pupil: final marks and examinations entered or put right since the last visit. One statement."""

from datetime import datetime
from typing import Any

from django.db.models import DateField, IntegerField, QuerySet, Value

from parta.domain.diary.queries.entries import LOOK_BACK
from parta.domain.diary.queries.news_line import News
from parta.domain.diary.queries.words import correction_text
from parta.domain.finals.choices import ExamKind
from parta.domain.finals.models import ExamResult, FinalMark
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.rules.kinds import for_title, kind_of
from parta.lib import clock
from parta.lib.prepared import prepared
from parta.lib.russian import short_name


def result_news(student_id: int, seen: datetime | None) -> list[News]:
    """Nothing at the first visit; what was put right says what it was and why (S0-8a, b)."""
    if seen is None:
        return []
    since = max(seen, clock.now() - LOOK_BACK)
    return list(map(_news, _rows(student_id, since)))


@prepared
def _rows(student_id: int, since: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """Final marks, with the number of the period, and examinations, with their day, as rows of one form."""
    finals = FinalMark.objects.filter(student_id=student_id, entered_at__gt=since).exclude(value="", corrected_from="")
    exams = ExamResult.objects.filter(student_id=student_id, entered_at__gt=since).order_by()
    day, number = Value(None, DateField()), Value(None, IntegerField())
    by = [f"entered_by__{name}" for name in ("last_name", "first_name", "middle_name")]
    rest = ("value", "corrected_from", "correction_reason", "entered_at", *by)
    return (
        finals.order_by()
        .values_list("course__subject__name", "kind", "period__number", day, number, *rest)
        .union(exams.values_list("subject__name", "kind", number, "held_on", "points", *rest), all=True)
    )


def _news(row: tuple[Any, ...]) -> News:
    subject, kind, number, held_on, points, value, before, reason, at, *name = row
    score = Score(value, points)
    about = f"{ExamKind(kind).label}: {score.words}" if held_on else f"отметка {for_title(kind_of(kind), number or 0)}"
    return News(
        kind="result",
        subject=subject,
        sign=value or str(points),
        text=about,
        comment=_corrected(before, score.words if held_on else value, reason),
        day=held_on or clock.local(at).date(),
        due_on=None,
        at=clock.local(at),
        by=short_name(*name),
    )


def _corrected(before: str, after: str, reason: str) -> str:
    words = correction_text(before, after)
    return f"{words}. {reason}" if words and reason else words
