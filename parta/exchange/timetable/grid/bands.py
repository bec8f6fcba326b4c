"""Finds the columns of lesson numbers and the bands of rows they number: 1…7 of one day is one band."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time

from parta.exchange.timetable.grid.classes import parse_class
from parta.exchange.timetable.grid.labels import (
    Head,
    LessonNumber,
    head_of,
    lesson_number,
    one_time,
    shift_of,
    time_range,
    weekday,
)
from parta.exchange.timetable.grid.rooms import is_room_text, is_teacher_text
from parta.exchange.timetable.grid.view import GridView

LAST_NUMBER = 15


@dataclass(slots=True)
class Item:
    """Rows of one lesson: top … bottom, both inclusive."""

    top: int
    bottom: int
    number: int
    times: tuple[time, time] | None = None
    presumed: bool = False
    """The number is not in the file, it was restored from its neighbours or from the order of times."""


@dataclass(slots=True)
class Band:
    """Consecutive lessons of one column of numbers."""

    items: list[Item]

    @property
    def top(self) -> int:
        return self.items[0].top

    @property
    def bottom(self) -> int:
        return self.items[-1].bottom


@dataclass(slots=True)
class NumberColumn:
    """A column of lesson numbers with its bands from top to bottom."""

    column: int
    bands: list[Band] = field(default_factory=list)
    by_time: bool = False
    counted: bool = False
    """There are no numbers in the file at all: lessons are counted in their order."""

    @property
    def size(self) -> int:
        return sum(len(band.items) for band in self.bands)

    @property
    def weight(self) -> float:
        """How much it looks like lessons rather than grades 5…11 in a row: lessons begin with 1 and end before 10."""
        if self.by_time:
            return 0.1
        return sum(
            len(band.items) * (1 if band.items[0].number <= 2 else 0.3) * (1 if band.items[-1].number < 10 else 0.5)
            for band in self.bands
        )


def number_columns(view: GridView) -> list[NumberColumn]:
    """Columns of lesson numbers, left to right; columns of times only when nothing better is there."""
    found = [column for index in range(view.width) if (column := _numbers_of(view, index))]
    if not found:
        found = [column for index in range(view.width) if (column := _times_of(view, index))][:1]
    for column in found:
        column.bands = [part for band in column.bands for part in _split_at_headings(view, column.column, band)]
        _close(view, column)
    return _without_strangers(found)


def _numbers_of(view: GridView, column: int) -> NumberColumn | None:
    cells = [
        (row, number)
        for row in range(view.height)
        if (text := view.own(row, column)) and (number := lesson_number(text)) and number.number is not None
    ]
    runs = [run for run in _runs(cells) if run[-1][1].number or len(run) > 1]
    if not any(_is_convincing(run) for run in runs) or _is_headed_otherwise(view, column, runs[0][0][0]):
        return None
    bands = [
        Band([Item(row, view.span(row, column)[2], number.number or 0, number.times) for row, number in run])
        for run in runs
        if _is_plausible(run)
    ]
    return NumberColumn(column, bands)


def _is_headed_otherwise(view: GridView, column: int, top: int) -> bool:
    """The column is headed «каб.», so its small numbers are rooms."""
    above = next((text for row in range(top - 1, -1, -1) if (text := view.text(row, column))), "")
    return head_of(above) in (Head.ROOM, Head.SUBJECT, Head.TEACHER)


def _runs(cells: list[tuple[int, LessonNumber]]) -> list[list[tuple[int, LessonNumber]]]:
    """Cuts the numbers wherever they stop growing."""
    runs: list[list[tuple[int, LessonNumber]]] = []
    for row, number in cells:
        if runs and (runs[-1][-1][1].number or 0) < (number.number or 0):
            runs[-1].append((row, number))
        else:
            runs.append([(row, number)])
    return runs


def _is_plausible(run: list[tuple[int, LessonNumber]]) -> bool:
    first, last = run[0][1].number or 0, run[-1][1].number or 0
    return last <= LAST_NUMBER and last - first <= 2 * len(run)


def _is_convincing(run: list[tuple[int, LessonNumber]]) -> bool:
    """Three numbers in a row, one by one: rooms and list numbers seldom do so from a small number and then stop."""
    steps = [(after[1].number or 0) - (before[1].number or 0) for before, after in itertools.pairwise(run)]
    return len(run) >= 3 and _is_plausible(run) and steps.count(1) >= 0.7 * len(steps) and (run[0][1].number or 0) <= 8


def _times_of(view: GridView, column: int) -> NumberColumn | None:
    """Times without numbers: lessons are counted in their order, and the reader says so."""
    bands: list[Band] = []
    for row in range(view.height):
        times = time_range(text) if (text := view.own(row, column)) else None
        if not times:
            continue
        last = bands[-1].items[-1] if bands else None
        if last is None or last.times is None or times[0] <= last.times[0]:
            bands.append(Band([]))
        number = len(bands[-1].items) + 1
        bands[-1].items.append(Item(row, view.span(row, column)[2], number, times, presumed=True))
    return NumberColumn(column, bands, by_time=True) if any(len(band.items) >= 3 for band in bands) else None


def is_heading_text(text: str) -> bool:
    """A class, a day or a shift: rows with such text part the bands."""
    return bool(parse_class(text) or weekday(text) or shift_of(text))


def _split_at_headings(view: GridView, column: int, band: Band) -> list[Band]:
    """Numbers that go on after a row of class names (7, 8 … of the second shift) are another band."""
    parts = [[band.items[0]]]
    for before, item in zip(band.items, band.items[1:], strict=False):
        between = range(before.bottom + 1, item.top)
        heading = any(_is_heading_row(view, row, column) for row in between)
        # A new day whose numbers happen to go on: its name stands in the row of the number.
        new_day = item.number > before.number + 1 and any(weekday(view.own(item.top, left)) for left in range(column))
        if heading or new_day:
            parts.append([])
        parts[-1].append(item)
    return [Band(items) for items in parts]


def _is_heading_row(view: GridView, row: int, number_column: int) -> bool:
    texts = [view.own(row, column) for column in view.filled[row]]
    headings = sum(is_heading_text(text) for text in texts)
    return headings > 0 and 2 * headings >= sum(not lesson_number(text) for text in texts) - 1


def _close(view: GridView, number_column: NumberColumn) -> None:
    """Gives each lesson the rows under its number, and restores a number skipped in the middle of the day."""
    for band in number_column.bands:
        step = _usual_step(band.items)
        closed: list[Item] = []
        for item, after in zip(band.items, [*band.items[1:], None], strict=True):
            closed.append(item)
            if after is None:
                item.bottom = max(item.bottom, item.top + step - 1)
                item.bottom = _stop_before_heading(view, number_column.column, item)
            elif _is_skipped(item, after):
                closed += _restored(item, after)
            else:
                item.bottom = after.top - 1
        band.items = _first_restored(view, number_column.column, band) + closed


def _first_restored(view: GridView, column: int, band: Band) -> list[Item]:
    """The number 1 is missing: the row above the 2 is as full of lessons as the second."""
    step = _usual_step(band.items)
    top = band.top - step
    if band.items[0].number != 2 or top < 0 or view.own(top, column):
        return []
    lessons = [view.own(top, right) for right in view.filled[top] if right > column]
    below = [right for right in view.filled[band.top] if right > column]
    if 2 * len(lessons) < len(below) or any(is_heading_text(text) or head_of(text) for text in lessons):
        return []
    if all(is_room_text(text) or is_teacher_text(text) or len(text) > 60 for text in lessons):
        return []
    return [Item(top, band.top - 1, 1, presumed=True)]


def _usual_step(items: list[Item]) -> int:
    steps = [after.top - before.top for before, after in itertools.pairwise(items)]
    return max(set(steps), key=lambda step: (steps.count(step), -step)) if steps else 1


def _is_skipped(item: Item, after: Item) -> bool:
    """1, 2, (empty), 4: the rows tell that only the number is missing."""
    missing = after.number - item.number - 1
    rows = after.top - item.top
    return missing > 0 and rows % (missing + 1) == 0


def _restored(item: Item, after: Item) -> list[Item]:
    count = after.number - item.number
    step = (after.top - item.top) // count
    item.bottom = item.top + step - 1
    return [
        Item(item.top + step * index, item.top + step * (index + 1) - 1, item.number + index, presumed=True)
        for index in range(1, count)
    ]


def _stop_before_heading(view: GridView, number_column: int, item: Item) -> int:
    for row in range(item.top + 1, min(item.bottom, view.height - 1) + 1):
        if not view.is_anchor(row, number_column):
            continue
        if lesson_number(view.own(row, number_column)) or any(
            is_heading_text(view.own(row, column)) for column in view.filled[row]
        ):
            return row - 1
    return min(item.bottom, view.height - 1)


def _without_strangers(columns: list[NumberColumn]) -> list[NumberColumn]:
    """Drops columns of small room numbers that look like lesson numbers but do not agree with the main column."""
    if len(columns) < 2:
        return columns
    main = max(columns, key=lambda column: (column.size, -column.column))
    numbers = {item.top: item.number for band in main.bands for item in band.items}
    return [column for column in columns if column is main or _agrees(column, numbers)]


def _agrees(column: NumberColumn, numbers: dict[int, int]) -> bool:
    """The same numbers in the same rows, or all of them later by as much (7 beside 1: the second shift)."""
    items = [item for band in column.bands for item in band.items]
    steps = [item.number - numbers[item.top] for item in items if item.top in numbers]
    own_days = [band for band in column.bands if band.items[0].number <= 1 and len(band.items) >= 4]
    alike = max((steps.count(step) for step in set(steps)), default=0)
    return (len(steps) >= 3 and alike >= 0.8 * len(steps)) or len(own_days) == len(column.bands)


def bell_times(view: GridView, columns: Iterable[int], item: Item) -> tuple[time, time] | None:
    """Times of the lesson: in the number's own cell or in the label columns, as one range or as start and end."""
    if item.times:
        return item.times if _is_lesson_long(item.times) else None
    beside = sorted(columns)
    for index in beside:
        times = time_range(view.text(item.top, index))
        if times and _is_lesson_long(times):
            return times
    for index, after in itertools.pairwise(beside):
        start, end = one_time(view.text(item.top, index)), one_time(view.text(item.top, after))
        if start and end and _is_lesson_long((start, end)):
            return start, end
    return None


def _is_lesson_long(times: tuple[time, time]) -> bool:
    """Shorter than 25 minutes is a break."""
    start, end = times
    return (end.hour - start.hour) * 60 + end.minute - start.minute >= 25


__all__ = ["Band", "Item", "NumberColumn", "bell_times", "is_heading_text", "number_columns"]
