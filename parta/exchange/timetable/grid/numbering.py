"""Tells about lesson numbers that jump or begin anew without a new day."""

import itertools
from collections.abc import Collection

from parta.exchange.problems import Problem
from parta.exchange.timetable.grid.bands import Band
from parta.exchange.timetable.grid.rules import BandRules
from parta.exchange.timetable.grid.view import GridView


def number_problems(view: GridView, column: int, ruled: list[BandRules], rows: Collection[int]) -> list[Problem]:
    """rows: top rows that gave lessons; numbers of empty rows are nobody's concern."""
    problems = [problem for one in ruled for problem in _jumps(view, column, one.band, rows)]
    for before, one in itertools.pairwise(ruled):
        touching = one.band.top == before.band.bottom + 1
        if touching and one.band.top in rows and _same_headings(before, one):
            problems.append(
                Problem(
                    view.place(one.band.top, max(column, 0)),
                    f"После {before.band.items[-1].number}-го урока снова {one.band.items[0].number}-й, "
                    "а нового дня или класса рядом нет. Проверьте номера уроков.",
                )
            )
    return problems


def _same_headings(before: BandRules, one: BandRules) -> bool:
    first, second = before.rules, one.rules
    return (first.weekday, first.day_row, first.class_row, first.school_class, first.shift) == (
        second.weekday,
        second.day_row,
        second.class_row,
        second.school_class,
        second.shift,
    )


def _jumps(view: GridView, column: int, band: Band, rows: Collection[int]) -> list[Problem]:
    return [
        Problem(
            view.place(after.top, max(column, 0)),
            f"После {item.number}-го урока сразу {after.number}-й. Проверьте номер.",
        )
        for item, after in zip(band.items, band.items[1:], strict=False)
        if after.number > item.number + 1 and after.top in rows
    ]


__all__ = ["number_problems"]
