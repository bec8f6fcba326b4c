"""What a thematic plan is read into before anything touches the school."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parta.exchange.errors import UnreadableFile
from parta.exchange.problems import Problem
from parta.exchange.reading import Sheet

# Twelve lessons a week all year long would be four hundred.
MAX_LESSONS = 1500


class ParsedUnit(NamedTuple):
    """A section of the plan; hours as the file gives them for the section, None when it does not."""

    title: str
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ParsedTopic:
    """One lesson of the plan: a row of N hours has become N of these.

    hours: 1 for a usual lesson, a half for a row of 0,5 h. unit: index in ParsedPlan.units, None outside sections.
    kind: the lesson's type as written. place: where the row stands in the file.
    """

    text: str
    hours: Decimal
    unit: int | None = None
    planned_date: date | None = None
    homework: str = ""
    kind: str = ""
    place: str = ""


@dataclass(slots=True)
class ParsedPlan:
    """One course's plan, lessons in order; grade is None when nobody names it (a problem says so).

    columns: heading as written → what it was taken for; an empty meaning says the column is not used.
    """

    file_name: str
    subject: str = ""
    grade: int | None = None
    title: str = ""
    units: list[ParsedUnit] = field(default_factory=list)
    topics: list[ParsedTopic] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, topics: Iterable[ParsedTopic]) -> None:
        """Appends lessons; raises UnreadableFile when there are more than any course of a year can have."""
        self.topics.extend(topics)
        if len(self.topics) > MAX_LESSONS:
            raise UnreadableFile(
                f"В плане «{self.file_name}» больше {MAX_LESSONS} уроков: для одного курса это слишком много. "
                "Проверьте столбец часов и оставьте в файле один план."
            )

    @property
    def hours(self) -> Decimal:
        """All hours of the plan; thirds of an hour shared by lessons add up again."""
        return round(sum((topic.hours for topic in self.topics), Decimal(0)), 2)


@dataclass(slots=True)
class PlanTable:
    """A table that may hold a plan. titles: texts above and outside it. label: «лист «КТП»», «таблица 2» or empty."""

    sheet: Sheet
    titles: list[str] = field(default_factory=list)
    label: str = ""


__all__ = ["ParsedPlan", "ParsedTopic", "ParsedUnit", "PlanTable"]
