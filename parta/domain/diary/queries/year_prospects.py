"""The forecast of one pupil for the year, from the marks of the year the page has read. At most three statements."""

from datetime import date

from django.core.cache import cache

from parta.domain.diary.queries.marks import StudentMarks, SubjectMarks
from parta.domain.diary.queries.prospects import marks_so_far
from parta.domain.finals.queries.class_forecast import lessons_of
from parta.domain.finals.queries.class_year import year_prospect
from parta.domain.finals.queries.forecast import (
    REMEMBERED_SECONDS,
    MarkSoFar,
    Prospect,
    control_kinds,
    prospect,
    readings,
    standing_of,
    usual_weights,
)
from parta.domain.finals.queries.year import YearFinals, YearSoFar, finals_of_year, passed_subjects, year_so_far
from parta.domain.finals.rules.prospects import Standing
from parta.domain.regulation.choices import ForecastScope
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.queries import period_among
from parta.lib import clock
from parta.lib.russian import search_form

Lessons = dict[int, tuple[int, int, int]]
"""By course: held, left, control works planned."""


def shows_year(marks: StudentMarks) -> bool:
    """Is it the tab of a year that goes on, where the rulebook has the family see a forecast (`forecast_scope`)?"""
    today = clock.today()
    if not (marks.is_year and marks.periods and marks.policy.marks and marks.first and marks.last):
        return False
    allowed = ForecastScope.STUDENT in rulebook_for(today).rulebook.informing.forecast_scope
    return allowed and marks.first <= today <= marks.last


def year_prospects_of(marks: StudentMarks) -> dict[int, Prospect]:
    """Forecasts of the year's mark by subject (S2-4b). Writes into the lines the year's marks given already."""
    if not shows_year(marks) or marks.school_class is None:
        return {}
    so_far = year_so_far(marks.periods, clock.today())
    finals = _finals(marks, so_far)
    going = _going(marks, so_far, finals)
    found: dict[int, Prospect] = {}
    passed = passed_subjects(so_far.today)
    for one in marks.subjects:
        own = finals.get((marks.student.pk, one.subject_id), {})
        one.final = own.get(None, "")
        made = year_prospect(going.get(one.subject_id), own, so_far)
        if made and search_form(one.subject) not in passed:
            found[one.subject_id] = made
    return found


def _finals(marks: StudentMarks, so_far: YearSoFar) -> dict[tuple[int, int], YearFinals]:
    """Marks of periods are at hand; the year's own, given in its last period at the earliest, are asked for then."""
    if marks.school_class and so_far.periods[-1].starts_on <= so_far.today:
        return finals_of_year([marks.student.pk], marks.school_class.year_id)
    found: dict[tuple[int, int], YearFinals] = {}
    for (period, subject), value in marks.finals.items():
        found.setdefault((marks.student.pk, subject), {})[period] = value
    return found


def _lessons(courses: list[int], first: date, last: date) -> Lessons:
    """Remembered for an hour, as readings are. At most one statement."""
    keys = {f"forecast-lessons-{one}-{first}-{last}-{clock.today()}": one for one in courses}
    found: Lessons = {keys[key]: held for key, held in cache.get_many(list(keys)).items()}
    if len(found) < len(keys):
        found = dict.fromkeys(courses, (0, 0, 0))
        found |= {course: (held, left, works) for course, held, left, works in lessons_of(courses, first, last)}
        cache.set_many({key: found[one] for key, one in keys.items()}, REMEMBERED_SECONDS)
    return found


def _going(marks: StudentMarks, so_far: YearSoFar, finals: dict[tuple[int, int], YearFinals]) -> dict[int, Prospect]:
    """Forecasts of the period of today by subject; of the whole year where the rule is the mean of all its marks."""
    today, controls = so_far.today, control_kinds()
    period = period_among(marks.periods, today)
    first, last = marks.first, marks.last
    if so_far.rule.by_periods:
        if period is None or not period.covers(today):
            return {}
        first, last = period.starts_on, period.ends_on
    if first is None or last is None or marks.school_class is None:
        return {}
    held = {one.subject_id: marks_so_far(one, controls, since=first) for one in marks.subjects if one.course_id}
    lines = [one for one in marks.subjects if held.get(one.subject_id)]
    ids = [one.course_id for one in lines]
    courses = readings(ids, (first, today), so_far.rule.scale)
    lessons = _lessons(ids, first, last)
    grade = marks.school_class.grade_level
    before = {one.pk for one in marks.periods if so_far.rule.by_periods and period and one.number == period.number - 1}
    return {
        one.subject_id: prospect(
            courses[one.course_id],
            held[one.subject_id],
            _standing(one, held[one.subject_id], lessons, grade),
            earlier=_earlier(finals.get((marks.student.pk, one.subject_id), {}), before),
        )
        for one in lines
    }


def _earlier(finals: YearFinals, before: set[int]) -> str:
    return next((value for period, value in finals.items() if period in before), "")


def _standing(line: SubjectMarks, held: list[MarkSoFar], lessons: Lessons, grade: int) -> Standing:
    done, left, works = lessons.get(line.course_id, (0, 0, 0))
    weights = usual_weights(line.subject_id, grade, clock.today())
    return standing_of(held, held=done, lessons=left, controls=works, weights=weights)
