"""What every timetable format is read into before anything touches the school: plain, immutable, countable."""

from dataclasses import dataclass, field
from datetime import date, time

from parta.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class ParsedBell:
    """Times of one lesson number (1-based; 0 exists in some schools)."""

    number: int
    starts_at: time
    ends_at: time
    shift: int = 1


@dataclass(frozen=True, slots=True)
class ParsedLesson:
    """One lesson of one class or group at one place of the week.

    weekday: 1 = Monday … 7 = Sunday. week: "" every week, otherwise the file's bit string of weeks («10», «01»).
    classes: names, empty when the file gives none. group: «» for the whole class, otherwise the group's name.
    A split slot is several ParsedLesson with the same class, weekday and number.
    place: where it stands in the file, for messages.
    class_groups: the group's name in each of `classes`, in the same order («» = that whole class); empty when the file
    has no groups by class. term: "" all terms, otherwise the file's bit string of terms.
    subject_known: False when the file names no subject («») or a code without a name (the code then stands in
    `subject`): such a place is filled, but no subject may be created from it.
    """

    weekday: int
    number: int
    classes: tuple[str, ...]
    subject: str
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    group: str = ""
    week: str = ""
    place: str = ""
    class_groups: tuple[str, ...] = ()
    term: str = ""
    subject_known: bool = True


@dataclass(frozen=True, slots=True)
class ParsedSubstitution:
    """A dated exchange: what replaces the weekly timetable for one class (group) on one day.

    cancelled: the lesson does not take place (subject is then «»).
    subject_known: False when the file gives a code of a subject without a name (the code then stands in `subject`).
    """

    day: date
    number: int
    school_class: str
    subject: str = ""
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    group: str = ""
    cancelled: bool = False
    subject_known: bool = True


@dataclass(frozen=True, slots=True)
class ParsedDayChange:
    """A date that does not follow its weekday: free (no lessons), or taught by the timetable of another weekday.

    as_weekday: 1 = Monday … 7 = Sunday, None when the day is free. week: number of the school week, 0 when not given.
    """

    day: date
    as_weekday: int | None = None
    week: int = 0


@dataclass(slots=True)
class ParsedTimetable:
    """The whole file. Lists hold display names as the file gives them: trimmed, spaces collapsed, no duplicates."""

    format: str
    classes: list[str] = field(default_factory=list)
    class_grades: dict[str, int] = field(default_factory=dict)
    teachers: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    bells: list[ParsedBell] = field(default_factory=list)
    lessons: list[ParsedLesson] = field(default_factory=list)
    substitutions: list[ParsedSubstitution] = field(default_factory=list)
    second_shift_classes: list[str] = field(default_factory=list)
    day_changes: list[ParsedDayChange] = field(default_factory=list)
    doubtful_teachers: list[str] = field(default_factory=list)
    """Of `teachers`: names that look like no person («Физкультура 10», «Вакансия»); nobody should be hired by them."""
    starts_on: date | None = None
    ends_on: date | None = None
    counts: dict[str, object] = field(default_factory=dict)
    """Format-specific figures of the JSON report (aSc: lessons, cards, groups, cards_by_class, …)."""
    problems: list[Problem] = field(default_factory=list)
