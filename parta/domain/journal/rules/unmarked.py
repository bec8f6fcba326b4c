"""Pupils left without a mark for long: school weeks since the last one (S3-4.4.2a). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parta.lib.dates import day_title, monday_of
from parta.lib.russian import counted


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A pupil without a mark on a page. weeks: in how many the pupil was at its lessons since; last: of the last mark,
    None when there is none this year.
    """

    student_id: int
    name: str
    weeks: int
    last: date | None

    @property
    def words(self) -> str:
        """«4 недели, последняя 12 ноября», «4 недели, с начала года ни одной»."""
        told = f"последняя {day_title(self.last)}" if self.last else "с начала года ни одной"
        return f"{counted(self.weeks, 'неделя', 'недели', 'недель')}, {told}"


def weeks_without(attended: Iterable[date], last: date | None) -> int:
    """School weeks of a pupil since the last mark: those with a lesson at which the pupil was, after its day.

    A vacation and an illness are no weeks: nobody could be asked. attended: days of lessons held with the pupil there.
    """
    return len({monday_of(day) for day in attended if last is None or day > last})
