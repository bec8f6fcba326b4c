"""Value objects of the rulebook: each has a short code for files, is frozen, and reads back what it writes.

The code form («3 days», «same day 16:00») stands in profiles and in stored changes; Russian words are in `printing`.
"""

import re
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

from parta.domain.regulation.choices import Every, TermUnit


class Value(BaseModel):
    """Base of the value objects: frozen, nothing extra."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coded(Value):
    """A value that is written as one short text."""

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Read the code; ValueError when it is no such value."""
        raise NotImplementedError

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        raise NotImplementedError

    @classmethod
    def from_code(cls, code: str) -> Self:
        """The value written as `code`."""
        return cls.model_validate(code)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: object) -> object:
        return cls.parts_of(data) if isinstance(data, str) else data

    @model_serializer
    def _write(self) -> str:
        return self.code


class Term(Coded):
    """A term of an act. Codes: «10 minutes», «24 hours», «3 days» (calendar), «2 working days», «5 years»,
    «90 minutes after class», «same day», «same day 16:00».
    """

    unit: TermUnit
    amount: int = 0
    at: time | None = None

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError for an unknown code."""
        if match := re.fullmatch(r"same day(?: (\d{1,2}):(\d\d))?", code):
            at = time(int(match[1]), int(match[2])) if match[1] else None
            return {"unit": TermUnit.SAME_DAY, "at": at}
        if match := re.fullmatch(r"(\d+) (.+)", code):
            return {"unit": match[2], "amount": int(match[1])}
        raise ValueError(f"no such term: {code}")

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        if self.unit is TermUnit.SAME_DAY:
            return f"same day {self.at:%H:%M}" if self.at else "same day"
        return f"{self.amount} {self.unit.value}"


class Repeat(Coded):
    """How often a thing is done. Codes: «every day», «every 7 day», «every month», «every period»."""

    every: Every
    count: int = 1

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError for an unknown code."""
        match = re.fullmatch(r"every (?:(\d+) )?(\w+)", code)
        if match is None:
            raise ValueError(f"no such repetition: {code}")
        return {"every": match[2], "count": int(match[1] or 1)}

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return f"every {self.every.value}" if self.count == 1 else f"every {self.count} {self.every.value}"


class YearDay(Coded):
    """A day of every academic year. Code: «09-02»."""

    month: int
    day: int

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError when it is no day of the calendar."""
        found = date.fromisoformat(f"2000-{code}")
        return {"month": found.month, "day": found.day}

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return f"{self.month:02d}-{self.day:02d}"

    def in_academic_year(self, year: int) -> date:
        """The day itself; `year` is the first calendar year of the academic year."""
        return date(year if self.month >= 8 else year + 1, self.month, self.day)


class FinalWindow(Coded):
    """When final marks are given: the last `last_days` calendar days of a period, closing `close_before` working
    days before its end. Code: «last 7 days, closes 2 working days before the end».
    """

    last_days: int
    close_before: int

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError for an unknown code."""
        match = re.fullmatch(r"last (\d+) days, closes (\d+) working days before the end", code)
        if match is None:
            raise ValueError(f"no such window: {code}")
        return {"last_days": int(match[1]), "close_before": int(match[2])}

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return f"last {self.last_days} days, closes {self.close_before} working days before the end"


class MarksByHours(Coded):
    """How many marks a period needs for so many weekly hours. Code: «1:3 2:5 3:7», rising hours."""

    rows: tuple[tuple[int, int], ...]

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError for an unknown code or hours that do not rise."""
        rows = tuple((int(hours), int(marks)) for hours, marks in (part.split(":") for part in code.split()))
        if not rows or [hours for hours, _ in rows] != sorted({hours for hours, _ in rows}):
            raise ValueError(f"hours must rise: {code}")
        return {"rows": rows}

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return " ".join(f"{hours}:{marks}" for hours, marks in self.rows)

    def needed(self, weekly_hours: Decimal | int) -> int:
        """Marks needed in a period; 0 for a course of fewer hours a week than the first row."""
        fitting = [marks for hours, marks in self.rows if hours <= weekly_hours]
        return fitting[-1] if fitting else 0


class MinutesByGrade(Coded):
    """The most minutes of homework a day, from a grade upwards. Code: «2:60 4:90», rising grades; 0 means no limit."""

    rows: tuple[tuple[int, int], ...]

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError for an unknown code or grades that do not rise."""
        rows = tuple((int(grade), int(minutes)) for grade, minutes in (part.split(":") for part in code.split()))
        if not rows or [grade for grade, _ in rows] != sorted({grade for grade, _ in rows}):
            raise ValueError(f"grades must rise: {code}")
        return {"rows": rows}

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return " ".join(f"{grade}:{minutes}" for grade, minutes in self.rows)

    def of(self, grade: int) -> int:
        """Minutes for the grade; 0 where none are said."""
        fitting = [minutes for first, minutes in self.rows if first <= grade]
        return fitting[-1] if fitting else 0


class Rounding(Coded):
    """From which exact mean a five-point mark is proposed. Code: «4.5 3.5 2.5» for 5, 4 and 3."""

    five: Decimal
    four: Decimal
    three: Decimal

    @classmethod
    def parts_of(cls, code: str) -> dict[str, Any]:
        """Raises ValueError unless three falling numbers are given."""
        numbers = [Decimal(part) for part in code.split() if re.fullmatch(r"\d(\.\d+)?", part)]
        if len(numbers) != 3 or not 5 >= numbers[0] > numbers[1] > numbers[2] >= 2:
            raise ValueError(f"no such thresholds: {code}")
        return dict(zip(("five", "four", "three"), numbers, strict=True))

    @property
    def code(self) -> str:
        """The text that `parts_of` reads."""
        return f"{self.five} {self.four} {self.three}"

    @property
    def starts(self) -> tuple[tuple[int, Decimal], ...]:
        """Marks with the mean each starts from, best first."""
        return ((5, self.five), (4, self.four), (3, self.three))

    def proposed(self, mean: Decimal | Fraction) -> int:
        """The mark for an exact mean (never a rounded one: 4.645 is not 4.65)."""
        exact = Fraction(mean)
        return next((mark for mark, start in self.starts if exact >= Fraction(start)), 2)


class Adoption(Value):
    """A body that adopted or agreed the act."""

    body: str
    protocol: str = ""
    day: date | None = None


class Approval(Value):
    """The head's approval: an order with a number, or only a day."""

    order: str = ""
    day: date | None = None
