"""Writes of the room: final marks, deferrals, closings."""

from parta.domain.finals.actions.dates import DatesOrder, set_final_dates
from parta.domain.finals.actions.marks import apply_final_request, set_final_mark, set_final_marks

__all__ = [
    "DatesOrder",
    "apply_final_request",
    "set_final_dates",
    "set_final_mark",
    "set_final_marks",
]
