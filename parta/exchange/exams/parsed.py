"""What a table of examination results is read into before anything touches the school."""

from dataclasses import dataclass, field

from parta.exchange.people.parsed import PersonName
from parta.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands: «лист «ОГЭ», ячейка D7, столбец «Отметка»»."""

    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ParsedResult:
    """A pupil of the table. class_name: «9А» or empty; subject: as written, or empty."""

    name: PersonName
    place: str
    class_name: str
    value: Cell
    points: Cell
    subject: Cell

    @property
    def is_empty(self) -> bool:
        """Did not come, or nothing was written."""
        return not self.value.text and not self.points.text


@dataclass(slots=True)
class ParsedResults:
    """The whole file. columns: heading as written → what it is taken for, empty for a column left out."""

    file_name: str
    rows: list[ParsedResult] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
