"""Refusals of the room."""

from parta.lib.errors import NotFound, RuleViolation


class FinalRefused(RuleViolation):
    """A final mark, deferral, decision or closing that the rules do not allow; the sentence says what to do."""


class FinalPlaceNotFound(NotFound):
    """No such column of final marks on the page."""
