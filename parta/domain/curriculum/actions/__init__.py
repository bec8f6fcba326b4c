"""Writes of the room: subjects and hours, courses and load, thematic plans."""

from parta.domain.curriculum.actions.courses import (
    NewAssignment,
    NewCourse,
    assign_teacher,
    assign_teachers,
    close_course,
    end_assignment,
    open_course,
    open_courses,
    reopen_course,
    replace_teacher,
)
from parta.domain.curriculum.actions.plans import (
    approve_plan,
    attach_plan_to_course,
    copy_plan,
    create_plan,
    detach_plan,
    edit_plan_topics,
    rename_plan,
    return_plan,
)
from parta.domain.curriculum.actions.subjects import (
    NewSubject,
    add_subject,
    add_subjects,
    change_subject,
    set_class_hours,
    set_study_plan_hours,
)

__all__ = [
    "NewAssignment",
    "NewCourse",
    "NewSubject",
    "add_subject",
    "add_subjects",
    "approve_plan",
    "assign_teacher",
    "assign_teachers",
    "attach_plan_to_course",
    "change_subject",
    "close_course",
    "copy_plan",
    "create_plan",
    "detach_plan",
    "edit_plan_topics",
    "end_assignment",
    "open_course",
    "open_courses",
    "rename_plan",
    "reopen_course",
    "replace_teacher",
    "return_plan",
    "set_class_hours",
    "set_study_plan_hours",
]
