"""Lesson numbers for sheets that have none: lessons are counted in their order under a day, and the reader says so."""

from parta.exchange.timetable.grid.bands import LAST_NUMBER, Band, Item, NumberColumn
from parta.exchange.timetable.grid.classes import parse_class
from parta.exchange.timetable.grid.labels import head_of, weekday
from parta.exchange.timetable.grid.view import GridView


def presumed_columns(view: GridView) -> list[NumberColumn]:
    """Bands by the cells of days that span several rows, or under a row of days; none when there are no days."""
    return _beside_days(view) or _under_days(view)


def _beside_days(view: GridView) -> list[NumberColumn]:
    for column in range(min(view.width, 6)):
        tops = [row for row in range(view.height) if weekday(view.own(row, column))]
        if len({weekday(view.own(row, column)) for row in tops}) < 3:
            continue
        bands = []
        for top, after in zip(tops, [*tops[1:], view.height], strict=True):
            bottom = max(view.span(top, column)[2], top)
            rows = range(top, bottom + 1 if bottom > top else after)
            bands.append(_band([row for row in rows if any(left > column for left in view.filled[row])]))
        kept = [band for band in bands if band.items]
        if kept:
            return [NumberColumn(column, kept, counted=True)]
    return []


def _under_days(view: GridView) -> list[NumberColumn]:
    bands: list[Band] = []
    heads = [row for row in range(view.height) if _days_in_row(view, row) >= 3]
    if not heads:
        return []
    first = min((column for row in heads for column in view.filled[row] if weekday(view.own(row, column))), default=0)
    for head, after in zip(heads, [*heads[1:], view.height], strict=True):
        bands += map(_band, _blocks(view, range(head + 1, after), first))
    kept = [band for band in bands if band.items]
    return [NumberColumn(first - 1, kept, counted=True)] if kept else []


def _blocks(view: GridView, rows: range, first_day: int) -> list[list[int]]:
    """Rows under one row of days: one block for each class named on the left, or one in all, up to an empty row."""
    blocks: list[list[int]] = [[]]
    for row in rows:
        classes = [column for column in view.filled[row] if parse_class(view.own(row, column))]
        if not view.filled[row] or any(column >= first_day for column in classes):
            break
        if classes and blocks[-1]:
            blocks.append([])
        if not any(head_of(view.own(row, column)) for column in view.filled[row]):
            blocks[-1].append(row)
    return blocks


def _days_in_row(view: GridView, row: int) -> int:
    return len({day for column in view.filled[row] if (day := weekday(view.own(row, column)))})


def _band(rows: list[int]) -> Band:
    return Band([Item(row, row, number) for number, row in enumerate(rows[:LAST_NUMBER], start=1)])


__all__ = ["presumed_columns"]
