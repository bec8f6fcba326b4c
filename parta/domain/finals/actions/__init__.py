"""Writes of the room: final marks, deferrals, closings."""

from parta.domain.finals.actions.closing import (
    close_class_period,
    close_class_year,
    close_classes_period,
    close_classes_year,
    close_year,
    reopen_class_period,
    reopen_class_year,
    reopen_year,
)
from parta.domain.finals.actions.council import Protocol, Wanted, change_debt_term, decide, settle_debt
from parta.domain.finals.actions.dates import DatesOrder, set_final_dates
from parta.domain.finals.actions.deferrals import (
    DeferralFields,
    change_deferral,
    defer,
    enter_result,
    withdraw_deferral,
)
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
    "DeferralFields",
    "ExamHeld",
    "ExamLine",
    "ExamOutcome",
    "Protocol",
    "Wanted",
    "apply_final_request",
    "change_debt_term",
    "change_deferral",
    "close_class_period",
    "close_class_year",
    "close_classes_period",
    "close_classes_year",
    "close_year",
    "correct_exam_result",
    "decide",
    "defer",
    "enter_exam_results",
    "enter_result",
    "remove_exam_result",
    "reopen_class_period",
    "reopen_class_year",
    "reopen_year",
    "set_final_dates",
    "set_final_mark",
    "set_final_marks",
    "settle_debt",
    "withdraw_deferral",
]
