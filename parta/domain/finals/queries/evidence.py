"""What a final mark rests on: dated, weighted marks, works held, absences. Of a whole page in a few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from parta.domain.curriculum.models import Course
from parta.domain.finals.rules.enough import HeldWork, nature_of
from parta.domain.journal.models import AttendanceEntry, Mark, WorkType
from parta.domain.journal.queries.carried import carried_marks
from parta.domain.journal.queries.roster import RosterLine
from parta.domain.journal.queries.settings import ORDINARY, weight_book, work_types
from parta.domain.journal.queries.signs import sign_book
from parta.domain.journal.rules import WeightBook, Weighted, exact_average
from parta.domain.regulation.choices import WorkNature
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock
from parta.lib.prepared import prepared


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """A mark that counts. lesson: 0 for one that came along from elsewhere, `source` names where."""

    value: str
    weight: Decimal
    day: date
    lesson: int
    kind: WorkType | None
    source: str = ""


@dataclass
class Evidence:
    """Of one pupil. works: those held while the pupil was there; control: how many of them are control works."""

    marks: list[EvidenceMark] = field(default_factory=list)
    works: list[HeldWork] = field(default_factory=list)
    missed: int = 0
    missed_ill: int = 0

    @cached_property
    def mean(self) -> Fraction | None:
        """Exact."""
        return exact_average(Weighted(int(one.value), one.weight) for one in self.marks)

    @property
    def controls(self) -> list[HeldWork]:
        """Control works held."""
        return [one for one in self.works if one.nature is WorkNature.CONTROL]

    @property
    def controls_done(self) -> int:
        """Of them, those with a mark."""
        lessons = {one.lesson for one in self.marks}
        return sum(one.lesson in lessons for one in self.controls)

    @property
    def last_control(self) -> str:
        """The lowest mark of the last control work, «» when it has none."""
        last = self.controls[-1].lesson if self.controls else None
        return min((one.value for one in self.marks if last and one.lesson == last), key=int, default="")


def evidence_of(course: Course, lines: Iterable[RosterLine], first: date, last: date) -> dict[int, Evidence]:
    """By pupil. Three statements, up to two more when somebody came from elsewhere (`carried_marks`)."""
    lines = list(lines)
    book, kinds = weight_book(), work_types()
    by_id = {line.student_id: line for line in lines}
    found = {student: Evidence() for student in by_id}
    marked: set[int] = set()
    for student, value, counts, own, of_lesson, lesson, day in _marks(course.pk, first, last):
        marked.add(lesson)
        line = by_id.get(student)
        if line is None or not counts or not value.isdigit() or not line.belongs_on(day):
            continue
        kind = own or of_lesson
        weight = book.weight(kind, day, subject=course.subject_id, grade=course.grade_level)
        found[student].marks.append(EvidenceMark(value, weight, day, lesson, kinds.get(kind) if kind else None))
    _add_works(found, by_id, _works(course.pk, first, min(last, clock.today())), marked, kinds)
    signs = sign_book()
    for student, code, day in _absences(course.pk, first, last, sorted(signs.missed)):
        if student in by_id and by_id[student].belongs_on(day):
            found[student].missed += 1
            found[student].missed_ill += code in signs.health
    _add_carried(found, course, lines, (first, last), book)
    return found


def _add_works(
    found: dict[int, Evidence],
    by_id: dict[int, RosterLine],
    rows: list[tuple[Any, ...]],
    marked: set[int],
    kinds: dict[int, WorkType],
) -> None:
    """A work counts as held once somebody has a mark for it: before that its marks are simply not in yet."""
    works = []
    for lesson, day, kind_id in rows:
        kind = kinds.get(kind_id)
        nature = nature_of(kind.code, kind.deadline_class) if kind else None
        if nature and lesson in marked:
            works.append(HeldWork(lesson, day, nature))
    for student, line in by_id.items():
        found[student].works = [one for one in works if line.belongs_on(one.day)]


def _add_carried(
    found: dict[int, Evidence], course: Course, lines: list[RosterLine], span: tuple[date, date], book: WeightBook
) -> None:
    carried: dict[int, list[EvidenceMark]] = defaultdict(list)
    for student, marks in carried_marks(course, lines, *span, book).items():
        carried[student] = [
            EvidenceMark(one.value, one.weight, one.day, 0, None, one.source) for one in marks if one.value.isdigit()
        ]
    for student, rows in carried.items():
        found[student].marks = [*rows, *found[student].marks]


def ordinary_kind() -> WorkType:
    """The kind of a mark when no other is named."""
    return next(one for one in work_types().values() if one.code == ORDINARY)


@prepared
def _marks(course_id: int, first: date, last: date) -> QuerySet[Mark, tuple[Any, ...]]:
    rows = Mark.objects.filter(lesson__course_id=course_id, lesson__day__gte=first, lesson__day__lte=last)
    return rows.order_by("lesson__day", "lesson__number", "slot").values_list(
        "student_id", "value", "counts", "work_type_id", "lesson__record__work_type_id", "lesson_id", "lesson__day"
    )


@prepared
def _works(course_id: int, first: date, last: date) -> QuerySet[Lesson, tuple[Any, ...]]:
    rows = Lesson.objects.filter(course_id=course_id, day__gte=first, day__lte=last)
    rows = rows.filter(record__work_type__isnull=False).exclude(status=LessonStatus.CANCELLED)
    return rows.order_by("day", "number").values_list("pk", "day", "record__work_type_id")


@prepared
def _absences(course_id: int, first: date, last: date, codes: list[str]) -> QuerySet[AttendanceEntry, tuple[Any, ...]]:
    rows = AttendanceEntry.objects.filter(lesson__course_id=course_id, lesson__day__gte=first, lesson__day__lte=last)
    return rows.filter(code__in=codes).values_list("student_id", "code", "lesson__day")
