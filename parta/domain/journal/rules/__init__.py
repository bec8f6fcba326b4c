"""Pure calculation: averages, what a cell may hold, the shape of an operation."""

from parta.domain.journal.rules.averages import Weighted, average_text, exact_average, weighted_average
from parta.domain.journal.rules.moments import EntryMoment, entry_moment
from parta.domain.journal.rules.operations import Operation, OperationResult, parse_operation, parse_operations
from parta.domain.journal.rules.values import mark_value
from parta.domain.journal.rules.weights import (
    PRESETS,
    WeightBook,
    WeightRule,
    clean_weight,
    preset_weight,
)

__all__ = [
    "PRESETS",
    "EntryMoment",
    "Operation",
    "OperationResult",
    "WeightBook",
    "WeightRule",
    "Weighted",
    "average_text",
    "clean_weight",
    "entry_moment",
    "exact_average",
    "mark_value",
    "parse_operation",
    "parse_operations",
    "preset_weight",
    "weighted_average",
]
