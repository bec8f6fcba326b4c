"""Writes of the room: final marks, deferrals, closings."""

from parta.domain.finals.actions.dates import DatesOrder, set_final_dates
from parta.domain.finals.actions.exams import (
    ExamHeld,
    ExamLine,
    ExamOutcome,
    correct_exam_result,
    enter_exam_results,
    remove_exam_result,
)
from parta.domain.finals.actions.marks import apply_final_request, set_final_mark, set_final_marks

__all__ = [
    "DatesOrder",
    "ExamHeld",
    "ExamLine",
    "ExamOutcome",
    "apply_final_request",
    "correct_exam_result",
    "enter_exam_results",
    "remove_exam_result",
    "set_final_dates",
    "set_final_mark",
    "set_final_marks",
]
