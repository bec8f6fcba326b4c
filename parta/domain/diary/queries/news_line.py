"""One line of «Новое с прошлого раза»."""

from dataclasses import dataclass
from datetime import date, datetime

from parta.lib.dates import monday_of


@dataclass(frozen=True, slots=True)
class News:
    """One new thing. kind: mark, absence, homework, note (to the pupil), change (of a lesson, without `by`), result (a
    final mark, an exam).

    `sign`: the mark or the letter of absence; `text`: in words.
    """

    kind: str
    subject: str
    sign: str
    text: str
    comment: str
    day: date
    due_on: date | None
    at: datetime
    by: str

    @property
    def shown_on(self) -> date:
        """The day of the diary where it stands."""
        return self.due_on or self.day

    @property
    def monday(self) -> date:
        """The week of that day."""
        return monday_of(self.shown_on)
