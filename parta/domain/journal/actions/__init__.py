"""Writes of the journal. Page, API, offline queue, import and demo all enter through `apply_operations`."""

from parta.domain.journal.actions.absences import ReasonFields, change_reason, note_reason, withdraw_reason
from parta.domain.journal.actions.apply import apply_operations, apply_request
from parta.domain.journal.actions.attachments import (
    Sent,
    attach_file,
    attach_link,
    is_too_big,
    remove_attachment,
    sweep_files,
)
from parta.domain.journal.actions.brought import bring_marks, remove_brought_mark
from parta.domain.journal.actions.checks import confirm_check
from parta.domain.journal.actions.control_works import plan_control_work
from parta.domain.journal.actions.copying import Copied, CopyKey, copy_homework, undo_copying
from parta.domain.journal.actions.medical import (
    MedicalFields,
    add_medical_group,
    note_health_read,
    withdraw_medical_group,
)
from parta.domain.journal.actions.notes import NoteFields, correct_note, note_warning, withdraw_note, write_note
from parta.domain.journal.actions.openings import open_entries, revoke_opening
from parta.domain.journal.actions.plans import Placing, place_plan, place_plans, rearrange_topics
from parta.domain.journal.actions.signs import SignFields, add_sign, change_sign
from parta.domain.journal.actions.work_types import (
    KindFields,
    Scope,
    add_work_type,
    apply_preset,
    change_weight,
    change_work_type,
    first_free_day,
    withdraw_weight,
)

__all__ = [
    "Copied",
    "CopyKey",
    "KindFields",
    "MedicalFields",
    "NoteFields",
    "Placing",
    "ReasonFields",
    "Scope",
    "Sent",
    "SignFields",
    "add_medical_group",
    "add_sign",
    "add_work_type",
    "apply_operations",
    "apply_preset",
    "apply_request",
    "attach_file",
    "attach_link",
    "bring_marks",
    "change_reason",
    "change_sign",
    "change_weight",
    "change_work_type",
    "confirm_check",
    "copy_homework",
    "correct_note",
    "first_free_day",
    "is_too_big",
    "note_health_read",
    "note_reason",
    "note_warning",
    "open_entries",
    "place_plan",
    "place_plans",
    "plan_control_work",
    "rearrange_topics",
    "remove_attachment",
    "remove_brought_mark",
    "revoke_opening",
    "sweep_files",
    "undo_copying",
    "withdraw_medical_group",
    "withdraw_note",
    "withdraw_reason",
    "withdraw_weight",
    "write_note",
]
