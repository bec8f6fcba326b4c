"""Rows of the room: year and calendar, classes and people; groups."""

from parta.domain.school.models.groups import Division, GroupMembership, StudyArrangement, TeachingGroup
from parta.domain.school.models.people import (
    AcademicYear,
    CalendarException,
    ClassTeacher,
    Enrollment,
    GradingPeriod,
    Guardian,
    Guardianship,
    Room,
    School,
    SchoolClass,
    StaffMember,
    Student,
    Vacation,
    ends_after_start,
)

__all__ = [
    "AcademicYear",
    "CalendarException",
    "ClassTeacher",
    "Division",
    "Enrollment",
    "GradingPeriod",
    "GroupMembership",
    "Guardian",
    "Guardianship",
    "Room",
    "School",
    "SchoolClass",
    "StaffMember",
    "Student",
    "StudyArrangement",
    "TeachingGroup",
    "Vacation",
    "ends_after_start",
]
