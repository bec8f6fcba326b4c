"""Refusals of the room."""

from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied, RuleViolation


class SignInRefused(DomainError):
    """Wrong login or password, or too many attempts; the sentence says until when to wait."""


class TokenRefused(DomainError):
    """The token of a program opens nothing: unknown, ended, revoked, or its person may not sign in. HTTP 401."""


class ScopeMissing(PermissionDenied):
    """The token is good, but not for this."""


class TokenNotFound(NotFound):
    """The person has no such key."""


class TokenNotIssued(InvalidInput):
    """A token cannot be made as asked. `field` names the field of the form."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class RightMissing(PermissionDenied):
    """The actor holds none of the roles that may do this."""


class WeakPassword(InvalidInput):
    """The new password does not hold, or the old one is wrong. `field` names the field of the form."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class LoginTaken(InvalidInput):
    """Somebody else has this login."""


class BadName(InvalidInput):
    """A name without a surname, or too long."""


class AppointmentRefused(RuleViolation):
    """The role is held already, cannot be appointed, or its last holder may not lose it."""
