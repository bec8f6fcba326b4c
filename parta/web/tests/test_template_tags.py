"""What a person reads: dates, plurals, numbers and names as the design fixes them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.core.paginator import Paginator

from parta.lib import clock
from parta.web.templatetags import parta as tags

NBSP = "\u00a0"
THURSDAY = date(2025, 12, 11)
NOON_IN_MOSCOW = datetime(2025, 12, 11, 9, 5, tzinfo=UTC)


def test_a_date_is_written_in_words_with_no_break_spaces() -> None:
    assert tags.day(THURSDAY) == f"11{NBSP}декабря"
    assert tags.day_year(THURSDAY) == f"11{NBSP}декабря{NBSP}2025"
    assert tags.day_weekday(THURSDAY) == f"четверг, 11{NBSP}декабря"
    assert tags.day_short(THURSDAY) == f"11{NBSP}дек."
    assert tags.day_input(THURSDAY) == "11.12.2025"


def test_a_missing_date_is_a_dash_and_an_empty_field() -> None:
    assert tags.day(None) == tags.day_short(None) == tags.day_near(None) == tags.moment(None) == "—"
    assert tags.day_input(None) == ""


def test_near_days_are_named_and_another_year_is_shown() -> None:
    with clock.frozen_at(NOON_IN_MOSCOW):
        assert tags.day_near(THURSDAY) == "сегодня"
        assert tags.day_near(date(2025, 12, 10)) == "вчера"
        assert tags.day_near(date(2025, 12, 12)) == "завтра"
        assert tags.day_near(date(2025, 9, 2)) == f"2{NBSP}сентября"
        assert tags.day_near(date(2026, 1, 12)) == f"12{NBSP}января{NBSP}2026"


def test_a_moment_is_told_by_the_wall_clock_of_the_school() -> None:
    with clock.frozen_at(NOON_IN_MOSCOW):
        assert tags.hour(NOON_IN_MOSCOW) == "12:05"
        assert tags.moment(NOON_IN_MOSCOW) == "сегодня, 12:05"
        late = datetime(2025, 12, 10, 22, 30, tzinfo=UTC)
        assert tags.moment(late) == "сегодня, 1:30"
    assert tags.hour(time(8, 30)) == "8:30"


def test_a_period_names_the_month_once_when_it_can() -> None:
    assert tags.until(date(2025, 12, 8), date(2025, 12, 12)) == f"8–12{NBSP}декабря"
    assert tags.until(date(2025, 11, 27), THURSDAY) == f"27{NBSP}ноября — 11{NBSP}декабря"
    assert tags.until(THURSDAY, None) == f"с{NBSP}11{NBSP}декабря"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 пятёрка"), (2, "2 пятёрки"), (5, "5 пятёрок"), (11, "11 пятёрок"), (21, "21 пятёрка"), (0, "0 пятёрок")],
)
def test_a_counted_word_agrees_with_its_number(number: int, words: str) -> None:
    assert tags.counted(number, "пятёрка,пятёрки,пятёрок") == words.replace(" ", NBSP)


def test_big_numbers_are_split_by_no_break_spaces() -> None:
    assert tags.thousands(11430) == f"11{NBSP}430"
    assert tags.counted(1846, "человек, человека, человек") == f"1{NBSP}846{NBSP}человек"


def test_averages_have_a_comma_and_round_halves_up() -> None:
    assert tags.decimal(Decimal("4.265")) == "4,27"
    assert tags.decimal(4) == "4,00"
    assert tags.decimal(3.65, 1) == "3,7"
    assert tags.decimal(None) == "—"


def test_percents_and_changes_use_the_no_break_space_and_the_true_minus() -> None:
    assert tags.percent(91) == f"91{NBSP}%"
    assert tags.signed(-2) == "\u22122"
    assert tags.signed(2) == "+2"
    assert tags.signed(0) == "0"


def test_a_short_name_keeps_initials_together_and_needs_no_patronymic() -> None:
    assert tags.short_name("Крылова Екатерина Андреевна") == f"Крылова{NBSP}Е.{NBSP}А."
    assert tags.short_name("Григорян Арсен") == f"Григорян{NBSP}А."


def test_the_length_of_a_bar_is_told_in_tenths() -> None:
    assert [tags.tenths(2, 3), tags.tenths(0), tags.tenths(5, 0), tags.tenths(9, 3)] == [7, 0, 0, 10]


def test_an_icon_is_silent_for_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in tags.icon("eye")


def test_one_low_vision_switch_leaves_the_others_alone() -> None:
    assert tags.vi_with("", "x150") == "bw x150"
    assert tags.vi_with("bw x150 wide", "blue") == "blue x150 wide"
    assert tags.vi_with("blue x150", "x125") == "blue"
    assert tags.vi_pressed("blue x150", "x150") == "true"
    assert tags.vi_pressed("blue x150", "norm") == "true"
    assert tags.vi_pressed("blue x150", "bw") == "false"


def test_a_long_pager_shows_the_ends_and_the_neighbours() -> None:
    paginator = Paginator(range(200), 10)
    assert list(tags.page_numbers(paginator, 10)) == [1, 0, 9, 10, 11, 0, 20]
