"""Refusals of the room."""

from parta.lib.errors import InvalidInput, NotFound, PermissionDenied, RuleViolation


class TimetableNotFound(NotFound):
    """No such version or line of the weekly timetable."""


class LessonNotFound(NotFound):
    """No such lesson for this person."""


class BellsWrong(InvalidInput):
    """Bells overlap or run backwards."""


class BellsMissing(RuleViolation):
    """There are no bells: lessons have no times."""


class TimetableClash(RuleViolation):
    """Dates of versions contradict each other, or a place is taken."""


class SubstitutionForbidden(PermissionDenied):
    """Substitutions, moves and cancellations are made by the deputy or the administrator (S3-4.4.3b)."""


class LessonChange(RuleViolation):
    """The lesson cannot be substituted, moved, cancelled or restored as asked."""
