"""What the regulation and the dictionaries say about a page: its scale, grade 1, kinds of work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.cache import cache

from parta.domain.curriculum.models import Course
from parta.domain.journal.models import WorkType
from parta.domain.journal.rules import WeightBook, WeightRule
from parta.domain.journal.rules.wording import work_topic_title
from parta.domain.regulation.choices import GradeOneRecord, JournalLanguage
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import offline_limit
from parta.lib import within

WORK_TYPES_KEY = "journal-work-types"
WEIGHTS_KEY = "journal-weights"
ORDINARY = "lesson"
"""The kind of a mark when no other is named."""
COLUMNS = [column.attname for column in WorkType._meta.concrete_fields]
WEIGHT_COLUMNS = [
    f"weights__{name}"
    for name in ("starts_on", "weight", "counts_in_average", "subject_id", "first_grade", "last_grade")
]
REMEMBERED_SECONDS = 3


@dataclass(frozen=True, slots=True)
class CoursePolicy:
    """What may be entered on the page. `notice` says why something may not, `clause` cites the act.

    offline_limit: how old an entry made without a network may be to be judged by the time it was made.
    closed_records: what a page of grade 1 does not keep (`grade1_records`, S3-3.7c).
    """

    marks_allowed: bool
    homework_allowed: bool
    mark_values: tuple[str, ...]
    notice: str
    clause: str
    forbidden_signs_clause: str
    offline_limit: timedelta
    homework_optional: bool = True
    homework_optional_clause: str = ""
    russian_only: bool = True
    russian_clause: str = ""
    work_topics: frozenset[str] = frozenset()
    work_topics_clause: str = ""
    closed_records: frozenset[GradeOneRecord] = frozenset()
    records_clause: str = ""

    def work_topic(self, kind: WorkType) -> str:
        """«Тема контрольной работы» when the kind needs one (S3-4.4.8b), else «»."""
        return work_topic_title(kind.code, kind.deadline_class, flagged=kind.topic_required, required=self.work_topics)


def work_types() -> dict[int, WorkType]:
    """Kinds of work by id, in the school's order. At most one statement; remembered for three seconds a process."""
    return _dictionary()[0]


def weight_book() -> WeightBook:
    """What every kind weighs, by subject, grade and day (S3-5.2c). Comes with `work_types`, at no further statement."""
    return within.once(WEIGHTS_KEY, _weights)


def _weights() -> WeightBook:
    kinds, rules = _dictionary()
    base = {kind.pk: kind.weight if kind.counts_in_average else Decimal(0) for kind in kinds.values()}
    return WeightBook(rules, base, ordinary=next(kind.pk for kind in kinds.values() if kind.code == ORDINARY))


def _dictionary() -> tuple[dict[int, WorkType], list[WeightRule]]:
    return within.once(WORK_TYPES_KEY, _remembered)


def _remembered() -> tuple[dict[int, WorkType], list[WeightRule]]:
    known: tuple[dict[int, WorkType], list[WeightRule]] | None = cache.get(WORK_TYPES_KEY)
    if known is None:
        kinds: dict[int, WorkType] = {}
        rules = []
        rows = WorkType.objects.values_list(*COLUMNS, *WEIGHT_COLUMNS)
        for row in rows:
            kind = WorkType.from_db(rows.db, COLUMNS, row[: len(COLUMNS)])
            kinds.setdefault(kind.pk, kind)
            starts_on, weight, counts, *place = row[len(COLUMNS) :]
            if starts_on is not None:
                rules.append(WeightRule(kind.pk, starts_on, weight, counts, *place))
        known = kinds, rules
        cache.set(WORK_TYPES_KEY, known, REMEMBERED_SECONDS)
    return known


def forget_work_types() -> None:
    """After a change: this process shows it at once, the others within three seconds."""
    cache.delete(WORK_TYPES_KEY)
    within.forget(WORK_TYPES_KEY, WEIGHTS_KEY)


def course_policy(course: Course) -> CoursePolicy:
    """The policy of a course: grade 1 (S3-3.7a, b), subjects without marks, the scale."""
    current = rulebook_for(course.year.year)
    rules = current.rulebook.marks
    first_grade = course.grade_level == 1
    marks = course.subject.has_marks and (not first_grade or rules.grade1_marks_allowed)
    homework = not first_grade or rules.grade1_homework_allowed
    notice, clause = "", ""
    closed = frozenset(GradeOneRecord) - {*rules.grade1_records} if first_grade else frozenset[GradeOneRecord]()
    if first_grade and not marks:
        notice = f"В первом классе отметки не ставят: в журнале только {_kept(rules.grade1_records, homework)}"
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
        homework_optional=current.rulebook.entry.homework_optional,
        homework_optional_clause=current.source_text("homework_optional"),
        russian_only=rules.journal_language == JournalLanguage.RUSSIAN,
        russian_clause=current.source_text("journal_language"),
        work_topics=frozenset(one.value for one in rules.work_topic_required_for),
        work_topics_clause=current.source_text("work_topic_required_for"),
        closed_records=closed,
        records_clause=current.source_text("grade1_records"),
    )


def _kept(records: Collection[GradeOneRecord], homework: bool) -> str:
    """«посещаемость и темы уроков»: what a teacher writes on a page of grade 1, in words."""
    written = (GradeOneRecord.ATTENDANCE, GradeOneRecord.TOPICS)
    kept = [one.label for one in written if one in records] + (["задания"] if homework else [])
    head, last = kept[:-1], kept[-1:]
    return " и ".join([", ".join(head), *last] if head else last) or "список класса"
