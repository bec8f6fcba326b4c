"""The forecast of one pupil in every subject, from the marks the page has already read. At most one statement."""

from datetime import date

from parta.domain.diary.queries.marks import StudentMarks, SubjectMarks
from parta.domain.finals.queries.forecast import (
    MarkSoFar,
    Prospect,
    control_kinds,
    prospect,
    readings,
    scale_on,
    standing_of,
    usual_weights,
    work_key,
    years_before,
)
from parta.domain.regulation.choices import ForecastScope
from parta.domain.regulation.queries import rulebook_for
from parta.lib import clock


def shows_forecast(marks: StudentMarks) -> bool:
    """Of the period that goes on today, where the rulebook has the family see a forecast (`forecast_scope`)."""
    today = clock.today()
    if marks.period is None or not marks.policy.marks or not marks.period.covers(today):
        return False
    return ForecastScope.STUDENT in rulebook_for(today).rulebook.informing.forecast_scope


def prospects_of(marks: StudentMarks, *, term: str) -> dict[int, Prospect]:
    """Forecasts by subject; a subject without a mark that counts has none."""
    if not shows_forecast(marks) or marks.first is None or marks.school_class is None:
        return {}
    today = clock.today()
    scale, controls = scale_on(today), control_kinds()
    held = {one.subject_id: marks_so_far(one, controls) for one in marks.subjects if one.course_id}
    lines = [one for one in marks.subjects if held.get(one.subject_id)]
    courses = readings([one.course_id for one in lines], (marks.first, today), scale)
    grade = marks.school_class.grade_level
    first = marks.period is not None and marks.period.number == 1
    before = years_before([marks.student.pk], marks.school_class.year.year) if first and lines else {}
    return {
        one.subject_id: prospect(
            courses[one.course_id],
            held[one.subject_id],
            standing_of(
                held[one.subject_id],
                held=one.lessons,
                lessons=one.left,
                controls=one.controls,
                weights=usual_weights(one.subject_id, grade, today),
            ),
            earlier=one.previous,
            last_year=before.get((marks.student.pk, one.subject_id), ""),
            term=term,
        )
        for one in lines
    }


def marks_so_far(line: SubjectMarks, controls: frozenset[int], *, since: date | None = None) -> list[MarkSoFar]:
    """Marks of a line that count, as the forecast takes them. since: the first day of the period asked for."""
    return [
        MarkSoFar(work_key(one.lesson, one.kind_id), one.kind_id in controls, int(one.value), one.weight)
        for one in line.marks
        if one.counts and one.value.isdigit() and (since is None or one.day >= since)
    ]
