"""«Статистика уроков»: hours planned and held, kinds of lessons, marks by kind, of every page in a period (R27)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import courses, hours_by_course, yearly_hours
from parta.domain.journal.models import Mark, WorkType
from parta.domain.journal.queries.settings import work_types
from parta.domain.journal.rules.averages import average_text
from parta.domain.regulation.queries import CurrentRulebook
from parta.domain.school.models import AcademicYear
from parta.domain.school.queries import SchoolCalendar, calendar_between
from parta.domain.timetable.choices import LessonStatus
from parta.domain.timetable.models import Lesson
from parta.lib import clock

Span = tuple[date, date]
ORDINARY = "lesson"


@dataclass(slots=True)
class KindFigures:
    """Lessons of one kind and the marks given for it. marks: how many of each value."""

    kind: WorkType
    held: int = 0
    marks: Counter[str] = field(default_factory=Counter)

    @property
    def mean_text(self) -> str:
        """«3,92»; «—» without marks. Plain mean of the marks, without weights."""
        return mean_text(self.marks)


@dataclass(slots=True)
class LessonFigures:
    """A page of the journal, or several together. planned: hours of the study plan that fall on the days gone by, None
    where the study plan has no line. held: lessons that took place. kinds: by id of the kind.
    """

    title: str
    course_id: int = 0
    planned: int | None = None
    held: int = 0
    kinds: dict[int, KindFigures] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        """Positive: more was held than the study plan gives."""
        return 0 if self.planned is None else self.held - self.planned

    @property
    def marks(self) -> Counter[str]:
        """How many marks of each value."""
        return sum((one.marks for one in self.kinds.values()), Counter[str]())

    @property
    def mean_text(self) -> str:
        """«3,92» over all marks, «—» without any."""
        return mean_text(self.marks)

    def share(self, kind: int) -> int | None:
        """Per cent of the lessons held that were of this kind, None where none was."""
        own = self.kinds.get(kind)
        return round(own.held * 100 / self.held) if own and own.held else None


def mean_text(marks: Mapping[str, int]) -> str:
    """The plain mean of marks as people read it."""
    numbers = [(int(value), count) for value, count in marks.items() if value.isdigit()]
    total = sum(count for _, count in numbers)
    whole = sum(value * count for value, count in numbers)
    return average_text(Decimal(whole) / total) if total else "—"


def statistics_kept(current: CurrentRulebook) -> bool:
    """Does the act ask for the statistics of lessons (`lesson_statistics_required`; S2-5b, S3P-2.5o)?"""
    return current.rulebook.marks.lesson_statistics_required


def lesson_statistics(
    year: AcademicYear, spans: Mapping[int, Span], *, staff: int | None = None
) -> list[LessonFigures]:
    """Figures of every page in use of the grades in `spans` (first and last day by grade), up to this moment.

    Planned are the yearly hours of the study plan, spread evenly over the school days of the year; held are lessons
    that are over and were not cancelled. staff: only pages this member of staff teaches. Six statements, whatever their
    number. Sources: S2-5b, c, d; S3P-2.5o, p, q.
    """
    rows = [one for one in courses(year, staff=staff) if one.grade_level in spans]
    lines, days = hours_by_course(rows), _Days(calendar_between(year, year.starts_on, year.ends_on), spans)
    found = {one.pk: LessonFigures(one.title, one.pk) for one in rows}
    for one in rows:
        line = lines.get(one.pk)
        found[one.pk].planned = round(yearly_hours(line) * days.gone(one)) if line else None
    kinds = work_types()
    ordinary = next(kind for kind in kinds.values() if kind.code == ORDINARY)
    for course, kind, count in _lessons(rows, spans):
        found[course].held += count
        _of(found[course], kinds.get(kind, ordinary)).held += count
    for course, kind, value, count in _marks(rows, spans):
        _of(found[course], kinds.get(kind, ordinary)).marks[value] += count
    return list(found.values())


def together(title: str, rows: Iterable[LessonFigures]) -> LessonFigures:
    """Several pages as one line; pages without a line in the study plan add no planned hours."""
    whole = LessonFigures(title, planned=0)
    for row in rows:
        whole.planned = (whole.planned or 0) + (row.planned if row.planned is not None else row.held)
        whole.held += row.held
        for figures in row.kinds.values():
            own = _of(whole, figures.kind)
            own.held += figures.held
            own.marks += figures.marks
    return whole


@dataclass(slots=True)
class _Days:
    """Which part of the school days of the year has gone by within a span, by grade and days a week."""

    calendar: SchoolCalendar
    spans: Mapping[int, Span]
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def gone(self, course: Course) -> float:
        week = course.school_class.days_per_week if course.school_class else 5
        key = (course.grade_level, week)
        if key not in self.known:
            first, last = self.spans[course.grade_level]
            days = list(self.calendar.school_days(*key))
            past = [day for day in days if first <= day <= min(last, clock.today())]
            self.known[key] = len(past) / len(days) if days else 0.0
        return self.known[key]


def _of(row: LessonFigures, kind: WorkType) -> KindFigures:
    return row.kinds.setdefault(kind.pk, KindFigures(kind))


def _lessons(rows: Sequence[Course], spans: Mapping[int, Span]) -> Iterable[tuple[int, int, int]]:
    """Course, kind, number of lessons held. One statement."""
    now = clock.local(clock.now())
    held = Lesson.objects.exclude(status=LessonStatus.CANCELLED).filter(course__in=rows, day__lte=now.date())
    counted = held.filter(_within(spans, "")).values_list("course_id", "record__work_type_id")
    over = counted.exclude(day=now.date(), ends_at__gt=now.time())
    return over.order_by().annotate(number=Count("id"))


def _marks(rows: Sequence[Course], spans: Mapping[int, Span]) -> Iterable[tuple[int, int, str, int]]:
    """Course, kind (of the mark, else of its lesson), value, number. One statement."""
    marks = Mark.objects.filter(_within(spans, "lesson__"), lesson__course__in=rows).exclude(value="")
    kind = Coalesce("work_type_id", "lesson__record__work_type_id")
    values = marks.order_by().annotate(kind=kind).values_list("lesson__course_id", "kind", "value")
    return values.annotate(number=Count("id"))


def _within(spans: Mapping[int, Span], prefix: str) -> Q:
    """Days of a lesson by the grade of its course."""
    grades: dict[Span, list[int]] = defaultdict(list)
    for grade, span in spans.items():
        grades[span].append(grade)
    whole = Q()
    for (first, last), own in grades.items():
        whole |= Q(**{f"{prefix}day__range": (first, last), f"{prefix}course__grade_level__in": own})
    return whole
