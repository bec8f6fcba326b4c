"""The deadline of every entry under every ready-made profile: a second before, the moment itself, a second after."""

from datetime import date, datetime, timedelta

import pytest

from parta.domain.journal.choices import DeadlineClass, EntryState, Matter
from parta.domain.journal.rules.deadlines import (
    SLIP,
    Deadline,
    LessonFacts,
    aim_of,
    deadline_of,
    is_slip,
    needs_working_days,
)
from parta.domain.regulation import rules as regulation
from parta.domain.regulation.rules import BY_DEFAULT, Rulebook, load_profile, profile_slugs
from parta.lib import clock

SECOND = timedelta(seconds=1)
FULL_ACT = "full-act-2021"
PROFILES = profile_slugs()
LESSON, CONTROL, WRITTEN, EXTERNAL = DeadlineClass
ATTENDANCE, RECORD, MARK, HOMEWORK = Matter
CLAUSES = {
    "lesson_entry_deadline": "п. 4.4.1",
    "lesson_mark_deadline": "п. 4.4.1",
    "control_work_mark_deadline": "п. 4.4.1",
    "written_work_mark_deadline": "п. 4.4.1",
    "external_diagnostic_mark_deadline": "п. 4.4.10",
    "homework_entry_deadline": "Регл., п. 1.15",
    "year_setup_due_date": "Регл., п. 1.15",
    "late_lesson_entry_deadline": BY_DEFAULT,
}
"""Where the full act states them; every other profile leaves all of them open."""


class Weekdays:
    """Monday to Friday; with holidays, and with Saturdays worked in their place."""

    def __init__(self, off: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> None:
        self.off, self.worked = off, worked

    def is_school_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.zone())


def facts(ends: str, class_ends: str = "", received: str = "") -> LessonFacts:
    return LessonFacts(at(ends), at(class_ends or ends), at(received) if received else None)


def rulebook(slug: str, **values: object) -> Rulebook:
    return regulation.assemble(load_profile(slug).rulebook, values)


def due(
    slug: str, matter: Matter, what: LessonFacts, work: DeadlineClass = LESSON, days: Weekdays | None = None
) -> Deadline:
    return deadline_of(matter, what, load_profile(slug).rulebook, days or Weekdays(), work)


def assert_turns_at(found: Deadline, moment: str, rules: Rulebook) -> None:
    """In time up to and including the second of the deadline, late from the next one on."""
    assert found.at == at(moment)
    assert found.state_at(at(moment) - SECOND, rules) == EntryState.OPEN
    assert found.state_at(at(moment), rules) == EntryState.OPEN
    assert found.state_at(at(moment) + SECOND, rules) == EntryState.LATE


Case = tuple[str, Matter, LessonFacts, DeadlineClass, str]
MORNING = facts("2026-12-11T09:15", "2026-12-11T14:10")  # Friday
CASES: list[Case] = [
    # the record of a lesson and its attendance: 16:00 of the day, over no weekend
    ("lesson_entry_deadline", RECORD, MORNING, LESSON, "2026-12-11T16:00:00"),
    ("lesson_entry_deadline", ATTENDANCE, MORNING, LESSON, "2026-12-11T16:00:00"),
    ("lesson_entry_deadline", RECORD, facts("2026-12-11T16:00"), LESSON, "2026-12-11T16:00:00"),
    # a lesson of the second shift that ends after it: the end of the day
    ("late_lesson_entry_deadline", RECORD, facts("2026-12-11T16:00:01"), LESSON, "2026-12-11T23:59:59"),
    ("late_lesson_entry_deadline", ATTENDANCE, facts("2026-12-11T18:40"), LESSON, "2026-12-11T23:59:59"),
    ("late_lesson_entry_deadline", MARK, facts("2026-12-11T18:40"), LESSON, "2026-12-11T23:59:59"),
    ("lesson_mark_deadline", MARK, MORNING, LESSON, "2026-12-11T16:00:00"),
    # homework: 90 minutes after the last lesson of the class, in the second shift too
    ("homework_entry_deadline", HOMEWORK, MORNING, LESSON, "2026-12-11T15:40:00"),
    ("homework_entry_deadline", HOMEWORK, facts("2026-12-11T14:10", "2026-12-11T18:40"), LESSON, "2026-12-11T20:10:00"),
    # works: calendar days from the day after, over the weekend, to 23:59:59
    ("control_work_mark_deadline", MARK, MORNING, CONTROL, "2026-12-14T23:59:59"),
    ("written_work_mark_deadline", MARK, MORNING, WRITTEN, "2026-12-18T23:59:59"),
    # over the change of a period and the vacation: the days run on
    ("control_work_mark_deadline", MARK, facts("2026-12-29T10:00"), CONTROL, "2027-01-01T23:59:59"),
    ("written_work_mark_deadline", MARK, facts("2026-12-29T10:00"), WRITTEN, "2027-01-05T23:59:59"),
    # results from outside: 24 hours from their receipt, over the weekend
    (
        "external_diagnostic_mark_deadline",
        MARK,
        facts("2026-12-01T10:00", received="2026-12-11T17:20"),
        EXTERNAL,
        "2026-12-12T17:20:00",
    ),
    # the first days of September: the day the journal is set up
    ("year_setup_due_date", RECORD, facts("2026-09-01T09:15"), LESSON, "2026-09-03T23:59:59"),
    ("year_setup_due_date", MARK, facts("2026-09-03T09:15"), LESSON, "2026-09-03T23:59:59"),
    ("year_setup_due_date", HOMEWORK, facts("2026-09-02T14:10"), LESSON, "2026-09-03T23:59:59"),
    ("lesson_entry_deadline", RECORD, facts("2026-09-04T09:15"), LESSON, "2026-09-04T16:00:00"),
    ("control_work_mark_deadline", MARK, facts("2026-09-01T09:15"), CONTROL, "2026-09-04T23:59:59"),
]


@pytest.mark.clause("S3-4.4.1a", "S3-4.4.1b", "S3-4.4.1c", "S3-4.4.10a", "S3R-1.15f", "S3R-1.15l")
@pytest.mark.parametrize("slug", PROFILES)
@pytest.mark.parametrize("case", CASES)
def test_an_entry_is_in_time_up_to_its_deadline_and_late_a_second_after(slug: str, case: Case) -> None:
    setting, matter, what, work, moment = case
    found = due(slug, matter, what, work)
    assert_turns_at(found, moment, load_profile(slug).rulebook)
    assert found.setting == setting


@pytest.mark.parametrize("slug", PROFILES)
@pytest.mark.parametrize("setting", CLAUSES)
def test_a_deadline_cites_the_clause_that_states_it_and_default_where_the_act_is_silent(
    slug: str, setting: str
) -> None:
    expected = CLAUSES[setting] if slug == FULL_ACT else BY_DEFAULT
    assert load_profile(slug).source_text(setting) == expected


@pytest.mark.parametrize("slug", PROFILES)
@pytest.mark.parametrize(
    "case",
    [
        ("lesson_entry_deadline", "same day 18:30", RECORD, LESSON, "2026-12-11T18:30:00"),
        ("lesson_entry_deadline", "2 days", ATTENDANCE, LESSON, "2026-12-13T23:59:59"),
        ("lesson_mark_deadline", "same day 12:00", MARK, LESSON, "2026-12-11T12:00:00"),
        ("homework_entry_deadline", "30 minutes after class", HOMEWORK, LESSON, "2026-12-11T14:40:00"),
        ("homework_entry_deadline", "same day", HOMEWORK, LESSON, "2026-12-11T23:59:59"),
        ("control_work_mark_deadline", "2 working days", MARK, CONTROL, "2026-12-15T23:59:59"),
        ("control_work_mark_deadline", "72 hours", MARK, CONTROL, "2026-12-14T09:15:00"),
        ("written_work_mark_deadline", "5 working days", MARK, WRITTEN, "2026-12-18T23:59:59"),
        ("external_diagnostic_mark_deadline", "1 working days", MARK, EXTERNAL, "2026-12-14T23:59:59"),
    ],
)
def test_a_term_the_school_sets_itself_is_the_one_that_holds(
    slug: str, case: tuple[str, str, Matter, DeadlineClass, str]
) -> None:
    setting, value, matter, work, moment = case
    rules = rulebook(slug, **{setting: value})
    what = LessonFacts(MORNING.ends, MORNING.class_ends, at("2026-12-11T12:00"))
    assert_turns_at(deadline_of(matter, what, rules, Weekdays(), work), moment, rules)


def test_of_two_terms_for_marks_the_stricter_holds_and_is_cited() -> None:
    rules = rulebook(FULL_ACT, lesson_mark_deadline="same day")
    found = deadline_of(MARK, MORNING, rules, Weekdays())
    assert (found.at, found.setting) == (at("2026-12-11T16:00"), "lesson_entry_deadline")


def test_a_late_lesson_has_the_term_the_school_gives_to_late_lessons() -> None:
    rules = rulebook(FULL_ACT, late_lesson_entry_deadline="3 hours")
    found = deadline_of(RECORD, facts("2026-12-11T18:40"), rules, Weekdays())
    assert_turns_at(found, "2026-12-11T21:40:00", rules)


@pytest.mark.parametrize(
    ("days", "moment"),
    [
        (Weekdays(), "2026-12-15T23:59:59"),
        (Weekdays(off=(date(2026, 12, 14),)), "2026-12-16T23:59:59"),
        (Weekdays(off=(date(2026, 12, 14),), worked=(date(2026, 12, 12),)), "2026-12-15T23:59:59"),
    ],
    ids=["weekend", "holiday", "holiday-transferred-to-saturday"],
)
def test_working_days_go_by_the_schools_calendar_with_its_transfers(days: Weekdays, moment: str) -> None:
    rules = rulebook(FULL_ACT, control_work_mark_deadline="2 working days")
    assert_turns_at(deadline_of(MARK, MORNING, rules, days, CONTROL), moment, rules)


def test_calendar_days_and_hours_ask_no_calendar() -> None:
    assert not any(needs_working_days(load_profile(slug).rulebook) for slug in PROFILES)
    assert needs_working_days(rulebook(FULL_ACT, written_work_mark_deadline="5 working days"))


def test_an_external_work_is_not_late_before_its_results_have_come() -> None:
    found = due(FULL_ACT, MARK, facts("2026-12-01T10:00"), EXTERNAL)
    assert found.at is None
    assert found.state_at(at("2027-05-20T10:00"), load_profile(FULL_ACT).rulebook) == EntryState.OPEN
    assert found.accepted_until(load_profile(FULL_ACT).rulebook) is None


@pytest.mark.parametrize("slug", PROFILES)
def test_late_entries_are_accepted_for_seven_calendar_days_and_then_locked(slug: str) -> None:
    rules = load_profile(slug).rulebook
    found = due(slug, RECORD, MORNING)
    last = at("2026-12-18T23:59:59")
    assert found.accepted_until(rules) == last
    assert found.state_at(last, rules) == EntryState.LATE
    assert found.state_at(last + SECOND, rules) == EntryState.LOCKED


@pytest.mark.parametrize("slug", PROFILES)
@pytest.mark.parametrize(("days", "last"), [(1, "2026-12-12T23:59:59"), (30, "2027-01-10T23:59:59")])
def test_the_school_sets_how_many_days_late_entries_are_accepted(slug: str, days: int, last: str) -> None:
    rules = rulebook(slug, late_window_days=days)
    found = deadline_of(RECORD, MORNING, rules, Weekdays())
    assert found.state_at(at(last), rules) == EntryState.LATE
    assert found.state_at(at(last) + SECOND, rules) == EntryState.LOCKED


@pytest.mark.parametrize("slug", PROFILES)
def test_zero_days_lock_at_the_deadline(slug: str) -> None:
    rules = rulebook(slug, late_window_days=0)
    found = deadline_of(RECORD, MORNING, rules, Weekdays())
    assert found.state_at(at("2026-12-11T16:00"), rules) == EntryState.OPEN
    assert found.state_at(at("2026-12-11T16:00:01"), rules) == EntryState.LOCKED


def test_the_late_window_of_a_work_begins_at_its_own_deadline() -> None:
    rules = load_profile(FULL_ACT).rulebook
    assert due(FULL_ACT, MARK, MORNING, CONTROL).accepted_until(rules) == at("2026-12-21T23:59:59")
    assert due(FULL_ACT, MARK, MORNING, WRITTEN).accepted_until(rules) == at("2026-12-25T23:59:59")


def test_a_rescheduled_lesson_is_due_by_the_day_it_is_held() -> None:
    moved = due(FULL_ACT, RECORD, facts("2026-12-12T10:00"))
    assert moved.at == at("2026-12-12T16:00")


@pytest.mark.clause("S3R-1.15g")
def test_marks_of_a_written_work_are_aimed_at_the_day_its_checking_is_finished() -> None:
    assert aim_of(date(2026, 12, 14)) == at("2026-12-14T23:59:59")


def test_the_own_entry_of_the_last_minutes_is_mended_as_a_slip() -> None:
    entered = at("2026-12-11T16:05")
    assert is_slip(entered, entered + SLIP, same_person=True)
    assert not is_slip(entered, entered + SLIP + SECOND, same_person=True)
    assert not is_slip(entered, entered + SECOND, same_person=False)
    assert not is_slip(entered, entered - SECOND, same_person=True)
