"""What a class list or a staff list is read into before anything touches the school."""

from dataclasses import dataclass, field
from datetime import date

from parta.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class PersonName:
    """Parts of a name in their usual case; an absent part is empty text."""

    last: str
    first: str = ""
    middle: str = ""

    def full(self) -> str:
        """«Ковалёв Даниил Сергеевич»."""
        return " ".join(part for part in (self.last, self.first, self.middle) if part)


@dataclass(frozen=True, slots=True)
class Movement:
    """A note «прибыл» or «выбыл»: the day (None when not given), the number of the order, the note as written."""

    day: date | None
    order: str
    note: str


@dataclass(frozen=True, slots=True)
class ParsedGuardian:
    """A parent or other representative; relation is the word of the file in lower case («мать»), or empty."""

    name: PersonName
    relation: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ParsedStudent:
    """One pupil of a list.

    gender: «м», «ж» or empty. groups: subject as in the file (may be empty) → group («1», «2» or a name).
    joined, left: the movement within the year, None for a pupil who simply is in the class.
    place: where the pupil stands in the file, for messages.
    """

    name: PersonName
    class_name: str
    place: str
    birth_date: date | None = None
    gender: str = ""
    file_number: str = ""
    guardians: tuple[ParsedGuardian, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    joined: Movement | None = None
    left: Movement | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParsedStaff:
    """One member of staff; subjects and homeroom classes are lists, load is the text of the file («5А (5); 6А (3)»)."""

    name: PersonName
    place: str
    position: str = ""
    subjects: tuple[str, ...] = ()
    load: str = ""
    homeroom: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    joined: Movement | None = None
    left: Movement | None = None
    note: str = ""


@dataclass(slots=True)
class ParsedRoster:
    """All class lists of a file, in file order.

    homeroom: class → class teacher as written in the title. academic_year: first year of «2025/2026» if named.
    columns: heading as written → what it was taken for; an empty meaning says the column is not used.
    """

    file_name: str
    students: list[ParsedStudent] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    homeroom: dict[str, str] = field(default_factory=dict)
    academic_year: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ParsedStaffList:
    """All members of staff of a file, in file order; columns as in ParsedRoster."""

    file_name: str
    staff: list[ParsedStaff] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


__all__ = [
    "Movement",
    "ParsedGuardian",
    "ParsedRoster",
    "ParsedStaff",
    "ParsedStaffList",
    "ParsedStudent",
    "PersonName",
]
