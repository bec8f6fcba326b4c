"""Deadlines around their boundary: the second before, the moment itself, the second after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from parta.domain.regulation import rules
from parta.lib import clock

FULL_ACT = rules.load_profile("full-act-2021").rulebook


class FiveDays:
    """Monday to Friday, with days off and with Saturdays worked in their place."""

    def __init__(self, off: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> None:
        self.off = off
        self.worked = worked

    def is_school_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.zone())


def after(code: str, event: str, calendar: rules.SchoolCalendar | None = None) -> datetime:
    return rules.deadline_after(rules.Term.from_code(code), at(event), calendar or FiveDays())


def assert_boundary(deadline: datetime) -> None:
    assert rules.in_time(deadline - timedelta(seconds=1), deadline)
    assert rules.in_time(deadline, deadline)
    assert not rules.in_time(deadline + timedelta(seconds=1), deadline)


def test_hours_run_over_the_weekend() -> None:
    assert after("24 hours", "2025-12-12T18:30") == at("2025-12-13T18:30")
    assert after("72 hours", "2025-12-12T18:30") == at("2025-12-15T18:30")


def test_calendar_days_are_counted_from_the_day_after_and_end_with_the_day() -> None:
    assert after("3 days", "2025-12-12T08:30") == at("2025-12-15T23:59:59")
    assert after("3 days", "2025-12-12T23:59") == at("2025-12-15T23:59:59")


def test_working_days_go_by_the_schools_calendar() -> None:
    assert after("2 working days", "2025-12-12T10:00") == at("2025-12-16T23:59:59")
    holiday = FiveDays(off=(date(2025, 12, 15),))
    assert after("2 working days", "2025-12-12T10:00", holiday) == at("2025-12-17T23:59:59")
    transfer = FiveDays(off=(date(2025, 12, 15),), worked=(date(2025, 12, 13),))
    assert after("2 working days", "2025-12-12T10:00", transfer) == at("2025-12-16T23:59:59")


def test_a_working_term_that_starts_on_a_day_off_counts_from_the_next_school_day() -> None:
    assert after("1 working days", "2025-12-13T10:00") == at("2025-12-15T23:59:59")


def test_a_calendar_without_school_days_is_refused() -> None:
    class Never:
        def is_school_day(self, day: date) -> bool:
            return False

    with pytest.raises(ValueError, match="no school day"):
        after("1 working days", "2025-12-13T10:00", Never())


def test_years_of_keeping_end_on_the_same_day_even_from_29_february() -> None:
    assert after("5 years", "2026-06-30T12:00") == at("2031-06-30T23:59:59")
    assert after("5 years", "2024-02-29T12:00") == at("2029-02-28T23:59:59")


def test_a_moment_of_another_zone_is_judged_on_the_schools_clock() -> None:
    """22:30 UTC on Friday is already Saturday in Moscow."""
    event = datetime(2025, 12, 12, 22, 30, tzinfo=UTC)
    assert rules.deadline_after(rules.Term.from_code("1 days"), event, FiveDays()) == at("2025-12-14T23:59:59")


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        rules.deadline_after(rules.Term.from_code("1 days"), at("2025-12-12").replace(tzinfo=None), FiveDays())


def test_the_last_second_of_a_day_is_in_time_to_its_end() -> None:
    deadline = at("2025-12-12T23:59:59")
    assert_boundary(deadline)
    assert rules.in_time(deadline.replace(microsecond=999_999), deadline)


@pytest.mark.parametrize(
    ("lesson_end", "deadline"),
    [
        ("2025-12-12T09:15", "2025-12-12T16:00"),
        ("2025-12-12T16:00", "2025-12-12T16:00"),
        ("2025-12-12T16:00:01", "2025-12-12T23:59:59"),
        ("2025-12-12T18:40", "2025-12-12T23:59:59"),
    ],
)
def test_a_lesson_is_recorded_by_16_00_or_by_the_end_of_the_day_when_it_ends_later(
    lesson_end: str, deadline: str
) -> None:
    assert rules.lesson_entry_deadline(at(lesson_end), FULL_ACT) == at(deadline)
    assert rules.lesson_mark_deadline(at(lesson_end), FULL_ACT) == at(deadline)
    assert_boundary(at(deadline))


def test_of_two_terms_for_marks_the_stricter_holds() -> None:
    strict = rules.assemble(FULL_ACT, {"lesson_mark_deadline": "same day 14:00"})
    assert rules.lesson_mark_deadline(at("2025-12-12T09:15"), strict) == at("2025-12-12T14:00")
    loose = rules.assemble(FULL_ACT, {"lesson_mark_deadline": "same day"})
    assert rules.lesson_mark_deadline(at("2025-12-12T09:15"), loose) == at("2025-12-12T16:00")


def test_homework_is_due_90_minutes_after_the_last_lesson_of_the_class() -> None:
    assert rules.homework_deadline(at("2025-12-12T14:10"), FULL_ACT) == at("2025-12-12T15:40")


def test_works_have_their_own_terms() -> None:
    friday = at("2025-12-12T10:00")
    assert rules.control_work_deadline(friday, FiveDays(), FULL_ACT) == at("2025-12-15T23:59:59")
    assert rules.written_work_deadline(friday, FiveDays(), FULL_ACT) == at("2025-12-19T23:59:59")
    assert rules.external_diagnostic_deadline(friday, FiveDays(), FULL_ACT) == at("2025-12-13T10:00")


def test_late_entries_are_accepted_for_seven_days_and_zero_days_lock_at_once() -> None:
    deadline = at("2025-12-12T16:00")
    assert rules.late_until(deadline, FULL_ACT) == at("2025-12-19T23:59:59")
    strict = rules.assemble(FULL_ACT, {"late_window_days": 0})
    assert rules.late_until(deadline, strict) == deadline


def test_final_marks_are_given_in_the_last_week_and_two_working_days_are_left_after_them() -> None:
    window = rules.final_marks_window(date(2025, 12, 26), FiveDays(), FULL_ACT)
    assert (window.opens, window.closes) == (at("2025-12-20T00:00"), at("2025-12-24T23:59:59"))
    assert window.holds(window.opens)
    assert window.holds(window.closes)
    assert not window.holds(window.opens - timedelta(seconds=1))
    assert not window.holds(window.closes + timedelta(seconds=1))


def test_a_period_that_ends_on_a_day_off_is_counted_from_its_last_school_day() -> None:
    sunday = rules.final_marks_window(date(2025, 12, 28), FiveDays(), FULL_ACT)
    assert sunday == rules.final_marks_window(date(2025, 12, 26), FiveDays(), FULL_ACT)


def test_a_holiday_in_the_last_week_moves_the_closing_day_back() -> None:
    window = rules.final_marks_window(date(2025, 12, 26), FiveDays(off=(date(2025, 12, 25),)), FULL_ACT)
    assert window.closes == at("2025-12-23T23:59:59")


def test_a_date_in_an_order_overrides_the_closing_day() -> None:
    window = rules.final_marks_window(date(2025, 12, 26), FiveDays(), FULL_ACT, order_day=date(2025, 12, 26))
    assert window.closes == at("2025-12-26T23:59:59")


def test_a_last_week_of_vacation_still_leaves_a_window() -> None:
    off = tuple(date(2025, 12, day) for day in range(16, 26))
    window = rules.final_marks_window(date(2025, 12, 26), FiveDays(off=off), FULL_ACT)
    assert window.closes == at("2025-12-12T23:59:59")
    assert window.opens <= window.closes


def test_the_year_is_set_up_by_3_september_and_lists_come_by_the_2nd() -> None:
    assert rules.year_setup_due(2026, FULL_ACT) == at("2026-09-03T23:59:59")
    assert rules.roster_due(2026, FULL_ACT) == at("2026-09-02T23:59:59")


def test_first_september_entries_are_not_late_before_the_journal_is_set_up() -> None:
    assert rules.not_before_setup(at("2026-09-01T16:00"), FULL_ACT) == at("2026-09-03T23:59:59")
    assert rules.not_before_setup(at("2026-09-04T16:00"), FULL_ACT) == at("2026-09-04T16:00")
    assert rules.not_before_setup(at("2026-10-01T16:00"), FULL_ACT) == at("2026-10-01T16:00")
