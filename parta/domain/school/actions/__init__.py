"""Writes of the room: year and calendar, classes, pupils and their movement, families, staff, groups."""

from parta.domain.school.actions.arrangements import (
    Terms,
    begin_arrangement,
    change_arrangement,
    remove_arrangement,
)
from parta.domain.school.actions.calendar import (
    clear_calendar_exception,
    import_government_holidays,
    set_calendar_exception,
)
from parta.domain.school.actions.classes import (
    add_rooms,
    appoint_class_teacher,
    change_class,
    change_room,
    create_class,
    create_classes,
)
from parta.domain.school.actions.corrections import Movement, correct_enrollment
from parta.domain.school.actions.divisions import cancel_transfer, create_division, place_pupils, transfer_pupil
from parta.domain.school.actions.families import NewTie, end_link, link_guardian, link_guardians
from parta.domain.school.actions.groups import create_group, rename_group, set_group_members
from parta.domain.school.actions.movement import (
    NewPupil,
    change_student,
    enroll_student,
    enroll_students,
    move_students,
    withdraw_students,
)
from parta.domain.school.actions.periods import close_periods, reopen_grade, reopen_periods
from parta.domain.school.actions.promotion import carry_groups, graduate_class, promote_class
from parta.domain.school.actions.staff import NewStaff, change_position, dismiss_staff, hire_many, hire_staff
from parta.domain.school.actions.year import (
    add_vacation,
    change_vacation,
    change_year,
    create_school,
    create_year,
    proposed_periods,
    remove_vacation,
    set_grading_periods,
)

__all__ = [
    "Movement",
    "NewPupil",
    "NewStaff",
    "NewTie",
    "Terms",
    "add_rooms",
    "add_vacation",
    "appoint_class_teacher",
    "begin_arrangement",
    "cancel_transfer",
    "carry_groups",
    "change_arrangement",
    "change_class",
    "change_position",
    "change_room",
    "change_student",
    "change_vacation",
    "change_year",
    "clear_calendar_exception",
    "close_periods",
    "correct_enrollment",
    "create_class",
    "create_classes",
    "create_division",
    "create_group",
    "create_school",
    "create_year",
    "dismiss_staff",
    "end_link",
    "enroll_student",
    "enroll_students",
    "graduate_class",
    "hire_many",
    "hire_staff",
    "import_government_holidays",
    "link_guardian",
    "link_guardians",
    "move_students",
    "place_pupils",
    "promote_class",
    "proposed_periods",
    "remove_arrangement",
    "remove_vacation",
    "rename_group",
    "reopen_grade",
    "reopen_periods",
    "set_calendar_exception",
    "set_grading_periods",
    "set_group_members",
    "transfer_pupil",
    "withdraw_students",
]
