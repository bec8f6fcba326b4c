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
    """A sent or approved plan is not edited: a change is a new draft version."""


class PlanChanged(StaleEdit):
    """Somebody saved the plan in the meantime."""


class PlanStage(RuleViolation):
    """The act does not fit the stage of the plan: draft, sent, approved."""


class HoursDiffer(RuleViolation):
    """Hours of the plan and of the study plan are not equal (S3-4.4.7b)."""


class TopicTaught(RuleViolation):
    """A topic that has been given is not taken out of the plan."""


class PlanEmpty(InvalidInput):
    """A plan without topics, or a topic without text."""
