"""The forecast of the year's mark: certain when every period is given, honest and monotone before that."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.finals.rules.levels import Scale
from parta.domain.finals.rules.proposal import propose_year
from parta.domain.finals.rules.year import YearRule, forecast_year, needed_each, year_sentence
from parta.domain.finals.tests.test_proposal import rules as school_rules
from parta.domain.regulation.choices import YearMarkRule

FIVE = Scale((2, 3, 4, 5), (2.5, 3.5, 4.5), 2.0, 5.0)
RULES = school_rules()
HOWS = [YearMarkRule.PERIODS_HALF_UP, YearMarkRule.PERIODS_HALF_LAST]
MARKS = st.lists(st.integers(2, 5), min_size=1, max_size=3)
SHARES = st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any)


def rule(how: YearMarkRule = YearMarkRule.PERIODS_HALF_UP) -> YearRule:
    return YearRule(FIVE, RULES, how)


def sure(mark: int) -> list[float]:
    return [float(one == mark) for one in FIVE.marks]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_with_every_period_given_the_mark_is_the_one_the_school_proposes(how: YearMarkRule, count: int) -> None:
    for marks in product(FIVE.marks, repeat=count):
        found = forecast_year(marks, None, 0, rule(how))
        assert found is not None
        proposed = propose_year([str(one) for one in marks], None, RULES, how).value
        assert (str(found.mark), max(found.probabilities), found.spread) == (proposed, 1.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(MARKS, SHARES, st.integers(0, 3), st.sampled_from(HOWS))
def test_probabilities_are_whole_and_a_better_mark_never_harms(
    marks: list[int], going: list[int], coming: int, how: YearMarkRule
) -> None:
    shares = [one / sum(going) for one in going]
    found = forecast_year(marks, shares, coming, rule(how))
    assert found is not None
    assert sum(found.probabilities) == pytest.approx(1)
    assert min(found.probabilities) >= 0
    for at, mark in enumerate(marks):
        if mark < 5:
            better = forecast_year([*marks[:at], mark + 1, *marks[at + 1 :]], shares, coming, rule(how))
            assert better is not None
            assert all(better.at_least(one) >= found.at_least(one) - 1e-9 for one in FIVE.marks)


@settings(max_examples=60, deadline=None)
@given(MARKS, st.integers(0, 2), st.sampled_from(HOWS))
def test_a_better_period_that_goes_on_never_harms(marks: list[int], coming: int, how: YearMarkRule) -> None:
    rows = [forecast_year(marks, sure(mark), coming, rule(how)) for mark in FIVE.marks]
    for worse, better in pairwise(rows):
        assert worse is not None
        assert better is not None
        assert all(better.at_least(one) >= worse.at_least(one) - 1e-9 for one in FIVE.marks)


def test_a_certain_period_is_as_good_as_a_given_one_and_the_further_the_less_sure() -> None:
    going, told = forecast_year([4, 4], sure(4), 1, rule()), forecast_year([4, 4, 4], None, 1, rule())
    assert going is not None
    assert told is not None
    assert going.probabilities == pytest.approx(told.probabilities)
    shares = [one.probabilities[2] for coming in range(3) if (one := forecast_year([4, 5], None, coming, rule()))]
    early = forecast_year([4], None, 3, rule())
    assert early is not None
    assert early.probabilities[2] < told.probabilities[2]
    assert len(shares) == 3
    assert forecast_year([], None, 4, rule()) is None


@settings(max_examples=60, deadline=None)
@given(MARKS, st.integers(1, 3), st.integers(3, 5), st.sampled_from(HOWS))
def test_the_mark_said_to_be_enough_is_enough_and_one_less_is_not(
    marks: list[int], left: int, goal: int, how: YearMarkRule
) -> None:
    def year(mark: int) -> int:
        return int(propose_year([str(one) for one in [*marks, *[mark] * left]], None, RULES, how).value)

    needed = needed_each(marks, left, goal, rule(how))
    if needed is None:
        assert year(5) < goal
    else:
        assert year(needed) >= goal
        assert needed == 2 or year(needed - 1) < goal


@pytest.mark.clause("S2-4b")
@pytest.mark.parametrize(
    ("given_marks", "going", "coming", "kind", "words"),
    [
        ([4, 4], sure(4), 1, "quarter", "За год почти наверняка 4; 5 выйдет, только если обе оставшиеся четверти — 5."),
        ([3], [0, 0.5, 0.5, 0], 2, "quarter", "за год"),
        ([4], [0, 0.1, 0.6, 0.3], 1, "trimester", "если оба оставшиеся триместра — 5."),
        ([4], [0, 0.1, 0.6, 0.3], 0, "half_year", "5 возможна, если оставшееся полугодие — 5."),
        ([2, 3, 3], [0, 0.9, 0.1, 0], 0, "quarter", "4 за год уже не выйдет."),
        ([5, 5], sure(5), 1, "quarter", "если так и держать до конца года."),
        ([3], sure(3), 0, "half_year", "4 выйдет, только если оставшееся полугодие — 4 или выше."),
    ],
)
def test_the_sentence_says_what_is_likely_and_what_it_takes(
    given_marks: list[int], going: list[float], coming: int, kind: str, words: str
) -> None:
    found = forecast_year(given_marks, going, coming, rule())
    assert found is not None
    said = year_sentence(found, given_marks, coming + 1, rule(), kind=kind)
    assert words.lower() in said.lower()


def test_when_all_is_given_the_sentence_does_not_guess() -> None:
    found = forecast_year([4, 5, 4, 4], None, 0, rule())
    assert found is not None
    assert year_sentence(found, [4, 5, 4, 4], 0, rule(), kind="quarter") == (
        "За год выходит 4: отметки за все периоды уже есть."
    )
