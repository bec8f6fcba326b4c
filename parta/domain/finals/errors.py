"""Refusals of the room."""

from parta.lib.errors import NotFound, RuleViolation, StaleEdit


class FinalRefused(RuleViolation):
    """A final mark, deferral, decision or closing that the rules do not allow; the sentence says what to do."""


class FinalPlaceNotFound(NotFound):
    """No such column of final marks on the page."""


class ExamLinesRefused(FinalRefused):
    """Results of an examination with faults. problems: a sentence by the pupil's id."""

    def __init__(self, message: str, problems: dict[int, str]) -> None:
        super().__init__(message)
        self.problems = problems


class ExamChanged(StaleEdit):
    """Somebody else changed or removed the result meanwhile."""


class ExamNotFound(NotFound):
    """No such result for this person."""


class DeferralNotFound(NotFound):
    """No such deferral for this person."""


class DeferralChanged(StaleEdit):
    """Somebody else changed the deferral, decision or debt in the meantime."""
