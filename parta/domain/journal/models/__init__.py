"""What hangs on a lesson, and what is known of absences, works and plans beside it."""

from parta.domain.journal.models.absences import AbsenceReason, AbsenceSign, ClassCheck, MedicalGroup
from parta.domain.journal.models.beside import Attachment, PupilNote
from parta.domain.journal.models.entries import (
    AttendanceEntry,
    BroughtMark,
    Entered,
    Homework,
    LessonRecord,
    MadeAt,
    Mark,
    Opening,
    TopicPlacement,
    late_index,
)
from parta.domain.journal.models.works import WorkType, WorkTypeWeight

__all__ = [
    "AbsenceReason",
    "AbsenceSign",
    "Attachment",
    "AttendanceEntry",
    "BroughtMark",
    "ClassCheck",
    "Entered",
    "Homework",
    "LessonRecord",
    "MadeAt",
    "Mark",
    "MedicalGroup",
    "Opening",
    "PupilNote",
    "TopicPlacement",
    "WorkType",
    "WorkTypeWeight",
    "late_index",
]
