"""The academic year an import belongs to; an empty installation gets it with the import."""

from dataclasses import dataclass
from datetime import date

from parta.domain.access.models import User
from parta.domain.school import actions as school
from parta.domain.school import rules
from parta.domain.school.models import AcademicYear
from parta.exchange.preview import Line, Sign
from parta.exchange.problems import Problem
from parta.lib import clock
from parta.lib.dates import academic_year_of, year_title


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The year by its first calendar year; `row` is None when it has yet to be opened."""

    number: int
    row: AcademicYear | None
    starts_on: date
    ends_on: date

    def lines(self) -> list[Line]:
        """A line when the year has to be opened."""
        if self.row:
            return []
        text = "с четвертями, каникулами и праздниками: проверьте их на странице «Школа»"
        return [Line(Sign.ADD, "year", year_title(self.number), text)]

    def open(self, actor: User) -> AcademicYear:
        """The year itself, opened now if there is none."""
        return self.row or school.create_year(actor, year=self.number)

    def problems(self) -> list[Problem]:
        """A closed year takes no imports."""
        if self.row and self.row.is_closed:
            message = f"Учебный год {self.row} закрыт: загрузить в него ничего нельзя. Откройте следующий год."
            return [Problem("школа", message, blocking=True)]
        return []

    def other_year(self, told: int | None) -> list[Problem]:
        """A remark when the file names another academic year."""
        if told is None or told == self.number:
            return []
        message = f"В файле назван {year_title(told)} учебный год, а запишем в {year_title(self.number)}."
        return [Problem("файл", message)]


def current_year_plan() -> YearPlan:
    """The year of today; in summer the coming one."""
    today = clock.today()
    number = today.year if today.month in {6, 7, 8} else academic_year_of(today)
    row = AcademicYear.objects.filter(year=number).first()
    proposed = rules.proposed_year(number)
    return YearPlan(number, row, row.starts_on if row else proposed.first, row.ends_on if row else proposed.last)


__all__ = ["YearPlan", "current_year_plan"]
