"""Words of the forecast and the calculator: exact thresholds, plurals, what is still in time."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.finals.forecast import Forecast, Given, Pupil, Scale, forecast, read_course
from parta.domain.finals.rules.prospects import Standing, calculated, goal_title, of_marks, scale_of, sentence
from parta.domain.regulation.choices import MarkScale
from parta.domain.regulation.rules import Rounding

FIVE = Scale((2, 3, 4, 5), (2.5, 3.5, 4.5), 2.0, 5.0)
TERM = "в этой четверти"


def stands(*marks: int, lessons: int = 8, controls: int = 1) -> Standing:
    """A pupil with answers so far."""
    return Standing(Fraction(sum(marks)), Fraction(len(marks)), len(marks), lessons, controls, held=10)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(2, 5), min_size=1, max_size=12), st.sampled_from([3, 4, 5]), st.sampled_from(["1", "1.5", "2"])
)
def test_needed_marks_are_enough_and_one_less_is_not(marks: list[int], goal: int, weight: str) -> None:
    standing, each = stands(*marks), Decimal(weight)
    count = standing.needed(goal, FIVE, each)
    assert count is not None
    floor = Fraction(str(FIVE.floors[goal - 3]))
    enough = standing.after([(5, each)] * count)
    assert enough is not None
    assert enough >= floor
    if count:
        less = standing.after([(5, each)] * (count - 1))
        assert less is not None
        assert less < floor


def test_a_hair_below_the_threshold_still_needs_a_mark() -> None:
    """4.645 is not 4.65."""
    strict = Scale((2, 3, 4, 5), (2.65, 3.65, 4.65), 2.0, 5.0)
    almost = Standing(Fraction(929), Fraction(200), 200, 5, 0)
    assert almost.needed(5, strict, Decimal(1)) == 3
    assert Standing(Fraction(93), Fraction(20), 20, 5, 0).needed(5, strict, Decimal(1)) == 0


@pytest.mark.parametrize(
    ("standing", "goal", "head", "rest"),
    [
        (stands(5, 5, 4), 5, "Выходит пятёрка", "Так и держать."),
        (stands(4, 5), 5, "Выходит пятёрка", "Так и держать."),
        (
            stands(4, 4, 5), 5, "Ещё 1\u00a0пятёрка за ответ",
            "или 1\u00a0пятёрка за контрольную. Осталось 8\u00a0уроков — это возможно.",
        ),
        (stands(4, 4, 4, 4, lessons=6), 5, "Ещё 4\u00a0пятёрки за ответы", "Осталось 6\u00a0уроков — это возможно."),
        (
            stands(3, 3, 3, lessons=1, controls=0), 5, "Пятёрка в этой четверти уже вряд ли",
            "Нужно 9\u00a0пятёрок, а уроков осталось 1.",
        ),
        (
            stands(4, 4, lessons=1), 5, "Ещё 1\u00a0пятёрка за контрольную",
            "Одними ответами не успеть: остался 1\u00a0урок.",
        ),
    ],
)  # fmt: skip
def test_what_the_calculator_says(standing: Standing, goal: int, head: str, rest: str) -> None:
    answer = calculated(standing, goal, FIVE, term=TERM)
    assert (answer.head, answer.rest) == (head, rest)


def _said(*shares: float, spread: float = 0.3) -> Forecast:
    return Forecast(FIVE, shares, 4.0, spread)


def test_the_sentence_names_the_mark_and_the_way_to_a_better_one() -> None:
    four = _said(0.0, 0.1, 0.8, 0.1)
    assert sentence(four, stands(4, 4, 4, 4, lessons=5, controls=2)) == (
        "Скорее всего 4; чтобы вышла 5, нужны две пятёрки за контрольные."
    )
    assert (
        sentence(four, stands(4, 4, lessons=5)) == "Скорее всего 4; чтобы вышла 5, нужна одна пятёрка за контрольную."
    )
    assert sentence(four, stands(4, 4, 4, 4, 4, lessons=6, controls=0)) == (
        "Скорее всего 4; чтобы вышла 5, нужно 5\u00a0пятёрок за ответы."
    )


def test_the_sentence_is_honest_about_doubt_and_about_certainty() -> None:
    assert sentence(_said(0.0, 0.05, 0.92, 0.03), stands(3, 3, 4, 4, 4, 4, 3, lessons=1, controls=0)) == (
        "Почти наверняка 4; 5 до конца периода уже вряд ли."
    )
    assert sentence(_said(0.1, 0.4, 0.38, 0.12), stands(4, 3, lessons=0, controls=0)).startswith("Может выйти и 3, и 4")
    assert (
        sentence(_said(0.0, 0.0, 0.1, 0.9), stands(5, 5)) == "Почти наверняка 5, если так и держать до конца периода."
    )
    assert (
        sentence(_said(0, 0, 1, 0, spread=0.0), stands(4, lessons=0))
        == "Почти наверняка 4: отметок больше не ожидается."
    )


def test_words_of_marks() -> None:
    assert [of_marks(5, n) for n in (1, 2, 5, 21)] == [
        "1\u00a0пятёрка", "2\u00a0пятёрки", "5\u00a0пятёрок", "21\u00a0пятёрка",
    ]  # fmt: skip
    assert goal_title(5) == "Что нужно для пятёрки?"
    assert goal_title(10) == "Что нужно для отметки «10»?"
    assert of_marks(10, 2) == "2\u00a0отметки «10»"


def test_works_to_be_expected_are_planned_ones_and_answers_as_often_as_before() -> None:
    rare = Standing(Fraction(8), Fraction(2), 2, lessons=10, controls=1, held=20)
    often = Standing(Fraction(80), Fraction(20), 20, lessons=10, controls=1, held=20)
    assert [one.weight for one in rare.ahead()].count(2.0) == 1
    assert len(rare.ahead()) < len(often.ahead()) == 10
    assert Standing(lessons=0).ahead() == ()


def test_a_forecast_without_lessons_left_says_the_mean_of_today() -> None:
    course = read_course(FIVE, [])
    marks = tuple(Given(str(n), "answer", 4.0, 1.0) for n in range(4))
    assert forecast(course, Pupil(marks), stands(4, 4, 4, 4, lessons=0, controls=0).ahead()).probabilities[2] == 1.0


@dataclass(frozen=True)
class Rules:
    """The rulebook's section on marks."""

    mark_scale: MarkScale
    final_mark_rounding: Rounding
    mark_values: tuple[str, ...]


def test_the_scale_is_the_rulebook_s() -> None:
    rounding = Rounding(five=Decimal("4.65"), four=Decimal("3.65"), three=Decimal("2.65"))
    five = scale_of(Rules(MarkScale.FIVE_POINT, rounding, ("5", "4", "3", "2", "1")))
    assert (five.marks, five.floors, five.low) == ((2, 3, 4, 5), (2.65, 3.65, 4.65), 1.0)
    ten = next(one for one in MarkScale if one is not MarkScale.FIVE_POINT)
    values = tuple(str(one) for one in range(10, 0, -1))
    wide = scale_of(Rules(ten, rounding, values))
    assert (wide.marks[0], wide.marks[-1], wide.floors[-1]) == (1, 10, 9.5)
