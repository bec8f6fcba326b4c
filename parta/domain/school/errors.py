"""Refusals of the room."""

from parta.lib.errors import InvalidInput, NotFound, RuleViolation


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
