"""What the regulation and the dictionaries say about a page: its scale, grade 1, kinds of work."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.cache import cache

from parta.domain.curriculum.models import Course
from parta.domain.journal.models import WorkType, WorkTypeWeight
from parta.domain.journal.rules import CourseWeights, WeightRule, course_weights
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import offline_limit

WORK_TYPES_KEY = "journal-work-types"
WEIGHTS_KEY = "journal-weights"
REMEMBERED_SECONDS = 3


@dataclass(frozen=True, slots=True)
class CoursePolicy:
    """What may be entered on the page. `notice` says why something may not, `clause` cites the act.

    offline_limit: how old an entry made without a network may be to be judged by the time it was made.
    """

    marks_allowed: bool
    homework_allowed: bool
    mark_values: tuple[str, ...]
    notice: str
    clause: str
    forbidden_signs_clause: str
    offline_limit: timedelta


def work_types() -> dict[int, WorkType]:
    """Kinds of work by id, in the school's order. At most one statement; remembered for three seconds a process."""
    kinds: dict[int, WorkType] | None = cache.get(WORK_TYPES_KEY)
    if kinds is None:
        kinds = {kind.pk: kind for kind in WorkType.objects.prefetch_related("subjects")}
        cache.set(WORK_TYPES_KEY, kinds, REMEMBERED_SECONDS)
    return kinds


def weights_of(subject_id: int, grade_level: int) -> CourseWeights:
    """Weights on the pages of a subject in a grade (S3-5.2c). At most one statement more than `work_types`."""
    rules: list[WeightRule] | None = cache.get(WEIGHTS_KEY)
    if rules is None:
        rules = [weight_rule(row) for row in WorkTypeWeight.objects.all()]
        cache.set(WEIGHTS_KEY, rules, REMEMBERED_SECONDS)
    base = {kind.pk: kind.weight if kind.counts_in_average else Decimal(0) for kind in work_types().values()}
    return course_weights(rules, base, subject=subject_id, grade=grade_level)


def weight_rule(row: WorkTypeWeight) -> WeightRule:
    """The row as the pure rules know it."""
    return WeightRule(
        kind=row.work_type_id,
        starts_on=row.starts_on,
        weight=row.weight,
        counts=row.counts_in_average,
        subject=row.subject_id,
        first_grade=row.first_grade,
        last_grade=row.last_grade,
    )


def forget_work_types() -> None:
    """After a change: this process shows it at once, the others within three seconds."""
    cache.delete_many([WORK_TYPES_KEY, WEIGHTS_KEY])


def course_policy(course: Course) -> CoursePolicy:
    """The policy of a course: grade 1 (S3-3.7a, b), subjects without marks, the scale."""
    current = rulebook_for(course.year.year)
    rules = current.rulebook.marks
    first_grade = course.grade_level == 1
    marks = course.subject.has_marks and (not first_grade or rules.grade1_marks_allowed)
    homework = not first_grade or rules.grade1_homework_allowed
    notice, clause = "", ""
    if first_grade and not marks:
        what = "посещаемость и темы уроков" if not homework else "посещаемость, темы уроков и задания"
        notice = f"В первом классе отметки не ставят: в журнале только {what}"
        clause = current.source_text("grade1_marks_allowed")
    elif not marks:
        notice = "По этому предмету отметки не ставят: в журнале посещаемость, темы и задания"
    return CoursePolicy(
        marks_allowed=marks,
        homework_allowed=homework,
        mark_values=rules.mark_values,
        notice=notice,
        clause=clause,
        forbidden_signs_clause=current.source_text("osv_mark_allowed"),
        offline_limit=offline_limit(current.rulebook),
    )
