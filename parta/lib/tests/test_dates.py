"""Dates as a school writes them, and the year they belong to."""

from datetime import UTC, date, datetime

import pytest

from parta.lib import dates


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 9, 1), 2025), (date(2025, 12, 31), 2025), (date(2026, 1, 1), 2025), (date(2026, 8, 31), 2025)],
)
def test_an_academic_year_lasts_from_september_to_august(day: date, year: int) -> None:
    assert dates.academic_year_of(day) == year


def test_a_year_at_the_turn_of_a_century_keeps_two_digits() -> None:
    assert (dates.year_title(2025), dates.year_title(2099)) == ("2025/26", "2099/00")


def test_days_are_in_the_genitive_and_keep_together() -> None:
    day = date(2026, 3, 8)
    assert dates.day_title(day) == "8\u00a0марта"
    assert dates.day_with_weekday(day) == "воскресенье, 8\u00a0марта"
    assert dates.day_input(day) == "08.03.2026"
    assert dates.time_text(datetime(2026, 3, 8, 8, 5, tzinfo=UTC)) == "8:05"


def test_a_span_names_a_month_once() -> None:
    assert dates.period_title(date(2025, 12, 8), date(2025, 12, 12)) == "8–12\u00a0декабря"
    assert dates.period_title(date(2025, 11, 27), date(2025, 12, 11)) == "27\u00a0ноября — 11\u00a0декабря"
    assert "—" in dates.period_title(date(2025, 12, 8), date(2026, 12, 8))


def test_the_monday_of_a_sunday_is_six_days_before() -> None:
    assert dates.monday_of(date(2026, 3, 8)) == date(2026, 3, 2)
    assert dates.monday_of(date(2026, 3, 2)) == date(2026, 3, 2)
