"""Refusals of the room; each carries the sentence for the cell or the form and the clause it rests on."""

from parta.domain.journal.choices import OperationStatus
from parta.lib.errors import DomainError, InvalidInput, NotFound, PermissionDenied, RuleViolation


class OperationRefused(DomainError):
    """An operation was not applied. `status`: locked by the regulation, refused for want of a right, invalid."""

    def __init__(self, status: OperationStatus, message: str, *, clause: str = "") -> None:
        super().__init__(message, clause=clause)
        self.status = status


class Unreadable(InvalidInput):
    """A request body that is not JSON at all. HTTP 400."""


class CopyingRefused(PermissionDenied):
    """Homework is copied by the teacher of the page only."""


class CourseNotFound(NotFound):
    """No such page of the journal for this person."""


class OpeningNotFound(NotFound):
    """No such opening."""


class OpeningRefused(RuleViolation):
    """Closed entries cannot be opened so."""


def locked(message: str, clause: str = "") -> OperationRefused:
    """The regulation or the state of the lesson closes the cell."""
    return OperationRefused(OperationStatus.LOCKED, message, clause=clause)


def refused(message: str, clause: str = "") -> OperationRefused:
    """The person has no right to the entry."""
    return OperationRefused(OperationStatus.REFUSED, message, clause=clause)


def invalid(message: str, clause: str = "") -> OperationRefused:
    """The value does not fit."""
    return OperationRefused(OperationStatus.INVALID, message, clause=clause)


def reason_needed(message: str, clause: str = "") -> OperationRefused:
    """A correction after the deadline came without its reason: to be sent again with one."""
    return OperationRefused(OperationStatus.NEEDS_REASON, message, clause=clause)


class MedicalForbidden(NotFound):
    """Health data of this pupil is not for this person: it looks like what does not exist."""


class ControlWorkRefused(RuleViolation):
    """The control work does not fit into the schedule, or its lesson is over."""


class ScheduleForbidden(PermissionDenied):
    """The schedule of control works is made by teachers for their own pages and by the deputy."""


class BroughtMarkRefused(InvalidInput):
    """A mark of another school that cannot be: the value, the day or the school's name."""


class AttachmentNotFound(NotFound):
    """No such file or link for this person."""


class AttachmentRefused(InvalidInput):
    """The file or the link is not taken; the sentence says why."""


class NoteNotFound(NotFound):
    """No such word to a pupil, or no such pupil on the page."""


class NoteRefused(InvalidInput):
    """The text or the kind of a word to a pupil does not fit."""
