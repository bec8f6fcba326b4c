"""The academic year that set-up pages work on."""

from parta.domain.school.models import AcademicYear
from parta.domain.school.queries import current_year
from parta.lib.errors import RuleViolation


def work_year() -> AcademicYear:
    """The year of today, or a sentence about where to open one."""
    year = current_year()
    if year is None:
        raise RuleViolation("Учебный год ещё не открыт. Откройте его на странице «Школа», потом возвращайтесь сюда.")
    return year
