"""Every row of the deadlines and of marks, plans and groups names the test that would fail without its rule.

requirements.md §2.2 and §2.3. A row without a test stands in `UNPROVED`, in the open; the list only grows shorter.
"""

import ast
from pathlib import Path

import pytest

from parta.domain.regulation import rules

ROOT = Path(__file__).resolve().parents[2]
JOURNAL, FINALS, SCHOOL = "parta/domain/journal/tests", "parta/domain/finals/tests", "parta/domain/school/tests"
LOCKS = f"{JOURNAL}/test_locks.py"
BOUNDARIES = (LOCKS, "test_under_every_profile_an_entry_is_in_time_late_and_locked_at_its_boundary_seconds")
GRADE_ONE = (
    f"{JOURNAL}/test_operations.py",
    "test_first_grade_takes_attendance_and_topics_but_no_marks_and_no_homework",
)
DEFERRALS = FINALS + "/test_deferrals.py"
ACT, CHECKS = "parta/web/teaching/tests/test_act_of_the_journal.py", f"{JOURNAL}/test_class_checks.py"
PROVED: dict[str, tuple[str, str]] = {
    # §2.2
    "journal_update_interval": (
        ACT,
        "test_under_every_profile_a_lesson_past_its_deadline_without_a_record_is_named_with_the_promise_it_breaks",
    ),
    "lesson_entry_deadline": BOUNDARIES,
    "lesson_mark_deadline": BOUNDARIES,
    "attendance_entry_by": (CHECKS, "test_where_only_teachers_enter_a_reason_waits_for_their_absence"),
    "attendance_check_by_homeroom": (
        CHECKS,
        "test_under_every_profile_attendance_is_checked_every_day_by_the_class_teacher",
    ),
    "homework_entry_deadline": (
        LOCKS,
        "test_homework_is_late_90_minutes_after_the_last_lesson_of_the_class_not_of_the_course",
    ),
    "homework_optional": (LOCKS, "test_not_set_is_an_entry_where_the_rulebook_allows_it_and_is_refused_where_not"),
    "control_work_mark_deadline": (LOCKS, "test_marks_of_a_work_have_days_not_hours_and_a_mark_of_its_own_kind_too"),
    "written_work_mark_deadline": (LOCKS, "test_marks_of_a_work_have_days_not_hours_and_a_mark_of_its_own_kind_too"),
    "external_diagnostic_mark_deadline": (
        LOCKS,
        "test_results_of_an_external_work_are_due_24_hours_after_their_receipt",
    ),
    "final_marks_deadline": (
        FINALS + "/test_marks.py",
        "test_under_every_profile_the_window_opens_closes_and_locks_at_its_seconds",
    ),
    "entry_places": (
        ACT,
        "test_at_places_of_many_a_teacher_is_signed_out_sooner_and_reads_where_the_journal_is_filled",
    ),
    "roster_due_date": (
        ACT,
        "test_under_every_profile_lists_are_wanted_by_the_second_of_september_and_late_after_it",
    ),
    "roster_change_notice_within": (
        ACT,
        "test_under_every_profile_a_change_of_the_list_is_told_within_two_working_days",
    ),
    "personal_data_check_period": (CHECKS, "test_under_every_profile_the_data_of_pupils_are_checked_every_month"),
    "year_setup_due_date": (
        JOURNAL + "/test_deadlines.py",
        "test_an_entry_is_in_time_up_to_its_deadline_and_late_a_second_after",
    ),
    # §2.3
    "osv_mark_allowed": (JOURNAL + "/test_medical.py", "test_relieved_is_no_entry_of_any_cell_under_any_profile"),
    "pe_medical_group_rule": (
        JOURNAL + "/test_medical.py",
        "test_under_every_profile_a_special_group_is_marked_for_theory_with_the_clause_of_its_act",
    ),
    "deferral_allowed": (DEFERRALS, "test_where_the_act_allows_none_there_is_none"),
    "deferral_reasons": (DEFERRALS, "test_each_profile_says_whether_for_what_reason_and_by_an_order"),
    "deferral_requires_order": (
        DEFERRALS,
        "test_where_the_act_asks_for_no_order_a_deferral_without_one_closes_the_class",
    ),
    "deferral_makeup_forms": (DEFERRALS, "test_the_form_is_recorded_and_only_forms_of_the_act_pass"),
    "final_mark_for_every_student": (
        FINALS + "/test_played_profiles.py",
        "test_where_a_mark_is_no_duty_the_end_of_the_period_adds_nothing",
    ),
    "mandatory_work_kinds": (
        FINALS + "/test_page.py",
        "test_other_kinds_of_work_are_asked_for_where_the_school_names_them",
    ),
    "emphasis_subjects": (
        FINALS + "/test_page.py",
        "test_other_subjects_are_stressed_where_the_school_names_them",
    ),
    "work_kind_weights_set_by": (
        JOURNAL + "/test_work_types.py",
        "test_under_every_profile_weights_are_set_by_the_office_it_names",
    ),
    "grade1_records": (
        JOURNAL + "/test_grade_one.py",
        "test_a_record_the_act_does_not_list_is_not_kept_in_first_grade",
    ),
    "lesson_statistics_required": (
        "parta/web/office/tests/test_lesson_statistics.py",
        "test_where_the_act_asks_for_none_there_is_no_page_and_no_line_in_the_menu",
    ),
    "summary_sheet_mode": (
        "parta/web/teaching/tests/test_summary_class.py",
        "test_the_sheet_ends_the_journal_of_the_class",
    ),
    "na_mark_allowed": (FINALS + "/test_marks.py", "test_a_school_that_allows_them_may_write_them"),
    "final_mark_kinds": (FINALS + "/test_marks.py", "test_kinds_are_those_of_the_rulebook_and_the_grade"),
    "min_marks_per_period": (FINALS + "/test_page.py", "test_what_a_pupil_lacks_is_said_by_number_and_by_work"),
    "grade1_marks_allowed": GRADE_ONE,
    "grade1_homework_allowed": GRADE_ONE,
    "journal_language": (JOURNAL + "/test_wording.py", "test_a_school_that_writes_in_any_language_hears_nothing"),
    "work_topic_required_for": (
        JOURNAL + "/test_wording.py",
        "test_no_own_topic_is_asked_where_the_act_names_no_such_works",
    ),
    "ktp_hours_must_equal_curriculum": (
        "parta/domain/curriculum/tests" + "/test_plans.py",
        "test_a_plan_whose_hours_differ_from_the_study_plan_is_not_sent",
    ),
    "group_split_when": (
        SCHOOL + "/test_divisions.py",
        "test_the_day_after_the_start_a_change_of_group_is_refused_with_the_clause",
    ),
    "group_transfer_by": (SCHOOL + "/test_divisions.py", "test_only_the_administrator_transfers"),
    "group_transfer_when": (
        SCHOOL + "/test_divisions.py",
        "test_where_the_act_lets_transfer_at_any_time_any_day_to_come_will_do",
    ),
}
UNPROVED: dict[str, str] = {}
ROWS = 40
"""How many the two tables have."""


def names_in(path: str) -> set[str]:
    """Test functions of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_of_the_two_tables_is_in_one_of_the_lists() -> None:
    assert not PROVED.keys() & UNPROVED.keys()
    assert len(PROVED) + len(UNPROVED) == ROWS
    assert PROVED.keys() | UNPROVED.keys() <= {setting.name for setting in rules.all_settings()}


@pytest.mark.parametrize("row", sorted(PROVED))
def test_the_test_of_a_row_exists(row: str) -> None:
    path, name = PROVED[row]
    assert name in names_in(path)
