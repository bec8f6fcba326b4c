"""Lockout, one-time passwords and logins as plain values."""

import random
from datetime import UTC, datetime, timedelta

from parta.domain.access import rules

NOON = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)


def ago(*minutes: float) -> list[datetime]:
    return [NOON - timedelta(minutes=one) for one in minutes]


def test_four_wrong_passwords_leave_the_door_open() -> None:
    assert rules.locked_until(ago(1, 2, 3, 4), limit=5, now=NOON) is None


def test_the_fifth_wrong_password_within_a_quarter_of_an_hour_closes_for_a_quarter() -> None:
    assert rules.locked_until(ago(1, 2, 3, 4, 15), limit=5, now=NOON) == NOON + timedelta(minutes=14)


def test_five_wrong_passwords_spread_over_a_longer_time_do_not_close() -> None:
    assert rules.locked_until(ago(1, 5, 9, 13, 17), limit=5, now=NOON) is None


def test_the_pause_ends_by_itself() -> None:
    assert rules.locked_until(ago(15, 16, 17, 18, 19), limit=5, now=NOON) is None


def test_attempts_left_counts_recent_failures_only() -> None:
    assert rules.attempts_left(ago(1, 2, 30), limit=5) == 3
    assert rules.attempts_left([], limit=5) == 5


def test_one_time_passwords_have_no_letters_that_look_alike() -> None:
    choose = random.Random(7).choice
    words = [rules.one_time_password(choose) for _ in range(300)]
    assert not set("".join(words)) & set("l01hjqwxyc")
    assert len(set(words)) == 300


def test_login_is_the_surname_and_initials_in_latin_letters() -> None:
    assert rules.login_from_name("Крылова", "Екатерина", "Андреевна") == "krylova-ea"
    assert rules.login_from_name("Щукин", "Пётр", "") == "schukin-p"
    assert rules.login_from_name("Мамедова-Юсуф кызы", "Ая", "") == "mamedovayusufkyzy-a"


def test_namesakes_get_numbers() -> None:
    assert rules.free_login("ivanov-ii", {"ivanov-ii", "ivanov-ii-2"}) == "ivanov-ii-3"


def test_a_login_typed_by_hand_is_checked_in_words() -> None:
    assert rules.login_fault("krylova-ea") == ""
    assert "латинские" in rules.login_fault("крылова")
