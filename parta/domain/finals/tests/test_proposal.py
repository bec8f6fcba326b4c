"""Proposals against the vectors of the field and brute force: exact thresholds, other scales, year and overall."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.finals.rules.enough import Lack
from parta.domain.finals.rules.proposal import (
    GivenMarks,
    Proposal,
    mean_of,
    propose_final,
    propose_period,
    propose_year,
    shown_mean,
    stored_mean,
)
from parta.domain.finals.rules.remarks import is_indisputable, remarks_of
from parta.domain.journal.rules import Weighted, exact_average
from parta.domain.regulation.choices import EleventhFinalRule, MarkScale, NinthFinalRule, YearMarkRule
from parta.domain.regulation.rules import Rounding

FIVE = ("5", "4", "3", "2")
HALVES, NINTH = EleventhFinalRule.HALVES_AND_YEARS, NinthFinalRule.YEAR_AND_EXAM


def rules(starts: str = "4.5 3.5 2.5", **values: Any) -> Any:
    found = {
        "mark_scale": MarkScale.FIVE_POINT,
        "final_mark_rounding": Rounding.from_code(starts),
        "last_control_two_blocks": False,
        "mark_values": FIVE,
    }
    return SimpleNamespace(**{**found, **values})


def scale(top: int, low: int, name: MarkScale) -> Any:
    return rules(mark_scale=name, mark_values=tuple(str(one) for one in range(top, low - 1, -1)))


@pytest.mark.parametrize(
    ("starts", "mean", "mark"),
    [
        ("4.5 3.5 2.5", "4.50", "5"),
        ("4.5 3.5 2.5", "4.49", "4"),
        ("4.5 3.5 2.5", "3.50", "4"),
        ("4.5 3.5 2.5", "2.50", "3"),
        ("4.5 3.5 2.5", "2.49", "2"),
        ("4.6 3.6 2.6", "4.60", "5"),
        ("4.6 3.6 2.6", "4.59", "4"),
        ("4.6 3.6 2.6", "3.60", "4"),
        ("4.6 3.6 2.6", "2.59", "2"),
        ("4.65 3.65 2.65", "4.65", "5"),
        ("4.65 3.65 2.65", "4.645", "4"),
        ("4.65 3.65 2.65", "4.6499999999", "4"),
        ("4.65 3.65 2.65", "3.65", "4"),
        ("4.65 3.65 2.65", "2.65", "3"),
        ("4.7 3.65 2.65", "4.69", "4"),
        ("4.7 3.65 2.65", "4.70", "5"),
    ],
)
def test_thresholds_of_the_field_are_exact(starts: str, mean: str, mark: str) -> None:
    assert propose_period(Fraction(mean), rules(starts)).value == mark


def test_a_mean_shown_as_four_sixty_five_but_below_it_is_not_a_five() -> None:
    marks = [Weighted(5, Decimal(1))] * 129 + [Weighted(4, Decimal(1))] * 71
    mean = exact_average(marks)
    assert mean == Fraction("4.645")
    assert propose_period(mean, rules("4.65 3.65 2.65")).value == "4"
    assert shown_mean(mean) == "4,645"


MARKS = st.lists(st.tuples(st.integers(2, 5), st.integers(0, 1000)), max_size=40)
STARTS = st.sampled_from(["4.5 3.5 2.5", "4.6 3.6 2.6", "4.65 3.65 2.65", "4.7 3.7 2.7"])


@settings(deadline=None, max_examples=300)
@given(MARKS, STARTS)
def test_any_marks_give_what_whole_numbers_give(marks: list[tuple[int, int]], starts: str) -> None:
    """Weights in hundredths, thresholds in hundredths: the comparison in integers, without any division."""
    mean = exact_average(Weighted(value, Decimal(weight) / 100) for value, weight in marks)
    total, weights = sum(value * weight for value, weight in marks), sum(weight for _, weight in marks)
    if not weights:
        assert mean is None
        assert propose_period(mean, rules(starts)) == Proposal()
        return
    five, four, three = (int(Decimal(one) * 100) for one in starts.split())
    expected = next((mark for mark, start in ((5, five), (4, four), (3, three)) if total * 100 >= start * weights), 2)
    found = propose_period(mean, rules(starts))
    assert found.value == str(expected)
    nearest = min(abs(total * 100 - start * weights) for start in (five, four, three))
    assert found.is_near == (nearest <= 8 * weights)


@settings(deadline=None, max_examples=200)
@given(st.fractions(2, 5, max_denominator=5000))
def test_the_stored_mean_never_reaches_a_threshold_the_true_one_did_not(mean: Fraction) -> None:
    stored = stored_mean(mean)
    assert stored is not None
    assert 0 <= mean - Fraction(stored) < Fraction(1, 10**6)
    for start in ("4.5", "4.65", "3.5"):
        assert not (Fraction(stored) >= Fraction(start) > mean)


def test_without_marks_nothing_is_proposed() -> None:
    assert propose_period(None, rules()).value == ""
    assert shown_mean(None) == ""


@pytest.mark.parametrize(
    ("mean", "top", "low", "name", "mark"),
    [
        ("7.5", 10, 1, MarkScale.TEN_POINT, "8"),
        ("7.49", 10, 1, MarkScale.TEN_POINT, "7"),
        ("1", 10, 1, MarkScale.TEN_POINT, "1"),
        ("84.5", 100, 0, MarkScale.HUNDRED_POINT, "85"),
        ("0.4", 100, 0, MarkScale.HUNDRED_POINT, "0"),
    ],
)
def test_longer_scales_round_mathematically(mean: str, top: int, low: int, name: MarkScale, mark: str) -> None:
    assert propose_period(Fraction(mean), scale(top, low, name)).value == mark


def test_a_school_with_ones_proposes_them() -> None:
    ones = rules(mark_values=("5", "4", "3", "2", "1"))
    assert [propose_period(Fraction(mean), ones).value for mean in ("1.5", "1.49", "1")] == ["2", "1", "1"]


@pytest.mark.parametrize(("mean", "word"), [("2.5", "зачёт"), ("2.49", "незачёт"), ("5", "зачёт")])
def test_subjects_with_zachet_pass_from_the_threshold_of_three(mean: str, word: str) -> None:
    assert propose_period(Fraction(mean), rules(), pass_fail=True).value == word


def test_a_two_for_the_last_control_work_blocks_rounding_up_only_where_the_school_says_so() -> None:
    mean = Fraction("3.6")
    assert propose_period(mean, rules(), last_control="2").value == "4"
    blocking = rules(last_control_two_blocks=True)
    found = propose_period(mean, blocking, last_control="2")
    assert (found.value, found.blocked) == ("3", True)
    assert propose_period(mean, blocking, last_control="3").value == "4"
    assert propose_period(Fraction("3.4"), blocking, last_control="2").value == "3"


@pytest.mark.parametrize(
    ("marks", "up", "last"),
    [
        ("4 5 4 5", "5", "5"),
        ("5 4 5 4", "5", "4"),
        ("4 4 5 4", "4", "4"),
        ("3 4", "4", "4"),
        ("4 3", "4", "3"),
        ("", "", ""),
    ],
)
def test_the_year_from_its_periods_by_the_rule_of_the_school(marks: str, up: str, last: str) -> None:
    given_marks = marks.split()
    assert propose_year(given_marks, None, rules(), YearMarkRule.PERIODS_HALF_UP).value == up
    assert propose_year(given_marks, None, rules(), YearMarkRule.PERIODS_HALF_LAST).value == last


def test_the_year_from_all_its_marks_uses_the_thresholds_of_the_school() -> None:
    found = propose_year(["5", "5"], Fraction("4.64"), rules("4.65 3.65 2.65"), YearMarkRule.YEAR_MEAN)
    assert found.value == "4"


def test_the_certificate_of_grade_nine_is_the_mean_of_year_and_exam() -> None:
    def overall(year: str, exam: str, ninth: NinthFinalRule = NINTH) -> str:
        return propose_final(GivenMarks(year, exam), grade=9, ninth=ninth, eleventh=HALVES).value

    assert [overall("4", "5"), overall("5", "4"), overall("4", "3"), overall("4", "")] == ["5", "5", "4", "4"]
    assert overall("4", "5", NinthFinalRule.YEAR) == "4"


def test_the_certificate_of_grade_eleven_is_the_mean_of_half_years_and_years() -> None:
    marks = GivenMarks("5", "", ("4", "4", "4", "5", "5", "5"))
    assert propose_final(marks, grade=11, ninth=NINTH, eleventh=HALVES).value == "5"
    lower = GivenMarks("5", "", ("4", "4", "4", "4", "5", "5"))
    assert propose_final(lower, grade=11, ninth=NINTH, eleventh=HALVES).value == "4"
    assert propose_final(lower, grade=11, ninth=NINTH, eleventh=EleventhFinalRule.YEAR).value == "5"


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(2, 5), min_size=1, max_size=8))
def test_a_mean_of_marks_is_rounded_half_up(marks: list[int]) -> None:
    assert mean_of(marks).value == str((2 * sum(marks) + len(marks)) // (2 * len(marks)))


@pytest.mark.parametrize(
    ("mean", "near"), [("4.42", True), ("4.4199", False), ("4.58", True), ("4.581", False), ("4.5", True)]
)
def test_near_a_boundary_is_within_eight_hundredths(mean: str, near: bool) -> None:
    found = propose_period(Fraction(mean), rules())
    assert found.is_near == near
    assert is_indisputable(found, Lack()) != near
    assert not is_indisputable(found, Lack(marks=1))


def test_the_remark_names_the_boundary_and_the_absences() -> None:
    exactly = propose_period(Fraction("2.5"), rules())
    assert [(one.tag, one.text.replace("\u00a0", " ")) for one in remarks_of(exactly, Lack(), 5, 6, 14)] == [
        ("ровно 2,50", "14 пропусков")
    ]
    below = propose_period(Fraction("4.48"), rules())
    assert [(one.tag, one.text) for one in remarks_of(below, Lack(marks=2), 5, 3, 0)] == [
        ("мало отметок: 3 из 5", ""),
        ("граница 4,50", "чуть ниже порога"),
    ]
