"""Absences and corrections in words a family reads: they fit a boy and a girl alike."""

from parta.domain.journal.queries.signs import sign_book


def absence_word(code: str) -> str:
    """«пропуск по болезни» for «б»; «» for nothing."""
    return sign_book().words(code)


def is_missed(code: str) -> bool:
    """Is the lesson missed? Being late is not missing."""
    return sign_book().is_missed(code)


def correction_text(before: str, after: str) -> str:
    """What the family reads of a correction after the deadline: «исправлено: 3 → 4», «отметка 3 снята», or «»."""
    if not before:
        return ""
    return f"исправлено: {before} → {after}" if after else f"отметка {before} снята"
