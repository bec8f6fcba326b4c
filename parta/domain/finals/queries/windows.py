"""When the final marks of a place may be given, by the act or by an order, with openings and closings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from parta.domain.access.queries import in_force
from parta.domain.curriculum.models import Course
from parta.domain.finals.models import ClassClosing, FinalDates
from parta.domain.finals.queries.places import FinalPlace
from parta.domain.finals.rules.windows import SETTING, FinalSpan, span_of_order, span_of_period, without_end
from parta.domain.journal.models import Opening
from parta.domain.journal.queries.locks import CLOSED_PERIOD, CLOSED_YEAR, ClassDays
from parta.domain.journal.queries.openings import OpenTimes
from parta.domain.journal.rules.locks import late_words, lock_words, openers_words, until_words
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import CurrentRulebook, rulebook_for
from parta.domain.school.models import Enrollment
from parta.domain.school.queries import SchoolCalendar, calendar_of
from parta.lib import clock
from parta.lib.dates import day_title

CLOSED_CLASS = "Класс закрыл период: отметки меняются, когда его откроют снова"
OPEN_ENDED = (FinalMarkKind.EXAM, FinalMarkKind.FINAL)


@dataclass(frozen=True, slots=True)
class FinalWindow:
    """The window of a place at a moment. closed: the sentence of a closed period or year, «»."""

    span: FinalSpan
    current: CurrentRulebook
    now: datetime
    closed: str = ""
    opening: Opening | None = None

    @property
    def clause(self) -> str:
        """«п. 5.4», «приказ № 214 от 1 декабря»."""
        return self.span.by_order or self.current.source_text(SETTING)

    @property
    def clause_short(self) -> str:
        """«п. 5.4», «приказ № 214»: for a narrow place."""
        return self.clause.split(" от ")[0].split(";")[0]

    @property
    def is_early(self) -> bool:
        """Has not opened."""
        return self.span.is_early(self.now)

    @property
    def is_past(self) -> bool:
        """The term is over: what is entered now is late."""
        return self.span.is_past(self.now)

    @property
    def is_locked(self) -> bool:
        """Nothing is accepted any more, and nobody opened it."""
        return self.opening is None and self.span.is_locked(self.now, self.current.rulebook)

    @property
    def is_open(self) -> bool:
        """Marks may be given now, in time or late."""
        return not (self.closed or self.is_early or self.is_locked)

    @property
    def refusal(self) -> str:
        """Why nothing may be given; «» when it may."""
        if self.closed:
            return self.closed
        if self.is_early:
            return f"Итоговые отметки ставят с {day_title(clock.local(self.span.opens).date())}"
        until = self.span.accepted_until(self.current.rulebook)
        if self.is_locked and self.span.closes and until:
            offices = self.current.rulebook.entry.closed_entry_opened_by
            openers = openers_words(office.label for office in offices)
            return lock_words(clock.local(self.span.closes), clock.local(until), openers, clock.today())
        return ""

    @property
    def until_text(self) -> str:
        """«до конца дня 24 декабря», with «принимается с опозданием …» once late; «» without a term."""
        if self.span.closes is None or not self.is_open:
            return ""
        today = clock.today()
        if not self.is_past:
            return until_words(clock.local(self.span.closes), today)
        if self.opening:
            return f"открыто {until_words(clock.local(self.opening.closes_at), today)}"
        until = self.span.accepted_until(self.current.rulebook)
        return late_words(clock.local(until), today) if until else ""


def window_of(
    course: Course, place: FinalPlace, *, openings: OpenTimes | None = None, calendar: SchoolCalendar | None = None
) -> FinalWindow:
    """The window of the place now. Five statements at most: an order, the calendar of the year, openings."""
    current = rulebook_for(place.closing.ends_on)
    now = clock.now()
    closed = CLOSED_YEAR if course.year.is_closed else ""
    if not closed and place.period and place.period.closed_at:
        closed = CLOSED_PERIOD
    order = FinalDates.objects.filter(period=place.closing).first()
    span = span_of(place, current, order, calendar or calendar_of(course.year), course)
    window = FinalWindow(span, current, now, closed)
    if not window.is_locked or closed:
        return window
    opening = (openings or OpenTimes.load(now)).covering_page(course)
    return FinalWindow(span, current, now, closed, opening)


def span_of(
    place: FinalPlace, current: CurrentRulebook, order: FinalDates | None, calendar: SchoolCalendar, course: Course
) -> FinalSpan:
    """By the order, where there is one, else by the act and the calendar of the grade. No statement."""
    if order:
        words = f"приказ № {order.order_number} от {day_title(order.order_date)}"
        found = span_of_order(order.opens_on, order.closes_on, words)
    else:
        days = ClassDays(calendar, course.year, course.grade_level)
        found = span_of_period(place.closing.ends_on, days, current.rulebook)
    return without_end(found) if place.kind in OPEN_ENDED else found


def closed_students(place: FinalPlace, students: list[int], year: int) -> set[int]:
    """Pupils whose class has closed the period, or the year. One statement."""
    of_year = Q(period__isnull=True)
    scope = of_year | Q(period=place.period) if place.period else of_year
    rows = ClassClosing.objects.filter(scope, year=year, reopened_at__isnull=True)
    classes = list(rows.values_list("school_class_id", flat=True))
    if not classes:
        return set()
    inside = Enrollment.objects.filter(
        in_force("", min(max(clock.today(), place.first), place.last)),
        school_class_id__in=classes,
        student_id__in=students,
    )
    return set(inside.values_list("student_id", flat=True))
