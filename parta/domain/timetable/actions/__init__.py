"""Writes of the room: bells, the weekly timetable, lessons of the year, changes of single lessons."""

from parta.domain.timetable.actions.absences import change_absence, record_absence, remove_absence
from parta.domain.timetable.actions.bells import SlotTimes, remove_bell_schedule, set_bell_schedule
from parta.domain.timetable.actions.daily import (
    cancel_lesson,
    move_lesson,
    restore_lesson,
    safe_link,
    set_distance_link,
)
from parta.domain.timetable.actions.generation import change_teacher, generate_lessons
from parta.domain.timetable.actions.lesson_record import lesson_title
from parta.domain.timetable.actions.places import WeekPlace, check_places, copy_place, restore_places
from parta.domain.timetable.actions.publication import drop_timetable_draft, publish_timetable
from parta.domain.timetable.actions.substitutions import (
    decline_substitution,
    join_lessons,
    remove_substitution,
    replace_subject,
    sign_substitution,
    substitute_lesson,
)
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
from parta.domain.timetable.actions.whole_day import cancel_day, restore_day

__all__ = [
    "EntriesChange",
    "NewEntry",
    "SlotTimes",
    "WeekPlace",
    "cancel_day",
    "cancel_lesson",
    "change_absence",
    "change_teacher",
    "check_places",
    "copy_place",
    "create_timetable",
    "decline_substitution",
    "drop_timetable_draft",
    "generate_lessons",
    "join_lessons",
    "lesson_title",
    "move_entries",
    "move_lesson",
    "publish_timetable",
    "record_absence",
    "remove_absence",
    "remove_bell_schedule",
    "remove_entry",
    "remove_substitution",
    "replace_entries",
    "replace_subject",
    "restore_day",
    "restore_lesson",
    "restore_places",
    "safe_link",
    "set_bell_schedule",
    "set_distance_link",
    "set_entry",
    "sign_substitution",
    "substitute_lesson",
    "swap_entries",
]
