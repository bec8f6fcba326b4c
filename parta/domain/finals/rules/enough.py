"""Are there enough marks for a final one, and of the kinds the act wants: what is missing, in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from parta.domain.regulation.choices import WorkNature
from parta.lib.dates import day_title
from parta.lib.russian import counted

NATURES = {
    WorkNature.WRITTEN: ("письменную", "письменных"),
    WorkNature.LABORATORY: ("лабораторную", "лабораторных"),
    WorkNature.PRACTICAL: ("практическую", "практических"),
    WorkNature.CONTROL: ("контрольную", "контрольных"),
}
_BY_VALUE = {one.value: one for one in WorkNature}


@dataclass(frozen=True, slots=True)
class HeldWork:
    """A work held in the period that has to be taken into account. lesson: its id."""

    lesson: int
    day: date
    nature: WorkNature


@dataclass(frozen=True, slots=True)
class Lack:
    """What a pupil lacks. marks: how many marks short; works: those held that the pupil has no mark for."""

    marks: int = 0
    works: tuple[HeldWork, ...] = ()

    def __bool__(self) -> bool:
        """Something is missing."""
        return bool(self.marks or self.works)

    @property
    def words(self) -> str:
        """«не хватает 2 отметок; нет отметки за контрольную 3 декабря»."""
        parts = []
        if self.marks:
            parts.append(f"не хватает {counted(self.marks, 'отметки', 'отметок', 'отметок')}")
        parts += [f"нет отметки за {NATURES[one.nature][0]} {day_title(one.day)}" for one in self.works]
        return "; ".join(parts)


def nature_of(code: str, deadline_class: str) -> WorkNature | None:
    """The nature of a kind of work as the act names it, by its code, else by the class of its deadline."""
    return _BY_VALUE.get(code) or _BY_VALUE.get(deadline_class)


def lack_of(needed: int, marked_lessons: Iterable[int], works: Sequence[HeldWork]) -> Lack:
    """needed: marks a period of this course wants, 0 for any number. marked_lessons: one item a mark of the pupil."""
    have = list(marked_lessons)
    return Lack(max(0, needed - len(have)), tuple(one for one in works if one.lesson not in have))


def natures_not_held(wanted: Sequence[WorkNature], works: Iterable[HeldWork]) -> bool:
    """No work of any nature the act wants was held at all: worth saying of a subject it stresses (S3-5.2d)."""
    held = {one.nature for one in works}
    return bool(wanted) and not held & {*wanted, WorkNature.CONTROL}


def warning_stage(today: date, ends_on: date, first_weeks: int, last_weeks: int) -> int:
    """How near the end is: 0 not yet, 1 from the first warning on, 2 from the last one on, 0 after the period."""
    if today > ends_on:
        return 0
    if last_weeks and today >= ends_on - timedelta(weeks=last_weeks):
        return 2
    return 1 if first_weeks and today >= ends_on - timedelta(weeks=first_weeks) else 0
