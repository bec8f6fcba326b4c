"""Refusals of the room."""

from parta.lib.errors import InvalidInput, NotFound, PermissionDenied, RuleViolation, StaleEdit


class BadDates(InvalidInput):
    """Days in the wrong order, outside the year, or overlapping."""


class BadValue(InvalidInput):
    """A name, a grade or a number that cannot be."""


class AlreadyThere(RuleViolation):
    """The same thing exists: a year, a class, a room, a tie, an enrollment."""


class YearClosed(RuleViolation):
    """The academic year is closed: its lists no longer change."""


class PeriodClosed(RuleViolation):
    """A grading period is closed, or cannot be closed yet."""


class NotEnrolled(RuleViolation):
    """The pupil is in no class on that day."""


class NoSuchThing(NotFound):
    """The thing does not exist for this person."""


class NotDividing(PermissionDenied):
    """The person neither leads the class, nor teaches its groups, nor sets the school up."""


class TransferRefused(RuleViolation):
    """A transfer between groups out of its time; cites the clause of the act."""


class TransferForbidden(PermissionDenied):
    """A transfer between groups by somebody the act does not name."""


class DivisionChanged(StaleEdit):
    """Somebody else placed pupils in the meantime."""
