"""What a kind of work weighs on a day, in a subject, in a grade: dated rules over a base; presets of weights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parta.lib.errors import InvalidInput

MAX_WEIGHT = Decimal("99.99")
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WeightRule:
    """A weight from a day on. subject, grades: None means all; weight 0 and `counts` False leave the mark uncounted."""

    kind: int
    starts_on: date
    weight: Decimal
    counts: bool = True
    subject: int | None = None
    first_grade: int | None = None
    last_grade: int | None = None

    @property
    def rank(self) -> tuple[int, int, date]:
        """The narrower rule wins: subject before grades before all; among equals, the later one."""
        return (self.subject is not None, self.first_grade is not None, self.starts_on)

    def fits(self, subject: int, grade: int) -> bool:
        """Is the course inside the rule?"""
        if self.subject is not None and self.subject != subject:
            return False
        return self.first_grade is None or self.first_grade <= grade <= (self.last_grade or self.first_grade)

    @property
    def counted(self) -> Decimal:
        """The weight in an average."""
        return self.weight if self.counts else Decimal(0)


Place = tuple[int, int]
"""Id of the subject, grade level."""


class WeightBook:
    """Weights of every kind on every page: rules over a base (by kind, before any rule)."""

    def __init__(self, rules: Iterable[WeightRule], base: dict[int, Decimal], *, ordinary: int) -> None:
        self._rules = sorted(rules, key=lambda one: one.rank, reverse=True)
        self._base = base
        self._ordinary = ordinary
        self._places: dict[Place, dict[int, list[WeightRule]]] = {}

    def weight(self, kind: int | None, day: date, *, subject: int, grade: int) -> Decimal:
        """Weight in the average of a mark of the kind at a lesson of that day; 0 when it does not count (S3-5.2c)."""
        kind = kind if kind in self._base else self._ordinary
        for rule in self._at(subject, grade).get(kind, ()):
            if rule.starts_on <= day:
                return rule.counted
        return self._base[kind]

    def _at(self, subject: int, grade: int) -> dict[int, list[WeightRule]]:
        found = self._places.get((subject, grade))
        if found is None:
            found = self._places[subject, grade] = {}
            for rule in self._rules:
                if rule.fits(subject, grade):
                    found.setdefault(rule.kind, []).append(rule)
        return found


def clean_weight(weight: Decimal) -> Decimal:
    """A weight as it is stored: 0 to 99.99, two places. Raises InvalidInput."""
    if not weight.is_finite() or weight < 0 or weight > MAX_WEIGHT:
        raise InvalidInput("Вес — число от 0 до 99,99, например 1,5")
    if weight != weight.quantize(HUNDREDTH):
        raise InvalidInput("У веса не больше двух знаков после запятой, например 1,25")
    return weight.quantize(HUNDREDTH)


PRESETS: dict[str, tuple[str, dict[str, str]]] = {
    "equal": ("Все работы равны", {}),
    "fractional": (
        "Дробные веса: от 1 до 1,5",
        {
            "control": "1.5", "dictation": "1.4", "laboratory": "1.3", "practical": "1.3", "test": "1.2", "quiz": "1",
            "homework": "1", "lesson": "1", "external": "1.5",
        },
    ),
    "ten": (
        "Десятибалльные веса: от 1 до 10",
        {
            "external": "10", "control": "9", "dictation": "8", "practical": "8", "laboratory": "7", "test": "6",
            "quiz": "5", "homework": "3", "lesson": "3",
        },
    ),
    "three": ("Три ступени: 5, 3, 1", {"control": "5", "external": "5", "dictation": "5", "lesson": "3", "test": "3",
                                       "quiz": "3", "laboratory": "3", "practical": "3", "homework": "1"}),
}  # fmt: skip
"""Sets of weights in use in schools (RIVALS §5.6), by code of the kind; a kind not named weighs 1."""


def preset_weight(preset: str, code: str) -> Decimal:
    """Weight of a kind in a preset. Raises InvalidInput for an unknown preset."""
    if preset not in PRESETS:
        raise InvalidInput("Такого набора весов нет: выберите из списка")
    return Decimal(PRESETS[preset][1].get(code, "1"))
