"""Refusals of the room."""

from parta.lib.errors import RuleViolation


class FinalRefused(RuleViolation):
    """A final mark, deferral, decision or closing that the rules do not allow; the sentence says what to do."""
