"""What the head of «Оценки и прогноз» says of the period, and the forecast of the year on its last tab."""

from typing import Any

from parta.domain.diary.queries import StudentMarks, shows_year, year_prospects_of
from parta.domain.diary.queries.days_left import school_days_left
from parta.domain.finals.queries.forecast import Prospect
from parta.domain.regulation.queries import rulebook_for
from parta.lib import clock


def days_left(marks: StudentMarks) -> int:
    """School days of the class after today; 0 when none is left."""
    return school_days_left(marks.school_class, marks.last) if marks.school_class and marks.last else 0


def of_year(marks: StudentMarks) -> tuple[dict[int, Prospect], dict[str, Any]]:
    """Forecasts of the year's marks by subject (S2-4b), and what the page says beside them."""
    if not shows_year(marks):
        return {}, {}
    found = year_prospects_of(marks)
    said = {"year": bool(found), "clause": rulebook_for(clock.today()).source_text("forecast_obligation")}
    return found, said | {"left_days": days_left(marks)}
