"""Which final marks a page of the journal has: periods, year, exam, overall; and the days each rests on."""

from dataclasses import dataclass
from datetime import date

from parta.domain.curriculum.models import Course
from parta.domain.finals.errors import FinalPlaceNotFound
from parta.domain.finals.rules.kinds import for_title, kind_of, kind_short, kind_title, offers
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import GradingPeriod
from parta.domain.school.queries import periods_of
from parta.lib import clock

YEARLY = (FinalMarkKind.YEAR, FinalMarkKind.EXAM, FinalMarkKind.FINAL)


@dataclass(frozen=True, slots=True)
class FinalPlace:
    """A column of final marks. first, last: the days it rests on; ends_on: of the period whose window it shares."""

    kind: FinalMarkKind
    period: GradingPeriod | None
    first: date
    last: date
    closing: GradingPeriod

    @property
    def number(self) -> int:
        """Of the period; 0 of a yearly one."""
        return self.period.number if self.period else 0

    @property
    def title(self) -> str:
        """«2 четверть»."""
        return kind_title(self.kind, self.number)

    @property
    def of_title(self) -> str:
        """«за 2 четверть»."""
        return for_title(self.kind, self.number)

    @property
    def short(self) -> str:
        """«2 ч.»."""
        return kind_short(self.kind, self.number)

    @property
    def code(self) -> str:
        """How addresses and forms name it: «p12», «year»."""
        return f"p{self.period.pk}" if self.period else self.kind.value


def places_of(course: Course) -> list[FinalPlace]:
    """Every column of final marks of the page in order, as the rulebook of the year offers. One statement.

    A page without marks (grade 1, religion and ethics) has none: ask `course_policy` first.
    """
    periods = periods_of(course.year, course.grade_level)
    if not periods:
        return []
    offered = rulebook_for(course.year.year).rulebook.marks
    found = [
        FinalPlace(kind_of(one.kind), one, one.starts_on, one.ends_on, one)
        for one in periods
        if offers(kind_of(one.kind), course.grade_level, offered)
    ]
    last = periods[-1]
    return found + [
        FinalPlace(kind, None, periods[0].starts_on, last.ends_on, last)
        for kind in YEARLY
        if offers(kind, course.grade_level, offered)
    ]


def place_by_code(places: list[FinalPlace], code: str) -> FinalPlace:
    """The column of a code. Raises FinalPlaceNotFound."""
    found = next((one for one in places if one.code == code), None)
    if found is None:
        raise FinalPlaceNotFound("Таких итоговых отметок на этой странице нет")
    return found


def place_now(places: list[FinalPlace]) -> FinalPlace | None:
    """The column a person means today: of the period that goes on, in vacations of the one before."""
    today = clock.today()
    begun = [one for one in places if one.period and one.first <= today]
    return begun[-1] if begun else places[0] if places else None
