"""Does a control work fit into the schedule: limits of a day, a subject, a parallel. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from parta.lib import dates, russian

WAVE_DAYS = 7
"""Classes of a parallel that write within a week write the same work."""


class Limits(Protocol):
    """The rulebook's section on control works."""

    @property
    def control_works_per_day(self) -> int:
        """Works of a class a day; 0 is no limit."""

    @property
    def control_work_not_first_or_last(self) -> bool:
        """Neither the first nor the last lesson of the day."""

    @property
    def control_work_share_percent(self) -> int:
        """Share of the lessons of the subject a year; 0 is no limit."""

    @property
    def control_work_gap_days(self) -> int:
        """Days between works of a subject in a parallel; 0 is no limit."""


@dataclass(frozen=True, slots=True)
class ControlWork:
    """A control work held or planned at a lesson. `classes`: ids of the classes that write it."""

    lesson_id: int
    course_id: int
    subject_id: int
    subject: str
    grade: int
    classes: frozenset[int]
    unit: str
    day: date
    number: int


@dataclass(frozen=True, slots=True)
class DayOfClass:
    """First and last lesson of the class on the day of the work; lessons a week and a year of the course."""

    first: int
    last: int
    weekly: int
    yearly: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A limit that is passed: the setting that holds it, and a sentence."""

    setting: str
    text: str


def faults_of(work: ControlWork, others: Iterable[ControlWork], place: DayOfClass, limits: Limits) -> list[Fault]:
    """Which limits the work would pass among the other works of the year."""
    others = [one for one in others if one.lesson_id != work.lesson_id]
    found = [
        _too_many(work, others, limits),
        _at_the_edge(work, place, limits),
        _too_often(work, others, limits),
        _too_much(work, others, place, limits),
    ]
    return [one for one in found if one]


def _too_many(work: ControlWork, others: Sequence[ControlWork], limits: Limits) -> Fault | None:
    most = limits.control_works_per_day
    same = [one for one in others if one.day == work.day and one.classes & work.classes]
    if not most or len(same) < most:
        return None
    names = ", ".join(f"{russian.lower_first(one.subject)} ({one.number}\u2011й урок)" for one in same)
    day = dates.day_title(work.day).capitalize()
    allowed = russian.counted(most, "контрольная", "контрольные", "контрольных")
    return Fault("control_works_per_day", f"{day} у {work.unit} уже {names}; в день у класса — {allowed}.")


def _at_the_edge(work: ControlWork, place: DayOfClass, limits: Limits) -> Fault | None:
    if not limits.control_work_not_first_or_last or place.weekly <= 1 or place.first == place.last:
        return None
    edge = {place.first: "первый", place.last: "последний"}.get(work.number)
    if edge is None:
        return None
    day = dates.day_title(work.day)
    return Fault("control_work_not_first_or_last", f"{work.number}\u2011й урок {day} у {work.unit} {edge}.")


def _too_often(work: ControlWork, others: Sequence[ControlWork], limits: Limits) -> Fault | None:
    gap = limits.control_work_gap_days
    for one in others if gap else ():
        apart = abs((one.day - work.day).days)
        own = bool(one.classes & work.classes)
        wave = not own and apart < WAVE_DAYS
        if one.subject_id == work.subject_id and one.grade == work.grade and apart < gap and not wave:
            when = f"{one.unit} {dates.day_title(one.day)}"
            days = russian.counted(gap, "день", "дня", "дней")
            return Fault(
                "control_work_gap_days",
                f"{work.subject} в параллели уже есть: {when}; между работами — не меньше {days}.",
            )
    return None


def _too_much(work: ControlWork, others: Sequence[ControlWork], place: DayOfClass, limits: Limits) -> Fault | None:
    share = limits.control_work_share_percent
    count = 1 + sum(one.course_id == work.course_id for one in others)
    if not share or not place.yearly or count * 100 <= share * place.yearly:
        return None
    hours = russian.counted(place.yearly, "урока", "уроков", "уроков")
    return Fault(
        "control_work_share_percent", f"Контрольных станет {count} из {hours} за год: больше {share}{russian.NBSP}%."
    )
