"""Inputs of the forecast from the journal: courses read whole, remembered for an hour; marks of one pupil."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.functions import Cast

from parta.domain.curriculum.models import Course
from parta.domain.finals.forecast import Course as Reading
from parta.domain.finals.forecast import Forecast, Given, Pupil, Scale, forecast, read_course
from parta.domain.finals.models import FinalMark
from parta.domain.finals.rules.prospects import ANSWER, CONTROL, Standing, scale_of, sentence
from parta.domain.journal.choices import DeadlineClass
from parta.domain.journal.models import Mark
from parta.domain.journal.queries.control_works import CONTROL as CONTROL_CLASSES
from parta.domain.journal.queries.settings import ORDINARY, weight_book, work_types
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.queries import current_year, period_on
from parta.domain.timetable.choices import LessonStatus
from parta.lib import clock
from parta.lib.dates import academic_year_of
from parta.lib.prepared import prepared
from parta.lib.remembered import Remembered

REMEMBERED_SECONDS = 3600
REMEMBERED: Remembered[Reading] = Remembered("forecast", seconds=REMEMBERED_SECONDS)
"""What is believed of a course changes slowly; the pupil's own marks are always those of this moment."""
PAST_RUNS: Remembered[Reading] = Remembered("forecast-past", seconds=86_400)
"""Of last year, which does not change any more."""
FIRST_MONTHS = timedelta(days=75)
"""How much of last year is read for the first period of this one."""
YEARS_BEFORE: Remembered[dict[int, str]] = Remembered("year-marks", seconds=86_400)
"""By pupil, the marks of last year."""
AT_ONCE = 40
"""Courses read by one statement when all are: the rows of a class and a bit more."""
EARLIER_TELLS = 8.0
"""A final mark of an earlier period stands for this many times an ordinary mark that does not count."""
YEAR_TELLS = 4.0
"""The same of the mark of last year: a summer lies between, and often another teacher."""
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class MarkSoFar:
    """A mark of a pupil as the forecast takes it. work: which one, the same for the whole class.

    given: for the method.
    """

    work: str
    control: bool
    value: int
    weight: Decimal
    given: Given = field(init=False, compare=False)

    def __post_init__(self) -> None:
        kind = CONTROL if self.control else ANSWER
        object.__setattr__(self, "given", Given(self.work, kind, float(self.value), float(self.weight)))


@dataclass(frozen=True, slots=True)
class Prospect:
    """The forecast of one pupil in one course, with what it rests on. words: a sentence made already, else «»."""

    forecast: Forecast
    standing: Standing
    term: str = "до конца периода"
    words: str = ""

    @property
    def sentence(self) -> str:
        """Made when somebody reads it: a school has thousands of forecasts, and a page of them shows a few."""
        return self.words or sentence(self.forecast, self.standing, term=self.term)

    @property
    def mark(self) -> int:
        """The mark it names: never shown as a mark."""
        return self.forecast.mark

    @property
    def percent(self) -> int:
        """Probability of that mark, in hundredths."""
        place = self.forecast.scale.marks.index(self.mark)
        return round(100 * self.forecast.probabilities[place])

    @property
    def at_risk(self) -> bool:
        """An unsatisfactory mark is not less than one chance in four."""
        scale = self.forecast.scale
        return self.forecast.at_least(scale.marks[1]) <= 0.75


ByCourse = dict[int, dict[int, list[MarkSoFar]]]
"""Marks by course and pupil."""


def work_key(lesson: int, kind: int) -> str:
    """A work is what a class was marked for at one lesson, by kind."""
    return f"{lesson}/{kind}"


def control_kinds() -> frozenset[int]:
    """Kinds of work that are control works."""
    return frozenset(kind.pk for kind in work_types().values() if kind.deadline_class in CONTROL_CLASSES)


def usual_weights(subject: int, grade: int, day: date) -> tuple[Decimal, Decimal]:
    """Weights of an answer and of a control work to come."""
    book, kinds = weight_book(), work_types().values()
    by_class = {kind.code: kind.pk for kind in kinds}
    control = by_class.get("control") or next(
        (kind.pk for kind in kinds if kind.deadline_class == DeadlineClass.CONTROL), None
    )
    answer = book.weight(by_class.get(ORDINARY), day, subject=subject, grade=grade)
    heavy = book.weight(control, day, subject=subject, grade=grade) if control else answer
    return answer or Decimal(1), heavy or answer or Decimal(1)


def scale_on(day: date) -> Scale:
    """The scale and the thresholds of the school on a day."""
    return scale_of(rulebook_for(day).rulebook.marks)


def readings(courses: Sequence[int], span: Span, scale: Scale, marks: ByCourse | None = None) -> dict[int, Reading]:
    """Courses read from the marks so far of everybody in them, and from the periods of the year before: its history.

    At most one statement; none when remembered. marks: of these courses in the span, where they are at hand.
    """
    keys = reading_keys(courses, span, scale)
    found = {keys[key]: one for key, one in REMEMBERED.get_many(keys).items()}
    absent = [course for course in courses if course not in found]
    return found | read_anew(absent, span, scale, marks) if absent else found


def read_anew(courses: Sequence[int], span: Span, scale: Scale, marks: ByCourse | None = None) -> dict[int, Reading]:
    """The same, made from the database whatever is remembered, and remembered from now on."""
    held, before = with_history(courses, span, marks)
    past = past_runs(courses, span, scale) if _begins(span) == span[0] else {}
    fresh = {
        one: read_course(scale, _rows(held.get(one, {})) + _rows(before.get(one, {})), past.get(one)) for one in courses
    }
    REMEMBERED.set_many({key: fresh[one] for key, one in reading_keys(courses, span, scale).items()})
    return fresh


def read_all() -> int:
    """Read every course whose period goes on today anew, so that no page has to. How many; 0 where none is foreseen."""
    today, year = clock.today(), current_year()
    if year is None or not rulebook_for(today).rulebook.informing.forecast_scope:
        return 0
    by_grade: dict[int, list[int]] = defaultdict(list)
    for pk, grade in Course.objects.filter(year=year, is_active=True).order_by("pk").values_list("pk", "grade_level"):
        by_grade[grade].append(pk)
    scale, number = scale_on(today), 0
    for grade, courses in by_grade.items():
        period = period_on(year, grade, today)
        if period is None or not period.covers(today):
            continue
        for start in range(0, len(courses), AT_ONCE):
            number += len(read_anew(courses[start : start + AT_ONCE], (period.starts_on, today), scale))
    return number


def reading_keys(courses: Iterable[int], span: Span, scale: Scale) -> dict[str, int]:
    """Under which names readings are remembered."""
    ends = f"{span[0]}-{span[1]}-{scale.floors}-{scale.high}".replace(" ", "")
    return {f"{course}-{ends}": course for course in courses}


def _rows(pupils: dict[int, list[MarkSoFar]]) -> list[tuple[Given, ...]]:
    return [tuple(one.given for one in marks) for marks in pupils.values()]


def marks_of(courses: Sequence[int], span: Span) -> ByCourse:
    """Marks that count, by course and pupil, in order of days. One statement."""
    found: ByCourse = {}
    for course, _, rows in _counted(courses, span):
        pupils = found.get(course)
        if pupils is None:
            pupils = found[course] = defaultdict(list)
        for student, mark in rows:
            pupils[student].append(mark)
    return found


def with_history(courses: Sequence[int], span: Span, marks: ByCourse | None = None) -> tuple[ByCourse, ByCourse]:
    """Marks of the span and those of the same year before it. One statement. marks: of the span, where at hand."""
    begins = _begins(span)
    held: ByCourse = defaultdict(lambda: defaultdict(list))
    before: ByCourse = defaultdict(lambda: defaultdict(list))
    first, last = span[0].isoformat(), span[1] if marks is None else span[0] - timedelta(days=1)
    for course, day, rows in _counted(courses, (begins, last)) if begins <= last else ():
        pupils = (held if day >= first else before)[course]
        for student, mark in rows:
            pupils[student].append(mark)
    return held if marks is None else marks, before


def _begins(span: Span) -> date:
    """From which day marks of the year are its history."""
    return min(date(academic_year_of(span[0]), 9, 1), span[0])


def past_runs(courses: Sequence[int], span: Span, scale: Scale) -> dict[int, Reading]:
    """What the same subject in the same grade was like in the first months of last year: in a first period,
    which has no history of its own yet. Two statements; none when remembered, a day long, also that nothing is known.
    """
    year = academic_year_of(span[0]) - 1
    keys = {f"{year}-{course}-{scale.floors}-{scale.high}".replace(" ", ""): course for course in courses}
    found = {keys[key]: one for key, one in PAST_RUNS.get_many(keys).items()}
    absent = [course for course in courses if course not in found]
    if not absent:
        return found
    runs: dict[int, list[int]] = {course: [] for course in absent}
    same = Course.objects.filter(
        pk__in=absent, subject__courses__year__year=year, subject__courses__grade_level=F("grade_level")
    )
    for course, run in same.order_by("pk", "subject__courses__pk").values_list("pk", "subject__courses__pk"):
        runs[course].append(run)
    begun = span[0].replace(year=span[0].year - 1)
    marks = marks_of(sorted({one for rows in runs.values() for one in rows}), (begun, begun + FIRST_MONTHS))
    read: dict[tuple[int, ...], Reading] = {}
    for course, own in runs.items():
        if tuple(own) not in read:
            read[tuple(own)] = read_course(scale, [row for one in own for row in _rows(marks.get(one, {}))])
        found[course] = read[tuple(own)]
    PAST_RUNS.set_many({key: found[one] for key, one in keys.items()})
    return found


def _counted(courses: Sequence[int], span: Span) -> Iterator[tuple[int, str, list[tuple[int, MarkSoFar]]]]:
    """Lesson by lesson: its course, its day, pupils with their marks. Lessons of a course in order of days."""
    book, controls, kinds = weight_book(), control_kinds(), work_types()
    ordinary = next(kind.pk for kind in kinds.values() if kind.code == ORDINARY)
    for (course, lesson), rows in groupby(_marks(list(courses), *span), itemgetter(0, 1)):
        made: dict[Any, MarkSoFar] = {}  # at one lesson the same mark of one kind is the same thing
        found: list[tuple[int, MarkSoFar]] = []
        for _, _, student, value, own, of_lesson, day, subject, grade in rows:
            mark = made.get((value, own) if own else value)
            if mark is None:
                if not value.isdigit():
                    continue
                kind = next((one for one in (own, of_lesson) if one in kinds), ordinary)
                weight = book.weight(kind, date.fromisoformat(day), subject=subject, grade=grade)
                mark = MarkSoFar(work_key(lesson, kind), kind in controls, int(value), weight)
                made[(value, own) if own else value] = mark
            found.append((student, mark))
        if found:
            yield course, day, found


def prospect(
    course: Reading,
    marks: Sequence[MarkSoFar],
    standing: Standing,
    *,
    earlier: str = "",
    last_year: str = "",
    term: str = "до конца периода",
) -> Prospect:
    """What may come out for a pupil. earlier: the final mark of the period before; last_year: of the subject last year,
    for the first period; «» without one."""
    given = [one.given for one in marks]
    if earlier.isdigit():
        given.insert(0, Given("period", ANSWER, float(earlier), 0.0, tells=EARLIER_TELLS))
    elif last_year.isdigit():
        given.insert(0, Given("year", ANSWER, float(last_year), 0.0, tells=YEAR_TELLS))
    found = forecast(course, Pupil(tuple(given)), standing.ahead())
    return Prospect(found, standing, term)


def years_before(students: Sequence[int], year: int) -> dict[tuple[int, int], str]:
    """Marks of the year before `year` (its first calendar year), by pupil and subject. At most one statement, none for
    pupils remembered: a past year stands."""
    keys = {f"{year - 1}-{one}": one for one in students}
    found = {keys[key]: one for key, one in YEARS_BEFORE.get_many(keys).items()}
    absent = [one for one in students if one not in found]
    if absent:
        found |= {one: {} for one in absent}
        rows = FinalMark.objects.filter(
            student_id__in=absent, kind=FinalMarkKind.YEAR.value, course__year__year=year - 1
        )
        for student, subject, value in rows.values_list("student_id", "course__subject_id", "value"):
            found[student][subject] = value
        YEARS_BEFORE.set_many({key: found[one] for key, one in keys.items() if one in set(absent)})
    return {(student, subject): value for student, own in found.items() for subject, value in own.items()}


def standing_of(
    marks: Iterable[MarkSoFar], *, held: int, lessons: int, controls: int, weights: tuple[Decimal, Decimal]
) -> Standing:
    """Exact sums of the marks so far, and what is left."""
    sums: dict[float, list[int]] = {}
    total, weight, base, number = 0, 0, 1, 0
    for one in marks:
        cell = sums.get(one.given.weight)
        if cell is None:
            cell = sums[one.given.weight] = [0, 0, *_ratio(one.weight)]
        cell[0] += 1
        cell[1] += one.value
    for count, values, top, bottom in sums.values():
        if top > 0:
            total, weight, base = (
                total * bottom + values * top * base, weight * bottom + count * top * base, base * bottom,
            )  # fmt: skip
            number += count
    return Standing(
        total=Fraction(total, base),
        weight=Fraction(weight, base),
        count=number,
        lessons=lessons,
        controls=controls,
        answer_weight=weights[0],
        control_weight=weights[1],
        held=held,
    )


@lru_cache(maxsize=256)
def _ratio(weight: Decimal) -> tuple[int, int]:
    return weight.as_integer_ratio()


@prepared
def _marks(courses: list[int], first: date, last: date) -> QuerySet[Mark, tuple[Any, ...]]:
    """The day as text: thousands of rows need it once a lesson, and a row without dates is taken as it comes."""
    rows = Mark.objects.filter(lesson__course_id__in=courses, lesson__day__range=(first, last), counts=True)
    return rows.order_by("lesson__course_id", "lesson__day", "lesson__number", "lesson_id", "slot").values_list(
        "lesson__course_id", "lesson_id", "student_id", "value", "work_type_id", "lesson__record__work_type_id",
        Cast("lesson__day", CharField()), "lesson__course__subject_id", "lesson__course__grade_level",
    )  # fmt: skip


def ahead_counts(today: date) -> dict[str, Count]:
    """Lessons left and control works planned, counted beside those held: for `annotate` of a queryset of lessons."""
    live = ~Q(status=LessonStatus.CANCELLED)
    planned = Q(record__work_type__deadline_class__in=[one.value for one in CONTROL_CLASSES])
    return {
        "left": Count("id", filter=live & Q(day__gt=today)),
        "controls": Count("id", filter=live & Q(day__gt=today) & planned),
    }
