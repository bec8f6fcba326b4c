"""Works whose marks have a term of their own: how many of the pupils have been marked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from parta.domain.access.queries import in_force
from parta.domain.journal.models import AttendanceEntry, Mark
from parta.domain.journal.queries.signs import sign_book
from parta.domain.school.models import Enrollment, GroupMembership
from parta.domain.timetable.models import Lesson
from parta.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class Progress:
    """marked: pupils with a mark; expected: those who were at the work, or have a mark for it all the same."""

    marked: int
    expected: int

    @property
    def is_done(self) -> bool:
        """Everybody who wrote the work has a mark."""
        return self.marked > 0 and self.marked >= self.expected


def works_progress(lesson_ids: Collection[int]) -> dict[int, Progress]:
    """By lesson id. One statement; none without lessons."""
    if not lesson_ids:
        return {}
    found = _counts(sorted(lesson_ids), sorted(sign_book().missed))
    return {pk: Progress(done, max(0, belong - away)) for pk, done, belong, away in found}


@prepared
def _counts(lessons: list[int], missed_signs: list[str]) -> QuerySet[Lesson, tuple[Any, ...]]:
    marks = Mark.objects.exclude(value="")
    marked = _number(marks.filter(lesson=OuterRef("pk")), "lesson")
    has_mark = marks.filter(lesson=OuterRef("lesson"), student=OuterRef("student"))
    missed = AttendanceEntry.objects.filter(~Exists(has_mark), lesson=OuterRef("pk"), code__in=missed_signs)
    day = in_force("", OuterRef("day"))
    in_class = _number(Enrollment.objects.filter(day, school_class=OuterRef("course__school_class")), "school_class")
    in_group = _number(GroupMembership.objects.filter(day, group=OuterRef("course__group")), "group")
    rows = Lesson.objects.filter(pk__in=lessons).annotate(
        marked=marked, belong=in_class + in_group, missed=_number(missed, "lesson")
    )
    return rows.order_by().values_list("pk", "marked", "belong", "missed")


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many pupils the rows are about; zero without rows."""
    counted = rows.order_by().values(by).annotate(n=Count("student", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
