"""Writes of the room: bells, the weekly timetable, lessons of the year, changes of single lessons."""

from parta.domain.timetable.actions.bells import SlotTimes, remove_bell_schedule, set_bell_schedule
from parta.domain.timetable.actions.daily import (
    cancel_lesson,
    lesson_title,
    move_lesson,
    remove_substitution,
    restore_lesson,
    substitute_lesson,
)
from parta.domain.timetable.actions.generation import change_teacher, generate_lessons
from parta.domain.timetable.actions.weekly import (
    EntriesChange,
    NewEntry,
    create_timetable,
    move_entries,
    remove_entry,
    replace_entries,
    set_entry,
    swap_entries,
)

__all__ = [
    "EntriesChange",
    "NewEntry",
    "SlotTimes",
    "cancel_lesson",
    "change_teacher",
    "create_timetable",
    "generate_lessons",
    "lesson_title",
    "move_entries",
    "move_lesson",
    "remove_bell_schedule",
    "remove_entry",
    "remove_substitution",
    "replace_entries",
    "restore_lesson",
    "set_bell_schedule",
    "set_entry",
    "substitute_lesson",
    "swap_entries",
]
