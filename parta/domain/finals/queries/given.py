"""How final marks of a place stand in several classes: terms by grade, who must have one, when it was given."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import Case, F, Min, Q, QuerySet, When

from parta.domain.audit.models import AuditEntry
from parta.domain.curriculum.models import Course
from parta.domain.curriculum.queries import hours_by_course
from parta.domain.finals.models import DeferredCourse, FinalDates, FinalMark
from parta.domain.finals.queries.required import Key, Required, marks_of_period, marks_of_year
from parta.domain.finals.rules.kinds import for_title, kind_of
from parta.domain.finals.rules.publication import MarkFacts, MarkTerms, is_past, mark_terms
from parta.domain.finals.rules.windows import span_of_order, span_of_period
from parta.domain.journal.models import BroughtMark, Mark
from parta.domain.journal.queries.locks import ClassDays
from parta.domain.regulation.choices import FinalMarkKind, MinMarksRule
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import AcademicYear, Enrollment, GradingPeriod, SchoolClass, StudyArrangement
from parta.domain.school.queries import SchoolCalendar, calendar_of
from parta.lib.dates import day_title
from parta.lib.prepared import prepared

FIRST_GIVEN = "finals.mark.set"
IN_TIME = datetime.min.replace(tzinfo=UTC)
"""When a mark was given that nobody asks about: before every term of its place."""


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """Of a place in one grade. order: «приказ № 214 от 1 декабря» whose days they are, «» for those of the act."""

    closing: GradingPeriod
    current: CurrentRulebook
    terms: MarkTerms
    order: str = ""


@dataclass
class GivenMarks:
    """A place: a period of some grades, or their year. terms: by grade. given: when each mark was first given,
    `IN_TIME` of those before every term.

    through: marks that came by a deferral. few: keys whose mark rests on fewer marks than the rulebook wants.
    """

    place: FinalMarkKind
    number: int
    required: Required
    terms: dict[int, PlaceTerms]
    grades: dict[int, int]
    given: dict[Key, datetime] = field(default_factory=dict)
    through: set[Key] = field(default_factory=set)
    few: set[Key] = field(default_factory=set)

    @property
    def title(self) -> str:
        """«за 2 четверть», «за год»."""
        return for_title(self.place, self.number)

    def of(self, key: Key) -> PlaceTerms:
        """The terms of a pupil's class."""
        return self.terms[self.grades[self.required.pupils[key[0]].class_id]]

    def is_in_time(self, key: Key) -> bool:
        """Given before every term: nothing can be wrong with its moment."""
        return self.given.get(key) is IN_TIME

    def facts(self, key: Key) -> MarkFacts:
        """For the rules."""
        deferred = key in self.through or (key in self.required.ordered and key not in self.given)
        return MarkFacts(self.given.get(key), deferred, key in self.required.drafted and key not in self.given)


class Terms:
    """Terms of every period of a year: its periods, orders and calendar read once. Three statements."""

    def __init__(self, year: AcademicYear) -> None:
        self.year = year
        self.calendar: SchoolCalendar = calendar_of(year)
        self.periods = list(GradingPeriod.objects.filter(year=year).order_by("number", "grade_level"))
        self.orders = {row.period_id: row for row in FinalDates.objects.filter(period__year=year)}

    def of(self, period: GradingPeriod) -> PlaceTerms:
        """Of the marks that are given when the period ends."""
        current = rulebook_for(period.ends_on)
        days = ClassDays(self.calendar, self.year, period.grade_level)
        order = self.orders.get(period.pk)
        words = f"приказ № {order.order_number} от {day_title(order.order_date)}" if order else ""
        span = (
            span_of_order(order.opens_on, order.closes_on, words)
            if order
            else span_of_period(period.ends_on, days, current.rulebook)
        )
        assert span.closes is not None  # noqa: S101  both kinds of span have a last day
        return PlaceTerms(period, current, mark_terms(span.closes, period.ends_on, current.rulebook, days), words)

    def places(self, now: datetime) -> list[tuple[FinalMarkKind, int, dict[int, PlaceTerms]]]:
        """Periods and the year whose window is over in some grades, with the terms of those grades."""
        found: dict[tuple[str, int], dict[int, PlaceTerms]] = defaultdict(dict)
        last: dict[int, PlaceTerms] = {}
        for one in self.periods:
            terms = self.of(one)
            last[one.grade_level] = terms
            if is_past(now, terms.terms.closes):
                found[one.kind, one.number][one.grade_level] = terms
        places = [(kind_of(kind), number, terms) for (kind, number), terms in found.items()]
        ended = {grade: terms for grade, terms in last.items() if is_past(now, terms.terms.closes)}
        return [*places, (FinalMarkKind.YEAR, 0, ended)] if ended else places


def given_marks(
    year: AcademicYear,
    classes: Sequence[SchoolClass],
    place: tuple[FinalMarkKind, int],
    terms: Mapping[int, PlaceTerms],
    *,
    few: bool = True,
) -> GivenMarks:
    """A bounded number of statements, whatever the number of classes. terms: of `Terms.places`.

    few: count the marks each final one rests on; that reads every mark of the period.
    """
    kind, number = place
    units = [one for one in classes if one.grade_level in terms]
    periods = {grade: one.closing for grade, one in terms.items()}
    is_year = kind is FinalMarkKind.YEAR
    required = marks_of_year(year, units) if is_year else marks_of_period(year, units, periods)
    required.keys = [key for key in required.keys if key[2] is kind]
    grades = {one.pk: one.grade_level for one in units}
    found = GivenMarks(kind, number, required, dict(terms), grades)
    of_place = Q(period=None, kind=kind.value) if is_year else Q(period__in=[one.pk for one in periods.values()])
    _load_given(found, of_place)
    _load_deferred(found, year, None if is_year else [one.pk for one in periods.values()])
    if few and not is_year:
        _load_few(found, year)
    return found


def _load_given(found: GivenMarks, of_place: Q) -> None:
    """When each mark was first given: what was put right later had been given before. Two statements at most.

    A moment is asked of the database only where it matters: a school gives nearly all its marks in time.
    """
    first = min((one.terms.closes for one in found.terms.values()), default=IN_TIME)
    late = Case(When(entered_at__gt=first, then=F("entered_at")), default=None)
    rows = FinalMark.objects.filter(of_place, course__in=list(found.required.pages)).exclude(value="")
    changed: dict[str, Key] = {}
    known, place = found.required.pupils, found.place
    for pk, student, course, at, version in rows.values_list("pk", "student_id", "course_id", late, "version"):
        if student in known:
            key = (student, course, place)
            found.given[key] = at or IN_TIME
            if at and version > 1 and is_past(at, found.of(key).terms.closes):
                changed[str(pk)] = key
    if not changed:
        return
    acts = AuditEntry.objects.filter(
        subject_type=FinalMark._meta.label_lower, subject_id__in=list(changed), code=FIRST_GIVEN
    )
    for subject, at in acts.values("subject_id").annotate(first=Min("at")).values_list("subject_id", "first"):
        found.given[changed[subject]] = at


def _load_deferred(found: GivenMarks, year: AcademicYear, periods: list[int] | None) -> None:
    """Marks that are the result of make-up work have their own term. One statement."""
    rows = DeferredCourse.objects.filter(
        deferral__year=year, deferral__withdrawn_at=None, closed_at__isnull=False, course__in=list(found.required.pages)
    )
    rows = rows.filter(deferral__period=None) if periods is None else rows.filter(deferral__period__in=periods)
    for student, course in rows.values_list("deferral__student_id", "course_id"):
        found.through.add((student, course, found.place))


def _load_few(found: GivenMarks, year: AcademicYear) -> None:
    """Given marks that rest on too few (S3-5.2a). Who studied elsewhere for a while is not judged. Six statements."""
    checked = {
        grade: one for grade, one in found.terms.items()
        if one.current.rulebook.marks.min_marks_per_period is MinMarksRule.WARN
    }  # fmt: skip
    keys = [key for key in found.given if found.grades[found.required.pupils[key[0]].class_id] in checked]
    if not keys:
        return
    spans = {(one.closing.starts_on, one.closing.ends_on) for one in checked.values()}
    courses = list(Course.objects.filter(pk__in={course for _, course, _ in keys}).select_related("subject"))
    hours = hours_by_course(courses)
    have = _marks_in(spans, [one.pk for one in courses])
    came = _came_along(year, min(first for first, _ in spans), max(last for _, last in spans))
    for key in keys:
        line = hours.get(key[1])
        table = found.of(key).current.rulebook.marks.min_marks_by_weekly_hours
        needed = table.needed(line.hours_per_week) if line else 0
        if key not in found.through and key[0] not in came and have.get(key[:2], 0) < needed:
            found.few.add(key)


def _marks_in(spans: set[tuple[date, date]], courses: list[int]) -> dict[tuple[int, int], int]:
    """How many marks that count each pupil has on each page. One statement a span.

    Counted here: the database would sort a hundred thousand rows to group them.
    """
    found: dict[tuple[int, int], int] = defaultdict(int)
    for first, last in spans:
        for (student, course, value), count in Counter(_marks(courses, first, last)).items():
            found[student, course] += count if value.isdigit() else 0
    return found


@prepared
def _marks(courses: list[int], first: date, last: date) -> QuerySet[Mark, tuple[int, int, str]]:
    rows = Mark.objects.filter(lesson__course_id__in=courses, lesson__day__range=(first, last), counts=True)
    return rows.order_by().values_list("student_id", "lesson__course_id", "value")


def _came_along(year: AcademicYear, first: date, last: date) -> set[int]:
    """Pupils who came in the middle, studied apart, or brought marks. Three statements."""
    came = Enrollment.objects.filter(school_class__year=year, valid_from__gt=first, valid_from__lte=last)
    apart = StudyArrangement.objects.filter(Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last)
    brought = BroughtMark.objects.filter(day__range=(first, last))
    return {student for rows in (came, apart, brought) for student in rows.values_list("student_id", flat=True)}
