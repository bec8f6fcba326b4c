"""Refusals of the room."""

from parta.lib.errors import DomainError, PermissionDenied


class SignInRefused(DomainError):
    """Wrong login or password, or too many attempts; the sentence says until when to wait."""


class RightMissing(PermissionDenied):
    """The actor holds none of the roles that may do this."""
