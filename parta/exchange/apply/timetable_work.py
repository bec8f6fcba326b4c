"""What a timetable import has decided to do; made by the planner, carried out by the writer."""

from dataclasses import dataclass, field
from datetime import date

from parta.domain.curriculum.models import Course, Subject, TeachingAssignment
from parta.domain.school.models import Room, SchoolClass, StaffMember, TeachingGroup
from parta.domain.timetable.actions import SlotTimes
from parta.domain.timetable.models import Timetable, TimetableEntry
from parta.exchange.apply.names import ClassKey
from parta.exchange.apply.week import CourseKey, PlaceKey, UnitKey, Week
from parta.exchange.apply.year import YearPlan
from parta.exchange.timetable.parsed import ParsedDayChange, ParsedSubstitution


@dataclass(slots=True)
class TimetableWork:
    """Rows the school has, by the keys of the file, and what is missing or differs.

    new_classes: (shift, days a week) → classes. bells: shift, slots, first day (None: from the start of the year).
    load: pages and teachers to be assigned; ending: assignments the file no longer names.
    standing: lines of the week that the file names again; kept: lines where the file has a lesson nobody can read.
    """

    year: YearPlan
    valid_from: date
    base: Timetable | None
    week: Week
    file_name: str
    classes: dict[ClassKey, SchoolClass] = field(default_factory=dict)
    new_classes: dict[tuple[int, int], list[ClassKey]] = field(default_factory=dict)
    class_changes: list[tuple[SchoolClass, dict[str, int]]] = field(default_factory=list)
    subjects: dict[str, Subject] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    groups: dict[UnitKey, TeachingGroup] = field(default_factory=dict)
    courses: dict[CourseKey, Course] = field(default_factory=dict)
    bells: list[tuple[int, list[SlotTimes], date | None]] = field(default_factory=list)
    load: list[tuple[CourseKey, str]] = field(default_factory=list)
    ending: list[TeachingAssignment] = field(default_factory=list)
    standing: dict[PlaceKey, TimetableEntry] = field(default_factory=dict)
    kept: list[TimetableEntry] = field(default_factory=list)
    entries_change: bool = False
    days: list[ParsedDayChange] = field(default_factory=list)
    substitutions: list[ParsedSubstitution] = field(default_factory=list)

    @property
    def lessons_change(self) -> bool:
        """Do dated lessons have to follow?"""
        return bool(self.entries_change or self.bells or self.class_changes or self.days or self.ending or self.load)


__all__ = ["TimetableWork"]
