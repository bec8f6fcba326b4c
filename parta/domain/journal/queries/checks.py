"""Checks of a class: what is due by when, who looked last and when."""

from dataclasses import dataclass
from datetime import date

from parta.domain.journal.choices import CheckKind
from parta.domain.journal.models import ClassCheck
from parta.domain.journal.rules.checks import next_check
from parta.domain.regulation.choices import AttendanceEntry
from parta.domain.regulation.queries import rulebook_for
from parta.domain.regulation.rules import year_setup_due
from parta.domain.school.models import AcademicYear, SchoolClass
from parta.lib import clock

SETTINGS = {
    CheckKind.ATTENDANCE: "attendance_check_by_homeroom",
    CheckKind.PERSONAL_DATA: "personal_data_check_period",
}
SCHEME = "timetable_scheme_by_homeroom"
WORDS = {
    CheckKind.ATTENDANCE: ("Проверка посещаемости", "проверено", "Проверено"),
    CheckKind.PERSONAL_DATA: ("Сверка данных учеников", "сверено", "Данные сверены"),
    CheckKind.TIMETABLE: ("Схема расписания", "согласована", "Согласовать"),
}
"""What it is called, that it is done, the button."""


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

    @property
    def title(self) -> str:
        """«Проверка посещаемости»."""
        return WORDS[self.kind][0]

    @property
    def done_words(self) -> str:
        """«проверено»."""
        return WORDS[self.kind][1]

    @property
    def button(self) -> str:
        """«Проверено»."""
        return WORDS[self.kind][2]

    @property
    def comes_again(self) -> bool:
        """Is it due again after it was done?"""
        return self.kind == CheckKind.PERSONAL_DATA


def class_checks(school_class: SchoolClass, day: date) -> list[CheckLine]:
    """The checks of a class as they stand on a day. One statement besides the rulebook."""
    rows = list(ClassCheck.objects.filter(school_class=school_class, day__lte=day).select_related("checked_by"))
    return [*(_line(school_class, kind, day, rows) for kind in SETTINGS), *_scheme(school_class, day, rows)]


def scheme_is_shared(year: AcademicYear) -> bool:
    """Does the act let class teachers prepare the scheme of the timetable with the administrator (S3-4.3.3a)?"""
    return rulebook_for(year.year).rulebook.entry.timetable_scheme_by_homeroom


def classes_without_scheme(year: AcademicYear) -> list[SchoolClass]:
    """Classes whose class teacher has not agreed to the scheme of the year yet. One statement."""
    agreed = ClassCheck.objects.filter(kind=CheckKind.TIMETABLE).values("school_class_id")
    return list(SchoolClass.objects.filter(year=year).exclude(pk__in=agreed))


def _scheme(school_class: SchoolClass, day: date, rows: list[ClassCheck]) -> list[CheckLine]:
    """The scheme of the timetable by the day the journal is set up; once agreed it is shown no longer than that day."""
    current = rulebook_for(school_class.year.year)
    if not scheme_is_shared(school_class.year):
        return []
    due = clock.local(year_setup_due(school_class.year.year, current.rulebook)).date()
    last = next((row for row in rows if row.kind == CheckKind.TIMETABLE), None)
    if last and day > due:
        return []
    late = last is None and day > due
    return [CheckLine(CheckKind.TIMETABLE, due, last, "в начале года", current.source_text(SCHEME), bool(last), late)]


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
