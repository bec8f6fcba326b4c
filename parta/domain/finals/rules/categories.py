"""What a pupil is by the marks of a period, and how many are what in a class (requirements §4).

One rule after another, the first that holds: a «2» or «незач» → не успевает; «н/а» → не аттестован; a deferral →
отсрочка; a subject of the others still without a mark → отметки не все; only «5» → отличник; «5» and a single «4» → с
одной «4» (a хорошист too); «4» and «5» → хорошист; a single «3» beside «4» and «5» → с одной «3»; else успевает.
Per cent of pupils: N is everybody but those with a deferral, without marks, or with marks still to come.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from parta.domain.finals.rules.indicators import Indicators, share


class Category(Enum):
    """In the order of reports. `words`: of one pupil, the same for boys and girls; `many`: heading of a list."""

    EXCELLENT = ("excellent", "только «5»", "Отличники")
    ONE_FOUR = ("one_four", "с одной «4»", "С одной «4»")
    GOOD = ("good", "на «4» и «5»", "Хорошисты")
    ONE_THREE = ("one_three", "с одной «3»", "С одной «3»")
    PASSING = ("passing", "успевает", "Успевающие")
    FAILING = ("failing", "не успевает", "Неуспевающие")
    NOT_ATTESTED = ("not_attested", "н/а", "Не аттестованы")
    DEFERRED = ("deferred", "отсрочка", "С отсрочкой")
    INCOMPLETE = ("incomplete", "отметки не все", "Отметки не все")
    NONE = ("none", "отметок нет", "Без отметок")

    def __init__(self, code: str, words: str, many: str) -> None:
        self.code = code
        self.words = words
        self.many = many


HIGH = (Category.EXCELLENT, Category.ONE_FOUR, Category.GOOD)
"""Pupils of the quality: отличники and хорошисты, those with one «4» among them."""
GOOD_ALL = "good_all"
"""Хорошисты with those of one «4» among them."""
LEFT_OUT = (Category.DEFERRED, Category.INCOMPLETE, Category.NONE)
"""In no denominator."""


def category_of(marks: Indicators, *, missing: int = 0) -> Category:
    """The pupil's category. missing: subjects where others of the class have their marks and the pupil has nothing."""
    if marks.n2 or marks.failed:
        return Category.FAILING
    if marks.na:
        return Category.NOT_ATTESTED
    if marks.deferred:
        return Category.DEFERRED
    if not marks.marks and not marks.passed:
        return Category.NONE
    if missing:
        return Category.INCOMPLETE
    return _of_levels(marks)


def _of_levels(marks: Indicators) -> Category:
    if not marks.marks or marks.n3 > 1 or (marks.n3 and not marks.n4 + marks.n5):
        return Category.PASSING
    if marks.n3:
        return Category.ONE_THREE
    if not marks.n4:
        return Category.EXCELLENT
    return Category.ONE_FOUR if marks.n4 == 1 and marks.n5 else Category.GOOD


@dataclass(frozen=True, slots=True)
class PupilCounts:
    """How many pupils are of each category; of a class, a grade, the school."""

    of: Counter[Category]

    @property
    def pupils(self) -> int:
        """Everybody."""
        return self.of.total()

    @property
    def assessed(self) -> int:
        """N of the shares below."""
        return self.pupils - sum(self.of[one] for one in LEFT_OUT)

    @property
    def high(self) -> int:
        """Отличники and хорошисты."""
        return sum(self.of[one] for one in HIGH)

    @property
    def passing(self) -> int:
        """Without a «2» and without «н/а»."""
        return self.assessed - self.of[Category.FAILING] - self.of[Category.NOT_ATTESTED]

    @property
    def success(self) -> Fraction | None:
        """Успеваемость: pupils who pass in every subject, %."""
        return share(self.passing, self.assessed)

    @property
    def quality(self) -> Fraction | None:
        """Качество: отличники and хорошисты, %."""
        return share(self.high, self.assessed)

    @property
    def shown(self) -> list[tuple[str, int]]:
        """Codes and counts of a row of a table: отличники, хорошисты, с одной «3», не успевают, отсрочка."""
        good = self.of[Category.GOOD] + self.of[Category.ONE_FOUR]
        others = (Category.ONE_THREE, Category.FAILING, Category.DEFERRED)
        first = [(Category.EXCELLENT.code, self.of[Category.EXCELLENT]), (GOOD_ALL, good)]
        return [*first, *((one.code, self.of[one]) for one in others)]

    @property
    def lines(self) -> list[tuple[Category, int]]:
        """Categories that somebody is of, in the order of reports."""
        return [(one, self.of[one]) for one in Category if self.of[one]]


def counted_pupils(categories: Iterable[Category]) -> PupilCounts:
    """Of these pupils."""
    return PupilCounts(Counter(categories))
