"""Reads of the room: the year and its days, classes and people on a day, lists for the administrator."""

from parta.domain.school.queries.base import (
    SCHOOL_NAME_KEY,
    class_of,
    class_teacher_of,
    current_year,
    diaries_open_to,
    period_on,
    roles_from_school,
    school_name,
    students_of,
    year_on,
)
from parta.domain.school.queries.calendar import SchoolCalendar, calendar_between, calendar_of, is_school_day

__all__ = [
    "SCHOOL_NAME_KEY",
    "SchoolCalendar",
    "calendar_between",
    "calendar_of",
    "class_of",
    "class_teacher_of",
    "current_year",
    "diaries_open_to",
    "is_school_day",
    "period_on",
    "roles_from_school",
    "school_name",
    "students_of",
    "year_on",
]
