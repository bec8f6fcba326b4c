"""Writes of the journal. Page, API, offline queue, import and demo all enter through `apply_operations`."""

from parta.domain.journal.actions.apply import apply_operations, apply_request

__all__ = ["apply_operations", "apply_request"]
