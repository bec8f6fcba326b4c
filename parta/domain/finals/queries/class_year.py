"""The forecast of the year's mark for a class: the page of the period, and the final marks of the periods before."""

from collections.abc import Collection
from dataclasses import replace

from parta.domain.finals.queries.class_forecast import ClassForecast, PupilRow, forecasts
from parta.domain.finals.queries.forecast import Prospect
from parta.domain.finals.queries.year import Key, YearFinals, YearSoFar, finals_of_year, passed_subjects, year_so_far
from parta.domain.school.models import GradingPeriod, SchoolClass
from parta.lib import clock
from parta.lib.russian import search_form


def class_year_forecast(school_class: SchoolClass, *, only: Collection[int] | None = None) -> ClassForecast:
    """As `class_forecast`, of the year (S2-4b). Two more statements. only: courses to be shown."""
    today = clock.today()
    rows = GradingPeriod.objects.filter(year=school_class.year_id, grade_level=school_class.grade_level)
    so_far = year_so_far(rows, today)
    view = forecasts([school_class], only=only, whole_year=not so_far.rule.by_periods)[0]
    finals = finals_of_year([row.student.pk for row in view.rows], school_class.year_id)
    courses = _courses(view)
    lines = [_row(row, courses, finals, so_far) for row in view.rows]
    return replace(view, rows=lines, is_year=True)


def _courses(view: ClassForecast) -> dict[int, list[int]]:
    """Pages by subject: groups together; a subject that ends with «зачёт» has no mark to forecast."""
    found: dict[int, list[int]] = {}
    passed = passed_subjects(view.made_on)
    for page in view.pages:
        if search_form(page.subject.name) not in passed:
            found.setdefault(page.subject_id, []).append(page.pk)
    return found


def _row(row: PupilRow, courses: dict[int, list[int]], finals: dict[Key, YearFinals], so_far: YearSoFar) -> PupilRow:
    made = PupilRow(row.student)
    for subject, pages in courses.items():
        own = next((one for one in pages if one in row.prospects), pages[0])
        known = finals.get((row.student.pk, subject), {})
        found = year_prospect(row.prospects.get(own), known, so_far)
        if found:
            made.prospects[own] = found
    return made


def year_prospect(going: Prospect | None, finals: YearFinals, so_far: YearSoFar) -> Prospect | None:
    """By the school's rule: from marks of periods, or from all marks of the year. A year's mark given is certain.

    going: of the period that goes on; where the rule is the mean of all marks, of the whole year.
    """
    if so_far.rule.by_periods or None in finals:
        return so_far.prospect(finals, going.forecast if going else None)
    return going and replace(going, term="до конца года")
