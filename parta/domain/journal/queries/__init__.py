"""Reads of the journal, by screen."""

from parta.domain.journal.queries.access import course_for, lesson_for, readable_courses, write_rights
from parta.domain.journal.queries.attached import AttachmentLine, attached, with_attachments
from parta.domain.journal.queries.attachments import attachment_for, attachments_of, contents
from parta.domain.journal.queries.cells import GridCell, GridMark
from parta.domain.journal.queries.changes import Change, ChangePage, Entry, Sight, changes_after, course_sight
from parta.domain.journal.queries.checks import (
    CheckLine,
    class_checks,
    classes_without_scheme,
    homeroom_enters,
    scheme_is_shared,
)
from parta.domain.journal.queries.class_day import ClassDay, PupilDay, class_day
from parta.domain.journal.queries.class_period import ClassPeriod, class_period
from parta.domain.journal.queries.copying import CopyPlace, CopyTarget, copy_targets
from parta.domain.journal.queries.courses import (
    CellChange,
    CourseLine,
    LessonChange,
    cell_history,
    courses_open_to,
    lesson_history,
)
from parta.domain.journal.queries.coverage import (
    CourseCoverage,
    Fault,
    fault_counts,
    school_coverage,
)
from parta.domain.journal.queries.day import DayLesson, Overdue, TeacherDay, lessons_of, teacher_day
from parta.domain.journal.queries.deadlines import DueItem
from parta.domain.journal.queries.frame import force_text, freshness_text, places_text, promise_text
from parta.domain.journal.queries.grid import GridColumn, GridRow, JournalGrid, journal_grid
from parta.domain.journal.queries.kinds import KindLine, WeightLine, kind_lines
from parta.domain.journal.queries.late import LateLine, late_lines
from parta.domain.journal.queries.load import homework_load
from parta.domain.journal.queries.medical import (
    may_enter_medical,
    medical_group_on,
    medical_groups,
    medical_pupil,
    physical_pupils,
    theory_signs,
)
from parta.domain.journal.queries.notes import NoteLine, NotesPage, note_for, notes_page, reads_course, student_notes
from parta.domain.journal.queries.openings import OpeningLine, late_rules, opening_for, opening_lines, opening_title
from parta.domain.journal.queries.panel import LessonPanel, lesson_panel
from parta.domain.journal.queries.plan import (
    CoursePlan,
    Suggestion,
    course_plan,
    course_plans,
    coverage_text,
    idea_text,
    placed_coverage,
)
from parta.domain.journal.queries.records import LessonText, lesson_texts
from parta.domain.journal.queries.settings import CoursePolicy, course_policy, weight_book, work_types
from parta.domain.journal.queries.signs import reason_choices, reason_title, sign_book
from parta.domain.journal.queries.stale import StaleLine, stale_lines
from parta.domain.journal.queries.substitutions import (
    SubstitutionJournal,
    SubstitutionLine,
    TeacherHours,
    substitution_for,
    substitution_journal,
    substitutions_of,
    topic_to_teach,
)
from parta.domain.journal.queries.unmarked import UnmarkedPage, long_unmarked

__all__ = [
    "AttachmentLine",
    "CellChange",
    "Change",
    "ChangePage",
    "CheckLine",
    "ClassDay",
    "ClassPeriod",
    "CopyPlace",
    "CopyTarget",
    "CourseCoverage",
    "CourseLine",
    "CoursePlan",
    "CoursePolicy",
    "DayLesson",
    "DueItem",
    "Entry",
    "Fault",
    "GridCell",
    "GridColumn",
    "GridMark",
    "GridRow",
    "JournalGrid",
    "KindLine",
    "LateLine",
    "LessonChange",
    "LessonPanel",
    "LessonText",
    "NoteLine",
    "NotesPage",
    "OpeningLine",
    "Overdue",
    "PupilDay",
    "Sight",
    "StaleLine",
    "SubstitutionJournal",
    "SubstitutionLine",
    "Suggestion",
    "TeacherDay",
    "TeacherHours",
    "UnmarkedPage",
    "WeightLine",
    "attached",
    "attachment_for",
    "attachments_of",
    "cell_history",
    "changes_after",
    "class_checks",
    "class_day",
    "class_period",
    "classes_without_scheme",
    "contents",
    "copy_targets",
    "course_for",
    "course_plan",
    "course_plans",
    "course_policy",
    "course_sight",
    "courses_open_to",
    "coverage_text",
    "fault_counts",
    "force_text",
    "freshness_text",
    "homeroom_enters",
    "homework_load",
    "idea_text",
    "journal_grid",
    "kind_lines",
    "late_lines",
    "late_rules",
    "lesson_for",
    "lesson_history",
    "lesson_panel",
    "lesson_texts",
    "lessons_of",
    "long_unmarked",
    "may_enter_medical",
    "medical_group_on",
    "medical_groups",
    "medical_pupil",
    "note_for",
    "notes_page",
    "opening_for",
    "opening_lines",
    "opening_title",
    "physical_pupils",
    "placed_coverage",
    "places_text",
    "promise_text",
    "readable_courses",
    "reads_course",
    "reason_choices",
    "reason_title",
    "scheme_is_shared",
    "school_coverage",
    "sign_book",
    "stale_lines",
    "student_notes",
    "substitution_for",
    "substitution_journal",
    "substitutions_of",
    "teacher_day",
    "theory_signs",
    "topic_to_teach",
    "weight_book",
    "with_attachments",
    "work_types",
    "write_rights",
]
