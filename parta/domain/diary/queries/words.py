"""Absences in words a family reads: they fit a boy and a girl alike."""

from parta.domain.journal.choices import MISSED, AttendanceCode

ABSENCE_WORDS = {
    AttendanceCode.ABSENT: "пропуск, причина не указана",
    AttendanceCode.SICK: "пропуск по болезни",
    AttendanceCode.EXCUSED: "пропуск по уважительной причине",
    AttendanceCode.LATE: "опоздание",
}


def absence_word(code: str) -> str:
    """«пропуск по болезни» for «б»; «» for nothing."""
    return ABSENCE_WORDS[AttendanceCode(code)] if code else ""


def is_missed(code: str) -> bool:
    """Is the lesson missed? Being late is not missing."""
    return code in MISSED


def correction_text(before: str, after: str) -> str:
    """What the family reads of a correction after the deadline: «исправлено: 3 → 4», «отметка 3 снята», or «»."""
    if not before:
        return ""
    return f"исправлено: {before} → {after}" if after else f"отметка {before} снята"
