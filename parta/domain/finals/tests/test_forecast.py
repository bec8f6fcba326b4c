"""The forecast: what a pupil, a teacher and a mathematician would hold it to."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parta.domain.finals.forecast import (
    UNTAUGHT,
    Ahead,
    Course,
    Given,
    Lesson,
    Past,
    Pupil,
    Scale,
    forecast,
    learn,
    read_course,
)

FIVE = Scale((2, 3, 4, 5), (2.5, 3.5, 4.5), 2.0, 5.0)
TWENTY = Scale(tuple(range(21)), tuple(mark - 0.5 for mark in range(1, 21)), 0.0, 20.0)
CONTROL = Ahead("к.р.", "control", 2.0)
MARKS = st.lists(st.sampled_from([2, 3, 4, 5]), max_size=12)


def marked(*values: float, weight: float = 1.0) -> tuple[Given, ...]:
    """Answers in class, one after another."""
    return tuple(Given(f"урок {n}", "answer", float(value), weight) for n, value in enumerate(values))


def ordinary() -> Course:
    """A class of 27, some strong, some weak."""
    chance = random.Random(3)
    return read_course(FIVE, [marked(*_values(chance, chance.gauss(3.9, 0.5), 8)) for _ in range(27)])


def _values(chance: random.Random, level: float, count: int) -> list[float]:
    return [float(min(5, max(2, round(chance.gauss(level, 0.6))))) for _ in range(count)]


COURSE = ordinary()


def taught(scale: Scale = FIVE) -> tuple[Course, Lesson]:
    """A course with an earlier run of 60 pupils."""
    chance = random.Random(5)
    past = []
    for _ in range(60):
        level = chance.gauss(3.9, 0.5)
        control = Given("к.р.", "control", _values(chance, level - 0.6, 1)[0], 2.0)
        past.append(Past(Pupil(marked(*_values(chance, level, 5))), (control,)))
    course = read_course(scale, [one.then.marks + one.later for one in past])
    return course, learn(course, past, (CONTROL,))


@settings(max_examples=150, deadline=None)
@given(MARKS, st.integers(0, 5), st.integers(0, 4), st.booleans())
def test_probabilities_are_a_whole(values: list[int], ahead: int, silent: int, history: bool) -> None:
    course, lesson = taught() if history and ahead else (COURSE, UNTAUGHT)
    said = forecast(course, Pupil(marked(*values), silent), (CONTROL,) * ahead, lesson)
    assert sum(said.probabilities) == pytest.approx(1.0)
    assert min(said.probabilities) >= 0.0
    assert said.mark in FIVE.marks
    assert said.likely in FIVE.marks
    assert said.at_least(2) == pytest.approx(1.0)
    assert said.at_least(5) <= said.at_least(4) <= said.at_least(3)
    assert FIVE.low <= said.mean <= FIVE.high


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([2, 3, 4, 5]), min_size=1, max_size=12))
def test_without_works_ahead_it_is_today_s_mean(values: list[int]) -> None:
    said = forecast(COURSE, Pupil(marked(*values)), ())
    place = FIVE.place(sum(values) / len(values))
    assert said.probabilities[place] == 1.0
    assert (said.mark, said.likely, said.spread) == (FIVE.marks[place], FIVE.marks[place], 0.0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([2, 3, 4, 5]), min_size=1, max_size=10), st.integers(1, 4))
def test_a_five_more_never_lowers_the_expected_mean(values: list[int], ahead: int) -> None:
    before = forecast(COURSE, Pupil(marked(*values)), (CONTROL,) * ahead)
    after = forecast(COURSE, Pupil(marked(*values, 5)), (CONTROL,) * ahead)
    assert after.mean >= before.mean - 1e-9


def test_better_marks_make_a_five_more_probable_and_a_two_less() -> None:
    ladder = [forecast(COURSE, Pupil(marked(*[4] * (6 - n), *[5] * n)), (CONTROL,)) for n in range(7)]
    fives = [one.probabilities[3] for one in ladder]
    assert fives == sorted(fives)
    assert fives[0] < 0.1
    assert fives[6] > 0.9
    twos = [forecast(COURSE, Pupil(marked(*[2] * n, *[4] * (6 - n))), (CONTROL,)).probabilities[0] for n in range(7)]
    assert twos == sorted(twos)


def test_marks_make_it_surer_and_works_ahead_less_sure() -> None:
    spreads = [forecast(COURSE, Pupil(marked(*[4] * n)), (CONTROL,)).spread for n in range(1, 12)]
    assert spreads == sorted(spreads, reverse=True)
    ahead = [forecast(COURSE, Pupil(marked(4, 4, 4, 4)), (CONTROL,) * n).spread for n in range(6)]
    assert ahead == sorted(ahead)


def test_a_pupil_without_marks_is_expected_like_the_course() -> None:
    said = forecast(COURSE, Pupil(()), (CONTROL,))
    assert said.mean == pytest.approx(COURSE.mean, abs=0.01)
    assert max(said.probabilities) < 0.8


def test_a_course_nobody_has_a_mark_in_stays_with_the_priors() -> None:
    said = forecast(read_course(FIVE, []), Pupil(()), (CONTROL,))
    assert said.mark == 4
    assert all(one > 0.001 for one in said.probabilities)


def test_few_marks_are_pulled_to_the_class_and_many_are_not() -> None:
    few = forecast(COURSE, Pupil(marked(5, 5)), (CONTROL,) * 3).mean
    many = forecast(COURSE, Pupil(marked(*[5] * 12)), (CONTROL,) * 3).mean
    assert COURSE.mean < few < many < 5.0


def test_later_marks_tell_more() -> None:
    rising = forecast(COURSE, Pupil(marked(3, 3, 4, 5, 5)), (CONTROL,) * 4)
    falling = forecast(COURSE, Pupil(marked(5, 5, 4, 3, 3)), (CONTROL,) * 4)
    assert rising.mean > falling.mean


def test_a_harder_kind_ahead_lowers_the_forecast() -> None:
    chance = random.Random(8)
    rows = []
    for _ in range(40):
        values = _values(chance, 4.2, 6)
        rows.append(
            marked(*values) + tuple(Given(f"к.р. {n}", "control", v - 1.0, 2.0) for n, v in enumerate(values[:2]))
        )
    course = read_course(FIVE, rows)
    pupil = Pupil(marked(4, 4, 5, 4))
    hard = forecast(course, pupil, (Ahead("к.р. 3", "control", 2.0),))
    easy = forecast(course, pupil, (Ahead("ответ", "answer", 2.0),))
    assert hard.mean < easy.mean - 0.1


def test_marks_that_do_not_count_tell_all_the_same() -> None:
    base = Pupil(marked(4, 4))
    prior = Given("1 четверть", "period", 5.0, 0.0, tells=6.0)
    assert forecast(COURSE, replace(base, marks=(prior, *base.marks)), (CONTROL,)).mean > (
        forecast(COURSE, base, (CONTROL,)).mean
    )
    assert forecast(COURSE, replace(base, marks=(prior, *base.marks)), ()).mean == 4.0


def test_an_earlier_run_teaches_what_usually_comes() -> None:
    course, lesson = taught()
    pupil = Pupil(marked(4, 4, 5, 4, 4))
    alone = read_course(FIVE, [pupil.marks])
    assert forecast(course, pupil, (CONTROL,), lesson).mean < forecast(alone, pupil, (CONTROL,)).mean - 0.05


def test_those_who_fell_to_the_end_of_the_scale_are_foreseen_among_their_like() -> None:
    chance = random.Random(11)
    past = []
    for n in range(200):
        level = chance.uniform(5, 17)
        left = float(n % 10 == 0)
        marks = (Given("1", "p", round(level), 0.0), Given("2", "p", round(level + chance.gauss(0, 1)), 0.0))
        final = 0.0 if left else float(round(level + chance.gauss(0, 1)))
        past.append(Past(Pupil(marks, 0, (left,)), (Given("3", "p", final, 1.0),)))
    course = read_course(TWENTY, [one.then.marks + one.later for one in past])
    ahead = (Ahead("3", "p", 1.0),)
    lesson = learn(course, past, ahead)
    marks = (Given("1", "p", 10.0, 0.0), Given("2", "p", 10.0, 0.0))
    gone = forecast(course, Pupil(marks, 0, (1.0,)), ahead, lesson)
    here = forecast(course, Pupil(marks, 0, (0.0,)), ahead, lesson)
    assert gone.probabilities[0] > 0.6
    assert here.probabilities[0] < 0.05
    assert abs(here.mark - 10) <= 1


def test_those_who_stopped_are_likely_to_stay_where_they_are() -> None:
    ahead = (CONTROL,) * 3
    silent = forecast(COURSE, Pupil(marked(5, 5, 5), silent=2), ahead)
    working = forecast(COURSE, Pupil(marked(5, 5, 5)), ahead)
    assert silent.probabilities[3] > working.probabilities[3]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([2, 3, 4, 5]), min_size=1, max_size=8))
def test_another_scale_gives_the_same_forecast(values: list[int]) -> None:
    """2..5 written as 0..100 by the same line gives the same probabilities."""
    wide = Scale((2, 3, 4, 5), tuple((floor - 2) * 100 / 3 for floor in FIVE.floors), 0.0, 100.0)

    def stretched(marks: tuple[Given, ...]) -> tuple[Given, ...]:
        return tuple(one._replace(value=(one.value - 2) * 100 / 3) for one in marks)

    klass = [marked(4, 5, 4), marked(3, 3), marked(5, 5, 5), marked(2, 4)]
    small = forecast(read_course(FIVE, klass), Pupil(marked(*values)), (CONTROL,))
    large = forecast(read_course(wide, map(stretched, klass)), Pupil(stretched(marked(*values))), (CONTROL,))
    assert large.probabilities == pytest.approx(small.probabilities, abs=1e-6)


def test_a_floor_itself_gives_the_better_mark_and_a_hair_less_does_not() -> None:
    scale = Scale((2, 3, 4, 5), (2.65, 3.65, 4.65), 2.0, 5.0)
    assert [scale.marks[scale.place(mean)] for mean in (4.645, 4.65, 3.649, 2.65, 1.0)] == [4, 5, 3, 3, 2]


def test_synthetic_marks_come_out_as_often_as_said() -> None:
    """Marks made by chance at known levels: probabilities said of a five are met by the frequencies."""
    chance = random.Random(21)
    sums: dict[int, list[float]] = {}
    for _ in range(40):
        levels = [chance.gauss(3.9, 0.5) for _ in range(25)]
        known = [marked(*_values(chance, level, 6)) for level in levels]
        course = read_course(FIVE, known)
        for level, marks in zip(levels, known, strict=True):
            said = forecast(course, Pupil(marks), (Ahead("x", "answer", 1.0),) * 4)
            final = [one.value for one in marks] + _values(chance, level, 4)
            cell = sums.setdefault(min(4, int(said.probabilities[3] * 5)), [0.0, 0.0, 0.0])
            cell[0] += said.probabilities[3]
            cell[1] += FIVE.place(sum(final) / len(final)) == 3
            cell[2] += 1
    assert len(sums) == 5
    assert sum(abs(said - came) for said, came, _ in sums.values()) / 1000 < 0.04


def test_twice_the_pupils_cost_about_twice_the_time() -> None:
    """A school of 12,000 pages of pupils is linear in pupils: no pupil is compared with every other of the school."""

    def seconds(classes: int) -> float:
        started = time.process_time()
        for _ in range(classes):
            course = ordinary()
            for _ in range(27):
                forecast(course, Pupil(marked(4, 5, 3, 4, 4, 5, 4)), (CONTROL, CONTROL))
        return time.process_time() - started

    small = min(seconds(4) for _ in range(3))
    assert min(seconds(8) for _ in range(3)) < 4 * small
