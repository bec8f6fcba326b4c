"""The formulas of RIVALS §5.4: its own vectors, and a second way of computing them pupil by pupil."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parta.domain.finals.rules.categories import Category, category_of, counted_pupils
from parta.domain.finals.rules.indicators import (
    Indicators,
    change_text,
    indicators,
    level_of,
    shown,
    summed,
)
from parta.domain.regulation.choices import MarkScale

pytestmark = pytest.mark.any_database
VALUES = ["5", "4", "3", "2", "1", "н/а", "осв", "", "отсрочка"]
WEIGHTS = {"5": 100, "4": 64, "3": 36, "2": 16, "1": 16, "н/а": 7}


@pytest.mark.parametrize(
    ("counts", "assessed", "texts"),
    [
        ({"5": 5, "4": 10, "3": 8, "2": 1, "н/а": 1}, 25, ("92,00", "60,00", "58,04", "3,79")),
        ({"2": 2, "н/а": 1}, 3, ("0,00", "0,00", "13,00", "2,00")),
        ({"5": 4}, 4, ("100,00", "100,00", "100,00", "5,00")),
    ],
)
def test_the_vectors(counts: dict[str, int], assessed: int, texts: tuple[str, ...]) -> None:
    found = indicators(counts)
    assert found.assessed == assessed
    assert tuple(shown(one, 2) for one in (found.success, found.quality, found.learning_degree, found.mean)) == texts


def test_of_nobody_every_figure_is_a_dash() -> None:
    for found in (Indicators(), indicators({"осв": 3, "": 2, "отсрочка": 4})):
        figures = (found.success, found.quality, found.learning_degree, found.mean)
        assert [shown(one) for one in figures] == ["—"] * 4


@given(st.lists(st.sampled_from(VALUES), max_size=40))
def test_pupil_by_pupil_comes_to_the_same(pupils: list[str]) -> None:
    deferred = pupils.count("отсрочка")
    found = indicators(Counter(pupils))
    # all pupils, less the exempt, the deferred and those without any mark; «н/а» stays
    counted = [one for one in pupils if one not in ("осв", "отсрочка", "")]
    assert found.assessed == len(counted)
    if not counted:
        assert (found.success, found.quality, found.learning_degree) == (None, None, None)
        return
    each = Decimal(100) / len(counted)
    assert _near(found.success, sum(each for one in counted if one in ("5", "4", "3")))
    assert _near(found.quality, sum(each for one in counted if one in ("5", "4")))
    assert _near(found.learning_degree, Decimal(sum(WEIGHTS[one] for one in counted)) / len(counted))
    marks = [int(one) for one in counted if one.isdigit()]
    assert _near(found.mean, Decimal(sum(marks)) / len(marks)) if marks else found.mean is None
    assert (found.deferred, found.exempt) == (deferred, pupils.count("осв"))


def _near(exact: Fraction | None, other: Decimal | int) -> bool:
    assert exact is not None
    return abs(exact - Fraction(other)) < Fraction(1, 10**20)


@given(st.lists(st.dictionaries(st.sampled_from(VALUES), st.integers(0, 30)), max_size=6))
def test_classes_are_added_by_their_counts(parts: list[dict[str, int]]) -> None:
    together: Counter[str] = Counter()
    for part in parts:
        together.update(part)
    assert summed(indicators(part) for part in parts) == indicators(together)


@given(st.fractions(min_value=-100, max_value=100, max_denominator=400), st.integers(0, 3))
def test_halves_are_shown_upwards(value: Fraction, places: int) -> None:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    expected = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    expected = expected or abs(expected)
    assert shown(value, places) == str(expected).replace(".", ",").replace("-", "−")


@pytest.mark.parametrize(
    ("scale", "marks"),
    [
        (MarkScale.FIVE_POINT, {"5": 5, "4": 4, "3": 3, "2": 2, "1": 2, "6": None, "0": None, "зач": None}),
        (MarkScale.TEN_POINT, {"10": 5, "9": 5, "8": 4, "7": 4, "6": 3, "5": 3, "4": 2, "1": 2}),
        (MarkScale.HUNDRED_POINT, {"100": 5, "85": 5, "84": 4, "65": 4, "64": 3, "40": 3, "39": 2, "0": 2}),
    ],
)
def test_other_scales_have_the_same_levels(scale: MarkScale, marks: dict[str, int | None]) -> None:
    assert {value: level_of(value, scale) for value in marks} == marks


def test_pass_and_fail_count_in_the_success_alone() -> None:
    found = indicators({"5": 1, "3": 1, "зач": 1, "незач": 1})
    assert (found.assessed, found.success, found.quality) == (2, Fraction(75), Fraction(50))
    assert found.mean == 4


def test_a_change_says_its_sign() -> None:
    assert change_text(Fraction(63), Fraction(121, 2)) == "+2,5"
    assert change_text(Fraction(121, 2), Fraction(63)) == "−2,5"
    assert change_text(Fraction(63), Fraction(6301, 100)) == "0"
    assert change_text(None, Fraction(63)) == change_text(Fraction(63), None) == ""


@pytest.mark.parametrize(
    ("marks", "deferred", "missing", "expected"),
    [
        ("5555", 0, 0, Category.EXCELLENT),
        ("5554", 0, 0, Category.ONE_FOUR),
        ("5544", 0, 0, Category.GOOD),
        ("4", 0, 0, Category.GOOD),
        ("5543", 0, 0, Category.ONE_THREE),
        ("5533", 0, 0, Category.PASSING),
        ("3", 0, 0, Category.PASSING),
        ("5552", 0, 0, Category.FAILING),
        ("5552", 1, 3, Category.FAILING),
        ("555", 1, 0, Category.DEFERRED),
        ("555", 0, 1, Category.INCOMPLETE),
        ("", 0, 5, Category.NONE),
        ("", 1, 0, Category.DEFERRED),
    ],
)
def test_a_pupil_is_of_one_category(marks: str, deferred: int, missing: int, expected: Category) -> None:
    assert category_of(indicators(Counter(marks) + Counter({"отсрочка": deferred})), missing=missing) is expected


def test_a_pupil_not_attested_stays_in_the_class() -> None:
    one = category_of(indicators({"5": 3, "н/а": 1}))
    counts = counted_pupils([one, Category.EXCELLENT, Category.DEFERRED, Category.INCOMPLETE])
    assert one is Category.NOT_ATTESTED
    assert (counts.pupils, counts.assessed, counts.success, counts.quality) == (4, 2, Fraction(50), Fraction(50))


@given(st.lists(st.text("5432", max_size=8), max_size=30))
def test_shares_of_pupils_come_to_what_a_person_counts(pupils: list[str]) -> None:
    found = counted_pupils(category_of(indicators(Counter(marks))) for marks in pupils)
    marked = [marks for marks in pupils if marks]
    assert found.assessed == len(marked)
    assert found.passing == sum("2" not in marks for marks in marked)
    assert found.high == sum(set(marks) <= {"4", "5"} for marks in marked)
    assert found.of[Category.EXCELLENT] == sum(set(marks) == {"5"} for marks in marked)


def test_a_pupil_with_a_deferral_or_with_marks_to_come_is_in_no_share_of_the_class() -> None:
    of = [Category.EXCELLENT, Category.PASSING, Category.DEFERRED, Category.INCOMPLETE, Category.NONE]
    found = counted_pupils(of)
    assert (found.pupils, found.assessed) == (5, 2)
    assert (found.success, found.quality) == (Fraction(100), Fraction(50))
