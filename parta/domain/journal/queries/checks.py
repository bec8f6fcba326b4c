"""Checks of a class: what is due by when, who looked last and when."""

from dataclasses import dataclass
from datetime import date

from parta.domain.journal.choices import CheckKind
from parta.domain.journal.models import ClassCheck
from parta.domain.journal.rules.checks import next_check
from parta.domain.regulation.choices import AttendanceEntry
from parta.domain.regulation.queries import rulebook_for
from parta.domain.school.models import SchoolClass

SETTINGS = {
    CheckKind.ATTENDANCE: "attendance_check_by_homeroom",
    CheckKind.PERSONAL_DATA: "personal_data_check_period",
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as «Мой класс» shows it. due: the last day in time; last: the check before; clause: who asks for it."""

    kind: CheckKind
    due: date
    last: ClassCheck | None
    every: str
    clause: str
    is_done: bool
    is_overdue: bool


def class_checks(school_class: SchoolClass, day: date) -> list[CheckLine]:
    """The checks of a class as they stand on a day. One statement besides the rulebook."""
    rows = list(ClassCheck.objects.filter(school_class=school_class, day__lte=day).select_related("checked_by"))
    return [_line(school_class, kind, day, rows) for kind in CheckKind]


def _line(school_class: SchoolClass, kind: CheckKind, day: date, rows: list[ClassCheck]) -> CheckLine:
    current, name = rulebook_for(day), SETTINGS[kind]
    repeat = current.rulebook.value(name)
    last = next((row for row in rows if row.kind == kind), None)
    due = next_check(repeat, last.day if last else None, school_class.year.starts_on)
    daily = kind == CheckKind.ATTENDANCE
    done = last is not None and (last.day == day if daily else due > day)
    due = day if daily and not done else due
    title, clause = current.value_text(name), current.source_text(name)
    return CheckLine(kind, due, last, title, clause, done, is_overdue=not done and due < day)


def homeroom_enters(day: date) -> bool:
    """Does the class teacher enter the attendance of the day (`attendance_entry_by`, S3R-1.15e)?"""
    return AttendanceEntry.HOMEROOM_PER_DAY in rulebook_for(day).rulebook.entry.attendance_entry_by


def teacher_enters(day: date) -> bool:
    """Does the teacher of the lesson enter it (S3-4.4.2a)?"""
    return AttendanceEntry.TEACHER_PER_LESSON in rulebook_for(day).rulebook.entry.attendance_entry_by
