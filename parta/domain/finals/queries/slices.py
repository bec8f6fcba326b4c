"""Which results are meant: a period of the grades that end it together, the year, the exam, the overall marks."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from parta.domain.finals.rules.kinds import kind_of, kind_short
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.school.choices import PeriodKind
from parta.domain.school.models import AcademicYear, GradingPeriod
from parta.lib import clock
from parta.lib.dates import NBSP

YEAR_KEY = "year"
WHOLE_YEAR = {
    YEAR_KEY: (FinalMarkKind.YEAR, "Год"),
    "exam": (FinalMarkKind.EXAM, "Экзамен"),
    "final": (FinalMarkKind.FINAL, "Итоговые"),
}
SOON = timedelta(days=14)
"""So long before its end a period is the one people ask for."""
Span = tuple[date, date]
AT_ONCE = 20_000
"""Rows fetched at once: a school's marks of a period."""


@dataclass(frozen=True, slots=True)
class Slice:
    """key: in addresses, «quarter-2», «year». kinds: of the final marks meant. periods: by grade, empty for the year.

    days: by grade the first and last day; a grade without an entry has no such results.
    """

    key: str
    title: str
    kinds: tuple[str, ...]
    periods: dict[int, int] = field(default_factory=dict)
    days: dict[int, Span] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """For a narrow column: «2 ч.», «год»."""
        kind, _, number = self.key.partition("-")
        return kind_short(kind_of(kind), int(number or 0))

    @property
    def is_period(self) -> bool:
        """Of a grading period, and not of the year."""
        return self.key not in WHOLE_YEAR

    @property
    def last_day(self) -> date:
        """The latest last day of its grades."""
        return max(last for _, last in self.days.values())

    def has_begun(self, today: date) -> bool:
        """Has any grade come to it?"""
        return any(first <= today for first, _ in self.days.values())

    def roll_day(self, grade: int, today: date) -> date:
        """The day whose lists of pupils count: the last one (who left before it is not counted), till then today."""
        first, last = self.days[grade]
        return min(last, max(today, first))


@dataclass(frozen=True, slots=True)
class Slices:
    """Of a year, in order: periods, then the year, the exam, the overall marks."""

    year: AcademicYear
    all: list[Slice]

    def find(self, key: str) -> Slice | None:
        """By the key of an address."""
        return next((one for one in self.all if one.key == key), None)

    def chosen(self, key: str) -> Slice:
        """The one asked for, else the last period that has ended or soon will."""
        found = self.find(key)
        if found:
            return found
        near = clock.today() + SOON
        over = [one for one in self.all if one.is_period and one.last_day <= near]
        return over[-1] if over else self.all[0]

    def before(self, one: Slice) -> Slice | None:
        """For each grade its own period before; the year has none here: its own before is the year before."""
        earlier = self.all[: self.all.index(one)] if one.is_period else []
        found = Slice(
            "before", earlier[-1].title if earlier else "", tuple({kind for s in earlier for kind in s.kinds})
        )
        for grade in one.periods:
            last = next((other for other in reversed(earlier) if grade in other.periods), None)
            if last:
                found.periods[grade], found.days[grade] = last.periods[grade], last.days[grade]
        return found if found.periods else None


def slices_of(year: AcademicYear, grade: int | None = None) -> Slices:
    """Of the whole school, or of one grade only. One statement.

    The school goes by the division most grades have; periods of other divisions join the one they end in: «2 четверть»
    of a school is the first half-year of its seniors.
    """
    rows = GradingPeriod.objects.filter(year=year).order_by("grade_level", "number")
    return _slices(year, [one for one in rows if grade is None or one.grade_level == grade], grade)


def slices_by_grade(year: AcademicYear) -> dict[int, Slices]:
    """Of every grade that has periods. One statement."""
    by_grade: dict[int, list[GradingPeriod]] = {}
    for one in GradingPeriod.objects.filter(year=year).order_by("grade_level", "number"):
        by_grade.setdefault(one.grade_level, []).append(one)
    return {grade: _slices(year, periods, grade) for grade, periods in by_grade.items()}


def _slices(year: AcademicYear, periods: list[GradingPeriod], grade: int | None) -> Slices:
    found: list[Slice] = []
    for kind in _kinds(periods):
        for number in sorted({one.number for one in periods if one.kind == kind}):
            own = [one for one in periods if (one.kind, one.number) == (kind, number)]
            _join(found, own, kind, number)
    grades = sorted({one.grade_level for one in periods}) or ([grade] if grade else list(range(1, 12)))
    days = dict.fromkeys(grades, (year.starts_on, year.ends_on))
    found.sort(key=lambda one: one.last_day)
    whole = [Slice(key, title, (kind.value,), days=days) for key, (kind, title) in WHOLE_YEAR.items()]
    return Slices(year, [*found, *whole])


def _kinds(periods: list[GradingPeriod]) -> list[str]:
    """The division of most grades first."""
    grades = Counter(
        {kind: len({one.grade_level for one in periods if one.kind == kind}) for kind in PeriodKind.values}
    )
    return [kind for kind, count in grades.most_common() if count]


def _join(found: list[Slice], own: list[GradingPeriod], kind: str, number: int) -> None:
    last = max(one.ends_on for one in own)
    host = next((one for one in found if _holds(one, last) and own[0].grade_level not in one.periods), None)
    if host is None:
        title = f"{number}{NBSP}{PeriodKind(kind).label}"
        host = Slice(f"{kind}-{number}", title, (kind,))
        found.append(host)
    elif kind not in host.kinds:
        at = found.index(host)
        host = found[at] = Slice(host.key, host.title, (*host.kinds, kind), host.periods, host.days)
    for one in own:
        host.periods[one.grade_level] = one.pk
        host.days[one.grade_level] = (one.starts_on, one.ends_on)


def _holds(one: Slice, day: date) -> bool:
    return min(first for first, _ in one.days.values()) <= day <= one.last_day
