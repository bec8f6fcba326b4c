"""Refusals of this room, each with its sentence."""

from parta.lib.errors import InvalidInput, NotFound, PermissionDenied, RuleViolation


class UnknownSetting(NotFound):
    """No such setting in the rulebook."""


class UnknownProfile(NotFound):
    """No such ready-made profile."""


class WrongValue(InvalidInput):
    """The text cannot be read as a value of the setting."""


class FixedSetting(RuleViolation):
    """The setting is a property of the product and is not changed."""


class ReasonMissing(InvalidInput):
    """A change without a reason."""


class RulebookForbidden(PermissionDenied):
    """Only the administrator changes the rulebook."""
