"""What a forecast says to people, and the calculator «Что нужно для пятёрки?». Pure: plain values in and out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from math import ceil
from typing import Protocol

from parta.domain.finals.rules.levels import Ahead, Forecast, Scale
from parta.domain.regulation.choices import MarkScale
from parta.domain.regulation.rules import Rounding
from parta.lib.russian import counted, plural

ANSWER, CONTROL = "answer", "control"
"""Kinds of works ahead nobody has named yet."""
SURE = 0.9
"""From this probability on the sentence says «почти наверняка»."""
TOSS = 0.45
"""Below this probability of the mark named the sentence names two."""
UNLIKELY = 0.1
NOUNS = {
    5: ("пятёрка", "пятёрки", "пятёрок"),
    4: ("четвёрка", "четвёрки", "четвёрок"),
    3: ("тройка", "тройки", "троек"),
    2: ("двойка", "двойки", "двоек"),
}
WORDS = {1: "одна", 2: "две", 3: "три", 4: "четыре"}


class MarkRules(Protocol):
    """What the forecast needs of the rulebook's section on marks."""

    @property
    def mark_scale(self) -> MarkScale:
        """The scale of the school."""

    @property
    def final_mark_rounding(self) -> Rounding:
        """Thresholds of the five-point scale."""

    @property
    def mark_values(self) -> tuple[str, ...]:
        """Marks of the scale, best first."""


def scale_of(rules: MarkRules) -> Scale:
    """The scale of a school with its thresholds. Final marks of the five-point scale begin with «2»."""
    if rules.mark_scale is MarkScale.FIVE_POINT:
        rounding = rules.final_mark_rounding
        floors = (float(rounding.three), float(rounding.four), float(rounding.five))
        return Scale((2, 3, 4, 5), floors, float(rules.mark_values[-1]), 5.0)
    marks = tuple(sorted(int(one) for one in rules.mark_values if one.isdigit()))
    return Scale(marks, tuple(mark - 0.5 for mark in marks[1:]), float(marks[0]), float(marks[-1]))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pupil stands in a course: exact sums of the marks so far and what is still to come.

    total: sum of value × weight. answers, controls: lessons left and, of them, control works planned, each of which
    weighs `answer_weight` and `control_weight`.
    """

    total: Fraction = Fraction(0)
    weight: Fraction = Fraction(0)
    count: int = 0
    lessons: int = 0
    controls: int = 0
    answer_weight: Decimal = Decimal(1)
    control_weight: Decimal = Decimal(2)
    held: int = 0

    @property
    def mean(self) -> Fraction | None:
        """Exact; None without marks."""
        return self.total / self.weight if self.weight else None

    def ahead(self) -> tuple[Ahead, ...]:
        """Works to be expected: planned control works, and answers as often as the pupil has been asked so far."""
        plain = self.lessons - self.controls
        asked = min(1.0, (self.count + 1) / (self.held + 3))
        answers = ceil(plain * asked) if plain > 0 else 0
        return (
            *repeat(Ahead("", CONTROL, float(self.control_weight)), self.controls),
            *repeat(Ahead("", ANSWER, float(self.answer_weight)), answers),
        )

    def needed(self, goal: int, scale: Scale, each: Decimal) -> int | None:
        """How many best marks of this weight bring the mean to the goal; 0: it is there already; None: never."""
        floor = Fraction(str(scale.floors[scale.marks.index(goal) - 1])) if goal > scale.marks[0] else Fraction(0)
        best, weight = Fraction(scale.marks[-1]), Fraction(each)
        if self.weight and self.total >= floor * self.weight:
            return 0
        if not self.weight:
            return 1
        if weight <= 0 or best <= floor:
            return None
        return ceil((floor * self.weight - self.total) / (weight * (best - floor)))

    def after(self, extra: Iterable[tuple[int, Decimal]]) -> Fraction | None:
        """The mean with marks that are not there yet."""
        marks = list(extra)
        total = self.total + sum((Fraction(mark) * Fraction(weight) for mark, weight in marks), Fraction(0))
        weight = self.weight + sum((Fraction(weight) for _, weight in marks), Fraction(0))
        return total / weight if weight else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The calculator's answer. count: best marks for answers; becomes: the mean they give; reachable: in time."""

    head: str
    rest: str
    count: int
    becomes: Fraction | None
    reachable: bool


def calculated(standing: Standing, goal: int, scale: Scale, *, term: str) -> Answer:
    """«Ещё 4 пятёрки за ответы или 2 пятёрки за контрольные. Осталось 6 уроков». term: «в этой четверти»."""
    best = scale.marks[-1]
    answers = standing.needed(goal, scale, standing.answer_weight)
    controls = standing.needed(goal, scale, standing.control_weight)
    wanted = noun(goal, 1)
    if answers == 0:
        return Answer(f"Выходит {wanted}", "Так и держать.", 0, standing.mean, True)
    left = counted(standing.lessons, "урок", "урока", "уроков")
    in_time = answers is not None and answers <= standing.lessons
    by_controls = controls is not None and 0 < controls <= standing.controls
    becomes = standing.after([(best, standing.answer_weight)] * (answers or 0))
    if not in_time and not by_controls:
        need = f"Нужно {of_marks(best, answers)}, " if answers is not None else ""
        rest = f"{need}{'а уроков осталось' if need else 'Уроков осталось'} {standing.lessons}."
        return Answer(f"{noun(goal, 1).capitalize()} {term} уже вряд ли", rest, answers or 0, becomes, False)
    if in_time:
        head = f"Ещё {of_marks(best, answers)} {'за ответ' if answers == 1 else 'за ответы'}"
        other = f"или {of_marks(best, controls)} {_for_controls(controls)}. " if by_controls else ""
        return Answer(head, f"{other}{_left(standing.lessons)} {left} — это возможно.", answers or 0, becomes, True)
    becomes = standing.after([(best, standing.control_weight)] * (controls or 0))
    return Answer(
        f"Ещё {of_marks(best, controls)} {_for_controls(controls)}",
        f"Одними ответами не успеть: {_left(standing.lessons).lower()} {left}.",
        controls or 0,
        becomes,
        True,
    )


def _left(lessons: int) -> str:
    return plural(lessons, "Остался", "Осталось", "Осталось")


def sentence(forecast: Forecast, standing: Standing, *, term: str = "до конца периода") -> str:
    """«Скорее всего 4; чтобы вышла 5, нужны две пятёрки за контрольные»."""
    said = expected_words(forecast)
    scale, mark = forecast.scale, forecast.mark
    if forecast.spread == 0:
        return f"{said}: отметок больше не ожидается."
    if mark == scale.marks[-1]:
        return f"{said}, если так и держать {term}."
    better = scale.marks[scale.marks.index(mark) + 1]
    way = _way(standing, better, scale)
    if way:
        return f"{said}; чтобы вышла {better}, {way}."
    if forecast.at_least(better) < UNLIKELY:
        return f"{said}; {better} {term} уже вряд ли."
    return f"{said}."


def expected_words(forecast: Forecast) -> str:
    """«Скорее всего 4», «Почти наверняка 4», «Может выйти и 3, и 4»."""
    mark = forecast.mark
    place = forecast.scale.marks.index(mark)
    share = forecast.probabilities[place]
    if share >= SURE:
        return f"Почти наверняка {mark}"
    if share < TOSS:
        order = sorted(range(len(forecast.probabilities)), key=lambda n: -forecast.probabilities[n])
        first, second = (forecast.scale.marks[n] for n in order[:2])
        return f"Может выйти и {first}, и {second}"
    return f"Скорее всего {mark}"


def _way(standing: Standing, goal: int, scale: Scale) -> str:
    """«нужны две пятёрки за контрольные»; «» when there is no time for it, or nothing is needed."""
    best = scale.marks[-1]
    controls = standing.needed(goal, scale, standing.control_weight)
    if controls and controls <= standing.controls:
        return f"{_need(controls)} {_in_words(best, controls)} {_for_controls(controls)}"
    answers = standing.needed(goal, scale, standing.answer_weight)
    if answers and answers <= standing.lessons:
        return f"{_need(answers)} {_in_words(best, answers)} {'за ответ' if answers == 1 else 'за ответы'}"
    return ""


def _need(count: int) -> str:
    return plural(count, "нужна", "нужны", "нужно")


def _for_controls(count: int | None) -> str:
    return "за контрольную" if count == 1 else "за контрольные"


def _in_words(mark: int, count: int) -> str:
    return f"{WORDS[count]} {noun(mark, count)}" if count in WORDS else of_marks(mark, count)


def of_marks(mark: int, count: int | None) -> str:
    """«4 пятёрки»; on other scales «4 отметки «10»»."""
    number = count or 0
    if mark in NOUNS:
        return counted(number, *NOUNS[mark])
    return f"{counted(number, 'отметка', 'отметки', 'отметок')} «{mark}»"


def noun(mark: int, count: int) -> str:
    """«пятёрка»."""
    if mark in NOUNS:
        return plural(count, *NOUNS[mark])
    return f"{plural(count, 'отметка', 'отметки', 'отметок')} «{mark}»"


def goal_title(mark: int) -> str:
    """«Что нужно для пятёрки?»."""
    return f"Что нужно для {NOUNS[mark][1]}?" if mark in NOUNS else f"Что нужно для отметки «{mark}»?"
