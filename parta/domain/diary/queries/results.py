"""New results of one pupil: final marks and examinations entered or put right since the last visit. Two statements."""

from datetime import datetime

from django.db.models import QuerySet

from parta.domain.diary.queries.entries import LOOK_BACK
from parta.domain.diary.queries.news_line import News
from parta.domain.diary.queries.words import correction_text
from parta.domain.finals.models import ExamResult, FinalMark
from parta.domain.finals.rules.exams import Score
from parta.domain.finals.rules.kinds import for_title, kind_of
from parta.lib import clock
from parta.lib.prepared import prepared


def result_news(student_id: int, seen: datetime | None) -> list[News]:
    """Nothing at the first visit; what was put right says what it was and why (S0-8a, b)."""
    if seen is None:
        return []
    since = max(seen, clock.now() - LOOK_BACK)
    return [*map(_of_final, _finals(student_id, since)), *map(_of_exam, _exams(student_id, since))]


@prepared
def _finals(student_id: int, since: datetime) -> QuerySet[FinalMark]:
    rows = FinalMark.objects.filter(student_id=student_id, entered_at__gt=since).exclude(value="", corrected_from="")
    return rows.select_related("course__subject", "period", "entered_by")


@prepared
def _exams(student_id: int, since: datetime) -> QuerySet[ExamResult]:
    rows = ExamResult.objects.filter(student_id=student_id, entered_at__gt=since)
    return rows.select_related("subject", "entered_by")


def _of_final(row: FinalMark) -> News:
    number = row.period.number if row.period else 0
    return News(
        kind="result",
        subject=row.course.subject.name,
        sign=row.value,
        text=f"отметка {for_title(kind_of(row.kind), number)}",
        comment=_corrected(row.corrected_from, row.value, row.correction_reason),
        day=clock.local(row.entered_at).date(),
        due_on=None,
        at=clock.local(row.entered_at),
        by=row.entered_by.short_name,
    )


def _of_exam(row: ExamResult) -> News:
    score = Score(row.value, row.points)
    return News(
        kind="result",
        subject=row.subject.name,
        sign=row.value or str(row.points),
        text=f"{row.get_kind_display()}: {score.words}",
        comment=_corrected(row.corrected_from, score.words, row.correction_reason),
        day=row.held_on,
        due_on=None,
        at=clock.local(row.entered_at),
        by=row.entered_by.short_name,
    )


def _corrected(before: str, after: str, reason: str) -> str:
    words = correction_text(before, after)
    return f"{words}. {reason}" if words and reason else words
