"""Errors that carry the sentence their reader needs; `web/http.py` and `api/` map them to HTTP once."""


class DomainError(Exception):
    """Base of all refusals. `str(error)` is a Russian sentence; `clause` cites the regulation («п. 4.4.1») or is «»."""

    def __init__(self, message: str, *, clause: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.clause = clause


class RuleViolation(DomainError):
    """The act is forbidden by the regulation or by the state of things. HTTP 422."""


class InvalidInput(DomainError):
    """A value cannot be understood. HTTP 422."""


class StaleEdit(DomainError):
    """Somebody changed the thing in the meantime. HTTP 409."""


class PermissionDenied(DomainError):
    """The actor has no right to the act; the message says whom to ask. HTTP 403."""


class NotFound(DomainError):
    """The thing does not exist for this actor: absent and forbidden look the same. HTTP 404."""
