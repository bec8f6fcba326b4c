"""Refusals of the room."""

from parta.lib.errors import InvalidInput, NotFound, PermissionDenied, RuleViolation, StaleEdit


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


class NotPublishable(RuleViolation):
    """The draft has nothing in it, its first day is over, or it puts people in two places at once."""


class DraftChanged(StaleEdit):
    """Somebody has changed the draft since its preview was drawn."""


class SubstitutionForbidden(PermissionDenied):
    """Substitutions, moves and cancellations are made by the deputy or the administrator (S3-4.4.3b)."""


class LessonChange(RuleViolation):
    """The lesson cannot be substituted, moved, cancelled or restored as asked."""


class LessonClash(LessonChange):
    """The change would put somebody in two places; `clashes` names each. May be written all the same, knowingly."""

    def __init__(self, clashes: list[str]) -> None:
        super().__init__("\n".join(clashes))
        self.clashes = clashes


class PlaceChanged(StaleEdit):
    """Somebody else has changed the place of the week in the meantime."""


class SignatureRefused(PermissionDenied):
    """A substitution is signed by the substitute only, with the own password."""
