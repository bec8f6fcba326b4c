"""The forecast of the year's mark from the journal: final marks of its periods and the forecast of the one going on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from parta.domain.finals.forecast import Forecast
from parta.domain.finals.models import FinalMark
from parta.domain.finals.queries.forecast import Prospect, scale_on
from parta.domain.finals.rules.prospects import Standing
from parta.domain.finals.rules.year import YearRule, forecast_year, year_sentence
from parta.domain.regulation.choices import FinalMarkKind
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import GradingPeriod
from parta.lib.prepared import prepared
from parta.lib.russian import search_form

YearFinals = dict[int | None, str]
"""Final marks of a pupil in a subject by period; None: of the year."""
Key = tuple[int, int]
"""Pupil, subject."""


def year_rule(day: date) -> YearRule:
    """The school's rule of the year's mark on a day."""
    rules = rulebook_for(day).rulebook.marks
    return YearRule(scale_on(day), rules, rules.year_mark_rule)


def passed_subjects(day: date) -> frozenset[str]:
    """Subjects that end with «зачёт», as `search_form` has them: no mark of theirs is forecast."""
    return frozenset(search_form(one) for one in rulebook_for(day).rulebook.marks.pass_fail_subjects)


def finals_of_year(students: Sequence[int], year: int) -> dict[Key, YearFinals]:
    """Final marks of periods and of the year, by pupil and subject. One statement."""
    found: dict[Key, YearFinals] = defaultdict(dict)
    for student, subject, period, value in _finals(list(students), year, FinalMarkKind.YEAR.value):
        found[student, subject][period] = value
    return found


@prepared
def _finals(students: list[int], year_id: int, of_year: str) -> "QuerySet[FinalMark, tuple[int, int, int | None, str]]":
    rows = FinalMark.objects.filter(student_id__in=students, course__year_id=year_id).exclude(value="")
    rows = rows.filter(period__isnull=False) | rows.filter(kind=of_year)
    return rows.order_by("id").values_list("student_id", "course__subject_id", "period_id", "value")


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """Where the year of a grade stands on a day."""

    periods: Sequence[GradingPeriod]
    today: date
    rule: YearRule

    def prospect(self, finals: Mapping[int | None, str], going: Forecast | None) -> Prospect | None:
        """The forecast of one pupil in one subject; None when nothing is known or the year's mark is no number.

        going: of the period that goes on. A past period without a mark is left out, as the rule leaves it out.
        """
        if None in finals:
            return self.given(finals[None])
        given: list[int] = []
        now: Forecast | None = None
        coming = 0
        for period in self.periods:
            value = finals.get(period.pk, "")
            if value.isdigit():
                given.append(int(value))
            elif value or period.ends_on < self.today:
                continue
            elif going is not None and now is None and period.covers(self.today):
                now = going
            else:
                coming += 1
        found = forecast_year(given, now.probabilities if now else None, coming, self.rule)
        if found is None:
            return None
        left, kind = coming + (now is not None), self.periods[0].kind
        return Prospect(found, Standing(), words=year_sentence(found, given, left, self.rule, kind=kind))

    def given(self, value: str) -> Prospect | None:
        """The year's mark stands already: certain. None when it is no mark of the scale."""
        marks = self.rule.scale.marks
        if not value.isdigit() or int(value) not in marks:
            return None
        shares = tuple(float(one == int(value)) for one in marks)
        found = Forecast(self.rule.scale, shares, float(value), 0.0)
        return Prospect(found, Standing(), words=f"Отметка за год уже поставлена: {value}.")


def year_so_far(periods: Iterable[GradingPeriod], today: date) -> YearSoFar:
    """Of the periods of one grade."""
    return YearSoFar(sorted(periods, key=lambda one: one.number), today, year_rule(today))
