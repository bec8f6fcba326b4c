"""Refusals of the room."""

from parta.lib.errors import InvalidInput, NotFound, PermissionDenied, RuleViolation, StaleEdit


class SubjectExists(InvalidInput):
    """A subject with this name (ё = е, case aside) is already there."""


class CourseNotFound(NotFound):
    """No such page of the journal for this person."""


class CourseMismatch(InvalidInput):
    """Class, group, subject or year do not fit together."""


class CourseClosed(RuleViolation):
    """The page of the journal is closed: nothing new is hung on it."""


class AssignmentClash(RuleViolation):
    """The dates of a teaching assignment contradict another one."""


class PlanNotFound(NotFound):
    """No such thematic plan."""


class PlanForbidden(PermissionDenied):
    """The plan belongs to another teacher or to a subject the person does not teach."""


class PlanApproved(RuleViolation):
    """An approved plan is changed only after the deputy returns it."""


class PlanChanged(StaleEdit):
    """Somebody saved the plan in the meantime."""


class PlanEmpty(InvalidInput):
    """A plan without topics, or a topic without text."""
